/**
 * Stands where Electron's module for the main process stands: the product's real main process, preload script, engine and window run
 * under Node, with a Chromium for the window. What only Electron has (its sandbox, an isolated world, permissions) is not here, so
 * what it protects is tested in Electron alone.
 */
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { type BrowserContext, chromium, type Page, type Route } from '@playwright/test'
import { pageSide, type PageGlobals } from './page-side.ts'

type Handler = (event: object, ...args: unknown[]) => unknown
type AppHandler = (request: Request) => Promise<Response>

/** Chromium treats *.localhost as secure; the real scheme is Electron's to register. */
const toHttp = (url: string): string => url.replace(/^app:\/\/([\w-]+)/, 'http://$1.localhost')
const toApp = (url: string): string => url.replace(/^http:\/\/([\w-]+)\.localhost/, 'app://$1')

/** An event whose listeners may prevent what it announces. */
function announce(emitter: EventEmitter, name: string, details: object = {}): boolean {
  let prevented = false
  emitter.emit(name, { ...details, preventDefault: () => { prevented = true } })
  return !prevented
}

const profile = mkdtempSync(join(tmpdir(), 'lethe-stand-in-'))
let browser: Promise<BrowserContext> | undefined
const { promise: driven, resolve: setDriven } = Promise.withResolvers<void>()

function launch(): Promise<BrowserContext> {
  browser ??= (async () => {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env['CHROMIUM']!, viewport: { width: 1280, height: 800 },
      args: ['--remote-debugging-port=0', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    })
    const port = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]
    process.send?.({ browser: `http://127.0.0.1:${port}` })
    return context
  })()
  return browser
}

class App extends EventEmitter {
  isPackaged = process.env['STAND_IN_PACKAGED'] === 'yes'
  commandLine = { appendSwitch: () => {}, hasSwitch: () => false }
  #paths: Record<string, string> = { appData: process.env['XDG_CONFIG_HOME'] ?? tmpdir(), documents: homedir() }
  #leaving = false
  setName(): void {}
  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.#paths[name] = path
  }
  getPath = (name: string): string => this.#paths[name]!
  enableSandbox(): void {}
  requestSingleInstanceLock = (): boolean => true
  whenReady = async (): Promise<void> => {
    await launch()
    // A test that came upon a page half loaded might wait for ever.
    await driven
  }
  quit = (): void => {
    if (this.#leaving || !announce(this, 'before-quit')) return
    for (const window of windows) if (!window.close()) return
    this.exit(0)
  }
  exit = (code = 0): void => {
    this.#leaving = true
    void browser?.then(context => context.close()).finally(() => {
      rmSync(profile, { recursive: true, force: true })
      process.exit(code)
    })
  }
}
export const app = new App()

const schemes = new Map<string, AppHandler>()
export const protocol = { registerSchemesAsPrivileged: () => {}, handle: (scheme: string, handler: AppHandler) => void schemes.set(scheme, handler) }

type Guard = (details: { readonly url: string }, answer: (verdict: { readonly cancel: boolean }) => void) => void
let guard: Guard = (_details, answer) => answer({ cancel: false })
export const session = {
  defaultSession: {
    webRequest: { onBeforeRequest: (listener: Guard) => { guard = listener } },
    setPermissionRequestHandler: () => {}, setPermissionCheckHandler: () => {}, setDevicePermissionHandler: () => {}, setSpellCheckerEnabled: () => {}, on: () => {},
  },
}

const handlers = new Map<string, Handler>()
export const ipcMain = { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) }

const nothingPicked = { canceled: true, filePaths: [] as string[], filePath: '' }
export const dialog = {
  showOpenDialog: async () => nothingPicked, showSaveDialog: async () => nothingPicked, showMessageBox: async () => ({ response: 0 }),
  showErrorBox: (title: string, content: string) => void process.send?.({ errorBox: `${title}: ${content}` }),
}
export const shell = { openExternal: async (_url: string) => {} }
export const nativeTheme = { shouldUseDarkColors: false }
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] }

/** A keychain that keeps its promise only for the length of a test: no more than turned around. */
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map(byte => byte ^ 0x5a))
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => process.env['STAND_IN_KEYCHAIN'] !== 'none',
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: async (text: string) => turned(Buffer.from(text)),
  decryptStringAsync: async (bytes: Buffer) => ({ result: turned(bytes).toString(), shouldReEncrypt: false }),
}

export class Notification extends EventEmitter {
  static shown: { readonly title: string; readonly body: string }[] = []
  static isSupported = (): boolean => true
  readonly #options: { readonly title: string; readonly body: string }
  constructor(options: { readonly title: string; readonly body: string }) {
    super()
    this.#options = options
  }
  show(): void {
    Notification.shown.push(this.#options)
  }
}

interface Item {
  readonly id?: string
  readonly submenu?: readonly Item[]
  click?(): void
}
let menu: readonly Item[] = []
const itemIn = (items: readonly Item[], id: string): Item | undefined => items.flatMap(item => (item.id === id ? [item] : item.submenu === undefined ? [] : [itemIn(item.submenu, id)].filter(found => found !== undefined)))[0]
export const Menu = {
  buildFromTemplate: (items: readonly Item[]) => items,
  setApplicationMenu: (items: readonly Item[]) => { menu = items },
  getApplicationMenu: () => ({ items: menu, getMenuItemById: (id: string) => itemIn(menu, id) }),
}

export const utilityProcess = {
  fork(file: string, args: readonly string[] = []) {
    const child = fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [], serialization: 'advanced' })
    const utility = new EventEmitter()
    child.on('message', message => utility.emit('message', message))
    child.on('spawn', () => utility.emit('spawn'))
    child.on('error', () => {})
    // As Electron: who was ended by a signal on purpose exits with 0.
    child.on('exit', code => utility.emit('exit', code ?? 0))
    return Object.assign(utility, { pid: child.pid, kill: () => child.kill(), postMessage: (message: unknown) => void (child.connected && child.send(message as object, () => {})) })
  },
}

