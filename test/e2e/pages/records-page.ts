import type { Locator, Page } from '@playwright/test'
import type { RunningApp } from '../start-app.ts'
import { Frame } from './frame.ts'

export class RecordsPage {
  readonly page: Page
  readonly result: Locator

  constructor(page: Page) {
    this.page = page
    this.result = page.getByRole('region', { name: /^Result for / })
  }

  async check(app: RunningApp, path: string): Promise<void> {
    await new Frame(this.page).goTo('Records')
    await this.page.getByRole('main').getByRole('link', { name: 'Check a record' }).click()
    await app.pick(path, () => this.page.getByRole('button', { name: 'Choose a record' }).click())
  }
}
