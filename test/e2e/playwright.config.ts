import { defineConfig } from '@playwright/test'
import type { ShellName } from './start-app.ts'

const asRoot = process.getuid?.() === 0

/** Which shells there are to run on is found out by src-main/setup/run-tests.mjs; by hand: npx playwright test --config test/e2e. */
const shells = (process.env['LETHE_SHELLS'] ?? 'browser,stand-in').split(',') as ShellName[]

/** A test says by its tag what it needs around the page: @page a browser, @desktop a menu and dialogs, @stand-in or @electron that very one. */
const notFor: Readonly<Record<ShellName, RegExp>> = { browser: /@desktop|@stand-in|@electron/, 'stand-in': /@page|@electron/, electron: /@page|@stand-in/ }

/** What the page does by itself, the same in every shell: tested on the local page alone. */
const ofThePage = /(accessibility|marking|tasks)\.spec\.ts$/

export default defineConfig<object, { shell: ShellName }>({
  testDir: 'specs',
  outputDir: '../../out/e2e',
  // A window and its engine want both cores of a small machine.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    launchOptions: { ...(process.env['CHROMIUM'] === undefined ? {} : { executablePath: process.env['CHROMIUM'] }), args: asRoot ? ['--no-sandbox'] : [] },
  },
  projects: shells.map(shell => ({ name: shell, use: { shell }, grepInvert: notFor[shell], testIgnore: shell === 'browser' ? [] : [ofThePage] })),
})
