import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { type MenuCommand, menuCommands } from '../../../src-main/contract/bridge.ts'
import { allowedLink, externalLinks } from '../../../src-main/shells/electron/external-links.ts'
import { menuTemplate } from '../../../src-main/shells/electron/menu.ts'

const allItems = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] => items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? allItems(item.submenu) : [])])
const menu = (platform: NodeJS.Platform, development = false, command: (command: MenuCommand) => void = () => {}) => allItems(menuTemplate({ platform, development, command }))
const platforms = ['linux', 'win32', 'darwin'] as const

const first = (platform: NodeJS.Platform) => (menuTemplate({ platform, development: false, command: () => {} })[0]!.submenu as MenuItemConstructorOptions[]).map(({ id, role }) => id ?? role)

describe('the menu', () => {
  test.each(platforms)('on %s asks the window for every command, once', platform => {
    const asked: MenuCommand[] = []
    for (const item of menu(platform, false, command => asked.push(command))) (item.click as (() => void) | undefined)?.()
    expect(asked.sort()).toEqual([...menuCommands].sort())
  })

  test.each(platforms)('on %s uses no key twice', platform => {
    const keys = menu(platform, true).flatMap(({ accelerator }) => (typeof accelerator === 'string' ? [accelerator] : []))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter(key => !key.startsWith('CmdOrCtrl+'))).toEqual([])
  })

  test.each(platforms)('on %s gives the developer tools to developers only', platform => {
    const roles = (development: boolean) => menu(platform, development).flatMap(({ role }) => (role === undefined ? [] : [role]))
    expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
    expect(roles(false)).not.toEqual(expect.arrayContaining(['toggleDevTools']))
    expect(roles(false)).not.toEqual(expect.arrayContaining(['reload']))
    expect(roles(false)).toEqual(expect.arrayContaining(['quit', 'copy', 'paste', 'zoomIn', 'about']))
  })

  test('keeps the settings where each platform has them', () => {
    expect(first('darwin')).toContain('settings')
    expect(first('linux')).toEqual(['import', 'new-request', undefined, 'backup', undefined, 'settings', undefined, 'quit'])
  })
})

describe('a link', () => {
  test('is opened in the browser where its whole address is listed', () => {
    expect(externalLinks.map(allowedLink)).toEqual(externalLinks)
    expect(externalLinks.filter(link => !link.startsWith('https://'))).toEqual([])
  })

  test.each(['https://example.org/', 'http://www.rfc-editor.org/rfc/rfc6962', 'https://www.rfc-editor.org/rfc/rfc6962?x=1', 'https://www.rfc-editor.org/rfc/rfc6962#x', 'https://www.rfc-editor.org/rfc/rfc6962/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'ms-msdt:/id', ''])('%s is not', url => {
    expect(allowedLink(url)).toBeUndefined()
  })
})
