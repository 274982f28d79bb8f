import { BrowserWindow, nativeTheme, screen } from 'electron'
import { appOrigin } from './trusted-sender.ts'
import { placeWindow, readWindowState, saveWindowState, smallest } from './window-state.ts'

export interface WindowOptions {
  readonly preload: string
  readonly development: boolean
  /** Where the window's place is kept. */
  readonly stateFile: string
}

/** A page whose process ended this often within a minute is not loaded again. */
const mostCrashes = 3
const withinMs = 60_000

/** Opens the one window, with everything off that a page of ours does not need. */
export function openWindow({ preload, development, stateFile }: WindowOptions): BrowserWindow {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(display => display.id !== main.id)
  const { maximised, ...bounds } = placeWindow(readWindowState(stateFile), [main, ...others].map(display => display.workArea))
  const window = new BrowserWindow({
    ...bounds, minWidth: smallest.width, minHeight: smallest.height, show: false, title: 'Lethe',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171a' : '#ffffff',
    webPreferences: {
      preload, sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, navigateOnDragDrop: false,
      spellcheck: false, devTools: development,
    },
  })
  if (maximised) window.maximize()
  keepState(window, stateFile)
  reloadAfterCrash(window)
  window.once('ready-to-show', () => window.show())
  // A window may be closed while it loads.
  window.loadURL(`${appOrigin}/`).catch(() => {})
  return window
}

/** Brings the window in front, from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function keepState(window: BrowserWindow, file: string): void {
  const save = () => saveWindowState(file, { ...window.getNormalBounds(), maximised: window.isMaximized() })
  let later: NodeJS.Timeout | undefined
  const saveSoon = () => {
    clearTimeout(later)
    later = setTimeout(save, 500)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', () => {
    clearTimeout(later)
    save()
  })
}

function reloadAfterCrash(window: BrowserWindow): void {
  const crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const now = performance.now()
    crashes.push(now)
    if (reason !== 'clean-exit' && crashes.filter(at => now - at < withinMs).length < mostCrashes) window.webContents.reload()
  })
}
