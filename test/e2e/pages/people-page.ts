import type { Locator, Page } from '@playwright/test'
import { SettingsPage } from './settings-page.ts'

/** The page to sign in by, and who works here. */
export class PeoplePage {
  readonly page: Page
  readonly signInTitle: Locator
  readonly list: Locator
  readonly addButton: Locator

  constructor(page: Page) {
    this.page = page
    this.signInTitle = page.getByRole('heading', { level: 1, name: 'Sign in' })
    this.list = page.getByRole('table', { name: 'People' })
    this.addButton = page.getByRole('button', { name: 'Add someone…' })
  }

  async open(): Promise<void> {
    await new SettingsPage(this.page).open('People')
  }

  async signIn(name: string, passphrase: string): Promise<void> {
    await this.page.getByLabel('Name', { exact: true }).fill(name)
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click()
  }

  /** Fills in the dialog that adds someone; `me` where they are the second. */
  async add({ name, passphrase, roles, me }: { readonly name: string; readonly passphrase: string; readonly roles: readonly string[]; readonly me?: { readonly name: string; readonly passphrase: string } }): Promise<void> {
    await this.addButton.click()
    const dialog = this.page.getByRole('dialog')
    if (me !== undefined) {
      await dialog.getByLabel('Your name').fill(me.name)
      await dialog.getByLabel('Your passphrase').fill(me.passphrase)
    }
    await dialog.getByLabel('Their name').fill(name)
    await dialog.getByLabel('Their passphrase').fill(passphrase)
    for (const role of roles) await dialog.getByRole('checkbox', { name: role }).check()
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  }

  /** What the menu beside someone offers. */
  async choose(name: string, act: string): Promise<void> {
    await this.list.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('button').click()
    await this.page.getByRole('menuitem', { name: act }).click()
  }
}