const windows = new Set<BrowserWindow>()

class Contents extends EventEmitter {
  readonly id = 1
  page: Page | undefined
  windowOpenHandler: (details: { readonly url: string }) => { readonly action: string } = () => ({ action: 'allow' })
  get mainFrame() {
    return { url: toApp(this.page?.url() ?? ''), processId: 1, routingId: 1 }
  }
  setWindowOpenHandler = (handler: Contents['windowOpenHandler']): void => {
    this.windowOpenHandler = handler
  }
  send = (channel: string, ...args: unknown[]): void => {
    void this.page?.evaluate(([name, sent]) => (globalThis as unknown as Partial<PageGlobals>).standInEmit?.(name, sent), [channel, structuredClone(args)] as const).catch(() => {})
  }
  reload = (): void => void this.page?.reload()
}

interface WindowOptions {
  readonly width: number
  readonly height: number
  readonly webPreferences: Readonly<Record<string, unknown>> & { readonly preload: string }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new Contents()
  readonly options: WindowOptions
  readonly #made: Promise<Page>
  #destroyed = false
  constructor(options: WindowOptions) {
    super()
    this.options = options
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } = options.webPreferences
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false || webviewTag !== false) throw new Error('The window has powers it must not have')
    windows.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    this.#made = this.#make(options)
  }
  async #make({ webPreferences: { preload } }: WindowOptions): Promise<Page> {
    const context = await launch()
    await context.route('**/*', route => this.#serve(route))
    await context.exposeBinding('standInInvoke', async ({ frame }, channel: string, args: readonly unknown[]) => {
      const { mainFrame } = this.webContents
      const senderFrame = frame === this.webContents.page?.mainFrame() ? mainFrame : { ...mainFrame, routingId: 2, url: toApp(frame.url()) }
      try {
        return { value: structuredClone(await handlers.get(channel)?.({ sender: this.webContents, senderFrame }, ...args)) }
      } catch (error) {
        return { refused: String(error) }
      }
    })
    await context.exposeBinding('standInOpen', (_source, url: string) => void this.webContents.windowOpenHandler({ url: toApp(url) }))
    await context.addInitScript(`(${pageSide.toString()})((require, process) => {${readFileSync(preload, 'utf8')}\n}, ${JSON.stringify(process.platform)})`)
    const page = context.pages()[0] ?? await context.newPage()
    this.webContents.page = page
    context.on('page', opened => {
      const { action } = this.webContents.windowOpenHandler({ url: toApp(opened.url()) })
      if (action !== 'allow') void opened.close()
    })
    page.on('close', () => this.#gone())
    return page
  }
  async #serve(route: Route): Promise<void> {
    const request = route.request()
    const url = toApp(request.url())
    let cancelled = false
    guard({ url }, ({ cancel }) => { cancelled = cancel })
    const handler = schemes.get(url.split(':')[0]!)
    const isMainFrame = request.frame().parentFrame() === null
    // An answer without content leaves the page where it is, as Electron does when a navigation is prevented.
    if (request.isNavigationRequest() && !announce(this.webContents, 'will-frame-navigate', { url, isMainFrame })) return route.fulfill({ status: 204 })
    if (cancelled || handler === undefined) return route.abort()
    const response = await handler(new Request(url, { method: request.method() }))
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
  }
  #gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
  async loadURL(url: string): Promise<void> {
    const page = await this.#made
    await page.goto(toHttp(url))
    this.emit('ready-to-show')
  }
  /** True where nobody prevented it. */
  close(): boolean {
    if (!announce(this, 'close')) return false
    this.#gone()
    return true
  }
  show(): void {}
  focus(): void {}
  maximize(): void {}
  restore(): void {}
  isMinimized = (): boolean => false
  isMaximized = (): boolean => false
  isFocused = (): boolean => process.env['STAND_IN_FOCUSED'] !== 'no'
  isDestroyed = (): boolean => this.#destroyed
  getNormalBounds = () => ({ x: 0, y: 0, width: 1280, height: 800 })
  static getAllWindows = (): BrowserWindow[] => [...windows]
}

/** The test at the other end runs pieces of code in this process, as Playwright lets it in Electron's. */
const electron = { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, Notification, protocol, safeStorage, screen, session, shell, utilityProcess }
process.on('message', (asked: { readonly id: number; readonly code: string; readonly argument: unknown } | 'driven') => {
  if (asked === 'driven') return setDriven()
  void (async () => {
    try {
      const run = runInThisContext(`(${asked.code})`) as (modules: typeof electron, argument: unknown) => unknown
      process.send?.({ id: asked.id, value: await run(electron, asked.argument) })
    } catch (error) {
      process.send?.({ id: asked.id, failed: String(error) })
    }
  })()
})
process.once('disconnect', () => app.exit(1))
export default electron
