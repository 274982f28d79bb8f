import type { ContenderTiming } from './paired.ts'

/** The shortest time, the middle one, the one below which 95 of 100 stay (nearest rank), and the longest, in words. */
export function percentiles({ times }: Pick<ContenderTiming, 'times'>): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!.toFixed(2)
  return `min ${at(0)}, median ${at(0.5)}, 95th percentile ${at(0.95)}, max ${at(1)} ms of ${sorted.length}`
}
