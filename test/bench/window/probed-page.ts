import { join } from 'node:path'
import { type CDPSession, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../../../src-main/setup/find-browser.mjs'
import { startLocalPage } from '../../e2e/start-app.ts'

/** What page-probe.js offers in the page. */
interface Probe {
  goTo(path: string): boolean
  settled(path: string, quietMs: number): Promise<number>
  watchFrames(): void
  watchedFrames(): WatchedFrames
}

export interface WatchedFrames {
  /** When each frame began, in milliseconds. */
  readonly times: readonly number[]
  readonly rows: readonly { readonly top: number; readonly blank: boolean; readonly waiting: number }[]
  /** Durations of what the browser itself calls a long frame: 50 ms and more. */
  readonly long: readonly number[]
}

/** The window as `lethe serve` serves it, in Chromium, with the probe in it. */
export interface ProbedPage {
  readonly page: Page
  readonly session: CDPSession
  readonly chromium: string
  /** Loads the page anew at this address; milliseconds from the start of loading until its content was painted. */
  load(path: string, options: { readonly cached: boolean }): Promise<number>
  /** Follows the link to this address; milliseconds from the click until the content was painted, 0 where it is there already. */
  open(path: string, quietMs?: number): Promise<number>
  watchFrames(): Promise<void>
  watchedFrames(): Promise<WatchedFrames>
  stop(): Promise<void>
}

/** Nothing in the page has changed for so long: it has come to rest. Not part of any figure. */
const usualQuietMs = 150

export async function probedPage(workspace: string): Promise<ProbedPage> {
  const browser = await chromium.launch({ executablePath: await findBrowser(process.execPath), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const { page, stop } = await startLocalPage({ workspace, browser })
  await page.addInitScript({ path: join(import.meta.dirname, 'page-probe.js') })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const origin = new URL(page.url()).origin
  const settled = (path: string, quietMs: number) => page.evaluate(async ([at, quiet]) => (globalThis as unknown as { probe: Probe }).probe.settled(at, quiet), [path, quietMs] as const)
  return {
    page, session, chromium: browser.version(),
    async load(path, { cached }) {
      await session.send('Network.setCacheDisabled', { cacheDisabled: !cached })
      await page.goto('about:blank')
      await page.goto(`${origin}/#${path}`)
      return settled(path, usualQuietMs)
    },
    async open(path, quietMs = usualQuietMs) {
      const isLeaving = await page.evaluate(at => (globalThis as unknown as { probe: Probe }).probe.goTo(at), path)
      return isLeaving ? settled(path, quietMs) : 0
    },
    watchFrames: () => page.evaluate(() => (globalThis as unknown as { probe: Probe }).probe.watchFrames()),
    watchedFrames: () => page.evaluate(() => (globalThis as unknown as { probe: Probe }).probe.watchedFrames()),
    async stop() {
      await stop()
      await browser.close()
    },
  }
}
