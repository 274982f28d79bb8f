import type { FlatTree, TreeWriter } from './flat-tree.ts'
import type { ForestColumn } from './forest-rows.ts'

/** Which rows go left: those with a number up to the threshold, or those of the levels listed (or, of `listedLeft` false, not listed). */
export interface Split {
  readonly feature: number
  /** A rank among the column's values. */
  readonly threshold: number
  readonly listedLeft: boolean
  /** Those of the side with fewer rows, rising; empty for a number. */
  readonly levels: Int32Array
}

export const noLevels = new Int32Array()

/** The split at this place of a tree, which is no leaf. */
export function splitAt(tree: FlatTree, at: number, columns: readonly ForestColumn[]): Split {
  const feature = tree[at]!
  const { [feature]: column } = columns
  if (column!.kind === 'number') return { feature, threshold: rankUpTo(column!.distinct, tree[at + 2]!), listedLeft: false, levels: noLevels }
  return { feature, threshold: 0, listedLeft: tree[at + 2] === 1, levels: Int32Array.from(tree.subarray(at + 4, at + 4 + tree[at + 3]!)) }
}

/** The rank of the last of the values, which rise, that is not above this one; −1 where all are. */
function rankUpTo(distinct: Float64Array, value: number): number {
  let low = 0
  let high = distinct.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (distinct[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Writes the head of a split and returns where it begins; how far on the right side begins is still to be set. */
export function putSplit({ feature, threshold, listedLeft, levels }: Split, columns: readonly ForestColumn[], out: TreeWriter): number {
  const at = out.length()
  const { [feature]: column } = columns
  out.put(feature)
  out.put(0)
  if (column!.kind === 'number') out.put(column!.distinct[threshold]!)
  else {
    out.put(listedLeft ? 1 : 0)
    out.put(levels.length)
    for (let i = 0; i < levels.length; i += 1) out.put(levels[i]!)
  }
  return at
}

/** True where the levels, which rise, have this one. */
export function listsLevel(levels: Int32Array, level: number): boolean {
  let low = 0
  let high = levels.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (levels[middle]! < level) low = middle + 1
    else high = middle
  }
  return low < levels.length && levels[low] === level
}

export function goesLeft({ feature, threshold, listedLeft, levels }: Split, columns: readonly ForestColumn[], row: number): boolean {
  const column = columns[feature]!
  return column.kind === 'number' ? column.codes[row]! <= threshold : listsLevel(levels, column.codes[row]!) === listedLeft
}

/** Puts the rows that go left before the others and returns where those begin. */
export type Partition = (rows: Int32Array, from: number, to: number, split: Split) => number

export function partitioner(columns: readonly ForestColumn[]): Partition {
  const marks = columns.map(column => new Uint8Array(column.kind === 'category' ? column.levels : 0))
  return (rows, from, to, { feature, threshold, listedLeft, levels }) => {
    const column = columns[feature]!
    let low = from
    let high = to
    const { codes } = column
    if (column.kind === 'number') {
      while (low < high) {
        const row = rows[low]!
        if (codes[row]! <= threshold) low += 1
        else {
          high -= 1
          rows[low] = rows[high]!
          rows[high] = row
        }
      }
      return low
    }
    const listed = marks[feature]!
    const side = listedLeft ? 1 : 0
    for (let i = 0; i < levels.length; i += 1) listed[levels[i]!] = 1
    while (low < high) {
      const row = rows[low]!
      if (listed[codes[row]!] === side) low += 1
      else {
        high -= 1
        rows[low] = rows[high]!
        rows[high] = row
      }
    }
    for (let i = 0; i < levels.length; i += 1) listed[levels[i]!] = 0
    return low
  }
}
