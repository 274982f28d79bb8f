import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImportPage } from '../pages/datasets-page.ts'
import { Frame } from '../pages/frame.ts'
import { electronLaunch, forkStandIn, type RunningApp, startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// Manners of the desktop: menu, notices, keys, quitting, and what only a real Electron can be asked about.

const root = join(import.meta.dirname, '../../..')
const sample = join(root, 'resources/samples/clinic-visits.csv')

interface Bridge {
  call(name: string, input: unknown): Promise<{ readonly value: unknown }>
  start(name: string, input: unknown): Promise<{ readonly value: unknown }>
  pickToRead(endings: readonly string[]): Promise<{ readonly value: { readonly token: string } }>
}

async function importSample(app: RunningApp): Promise<void> {
  const imports = new ImportPage(app.page)
  await imports.open()
  await imports.choose(app, sample)
  await imports.importAs('Clinic visits')
  await expect(new Frame(app.page).title).toHaveText('Clinic visits')
}

/** One that is still running when the next thing is asked. */
async function startLargeImport(app: RunningApp): Promise<void> {
  const rows = Array.from({ length: 400_000 }, (_, i) => `P-${i},${i % 90},${i % 7},${i % 2}`).join('\n')
  await app.pick(writeTemporary(app.outside, 'large.csv', `patient_id,age,visits,label\n${rows}\n`), () => app.page.evaluate(async () => {
    const { lethe } = globalThis as unknown as { lethe: Bridge }
    const { token } = (await lethe.pickToRead(['csv'])).value
    await lethe.start('dataset.import', { file: token, name: 'Large', ignore: [], features: [], text: [], dryRun: false })
  }))
}

test('the menu leads to what it names', { tag: '@desktop' }, async ({ app }) => {
  const { title } = new Frame(app.page)
  await expect(title).toBeVisible()
  for (const [item, heading] of [['import', 'Import dataset'], ['jobs', 'Jobs'], ['settings', 'Settings'], ['check-ledger', 'Ledger'], ['new-request', 'Open request']] as const) {
    await app.desktop!.command(item)
    await expect(title, item).toHaveText(heading)
  }
  await app.desktop!.command('find')
  await expect(app.page.getByRole('dialog', { name: 'Find or run' })).toBeVisible()
})

test('keys are kept in the system’s keychain where there is one, and said to be unprotected where there is none', { tag: '@desktop' }, async ({ app }) => {
  await importSample(app)
  const file = join(app.workspace, 'keys', 'wrapping-key')
  const { status } = new Frame(app.page)
  if (app.shell === 'stand-in') {
    await expect(status).toContainText('Keys in the system keychain')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(existsSync(join(app.workspace, 'keys', 'signing-key.sealed'))).toBe(true)
  } else {
    // No password store runs beside the tests.
    await expect(status).toContainText('Keys in plain files')
    expect(existsSync(file)).toBe(false)
  }
})

test('quitting asks while a job runs, and goes on working where the person says so', { tag: '@desktop' }, async ({ app }) => {
  const desktop = app.desktop!
  await desktop.evaluate(({ dialog }) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...given: unknown[]) => {
      asked.push(given.at(-1))
      return { response: asked.length === 1 ? 0 : 1, checkboxChecked: false }
    }
  }, undefined)
  await startLargeImport(app)
  await desktop.evaluate(({ app: main }) => void main.quit(), undefined)
  const asked = () => desktop.evaluate(() => (globalThis as unknown as { asked: { message: string; detail: string }[] }).asked, undefined)
  await expect.poll(asked).toMatchObject([{ message: 'An import is running.', detail: 'If you quit, it is cancelled and undone; nothing of it stays.' }])
  const state = () => app.page.evaluate(async () => ((await (globalThis as unknown as { lethe: Bridge }).lethe.call('job.list', {})).value as { state: { kind: string } }[])[0]!.state.kind)
  expect(['queued', 'running', 'succeeded']).toContain(await state())
  const closed = app.page.waitForEvent('close')
  await desktop.evaluate(({ app: main }) => void main.quit(), undefined).catch(() => {})
  await closed
})

// Elsewhere no notification service runs beside the tests.
test('a job that ends while nobody looks is told, without saying what it was about', { tag: '@stand-in' }, async ({ app }) => {
  await app.desktop!.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]!.isFocused = () => false }, undefined)
  await importSample(app)
  const shown = () => app.desktop!.evaluate(({ Notification }) => (Notification as unknown as { shown: unknown[] }).shown, undefined)
  await expect.poll(shown).toContainEqual({ title: 'Lethe', body: 'The import has finished.' })
})

test('commands on the same workspace go through the engine of the window', { tag: '@desktop' }, async ({ app }) => {
  await importSample(app)
  const lethe = (...words: string[]) => JSON.parse(execFileSync(process.execPath, [join(root, 'src-main/shells/cli/main.ts'), ...words, '--workspace', app.workspace, '--json'], { encoding: 'utf8' })) as { readonly ok?: boolean; readonly entries?: number }
  expect(lethe('ledger', 'check')).toMatchObject({ ok: true, entries: 2 })
  lethe('train', 'Clinic visits', '--learner', 'logistic-regression')
  await new Frame(app.page).goTo('Models')
  await expect(app.page.getByRole('table', { name: 'Models' })).toContainText('Clinic visits')
})

