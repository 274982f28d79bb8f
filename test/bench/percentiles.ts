import type { ContenderTiming } from './paired.ts'

/** The shortest time, the middle one, the one below which 95 of 100 stay (nearest rank), and the longest, in words. */
export function percentiles({ times }: Pick<ContenderTiming, 'times'>): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!.toFixed(2)
  return `min ${at(0)}, median ${at(0.5)}, 95th percentile ${at(0.95)}, max ${at(1)} ms of ${sorted.length}`
}

/** The same of many times with a long tail: the middle one, the one below which 99 of 100 stay, and the longest. */
export function tailOf(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!.toFixed(3)
  return `median ${at(0.5)}, 99th percentile ${at(0.99)}, longest ${at(1)} ms of ${sorted.length}`
}

/** How many milliseconds it takes, once. */
export function msOf(run: () => void): number {
  const started = performance.now()
  run()
  return performance.now() - started
}
