import { defineConfig } from '@playwright/test'
import tests from '../playwright.config.ts'

const launchOptions = tests.use?.launchOptions

/** Pictures are made on the local page alone, as the tests start it; letters are drawn without coloured edges. */
export default defineConfig({
  ...tests, testDir: '.', testMatch: 'screenshots.ts', outputDir: '../../../out/e2e-screenshots', projects: [{ name: 'browser' }], timeout: 300_000,
  use: { ...tests.use, launchOptions: { ...launchOptions, args: [...(launchOptions?.args ?? []), '--disable-lcd-text'] } },
})
