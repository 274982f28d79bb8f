import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { placeWindow, readWindowState, saveWindowState } from '../../../src-main/shells/electron/window-state.ts'

const main = { x: 0, y: 25, width: 1920, height: 1055 }
const left = { x: -1280, y: 0, width: 1280, height: 1024 }
const saved = { x: 100, y: 100, width: 1000, height: 700, maximised: false }

describe('the window opens', () => {
  test('as it was left', () => {
    expect(placeWindow(saved, [main])).toEqual(saved)
    expect(placeWindow({ ...saved, x: -1200, maximised: true }, [main, left])).toEqual({ ...saved, x: -1200, maximised: true })
  })

  test('in its usual size the first time, no larger than the display', () => {
    expect(placeWindow(undefined, [main])).toEqual({ width: 1440, height: 900, maximised: false })
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700, maximised: false })
    expect(placeWindow(undefined, [])).toEqual({ width: 1440, height: 900, maximised: false })
  })

  test.each([
    ['a display that is gone', { x: -1200 }, [main]],
    ['the far right, with too little to take hold of', { x: 1900 }, [main]],
    ['below every display', { y: 5000 }, [main]],
    ['under the menu bar', { y: 0 }, [main]],
  ])('where it can be reached when it was left on %s', (_where, change, areas) => {
    expect(placeWindow({ ...saved, ...change }, areas)).toEqual({ width: 1440, height: 900, maximised: false })
  })

  test('no larger than any display and no smaller than is usable', () => {
    expect(placeWindow({ ...saved, width: 9000, height: 9000 }, [main])).toMatchObject({ width: 1920, height: 1055 })
    expect(placeWindow({ ...saved, width: 10, height: 10 }, [main])).toMatchObject({ width: 480, height: 400 })
  })
})

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-window-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'window-state.json')
}

describe('its place', () => {
  test('is read as it was written, by its owner alone', () => {
    const path = file()
    saveWindowState(path, saved)
    expect(readWindowState(path)).toEqual(saved)
    expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
  })

  test.each(['', 'not json', '{}', '{"x":1e999,"y":0,"width":1,"height":1,"maximised":false}', '{"x":"1","y":0,"width":1,"height":1,"maximised":false}', '{"x":0,"y":0,"width":-5,"height":1,"maximised":false}', '[]'])('is forgotten where the file says %j', content => {
    const path = file()
    writeFileSync(path, content)
    expect(readWindowState(path)).toBeUndefined()
  })

  test('costs nobody their work where it cannot be written', () => {
    const path = join(file(), 'below', 'a', 'file')
    saveWindowState(path, saved)
    expect(readWindowState(path)).toBeUndefined()
  })
})
