import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { app, type BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, session, shell, utilityProcess } from 'electron'
import type { MenuCommand, WindowNews } from '../../contract/bridge.ts'
import { sentenceFor } from '../../contract/sentences/en.ts'
import { errorData } from '../../core/base/error-data.ts'
import type { ProcessChannel } from '../../engine/channel.ts'
import { childProcessChannel } from '../../engine/child-process-channel.ts'
import { tellAll } from '../../engine/event-hub.ts'
import { superviseEngine } from '../../engine/supervise-engine.ts'
import { defaultWorkspace } from '../default-workspace.ts'
import { passphraseIn } from '../passphrase-file.ts'
import { activeJobs } from './active-jobs.ts'
import { answerAppRequest } from './app-files.ts'
import { askChannel, tellChannel } from './channel-names.ts'
import { allowedLink } from './external-links.ts'
import { fileDialogs } from './file-dialogs.ts'
import { ipcServer } from './ipc-server.ts'
import { electronKeychain } from './keychain.ts'
import { leaveGently } from './leave-gently.ts'
import { menuTemplate } from './menu.ts'
import { startNotifications } from './notifications.ts'
import { utilityProcessChannel } from './process-channel.ts'
import { keepKeys } from './secrets.ts'
import { guardContents, guardSession } from './session-guard.ts'
import { appScheme } from './trusted-sender.ts'
import { openWindow, showWindow } from './window.ts'
import { windowLock } from './window-lock.ts'

// Everything Lethe writes is for its owner alone.
process.umask(0o077)

const here = import.meta.dirname
const development = !app.isPackaged
// For development trees alone: a Node that keeps the engine where this Electron's own is too old for the database.
const node = development ? process.env['LETHE_NODE'] : undefined

// Names a file with the passphrase of the keys, where they are behind one; without it the window asks.
const passphraseFile = process.env['LETHE_PASSPHRASE_FILE'] || undefined

app.setName('Lethe')
// Chromium's own files stay out of the workspace, which has the name of the program on macOS and Windows.
app.setPath('userData', join(app.getPath('appData'), 'Lethe window'))
// Tests in a container run as root, where Chromium has no sandbox to offer.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// The window's network has nothing to look up.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])

const workspace = resolve(parseArgs({ args: process.argv.slice(1), options: { workspace: { type: 'string' } }, strict: false, allowPositionals: true }).values['workspace'] as string | undefined
  ?? process.env['LETHE_WORKSPACE'] ?? defaultWorkspace())

if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  let window: BrowserWindow | undefined
  let jobs: ReturnType<typeof activeJobs> | undefined
  let windowSession: string | undefined
  guardContents(app, url => {
    const link = allowedLink(url)
    if (link !== undefined) void shell.openExternal(link)
  })
  app.on('second-instance', () => {
    if (window !== undefined) showWindow(window)
  })
  await app.whenReady()
  guardSession(session.defaultSession, { development })
  protocol.handle(appScheme, request => answerAppRequest(join(here, '../renderer'), request))

  const tell = (news: WindowNews) => {
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(tellChannel, news)
  }
  const command = (asked: MenuCommand) => {
    open()
    tell({ menu: asked })
  }
  const keychain = electronKeychain(safeStorage, process.platform)
  const lock = windowLock(workspace, passphrase => keepKeys(workspace, keychain, randomBytes, passphrase), passphraseFile === undefined ? undefined : () => passphraseIn(passphraseFile))
  const engine = lock.keys.then(keys => {
    const started = superviseEngine({ spawnEngine: () => spawn('engine.js'), spawnWorker: () => spawn('worker.js'), open: { directory: workspace, keys, workers: 'relay' } })
    tellAll(started.on, tell)
    jobs = activeJobs(started)
    startNotifications({ engine: started, session: () => windowSession, isWatched: () => window?.isFocused() === true, onOpen: () => command('jobs') })
    return started
  })
  engine.then(({ opened }) => opened).catch(giveUp)
  const leaving = leaveGently({
    jobs: () => jobs?.list() ?? [],
    async ask({ message, detail, buttons }) {
      const options = { type: 'question' as const, message, detail, buttons: [...buttons], defaultId: 0, cancelId: 0, noLink: true }
      const { response } = await (window === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
      return response === 1
    },
    stop: async () => (lock.isLocked() ? undefined : engine.then(running => running.stop(), () => {})),
    leave: () => app.quit(),
  })

  ipcMain.handle(askChannel, ipcServer({ windowId: () => window?.webContents.id, engine: () => engine, dialogs: fileDialogs(dialog, () => window, () => app.getPath('documents')), lock, sessionSeen: session => { windowSession = session } }))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform: process.platform, development, command })))
  app.on('activate', () => open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leaving.demand())
  app.on('before-quit', event => {
    if (leaving.left) return
    event.preventDefault()
    void leaving.request()
  })
  open()

  /** The one window: opened, or brought in front. */
  function open(): void {
    if (window !== undefined) return showWindow(window)
    window = openWindow({ preload: join(here, '../preload/preload.cjs'), development, stateFile: join(app.getPath('userData'), 'window-state.json') })
    window.on('close', event => {
      // Elsewhere than on a Mac closing the last window ends the program, so it is asked first, while there is a window to ask in.
      if (leaving.left || process.platform === 'darwin') return
      event.preventDefault()
      void leaving.request()
    })
    window.on('closed', () => {
      window = undefined
    })
  }

  /** The workspace cannot be opened: nothing the window could do helps, so the sentence says what does. */
  function giveUp(error: unknown): void {
    if (leaving.left) return
    const data = errorData(error)
    dialog.showErrorBox('Lethe cannot open the workspace', [sentenceFor(data), ...(data.code === 'internal' ? data.details.frames : [])].join('\n'))
    app.exit(1)
  }
}

/** Starts a process of the program's own with a line to it. What it writes as it dies could quote anything, and is dropped. */
function spawn(file: string): ProcessChannel {
  const path = join(here, file)
  if (node !== undefined) return childProcessChannel(path, { node })
  return utilityProcessChannel(utilityProcess.fork(path, [], { serviceName: `Lethe ${file.replace('.js', '')}`, stdio: 'ignore' }))
}
