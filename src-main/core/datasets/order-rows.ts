import { breathe } from '../base/breathe.ts'
import type { Run } from '../ports.ts'
import type { Cell } from './cell.ts'
import { sortByWords } from './sort-by-words.ts'
import { rankTexts, type Ranks } from './text-order.ts'

/** One column to sort by. */
export interface SortColumn {
  readonly cells: readonly Cell[]
  readonly isText: boolean
  readonly direction: 'up' | 'down'
}

/**
 * The places 0, 1, … of `count` rows in the order of these columns, the first weighing most; undefined where there is nothing to
 * sort by. Missing cells come last in either direction, and what is equal keeps its order.
 */
export async function orderedBy(columns: readonly SortColumn[], count: number, run: Run): Promise<Uint32Array | undefined> {
  if (columns.length === 0) return undefined
  let order: Uint32Array = Uint32Array.from({ length: count }, (_, i) => i)
  for (const { cells, isText, direction } of columns.toReversed()) {
    await breathe(run)
    const { ranks, classes } = isText ? rankTexts(cells as (string | null)[]) : rankNumbers(cells as (number | null)[])
    // Missing cells have rank `classes`.
    if (direction === 'down') for (let i = 0; i < count; i += 1) if (ranks[i]! < classes) ranks[i] = classes - 1 - ranks[i]!
    order = sortByWords(order, [ranks])
  }
  return order
}

/** Ranks numbers by their size. */
export function rankNumbers(numbers: readonly (number | null)[]): Ranks {
  const count = numbers.length
  const doubles = new Float64Array(1)
  const halves = new Uint32Array(doubles.buffer)
  const [low, high] = [new Uint32Array(count), new Uint32Array(count)]
  const present: number[] = []
  for (let i = 0; i < count; i += 1) {
    const number = numbers[i]!
    if (number === null) continue
    present.push(i)
    doubles[0] = number + 0
    // The bits of IEEE 754 doubles rise with their values once negative ones are turned round and the sign of the others is set.
    const negative = halves[littleEndian ? 1 : 0]! >>> 31 === 1
    low[i] = negative ? ~halves[littleEndian ? 0 : 1]! : halves[littleEndian ? 0 : 1]!
    high[i] = negative ? ~halves[littleEndian ? 1 : 0]! : halves[littleEndian ? 1 : 0]! | 0x8000_0000
  }
  const order = sortByWords(Uint32Array.from(present), [high, low])
  const ranks = new Uint32Array(count)
  let classes = 0
  for (let k = 0; k < order.length; k += 1) {
    const [i, before] = [order[k]!, order[k - 1]!]
    if (k > 0 && (low[i] !== low[before] || high[i] !== high[before])) classes += 1
    ranks[i] = classes
  }
  const all = order.length === 0 ? 0 : classes + 1
  for (let i = 0; i < count; i += 1) if (numbers[i] === null) ranks[i] = all
  return { ranks, classes: all }
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
