import { type Browser, test as base } from '@playwright/test'
import { type RunningApp, type ShellName, startApp } from './start-app.ts'

/** A test with the product running in the shell of its project, in a workspace of its own. */
export const test = base.extend<{ app: RunningApp }, { shell: ShellName; pageBrowser: Browser | undefined }>({
  shell: ['browser', { option: true, scope: 'worker' }],
  // The other shells bring their own.
  pageBrowser: [async ({ shell, playwright, launchOptions }, use) => {
    const browser = shell === 'browser' ? await playwright.chromium.launch(launchOptions) : undefined
    await use(browser)
    await browser?.close()
  }, { scope: 'worker' }],
  async app({ shell, pageBrowser }, use) {
    const app = await startApp(shell, pageBrowser)
    await use(app)
    await app.stop()
  },
})

export { expect } from '@playwright/test'
