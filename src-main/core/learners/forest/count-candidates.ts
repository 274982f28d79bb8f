import { headSize, rowsPerLevel, slotSize, slotSorter, topClass, totalsAt, type Candidates } from './candidates.ts'
import type { CategoryColumn, ForestRows, NumberColumn } from './forest-rows.ts'
import { fold, mix } from './keyed-hash.ts'
import type { Shape } from './settings.ts'

export interface CandidateCounter {
  /** The candidates counted since `begin`; another array when they need more room. */
  data(): Candidates
  /** How much of the array they take. */
  used(): number
  /** Begins a node with its rows of each class. */
  begin(rows: Int32Array, from: number, to: number): void
  /** Appends the candidates of one feature and returns where they begin. */
  count(feature: number, rows: Int32Array, from: number, to: number, key: number): number
}

/** A feature's key in a node. */
export const featureKey = (nodeKey: number, feature: number): number => fold(nodeKey, ~feature)

/**
 * Counts what a node may be split by. A number offers the values present whose keyed hash is smallest, so a threshold leaves only
 * with the last row that has it. A category offers every prefix of its levels, in order of their share of the node's most frequent class.
 */
export function candidateCounter({ columns, labels, classes }: ForestRows, { thresholds: most }: Shape): CandidateCounter {
  const perClass = new Int32Array(classes)
  const localOf = new Int32Array(classes)
  const sortSlots = slotSorter()
  const levelsOfAll = Math.max(1, ...columns.map(column => (column.kind === 'category' ? column.levels : 0)))
  const slotOf = new Int32Array(levelsOfAll).fill(-1)
  const levelOf = new Int32Array(levelsOfAll)
  /** The smallest hashes offered, rising, and the ranks they are of. */
  const offeredHash = new Int32Array(most + 1)
  const offered = new Int32Array(most + 1)
  /** Rows of each class at each code of a column, all zero between features. */
  let perCode = new Int32Array(1024)
  let data = new Int32Array(1024)
  let used = 0
  let present = 0
  let top = 0

  function reserve(more: number): void {
    if (used + more <= data.length) return
    const larger = new Int32Array(2 * (used + more))
    larger.set(data.subarray(0, used))
    data = larger
  }

  function begin(rows: Int32Array, from: number, to: number): void {
    for (let k = 0; k < classes; k += 1) perClass[k] = 0
    for (let i = from; i < to; i += 1) perClass[labels[rows[i]!]!]! += 1
    present = 0
    for (let k = 0; k < classes; k += 1) if (perClass[k]! > 0) present += 1
    used = 0
    reserve(2 + 2 * present)
    used = 2 + 2 * present
    data[0] = to - from
    data[1] = present
    for (let k = 0, local = 0; k < classes; k += 1) {
      if (perClass[k] === 0) continue
      localOf[k] = local
      data[2 + local] = k
      data[totalsAt(present) + local] = perClass[k]!
      local += 1
    }
    top = topClass(data)
  }

  /** Appends the head of a feature and room for so many slots, without counts. */
  function append(feature: number, slots: number, levelsAtLeast: number): number {
    const size = headSize + slots * slotSize(present)
    reserve(size)
    const at = used
    used += size
    for (let i = at + headSize; i < used; i += 1) data[i] = 0
    data[at] = feature
    data[at + 1] = slots
    data[at + 2] = slots
    data[at + 3] = levelsAtLeast
    return at
  }

  function countNumber(feature: number, { distinct, codes, hashes }: NumberColumn, rows: Int32Array, from: number, to: number, key: number): number {
    if (distinct.length <= to - from) return countRanks(feature, distinct.length, codes, hashes, rows, from, to, key)
    let length = 0
    for (let i = from; i < to; i += 1) {
      const rank = codes[rows[i]!]!
      const hash = mix(key ^ hashes[rank]!)
      if (length < most || hash <= offeredHash[length - 1]!) length = offer(hash, rank, length)
    }
    const at = appendThresholds(feature, length)
    const size = slotSize(present)
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      const rank = codes[row]!
      let slot = 0
      while (slot < length && offered[slot]! < rank) slot += 1
      if (slot === length) continue
      const own = at + headSize + slot * size
      if (offered[slot] === rank) data[own + 1]! += 1
      data[own + 2 + localOf[labels[row]!]!]! += 1
    }
    return at
  }

  /** The same, where the node has at least as many rows as the feature has values. */
  function countRanks(feature: number, ranks: number, codes: NumberColumn['codes'], hashes: Int32Array, rows: Int32Array, from: number, to: number, key: number): number {
    const all = ranks * present
    if (all > perCode.length) perCode = new Int32Array(2 * all)
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      perCode[codes[row]! * present + localOf[labels[row]!]!]! += 1
    }
    let length = 0
    for (let rank = 0; rank < ranks; rank += 1) {
      let any = 0
      for (let k = rank * present; k < (rank + 1) * present; k += 1) any |= perCode[k]!
      if (any === 0) continue
      const hash = mix(key ^ hashes[rank]!)
      if (length < most || hash <= offeredHash[length - 1]!) length = offer(hash, rank, length)
    }
    const at = appendThresholds(feature, length)
    const size = slotSize(present)
    let own = at + headSize
    for (let rank = 0, slot = 0; rank < ranks && slot < length; rank += 1) {
      for (let k = 0; k < present; k += 1) data[own + 2 + k]! += perCode[rank * present + k]!
      if (rank !== offered[slot]) continue
      for (let k = 0; k < present; k += 1) data[own + 1]! += perCode[rank * present + k]!
      slot += 1
      own += size
    }
    perCode.fill(0, 0, all)
    return at
  }

  /** Puts what is offered in order of the ranks. */
  function appendThresholds(feature: number, length: number): number {
    if (length > fewThresholds) offered.subarray(0, length).sort()
    else {
      for (let i = 1; i < length; i += 1) {
        const rank = offered[i]!
        let j = i
        while (j > 0 && offered[j - 1]! > rank) {
          offered[j] = offered[j - 1]!
          j -= 1
        }
        offered[j] = rank
      }
    }
    const at = append(feature, length, 0)
    const size = slotSize(present)
    for (let slot = 0; slot < length; slot += 1) data[at + headSize + slot * size] = offered[slot]!
    return at
  }

  /** Keeps the smallest of the hashes offered, each rank once; equal hashes in order of the ranks. */
  function offer(hash: number, rank: number, length: number): number {
    let i = length
    while (i > 0 && (offeredHash[i - 1]! > hash || (offeredHash[i - 1] === hash && offered[i - 1]! > rank))) i -= 1
    if (i > 0 && offeredHash[i - 1] === hash && offered[i - 1] === rank) return length
    if (i === most) return length
    const last = length < most ? length : most - 1
    for (let j = last; j > i; j -= 1) {
      offeredHash[j] = offeredHash[j - 1]!
      offered[j] = offered[j - 1]!
    }
    offeredHash[i] = hash
    offered[i] = rank
    return last + 1
  }

  function countLevels(feature: number, { codes, levels }: CategoryColumn, rows: Int32Array, from: number, to: number): number {
    if (levels <= to - from) return countAllLevels(feature, levels, codes, rows, from, to)
    let slots = 0
    for (let i = from; i < to; i += 1) {
      const level = codes[rows[i]!]!
      if (slotOf[level] !== -1) continue
      slotOf[level] = slots
      levelOf[slots] = level
      slots += 1
    }
    const at = appendLevels(feature, slots, to - from)
    if (data[at + 1]! > 0) {
      const size = slotSize(present)
      const first = at + headSize
      for (let i = from; i < to; i += 1) {
        const row = rows[i]!
        const own = first + slotOf[codes[row]!]! * size
        data[own + 1]! += 1
        data[own + 2 + localOf[labels[row]!]!]! += 1
      }
      sortSlots(data, first, slots, present, top)
    }
    for (let slot = 0; slot < slots; slot += 1) slotOf[levelOf[slot]!] = -1
    return at
  }

  /** The same, where the node has at least as many rows as there are levels. */
  function countAllLevels(feature: number, levels: number, codes: CategoryColumn['codes'], rows: Int32Array, from: number, to: number): number {
    const all = levels * present
    if (all > perCode.length) perCode = new Int32Array(2 * all)
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      perCode[codes[row]! * present + localOf[labels[row]!]!]! += 1
    }
    let slots = 0
    for (let level = 0; level < levels; level += 1) {
      let any = 0
      for (let k = level * present; k < (level + 1) * present; k += 1) any |= perCode[k]!
      if (any === 0) continue
      levelOf[slots] = level
      slots += 1
    }
    const at = appendLevels(feature, slots, to - from)
    if (data[at + 1]! > 0) {
      const size = slotSize(present)
      const first = at + headSize
      for (let slot = 0, own = first; slot < slots; slot += 1, own += size) {
        const counts = levelOf[slot]! * present
        for (let k = 0; k < present; k += 1) {
          data[own + 1]! += perCode[counts + k]!
          data[own + 2 + k] = perCode[counts + k]!
        }
      }
      sortSlots(data, first, slots, present, top)
    }
    perCode.fill(0, 0, all)
    return at
  }

  /** Appends a slot for each level; of too many for the rows only how many there are. */
  function appendLevels(feature: number, slots: number, rows: number): number {
    const offers = slots * rowsPerLevel <= rows
    const at = append(feature, offers ? slots : 0, offers ? 0 : slots)
    if (offers) for (let slot = 0, own = at + headSize; slot < slots; slot += 1, own += slotSize(present)) data[own] = levelOf[slot]!
    return at
  }

  return {
    data: () => data,
    used: () => used,
    begin,
    count(feature, rows, from, to, key) {
      const column = columns[feature]!
      return column.kind === 'number' ? countNumber(feature, column, rows, from, to, featureKey(key, feature)) : countLevels(feature, column, rows, from, to)
    },
  }
}

/** Sorted by insertion. */
const fewThresholds = 24
