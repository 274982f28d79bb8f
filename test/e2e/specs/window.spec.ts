import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contentSecurityPolicy } from '../../../src-main/shells/content-security-policy.ts'
import { type RunningApp, startApp } from '../start-app.ts'
import { expect, test } from '../test.ts'

// What a page of any shell finds around it, whatever is on the screen.

// One for all: none of these changes the workspace.
let app: RunningApp
test.beforeAll(async ({ shell, pageBrowser }) => {
  app = await startApp(shell, pageBrowser)
})
test.afterAll(() => app.stop())
test.afterEach(() => {
  app.problems.length = 0
})

const ask = (name: string, input: unknown) => app.page.evaluate(([called, given]) => (globalThis as unknown as Required<PageOfOurs>).lethe.call(called, given), [name, input] as const)

interface PageOfOurs {
  readonly lethe?: { call(name: string, input: unknown): Promise<unknown> }
  readonly require?: unknown
  readonly process?: unknown
  open(address: string): unknown
}

test('the window opens without an error or an offence against its policy', async () => {
  await expect(app.page.locator('body')).not.toBeEmpty()
  await expect(app.page).toHaveTitle(/Lethe/)
  expect(app.problems).toEqual([])
})

test('the page has no powers but its bridge', async () => {
  expect(await app.page.evaluate(() => {
    const page = globalThis as unknown as PageOfOurs
    return [typeof page.require, typeof page.process, page.lethe === undefined ? [] : Object.keys(page.lethe).sort()]
  })).toEqual(['undefined', 'undefined', app.desktop === undefined ? [] : ['call', 'handOverDropped', 'isLocked', 'onEvent', 'onMenu', 'pickToRead', 'pickToWrite', 'platform', 'shell', 'start', 'unlock']])
})

test('every page comes with the policy', async () => {
  const headers = await app.page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers as unknown as Iterable<[string, string]>))
  expect(headers).toMatchObject({ 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' })
})

test('the page reaches no other place', async () => {
  const answer = await app.page.evaluate(async () => {
    const tried = await Promise.allSettled(['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'data:text/plain,x'].map(address => fetch(address)))
    return tried.map(({ status }) => status)
  })
  expect(answer).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
})

test('text that a page is tricked into showing does not run', async () => {
  const ran = await app.page.evaluate(async () => {
    interface Made { textContent: string; setAttribute(name: string, value: string): void; addEventListener(name: string, heard: () => void): void }
    const page = globalThis as unknown as { ran?: string; document: { body: { innerHTML: string; append(node: unknown): void }; createElement(name: string): Made } }
    const { document } = page
    const script = document.createElement('script')
    const image = document.createElement('img')
    // Whatever handler would run, has run when this one hears it.
    const failed = new Promise<void>(resolve => image.addEventListener('error', resolve))
    const attempts = [
      () => { document.body.innerHTML += `<img src="x" onerror="globalThis.ran = 'markup'">` },
      () => { script.textContent = `globalThis.ran = 'script'` },
      () => document.body.append(script),
      () => image.setAttribute('onerror', `globalThis.ran = 'handler'`),
      () => image.setAttribute('src', 'no-such-picture.png'),
      () => document.body.append(image),
      () => failed,
      // Only now: at first the test's own text runs, which a policy does not bind.
      () => new Function(`globalThis.ran = 'text'`)() as void,
    ]
    for (const attempt of attempts) {
      try {
        await attempt()
      } catch {
        // Trusted Types and the policy refuse it
      }
    }
    return page.ran
  })
  expect(ran).toBeUndefined()
  await app.page.reload()
})

// A browser decides itself where its pages go.
test.describe('on the desktop', { tag: '@desktop' }, () => {
  test('the page stays where it is and opens nothing', async () => {
    const before = app.page.url()
    await app.page.evaluate(() => void (globalThis as unknown as PageOfOurs).open('https://example.org/'))
    await app.page.evaluate(() => { (globalThis as unknown as { location: string }).location = 'https://example.org/' }).catch(() => {})
    await app.page.evaluate(() => { (globalThis as unknown as { location: string }).location = 'file:///etc/passwd' }).catch(() => {})
    expect(app.page.url()).toBe(before)
    expect(await app.desktop!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, undefined)).toBe(1)
  })

  test('only listed addresses are opened in the browser', async () => {
    await app.desktop!.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = async url => void opened.push(url)
    }, undefined)
    await app.page.evaluate(() => {
      for (const address of ['https://example.org/', 'file:///etc/passwd', 'https://www.rfc-editor.org/rfc/rfc6962?rows=1', 'https://www.rfc-editor.org/rfc/rfc6962']) (globalThis as unknown as PageOfOurs).open(address)
    })
    const opened = () => app.desktop!.evaluate(() => (globalThis as unknown as { opened: string[] }).opened, undefined)
    await expect.poll(opened).toEqual(['https://www.rfc-editor.org/rfc/rfc6962'])
  })

  test('the bridge answers with data, and refuses what the contract does not know', async () => {
    expect(await ask('dataset.list', {})).toEqual({ ok: true, value: [] })
    expect(await ask('dataset.list', { all: true })).toMatchObject({ ok: false, error: { code: 'usage/bad-input' } })
    expect(await ask('constructor', {})).toMatchObject({ ok: false, error: { code: 'usage/unknown-call' } })
    expect(await ask('dataset.import', { file: '/etc/passwd', name: 'x', ignore: [], features: [], text: [], dryRun: false })).toMatchObject({ ok: false, error: { code: 'usage/bad-input' } })
    expect(await ask('record.check', { file: `file-${'0'.repeat(32)}` })).toMatchObject({ ok: false, error: { code: 'file/unknown' } })
  })

  test('the place of the window is kept for its owner alone', async () => {
    const file = join(app.outside, 'config', 'Lethe window', 'window-state.json')
    await app.desktop!.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]!.emit('resize'), undefined)
    await expect.poll(() => existsSync(file)).toBe(true)
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).sort()).toEqual(['height', 'maximised', 'width', 'x', 'y'])
  })
})
