import { featuresAt, headSize, rowsPerLevel, slotSize, slotSorter, topClass, totalsAt, type Candidates } from './candidates.ts'
import { featureKey } from './count-candidates.ts'
import type { ForestRows, NumberColumn } from './forest-rows.ts'
import type { Codes } from './rank-numbers.ts'
import { nextFeature } from './judge-candidates.ts'
import { mix } from './keyed-hash.ts'
import type { Shape } from './settings.ts'

/** Corrects counted candidates in place for rows that are gone and rows that came; false where what is on offer changed, so that the rows must be counted anew. */
export type CorrectCounts = (data: Candidates, gone: readonly number[], came: readonly number[], key: number) => boolean

export function correctCandidates({ columns, labels, classes }: ForestRows, { thresholds: most }: Shape): CorrectCounts {
  const localOf = new Int32Array(classes)
  const sortSlots = slotSorter()

  function correctTotals(data: Candidates, gone: readonly number[], came: readonly number[]): boolean {
    const present = data[1]!
    localOf.fill(-1)
    for (let k = 0; k < present; k += 1) localOf[data[2 + k]!] = k
    const at = totalsAt(present)
    data[0]! += came.length - gone.length
    for (let i = 0; i < gone.length; i += 1) data[at + localOf[labels[gone[i]!]!]!]! -= 1
    for (let i = 0; i < came.length; i += 1) {
      const local = localOf[labels[came[i]!]!]!
      if (local === -1) return false
      data[at + local]! += 1
    }
    return true
  }

  function correctNumber(data: Candidates, at: number, { codes, hashes }: NumberColumn, gone: readonly number[], came: readonly number[], key: number): boolean {
    const size = slotSize(data[1]!)
    const first = at + headSize
    const end = first + data[at + 1]! * size
    const slotFor = (rank: number): number => {
      let own = first
      while (own < end && data[own]! < rank) own += size
      return own
    }
    // Rows that came may save a threshold whose last row is gone.
    for (let i = 0; i < came.length; i += 1) {
      const row = came[i]!
      const rank = codes[row]!
      const own = slotFor(rank)
      const isThreshold = own < end && data[own] === rank
      if (!isThreshold && isOffered(data, first, end, size, rank, hashes, key)) return false
      if (own === end) continue
      if (isThreshold) data[own + 1]! += 1
      data[own + 2 + localOf[labels[row]!]!]! += 1
    }
    for (let i = 0; i < gone.length; i += 1) {
      const row = gone[i]!
      const rank = codes[row]!
      const own = slotFor(rank)
      if (own === end) continue
      data[own + 2 + localOf[labels[row]!]!]! -= 1
      if (data[own] !== rank) continue
      data[own + 1]! -= 1
      if (data[own + 1] === 0) return false
    }
    return true
  }

  /** True where a value that was not there would be among the thresholds. */
  function isOffered(data: Candidates, first: number, end: number, size: number, rank: number, hashes: Int32Array, key: number): boolean {
    if (end - first < most * size) return true
    const hash = mix(key ^ hashes[rank]!)
    for (let own = first; own < end; own += size) {
      const other = mix(key ^ hashes[data[own]!]!)
      if (hash < other || (hash === other && rank < data[own]!)) return true
    }
    return false
  }

  function correctLevels(data: Candidates, at: number, codes: Codes, gone: readonly number[], came: readonly number[]): boolean {
    if (data[at + 3]! > 0) {
      // No row takes more than one level with it.
      data[at + 3]! -= gone.length
      return data[at + 3]! * rowsPerLevel > data[0]!
    }
    const size = slotSize(data[1]!)
    const first = at + headSize
    let end = first + data[at + 1]! * size
    const slotFor = (level: number): number => {
      let own = first
      while (own < end && data[own] !== level) own += size
      return own
    }
    for (let i = 0; i < came.length; i += 1) {
      const row = came[i]!
      const own = slotFor(codes[row]!)
      if (own === end) return false
      data[own + 1]! += 1
      data[own + 2 + localOf[labels[row]!]!]! += 1
    }
    for (let i = 0; i < gone.length; i += 1) {
      const row = gone[i]!
      const own = slotFor(codes[row]!)
      data[own + 1]! -= 1
      data[own + 2 + localOf[labels[row]!]!]! -= 1
      if (data[own + 1]! > 0) continue
      data.copyWithin(own, own + size, end)
      end -= size
      data[at + 1]! -= 1
    }
    return true
  }

  return (data, gone, came, key) => {
    if (!correctTotals(data, gone, came)) return false
    const present = data[1]!
    const top = topClass(data)
    for (let at = featuresAt(present); at < data.length; at = nextFeature(data, at)) {
      const column = columns[data[at]!]!
      if (column.kind === 'number') {
        if (!correctNumber(data, at, column, gone, came, featureKey(key, data[at]!))) return false
      } else {
        if (!correctLevels(data, at, column.codes, gone, came)) return false
        sortSlots(data, at + headSize, data[at + 1]!, present, top)
      }
    }
    return true
  }
}
