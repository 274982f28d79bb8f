import type { Locator, Page } from '@playwright/test'

/** What stands around every page. */
export class Frame {
  readonly title: Locator
  readonly banner: Locator
  readonly status: Locator
  /** What was done, for some seconds. */
  readonly toast: Locator
  readonly page: Page

  constructor(page: Page) {
    this.page = page
    this.title = page.getByRole('heading', { level: 1 })
    this.banner = page.getByRole('alert').filter({ hasText: 'The engine' })
    this.toast = page.locator('.toast')
    this.status = page.getByRole('contentinfo', { name: 'State of the workspace' })
  }

  /** What alerts say from now on, however short they stand: an engine is back within a blink. */
  async watchAlerts(): Promise<() => Promise<string[]>> {
    interface Watched {
      alerts: string[]
      document: { body: object; querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }> }
      MutationObserver: new (told: () => void) => { observe(node: object, options: object): void }
    }
    await this.page.evaluate(() => {
      const page = globalThis as unknown as Watched
      page.alerts = []
      new page.MutationObserver(() => {
        for (const alert of page.document.querySelectorAll('[role="alert"]')) page.alerts.push(alert.textContent ?? '')
      }).observe(page.document.body, { childList: true, subtree: true, characterData: true })
    })
    return () => this.page.evaluate(() => (globalThis as unknown as Watched).alerts)
  }

  /** By the name in the navigation. */
  async goTo(name: 'Overview' | 'Requests' | 'Datasets' | 'Models' | 'Jobs' | 'Records' | 'Ledger' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
  }

  /** By its address, as a link does. */
  async goToPath(path: string): Promise<void> {
    await this.page.evaluate(to => { (globalThis as unknown as { location: { hash: string } }).location.hash = to }, path)
  }
}