test('a packaged program starts no other Node, and has no developer tools', { tag: '@stand-in' }, async () => {
  const app = await startApp('stand-in', undefined, { STAND_IN_PACKAGED: 'yes', LETHE_NODE: '/bin/false' })
  try {
    await importSample(app)
    const found = await app.desktop!.evaluate(({ BrowserWindow, Menu }) => {
      const [window] = BrowserWindow.getAllWindows() as unknown as { options: { webPreferences: { devTools: boolean } } }[]
      return { devTools: window!.options.webPreferences.devTools, menu: JSON.stringify(Menu.getApplicationMenu()) }
    }, undefined)
    expect(found.devTools).toBe(false)
    expect(found.menu).toContain('"role":"quit"')
    expect(found.menu).not.toContain('toggleDevTools')
  } finally {
    await app.stop()
  }
})

test('a workspace that cannot be opened is said to be so, and the program ends', { tag: '@stand-in' }, async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-e2e-'))
  const workspace = join(outside, 'workspace')
  mkdirSync(workspace)
  writeFileSync(join(workspace, 'lethe.db'), 'not a database'.repeat(100))
  const main = forkStandIn({ outside, workspace })
  main.send('driven')
  const said: unknown[] = []
  main.on('message', message => said.push(message))
  expect(await exitOf(main)).toBe(1)
  rmSync(outside, { recursive: true })
  expect(said).toContainEqual({ errorBox: expect.stringMatching(/^Lethe cannot open the workspace: .+\.$/) })
})

test.describe('in Electron', { tag: '@electron' }, () => {
  test('the window has a sandbox, a world of its own and nothing of Node', async ({ app }) => {
    const preferences = await app.desktop!.evaluate(({ BrowserWindow }) => (BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(), undefined)
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, webviewTag: false, webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false })
    expect(await app.page.evaluate(() => {
      const page = globalThis as unknown as { lethe: { call: unknown } }
      const before = page.lethe.call
      try {
        page.lethe.call = () => 'mine'
      } catch {
        // frozen
      }
      return page.lethe.call === before
    })).toBe(true)
  })

  test('nothing leaves, not even from a part of the program that no policy of a page binds', async ({ app }) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url!)
      response.end('reached')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const answers = await app.desktop!.evaluate(async ({ session, net }, at) => {
      const tried = await Promise.allSettled([`http://127.0.0.1:${at}/session`, `http://localhost:${at}/name`].flatMap(url => [session.defaultSession.fetch(url), net.fetch(url)]))
      return tried.map(({ status }) => status)
    }, port)
    server.close()
    expect([answers, asked]).toEqual([['rejected', 'rejected', 'rejected', 'rejected'], []])
  })

  test('the page is given no permission but to copy', async ({ app }) => {
    await app.page.bringToFront()
    const states = await app.page.evaluate(async () => {
      const { navigator } = globalThis as unknown as { navigator: { permissions: { query(what: object): Promise<{ state: string }> }; clipboard: { writeText(text: string): Promise<void>; readText(): Promise<string> } } }
      const state = async (name: string) => (await navigator.permissions.query({ name })).state
      return Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'clipboard-write'].map(async name => [name, await state(name)]))
    })
    expect(Object.fromEntries(states)).toEqual({ geolocation: 'denied', notifications: 'denied', camera: 'denied', microphone: 'denied', midi: 'denied', 'clipboard-read': 'denied', 'clipboard-write': 'granted' })
  })

  test('a second start shows the window that is there, and ends', async ({ app }) => {
    await app.desktop!.evaluate(({ app: main }) => {
      Object.assign(globalThis, { seconds: 0 })
      main.on('second-instance', () => { (globalThis as unknown as { seconds: number }).seconds += 1 })
    }, undefined)
    const { binary, args, env } = electronLaunch(app)
    const second = spawn(binary, args, { env, stdio: 'ignore' })
    expect(await exitOf(second)).toBe(0)
    await expect.poll(() => app.desktop!.evaluate(() => (globalThis as unknown as { seconds: number }).seconds, undefined)).toBe(1)
    expect(await app.desktop!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, undefined)).toBe(1)
  })

  test('a page whose process dies is loaded again', async ({ app }) => {
    const loaded = app.desktop!.evaluate(({ BrowserWindow }) => new Promise<string>(resolve => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      webContents.once('did-finish-load', () => resolve(webContents.getURL()))
      webContents.forcefullyCrashRenderer()
    }), undefined)
    expect(await loaded).toMatch(/^app:\/\/lethe\//)
  })

  test('the workspace and all of the window’s own files are for their owner alone', async ({ app }) => {
    await importSample(app)
    const paths = [app.workspace, join(app.workspace, 'lethe.db'), join(app.outside, 'config', 'Lethe window')]
    expect(paths.filter(path => (statSync(path).mode & 0o77) !== 0)).toEqual([])
  })
})

test('SIGTERM ends everything without a question, whatever runs, and leaves the workspace free', { tag: '@electron' }, async ({ app }) => {
  await startLargeImport(app)
  const engine = app.enginePid()
  const main = app.desktop!.electron!.process()
  const gone = exitOf(main)
  main.kill('SIGTERM')
  await gone
  await expect.poll(() => isAlive(engine)).toBe(false)
  expect(existsSync(join(app.workspace, 'engine.json'))).toBe(false)
})

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const [code] = await once(child, 'exit') as [number | null]
  return code
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
