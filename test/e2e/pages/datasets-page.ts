import type { Locator, Page } from '@playwright/test'
import type { RunningApp } from '../start-app.ts'
import { Frame } from './frame.ts'

export class DatasetsPage {
  readonly page: Page
  readonly frame: Frame
  readonly rows: Locator

  constructor(page: Page) {
    this.page = page
    this.frame = new Frame(page)
    this.rows = page.getByRole('table', { name: 'Datasets' }).getByRole('row')
  }

  row(name: string): Locator {
    return this.rows.filter({ hasText: name })
  }

  async open(): Promise<void> {
    await this.frame.goTo('Datasets')
  }

  async openDataset(name: string): Promise<void> {
    await this.row(name).getByRole('link', { name }).click()
  }
}

export class ImportPage {
  readonly page: Page
  readonly columns: Locator
  readonly name: Locator
  readonly importButton: Locator
  /** Records of the file that cannot be read. */
  readonly rejects: Locator

  constructor(page: Page) {
    this.page = page
    this.columns = page.getByRole('region', { name: 'Columns' })
    this.rejects = page.getByRole('table', { name: 'Rows not read' })
    this.name = page.getByRole('textbox', { name: 'Name of the dataset' })
    this.importButton = page.getByRole('button', { name: 'Import dataset' })
  }

  async open(): Promise<void> {
    const datasets = new DatasetsPage(this.page)
    await datasets.open()
    await this.page.getByRole('main').getByRole('link', { name: 'Import dataset' }).first().click()
  }

  async choose(app: RunningApp, path: string): Promise<void> {
    await app.pick(path, () => this.page.getByRole('button', { name: 'Choose a file' }).click())
  }

  async drop(app: RunningApp, path: string): Promise<void> {
    await app.drop(this.page.getByText('Drop a data file here, or choose one'), path)
  }

  roleOf(column: string): Locator {
    return this.page.getByRole('combobox', { name: `Role of ${column}` })
  }

  async importAs(name: string): Promise<void> {
    await this.name.fill(name)
    await this.importButton.click()
  }
}
