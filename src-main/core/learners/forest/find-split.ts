import type { ForestColumn, ForestRows, Ranked } from './forest-rows.ts'
import { fold, mix, pick } from './keyed-hash.ts'
import type { Shape } from './settings.ts'

/** Which rows go left: those with a number up to the threshold, or those of the levels listed (or, of `listedLeft` false, not listed). */
export interface Split {
  readonly feature: number
  readonly threshold: number
  readonly listedLeft: boolean
  /** Those of the side with fewer rows, rising; empty for a number. */
  readonly levels: Int32Array
}

export interface SplitFinder {
  /** How many rows of each class a node has, [classes]; overwritten by the next call. */
  tally(rows: Int32Array, from: number, to: number): Int32Array
  /** The best split of the rows tallied last, or undefined where none tells the classes apart. */
  find(rows: Int32Array, from: number, to: number, key: number): Split | undefined
}

/**
 * Finds the split of a node: a function of the node's key and the multiset of its rows. Features are tried in an order the key
 * decides: `features` of them, and further ones only while no split tells the classes apart at all. A number offers the values
 * present whose keyed hash is smallest, so a threshold leaves only with the last row that has it. A category offers every
 * prefix of its levels, ordered by their share of the node's most frequent class; where it has too many levels for the rows it
 * offers nothing, for then the order would only repeat the labels. Equal scores go to the first.
 */
