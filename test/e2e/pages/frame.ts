import type { Locator, Page } from '@playwright/test'

/** What stands around every page. */
export class Frame {
  readonly title: Locator
  readonly banner: Locator
  readonly status: Locator
  readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.title = page.getByRole('heading', { level: 1 })
    this.banner = page.getByRole('alert').filter({ hasText: 'The engine' })
    this.status = page.getByRole('contentinfo', { name: 'State of the workspace' })
  }

  /** By the name in the navigation. */
  async goTo(name: 'Overview' | 'Requests' | 'Datasets' | 'Models' | 'Jobs' | 'Records' | 'Ledger' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
  }
}
