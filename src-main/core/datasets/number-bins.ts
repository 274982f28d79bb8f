import type { ColumnProfile } from '../../contract/dataset.ts'

const mostBins = 30

/** Beyond these a square would leave the range of a double. */
const [smallest, largest] = [1e-100, 1e150]

export interface NumberProfiler {
  add(value: number): void
  done(): NonNullable<ColumnProfile['numbers']>
}

/**
 * Profiles numbers of which the least and the most are known: mean and standard deviation (divided by the count) as Welford
 * computes them (Technometrics 4, 1962), and bins of equal width. A bin holds its lower end and not its upper, the last one both;
 * bins of whole numbers begin at whole numbers.
 */
export function numberProfiler(least: number, most: number, whole: boolean): NumberProfiler {
  const size = Math.max(Math.abs(least), Math.abs(most))
  const scale = size > largest || (size < smallest && size > 0) ? size : 1
  const { width, count } = binsOf(least, most, whole)
  const rows = Array.from({ length: count }, () => 0)
  let n = 0
  let mean = 0
  let squares = 0
  return {
    add(value) {
      n += 1
      const distance = value / scale - mean
      mean += distance / n
      squares += distance * (value / scale - mean)
      rows[width === 0 ? 0 : Math.min(count - 1, Math.floor(stepsBetween(least, value, width)))]! += 1
    },
    done: () => ({
      least, most, mean: mean * scale, standardDeviation: Math.sqrt(squares / n) * scale,
      bins: rows.map((inBin, i) => ({ from: edge(i), to: edge(i + 1), rows: inBin })),
    }),
  }
  function edge(i: number): number {
    if (!whole && i === count) return most
    const step = width * i
    return Number.isFinite(step) ? least + step : least * (1 - i / count) + most * (i / count)
  }
}

function binsOf(least: number, most: number, whole: boolean): { width: number; count: number } {
  if (whole) {
    const width = Math.ceil((most - least + 1) / mostBins)
    return { width, count: Math.ceil((most - least + 1) / width) }
  }
  const width = stepsBetween(least, most, mostBins)
  return width > 0 ? { width, count: mostBins } : { width: 0, count: 1 }
}

/** (to − from) / step, also where the difference is beyond the largest double. */
function stepsBetween(from: number, to: number, step: number): number {
  const distance = to - from
  return Number.isFinite(distance) ? distance / step : (to / 2 - from / 2) / (step / 2)
}