export function splitFinder({ columns, labels, classes }: ForestRows, shape: Shape): SplitFinder {
  const perClass = new Int32Array(classes)
  /** The classes of the node in rising order, and where each is among them. */
  const total = new Int32Array(classes)
  const localOf = new Int32Array(classes)
  const leftOf = new Int32Array(classes)
  let present = 0
  let top = 0

  const order = new Int32Array(columns.length)
  const levelsOfAll = Math.max(1, ...columns.map(column => (column.kind === 'category' ? column.levels : 0)))
  const slotOf = new Int32Array(levelsOfAll).fill(-1)
  const levelOf = new Int32Array(levelsOfAll)
  const slotRows = new Int32Array(levelsOfAll)
  const offeredHash = new Int32Array(shape.thresholds + 1)
  const offered = new Float64Array(shape.thresholds + 1)
  /** Rows of each class in each bucket, [buckets × present]. */
  let counts = new Int32Array(1024)
  /** The same for each value of a number, all zero between nodes. */
  let perRank = new Int32Array(1024)

  function tally(rows: Int32Array, from: number, to: number): Int32Array {
    perClass.fill(0)
    for (let i = from; i < to; i += 1) perClass[labels[rows[i]!]!]! += 1
    present = 0
    top = 0
    for (let k = 0; k < classes; k += 1) {
      if (perClass[k] === 0) continue
      localOf[k] = present
      total[present] = perClass[k]!
      if (total[present]! > total[top]!) top = present
      present += 1
    }
    return perClass
  }

  function find(rows: Int32Array, from: number, to: number, key: number): Split | undefined {
    for (let f = 0; f < columns.length; f += 1) order[f] = f
    let best: Split | undefined
    let bestScore = 0
    for (let tried = 0; tried < columns.length && (tried < shape.features || best === undefined); tried += 1) {
      const at = tried + pick(fold(key, tried + 1), columns.length - tried)
      const feature = order[at]!
      order[at] = order[tried]!
      order[tried] = feature
      const column = columns[feature]!
      const buckets = column.kind === 'number' ? countNumbers(column, rows, from, to, fold(key, ~feature)) : countLevels(column, rows, from, to)
      const { score, bucket, left } = judge(buckets, to - from, column.kind === 'number' ? undefined : slotOrder, bestScore)
      if (bucket >= 0) {
        bestScore = score
        best = column.kind === 'number' ? { feature, threshold: offered[bucket]!, listedLeft: false, levels: noLevels } : levelSplit(feature, bucket, buckets, left < to - from - left)
      }
    }
    return best
  }

  function clearCounts(buckets: number): void {
    const size = buckets * present
    if (size > counts.length) counts = new Int32Array(2 * size)
    else counts.fill(0, 0, size)
  }

  /** Chooses the thresholds, rising, and counts the rows up to each and above the one before it; rows above all are in none. */
  function countNumbers({ values, hashes, ranked }: ForestColumn & { kind: 'number' }, rows: Int32Array, from: number, to: number, key: number): number {
    if (ranked !== undefined && ranked.distinct.length <= to - from) return countRanks(ranked, rows, from, to, key)
    let length = 0
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      const hash = mix(key ^ hashes[row]!)
      if (length < shape.thresholds || hash <= offeredHash[length - 1]!) length = offer(hash, values[row]!, length)
    }
    const thresholds = offered.subarray(0, length)
    thresholds.sort()
    clearCounts(length)
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      const value = values[row]!
      let bucket = 0
      while (bucket < length && offered[bucket]! < value) bucket += 1
      if (bucket < length) counts[bucket * present + localOf[labels[row]!]!]! += 1
    }
    return length
  }

  /** The same, where the node has more rows than the feature has values. */
  function countRanks({ distinct, hashes, ranks }: Ranked, rows: Int32Array, from: number, to: number, key: number): number {
    const size = distinct.length * present
    if (size > perRank.length) perRank = new Int32Array(2 * size)
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      perRank[ranks[row]! * present + localOf[labels[row]!]!]! += 1
    }
    let length = 0
    for (let rank = 0; rank < distinct.length; rank += 1) {
      let any = 0
      for (let k = rank * present; k < (rank + 1) * present; k += 1) any |= perRank[k]!
      if (any === 0) continue
      const hash = mix(key ^ hashes[rank]!)
      if (length < shape.thresholds || hash <= offeredHash[length - 1]!) length = offer(hash, distinct[rank]!, length)
    }
    offered.subarray(0, length).sort()
    clearCounts(length)
    let bucket = 0
    for (let rank = 0; rank < distinct.length && bucket < length; rank += 1) {
      for (let k = 0; k < present; k += 1) counts[bucket * present + k]! += perRank[rank * present + k]!
      if (distinct[rank] === offered[bucket]) bucket += 1
    }
    perRank.fill(0, 0, size)
    return length
  }

  /** Keeps the smallest of the hashes offered, each value once; equal hashes in order of the values. */
  function offer(hash: number, value: number, length: number): number {
    let i = length
    while (i > 0 && (offeredHash[i - 1]! > hash || (offeredHash[i - 1] === hash && offered[i - 1]! > value))) i -= 1
    if (i > 0 && offeredHash[i - 1] === hash && offered[i - 1] === value) return length
    if (i === shape.thresholds) return length
    const last = length < shape.thresholds ? length : shape.thresholds - 1
    for (let j = last; j > i; j -= 1) {
      offeredHash[j] = offeredHash[j - 1]!
      offered[j] = offered[j - 1]!
    }
    offeredHash[i] = hash
    offered[i] = value
    return last + 1
  }

  const slotOrder = new Int32Array(levelsOfAll)
  /** Equal shares in order of the levels. */
  const compareSlots = (a: number, b: number): number => counts[a * present + top]! * slotRows[b]! - counts[b * present + top]! * slotRows[a]! || levelOf[a]! - levelOf[b]!

  /** A sort by insertion: most nodes have few levels. */
  function sortFew(slots: number): void {
    for (let i = 1; i < slots; i += 1) {
      const slot = slotOrder[i]!
      let j = i
      while (j > 0 && compareSlots(slotOrder[j - 1]!, slot) > 0) {
        slotOrder[j] = slotOrder[j - 1]!
        j -= 1
      }
      slotOrder[j] = slot
    }
  }

  function countLevels({ codes }: ForestColumn & { kind: 'category' }, rows: Int32Array, from: number, to: number): number {
    let slots = 0
    for (let i = from; i < to; i += 1) {
      const level = codes[rows[i]!]!
      if (slotOf[level] !== -1) continue
      slotOf[level] = slots
      levelOf[slots] = level
      slotRows[slots] = 0
      slots += 1
    }
    if (slots * rowsPerLevel > to - from) {
      for (let slot = 0; slot < slots; slot += 1) slotOf[levelOf[slot]!] = -1
      return 0
    }
    clearCounts(slots)
    for (let i = from; i < to; i += 1) {
      const row = rows[i]!
      const slot = slotOf[codes[row]!]!
      counts[slot * present + localOf[labels[row]!]!]! += 1
      slotRows[slot]! += 1
    }
    for (let slot = 0; slot < slots; slot += 1) {
      slotOf[levelOf[slot]!] = -1
      slotOrder[slot] = slot
    }
    if (slots > fewSlots) slotOrder.subarray(0, slots).sort(compareSlots)
    else sortFew(slots)
    return slots
  }

  /**
   * The best place to cut the buckets: what Gini's impurity falls by, but for a factor of the node (Breiman et al. 1984, 4.3), from
   * counts alone: Σ over classes of (left·n − n_left·total)² / (n_left·n_right). Sums run in the order of the classes.
   */
  function judge(buckets: number, n: number, inOrder: Int32Array | undefined, least: number): { score: number; bucket: number; left: number } {
    const best = { score: least, bucket: -1, left: 0 }
    leftOf.fill(0, 0, present)
    let left = 0
    for (let j = 0; j < buckets; j += 1) {
      const at = (inOrder === undefined ? j : inOrder[j]!) * present
      for (let k = 0; k < present; k += 1) {
        const more = counts[at + k]!
        leftOf[k]! += more
        left += more
      }
      const right = n - left
      if (left < shape.leafRows || right < shape.leafRows) continue
      let sum = 0
      for (let k = 0; k < present; k += 1) {
        const difference = leftOf[k]! * n - left * total[k]!
        sum += difference * difference
      }
      const score = sum / (left * right)
      if (score <= best.score) continue
      best.score = score
      best.bucket = j
      best.left = left
    }
    return best
  }

  function levelSplit(feature: number, last: number, buckets: number, listedLeft: boolean): Split {
    const listed = listedLeft ? slotOrder.slice(0, last + 1) : slotOrder.slice(last + 1, buckets)
    return { feature, threshold: 0, listedLeft, levels: listed.map(slot => levelOf[slot]!).sort() }
  }

  return { tally, find }
}

const noLevels = new Int32Array()
const fewSlots = 24
/** How many rows a level has on average in a node where its category is split. */
const rowsPerLevel = 4
