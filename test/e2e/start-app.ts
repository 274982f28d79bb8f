import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { _electron, type Browser, chromium, type ElectronApplication, expect, type Locator, type Page } from '@playwright/test'
import { electronCommand, findElectron } from '../../src-main/setup/electron-runtime.mjs'

export type ShellName = 'browser' | 'stand-in' | 'electron'

const root = join(import.meta.dirname, '../..')

/** Electron's main-process modules as a test sees them: the real ones, or the stand-in's. */
export type MainModules = typeof import('electron')

/** What only the desktop has; undefined for the local page. */
export interface Desktop {
  /** Runs a function in the main process; nothing from outside it is known there but its argument. */
  evaluate<R, A>(code: (modules: MainModules, argument: A) => R | Promise<R>, argument: A): Promise<R>
  /** Chooses an item of the menu by its id. */
  command(id: string): Promise<void>
  /** True where this Electron can tell the path of a dropped file. */
  readonly knowsDroppedPaths: boolean
  /** undefined for the stand-in. */
  readonly electron: ElectronApplication | undefined
}

/** The product in one shell, with a workspace of its own, and the same handles for each. */
export interface RunningApp {
  readonly shell: ShellName
  readonly page: Page
  readonly workspace: string
  /** A folder beside the workspace, gone afterwards. */
  readonly outside: string
  /** Errors of the console, exceptions of the page and offences against its policy, as they come. */
  readonly problems: string[]
  readonly desktop: Desktop | undefined
  /** Does what opens a file dialog, and picks this file in it. */
  pick(path: string, act: () => Promise<void>): Promise<void>
  /** Does what saves a file; resolves when it is there. */
  save(path: string, act: () => Promise<void>): Promise<void>
  /** Drags a file in from outside the window. */
  drop(target: Locator, path: string): Promise<void>
  /** The process that keeps the workspace. */
  enginePid(): number
  stop(): Promise<void>
}

/** `env` adds to the environment of the stand-in; `prepare` makes the workspace that the app is then started on. */
export async function startApp(shell: ShellName, browser: Browser | undefined, env: NodeJS.ProcessEnv = {}, prepare: (place: { readonly outside: string; readonly workspace: string }) => void = () => {}): Promise<RunningApp> {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-e2e-'))
  const workspace = join(outside, 'workspace')
  prepare({ outside, workspace })
  const started = await { browser: startLocalPage, 'stand-in': startStandIn, electron: startElectron }[shell]({ outside, workspace, browser, env })
  const problems: string[] = []
  watch(started.page, problems)
  return {
    shell, workspace, outside, problems, ...started,
    async stop() {
      await started.stop()
      rmSync(outside, { recursive: true, force: true })
    },
  }
}

type Started = Omit<RunningApp, 'shell' | 'workspace' | 'outside' | 'problems'>
interface Place {
  readonly outside: string
  readonly workspace: string
  readonly browser: Browser | undefined
  readonly env: NodeJS.ProcessEnv
}

