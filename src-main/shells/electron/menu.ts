import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../contract/bridge.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Adds reloading and the developer tools. */
  readonly development: boolean
  command(command: MenuCommand): void
}

/** The menu in the platform's manner: roles do what every program does, the rest is asked of the window. */
export function menuTemplate({ platform, development, command }: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const item = (id: MenuCommand, label: string, accelerator?: string): MenuItemConstructorOptions => ({ id, label, click: () => command(id), ...(accelerator === undefined ? {} : { accelerator }) })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('settings', 'Settings…', 'CmdOrCtrl+,')
  return [
    ...(isMac ? [{ role: 'appMenu' as const, label: 'Lethe', submenu: [
      { role: 'about' }, line, settings, line, { role: 'services' }, line, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line, { role: 'quit' },
    ] satisfies MenuItemConstructorOptions[] }] : []),
    { label: '&File', submenu: [
      item('import', 'Import dataset…', 'CmdOrCtrl+O'), item('new-request', 'New erasure request…', 'CmdOrCtrl+N'), line,
      item('backup', 'Back up workspace…'), ...(isMac ? [line, { role: 'close' as const }] : [line, settings, line, { role: 'quit' as const }]),
    ] },
    { label: '&Edit', submenu: [
      { role: 'undo' }, { role: 'redo' }, line, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }, line, item('find', 'Find or run…', 'CmdOrCtrl+K'),
    ] },
    { label: '&View', submenu: [
      item('jobs', 'Jobs', 'CmdOrCtrl+J'), item('check-ledger', 'Check ledger', 'CmdOrCtrl+L'), line,
      { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, line, { role: 'togglefullscreen' },
      ...(development ? [line, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
    ] },
    { role: 'windowMenu' },
    ...(isMac ? [] : [{ role: 'help' as const, submenu: [{ role: 'about' as const }] }]),
  ]
}
