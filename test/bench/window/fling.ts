import type { ProbedPage, WatchedFrames } from './probed-page.ts'

export const flingMs = 10_000

/** Turns a wheel or a trackpad over the rows for ten seconds, fast at first and slower and slower, as fingers do, again and again. */
export async function flingByWheel(at: { readonly x: number; readonly y: number }, { session }: ProbedPage): Promise<void> {
  const started = performance.now()
  for (let last = started; ;) {
    await new Promise(resolve => setTimeout(resolve, 8))
    const now = performance.now()
    if (now - started > flingMs) return
    const since = (now - started) % 2500
    const pixelsPerMs = 12 * Math.exp(-since / 900)
    await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY: pixelsPerMs * (now - last) })
    last = now
  }
}

/** Flicks a finger over the rows for ten seconds, again and again; in between the browser lets the rows run on. */
export async function flingByTouch(at: { readonly x: number; readonly y: number }, { session }: ProbedPage): Promise<void> {
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  for (const end = performance.now() + flingMs; performance.now() < end;) {
    const touch = (type: 'touchStart' | 'touchMove', up: number) => session.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x: at.x, y: at.y + 150 - up }] })
    await touch('touchStart', 0)
    for (let up = 30; up <= 240; up += 30) {
      await touch('touchMove', up)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await new Promise(resolve => setTimeout(resolve, 400))
  }
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: false })
}

/** In words: how long the frames took, and what of the rows in view was not there. */
export function flingWords({ times, rows, long }: WatchedFrames, rowHeight: number): { readonly frames: string; readonly rows: string } {
  if (times.length < 2) throw new Error('Nothing scrolled')
  const ms = times.slice(1).map((time, k) => time - times[k]!).sort((a, b) => a - b)
  const at = (share: number) => ms[Math.max(0, Math.ceil(share * ms.length) - 1)]!.toFixed(1)
  const over = ms.filter(one => one > 50).length
  const seconds = (times.at(-1)! - times[0]!) / 1000
  const passed = (rows.at(-1)!.top - rows[0]!.top) / rowHeight
  const blank = rows.filter(one => one.blank).length
  const waiting = rows.filter(one => one.waiting > 0)
  return {
    frames: `${ms.length} in ${seconds.toFixed(1)} s: min ${at(0)}, median ${at(0.5)}, 99th percentile ${at(0.99)}, max ${at(1)} ms; ${over} over 50 ms; long frames by the browser's own count ${long.length}${long.length === 0 ? '' : `, the longest ${Math.max(...long).toFixed(0)} ms`}`,
    rows: `scroll bar moved by ${Math.round(passed).toLocaleString('en')} row heights; frames with a row in view not painted ${blank}, with a row whose values were not there yet ${waiting.length} of ${rows.length}${waiting.length === 0 ? '' : `, up to ${Math.max(...waiting.map(one => one.waiting))} rows`}`,
  }
}