function watch(page: Page, problems: string[]): void {
  page.on('pageerror', error => problems.push(`exception: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
}

export async function startLocalPage({ workspace, browser }: Pick<Place, 'workspace' | 'browser'>): Promise<Started> {
  const server = spawn(process.execPath, [join(root, 'src-main/shells/cli/main.ts'), 'serve', '--workspace', workspace, '--no-open', '--json', '--port', String(await freePort())], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { openFile } = JSON.parse(await firstLine(server)) as { openFile: string }
  const context = await browser!.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })
  const page = await context.newPage()
  // From now on dialogs are held back: a key opens one sooner than Playwright begins to listen.
  page.on('filechooser', () => {})
  await page.goto(pathToFileURL(openFile).href)
  await page.waitForURL(/^http:\/\/127\.0\.0\.1/)
  return {
    page,
    desktop: undefined,
    async pick(path, act) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()])
      await chooser.setFiles(path)
    },
    async save(path, act) {
      const [download] = await Promise.all([page.waitForEvent('download'), act()])
      await download.saveAs(path)
    },
    drop: dropContent,
    enginePid: () => server.pid!,
    async stop() {
      await context.close()
      await ended(server)
    },
  }
}

/** The real main process with the stand-in for Electron's modules. */
export function forkStandIn({ outside, workspace }: Pick<RunningApp, 'outside' | 'workspace'>, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(join(root, 'out/main/main.js'), [], {
    execArgv: ['--import', join(import.meta.dirname, 'stand-in/register.ts')], stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, LETHE_WORKSPACE: workspace, XDG_CONFIG_HOME: join(outside, 'config'), CHROMIUM: process.env['CHROMIUM'] ?? chromium.executablePath(), ...env },
  })
}

async function startStandIn(place: Place): Promise<Started> {
  const main = forkStandIn(place, place.env)
  const [{ browser: address }] = await once(main, 'message') as [{ browser: string }]
  const browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0]!
  const page = context.pages()[0] ?? await context.waitForEvent('page')
  main.send('driven')
  await page.waitForURL(/^http:\/\/lethe\.localhost/)
  let last = 0
  const desktop: Desktop = {
    knowsDroppedPaths: true,
    electron: undefined,
    command: async id => desktop.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id),
    async evaluate(code, argument) {
      const id = (last += 1)
      const { promise, resolve, reject } = Promise.withResolvers<never>()
      const hear = (answer: { readonly id?: number; readonly value?: unknown; readonly failed?: string }) => {
        if (answer.id !== id) return
        main.off('message', hear)
        if (answer.failed === undefined) resolve(answer.value as never)
        else reject(new Error(answer.failed))
      }
      main.on('message', hear)
      main.send({ id, code: code.toString(), argument })
      return promise
    },
  }
  return {
    page, desktop, ...nativeDialogs(desktop),
    async drop(target, path) {
      await page.evaluate(([name, place]) => { (globalThis as unknown as { standInPaths: Record<string, string> }).standInPaths[name] = place }, [basename(path), path] as const)
      await dropContent(target, path)
    },
    enginePid: () => engineBelow(main.pid!),
    async stop() {
      await browser.close()
      await ended(main)
    },
  }
}

/** How Electron is started on that workspace: for a second start beside the first. */
export function electronLaunch({ outside, workspace }: Pick<RunningApp, 'outside' | 'workspace'>): { readonly binary: string; readonly version: string; readonly args: string[]; readonly env: Record<string, string> } {
  const runtime = findElectron()
  if (runtime === undefined) throw new Error('There is no Electron: name one in ELECTRON_BIN')
  const { args, env } = electronCommand(runtime, process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : [], process.execPath)
  return {
    binary: runtime.binary, version: runtime.version, args: [...args],
    env: { ...env, LETHE_WORKSPACE: workspace, XDG_CONFIG_HOME: join(outside, 'config') } as Record<string, string>,
  }
}

async function startElectron(place: Place): Promise<Started> {
  const { binary, version, args, env } = electronLaunch(place)
  const isOld = env['ELECTRON_SHIM_MAIN'] !== undefined
  const app = await _electron.launch({
    executablePath: binary,
    args: isOld ? args : ['-r', join(import.meta.dirname, 'held/hold-ready.cjs'), ...args],
    env: isOld ? { ...env, ELECTRON_SHIM_MAIN: 'test/e2e/held/old-main.cjs' } : env,
  })
  // Once it has ended by itself, Playwright no longer tells which process it was.
  const main = app.process()
  const page = await app.firstWindow()
  await page.waitForURL(/^app:\/\/lethe\//)
  const desktop: Desktop = {
    knowsDroppedPaths: Number(version.split('.')[0]) >= 29,
    electron: app,
    command: async id => app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id),
    evaluate: (code, argument) => app.evaluate(code as never, argument) as never,
  }
  return {
    page, desktop, ...nativeDialogs(desktop),
    async drop(target, path) {
      const box = await target.boundingBox()
      if (box === null) throw new Error('Nothing to drop on')
      const session = await page.context().newCDPSession(page)
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } }
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at })
    },
    enginePid: () => engineBelow(main.pid!),
    async stop() {
      await ended(main)
      await app.close().catch(() => {})
    },
  }
}

/** The system's dialogs cannot be clicked by a test, so each answers as if the person had. */
function nativeDialogs(desktop: Desktop): Pick<RunningApp, 'pick' | 'save'> {
  return {
    async pick(path, act) {
      await desktop.evaluate(({ dialog }, picked) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] })
      }, path)
      await act()
    },
    async save(path, act) {
      await desktop.evaluate(({ dialog }, picked) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: picked })
      }, path)
      await act()
      await expect.poll(() => existsSync(path)).toBe(true)
    },
  }
}

/** A drop as a page sees it, with the file's content. */
async function dropContent(target: Locator, path: string): Promise<void> {
  const transfer = await target.page().evaluateHandle(([name, content]) => {
    const page = globalThis as unknown as { DataTransfer: new () => { items: { add(file: File): void } } }
    const transfer = new page.DataTransfer()
    transfer.items.add(new File([content], name))
    return transfer
  }, [basename(path), readFileSync(path, 'utf8')] as const)
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
}

interface Process {
  readonly id: number
  readonly parent: number
  readonly command: string
}

/** The engine among the descendants of a process: Electron's utility process, or the Node that an old one needs. */
function engineBelow(pid: number): number {
  const all = process.platform === 'linux' ? processesHere() : processesByPs()
  const below = (parent: number): Process[] => all.flatMap(child => (child.parent === parent ? [child, ...below(child.id)] : []))
  const engine = below(pid).find(({ command }) => /engine\.js|utility-sub-type=node/.test(command))
  if (engine === undefined) throw new Error('No engine runs')
  return engine.id
}

/** A slim Linux has no ps. */
function processesHere(): Process[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => {
    try {
      // After the name of the program, which may hold anything, come its state and its parent.
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))!
      return [{ id: Number(name), parent: Number(parent), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }]
    } catch {
      return [] // it ended meanwhile
    }
  })
}

function processesByPs(): Process[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n').map(line => {
    const [, id, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!
    return { id: Number(id), parent: Number(parent), command: command! }
  })
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(text.split('\n')[0]!)
    })
    child.once('exit', () => reject(new Error(`It ended before it served: ${text}`)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

export const writeTemporary = (folder: string, name: string, content: string): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
