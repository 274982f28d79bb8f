import type { Locator, Page } from '@playwright/test'
import { Frame } from './frame.ts'

/** The rows of one dataset, and what can be done with them. */
export class DatasetPage {
  readonly page: Page
  readonly grid: Locator
  readonly marked: Locator
  /** Ticks beside the scroll bar, where marked rows lie. */
  readonly ticks: Locator
  readonly selection: Locator
  /** How many rows are shown. */
  readonly found: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('grid', { name: /^Rows of / })
    this.marked = this.grid.getByRole('row', { selected: true })
    this.ticks = page.locator('.grid-rail i')
    this.selection = page.getByRole('region', { name: 'Marked rows' })
    this.found = page.getByRole('main').getByRole('status').filter({ hasText: /\brows?$/ })
  }

  async open(datasetId: string): Promise<void> {
    await new Frame(this.page).goToPath(`/datasets/${datasetId}`)
    await this.row(1).waitFor()
  }

  /** By its position in the view, from 1; the head is the first row that is counted. */
  row(position: number): Locator {
    return this.grid.locator(`[role="row"][aria-rowindex="${position + 1}"]`)
  }

  checkbox(rowNumber: number): Locator {
    return this.grid.getByRole('checkbox', { name: `Mark row ${rowNumber}`, exact: true })
  }

  async addFilter(column: string, condition: string, value: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add filter' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Add a filter' })
    await dialog.getByRole('combobox', { name: 'Column' }).selectOption({ label: column })
    await dialog.getByRole('combobox', { name: 'Condition' }).selectOption({ label: condition })
    await dialog.getByRole('textbox', { name: 'Value' }).fill(value)
    await dialog.getByRole('button', { name: 'Filter', exact: true }).click()
  }
}
