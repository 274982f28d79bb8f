import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeFileDurably } from '../../core/base/write-file-durably.ts'

/** Where the window was, in device-independent pixels; the outer frame. */
const WindowState = z.strictObject({
  x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive(), maximised: z.boolean(),
})
export type WindowState = z.output<typeof WindowState>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const smallest = { width: 480, height: 400 }
const usual = { width: 1440, height: 900 }

/** How much of the title bar must lie on a display, so that a person can take hold of it. */
const reachable = { width: 160, height: 24 }

/**
 * Where the window opens: as it was left, or in the usual size where nothing usable is known, or where the display it was on is
 * gone. `workAreas` are the displays without their task bars, the main one first.
 */
export function placeWindow(saved: WindowState | undefined, workAreas: readonly Area[]): Partial<Area> & { readonly width: number; readonly height: number; readonly maximised: boolean } {
  const main = workAreas[0] ?? { x: 0, y: 0, ...usual }
  const isReachable = ({ x, y, width }: WindowState) => workAreas.some(area => {
    const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
    return across >= Math.min(reachable.width, width) && y >= area.y && y + reachable.height <= area.y + area.height
  })
  if (saved === undefined || !isReachable(saved)) {
    return { width: Math.min(usual.width, main.width), height: Math.min(usual.height, main.height), maximised: saved?.maximised ?? false }
  }
  const widest = Math.max(...workAreas.map(area => area.width))
  const tallest = Math.max(...workAreas.map(area => area.height))
  return {
    x: saved.x, y: saved.y, maximised: saved.maximised,
    width: Math.max(smallest.width, Math.min(saved.width, widest)), height: Math.max(smallest.height, Math.min(saved.height, tallest)),
  }
}

/** undefined where there is none, or none that can be read: a window that opens in its usual place is no error. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileDurably(file, Buffer.from(JSON.stringify(state)))
  } catch {
    // A full disk costs the window its place, not the person their work.
  }
}
