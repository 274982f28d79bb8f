import type { Page } from '@playwright/test'
import type { RunningApp } from '../start-app.ts'
import { Frame } from './frame.ts'

export class SettingsPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(part: string): Promise<void> {
    await new Frame(this.page).goTo('Settings')
    await this.page.getByRole('tab', { name: part, exact: true }).click()
  }

  async backUp(app: RunningApp, path: string, passphrase: string): Promise<void> {
    const panel = this.page.getByRole('region', { name: 'Back up the workspace' })
    await panel.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await panel.getByLabel('Passphrase again').fill(passphrase)
    await app.save(path, () => panel.getByRole('button', { name: 'Back up' }).click())
  }

  async restore(app: RunningApp, path: string, passphrase: string): Promise<void> {
    const panel = this.page.getByRole('region', { name: 'Restore a backup' })
    await app.pick(path, () => panel.getByRole('button', { name: 'Choose a backup' }).click())
    await panel.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await panel.getByRole('button', { name: 'Restore…' }).click()
    const asked = this.page.getByRole('alertdialog')
    await asked.getByRole('textbox').fill('replace everything')
    await asked.getByRole('button', { name: 'Restore', exact: true }).click()
  }
}
