import type { ForestColumn, ForestRows, NumberColumn } from './forest-rows.ts'
import { codesFor, type Codes } from './rank-numbers.ts'

/**
 * The rows of one tree as a table of their own, in the order given. A tree looks at its rows many times and in no order: so few and
 * small numbers stay near the processor. Where a number has more values than the tree has rows, only those of its rows are ranked.
 */
export function treeRows({ columns, labels, classes, hashes }: ForestRows, rows: Int32Array): ForestRows {
  return {
    count: rows.length, classes, hashes: pick(hashes, rows, new Int32Array(rows.length)), labels: pick(labels, rows, new Uint16Array(rows.length)),
    columns: columns.map((column): ForestColumn => {
      if (column.kind === 'number' && column.distinct.length > rows.length) return rankedAmong(column, rows)
      return { ...column, codes: pick(column.codes, rows, codesFor(rows.length, column.kind === 'number' ? column.distinct.length : column.levels)) }
    }),
  }
}

function pick<T extends Codes>(from: Codes, rows: Int32Array, to: T): T {
  for (let i = 0; i < rows.length; i += 1) to[i] = from[rows[i]!]!
  return to
}

/** Ranks among the values of these rows: how many smaller ones are marked, counted 32 at a time. */
function rankedAmong({ distinct, hashes, codes }: NumberColumn, rows: Int32Array): NumberColumn {
  const marks = new Int32Array((distinct.length >> 5) + 1)
  for (let i = 0; i < rows.length; i += 1) {
    const rank = codes[rows[i]!]!
    marks[rank >> 5]! |= 1 << (rank & 31)
  }
  const before = new Int32Array(marks.length)
  let count = 0
  for (let word = 0; word < marks.length; word += 1) {
    before[word] = count
    count += ones(marks[word]!)
  }
  const own = { kind: 'number' as const, distinct: new Float64Array(count), hashes: new Int32Array(count), codes: codesFor(rows.length, count) }
  for (let word = 0, next = 0; word < marks.length; word += 1) {
    for (let left = marks[word]!; left !== 0; left &= left - 1) {
      const rank = 32 * word + 31 - Math.clz32(left & -left)
      own.distinct[next] = distinct[rank]!
      own.hashes[next] = hashes[rank]!
      next += 1
    }
  }
  for (let i = 0; i < rows.length; i += 1) {
    const rank = codes[rows[i]!]!
    own.codes[i] = before[rank >> 5]! + ones(marks[rank >> 5]! & ((1 << (rank & 31)) - 1))
  }
  return own
}

/** How many bits are set. */
function ones(word: number): number {
  word -= (word >>> 1) & 0x55555555
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
