import type { Locator, Page } from '@playwright/test'
import type { RunningApp } from '../start-app.ts'
import { Frame } from './frame.ts'

/** Opening a request and everything until its record is given away. */
export class RequestsPage {
  readonly page: Page
  readonly title: Locator
  readonly verdict: Locator
  /** The two fingerprints at their waterline. */
  readonly prints: Locator
  readonly receipt: Locator
  readonly exported: Locator

  constructor(page: Page) {
    this.page = page
    this.title = page.getByRole('heading', { level: 1 })
    this.verdict = page.getByRole('status').filter({ hasText: 'Same bits' })
    this.prints = page.getByRole('img', { name: /^Both fingerprints are the same|^The fingerprints differ/ })
    this.receipt = page.getByRole('region', { name: 'Receipt' })
    this.exported = page.getByRole('alert').filter({ hasText: 'Exported as' })
  }

  get identifier(): Locator {
    return this.page.getByRole('textbox', { name: 'Identifier of the person' })
  }

  async begin(dataset: string): Promise<void> {
    await new Frame(this.page).goTo('Requests')
    await this.page.getByRole('main').getByRole('link', { name: 'Open request' }).first().click()
    await this.page.getByRole('combobox', { name: 'Dataset' }).selectOption({ label: dataset })
  }

  async openFor(dataset: string, identifier: string): Promise<void> {
    await this.begin(dataset)
    await this.identifier.fill(identifier)
    await this.page.getByRole('button', { name: 'Open request' }).click()
    await this.title.filter({ hasText: /^Request rq-/ }).waitFor()
  }

  async verifyAndApprove(): Promise<void> {
    await this.page.getByRole('button', { name: 'Verify identity' }).click()
    await this.page.getByRole('button', { name: 'I vouch for it' }).click()
    await this.page.getByRole('button', { name: 'Approve', exact: true }).click()
    await this.page.getByRole('button', { name: 'Approve the request' }).click()
  }

  /** What is asked of whoever looks at a request. */
  get ask(): Locator {
    return this.page.getByRole('region', { name: 'What is asked of you' })
  }

  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  get eraseButton(): Locator {
    return this.page.getByRole('button', { name: /^Erase \d+ rows?…$/ })
  }

  /** Chooses the usual method with retraining beside, and types what has to be typed. */
  async erase(): Promise<void> {
    await this.eraseButton.click()
    const dialog = this.page.getByRole('alertdialog')
    const field = dialog.getByRole('textbox', { name: /^Type erase \d+ to confirm$/ })
    const [, phrase] = /Type (erase \d+) to confirm/.exec(await dialog.textContent() ?? '')!
    await field.fill(phrase!)
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
  }

  async exportRecord(app: RunningApp, path: string): Promise<void> {
    await app.save(path, () => this.page.getByRole('button', { name: 'Export record' }).click())
  }
}
