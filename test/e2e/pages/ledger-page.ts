import type { Locator, Page } from '@playwright/test'
import type { RunningApp } from '../start-app.ts'
import { Frame } from './frame.ts'

export class LedgerPage {
  readonly page: Page
  readonly result: Locator
  readonly entries: Locator

  constructor(page: Page) {
    this.page = page
    this.result = page.getByRole('main').getByRole('alert')
    this.entries = page.getByRole('table', { name: 'Entries' }).getByRole('row')
  }

  async check(): Promise<void> {
    await new Frame(this.page).goTo('Ledger')
    await this.page.getByRole('button', { name: 'Check the ledger' }).click()
  }

  async checkAgainst(app: RunningApp, record: string): Promise<void> {
    await app.pick(record, () => this.page.getByRole('button', { name: 'Check against a record…' }).click())
  }
}
