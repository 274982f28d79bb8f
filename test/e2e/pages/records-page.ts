import type { Locator, Page } from '@playwright/test'
import type { RunningApp } from '../start-app.ts'
import { Frame } from './frame.ts'

export class RecordsPage {
  readonly page: Page
  readonly result: Locator
  readonly key: Locator

  constructor(page: Page) {
    this.page = page
    this.key = page.getByRole('textbox', { name: 'Fingerprint of the key' })
    this.result = page.getByRole('region', { name: /^Result for / })
  }

  async check(app: RunningApp, path: string): Promise<void> {
    await new Frame(this.page).goTo('Records')
    await this.page.getByRole('main').getByRole('link', { name: 'Check a record' }).click()
    await app.pick(path, () => this.page.getByRole('button', { name: 'Choose a record' }).click())
  }

  /** The record that was picked, anew. */
  async checkWithKey(key: string): Promise<void> {
    await this.key.fill(key)
    await this.key.press('Enter')
  }
}
