import { CoreError } from '../../base/core-error.ts'
import type { FeatureRows } from '../../features/feature-rows.ts'
import { placesOf } from '../../features/rows-learned-from.ts'
import { fold, hashText, hashWords } from './keyed-hash.ts'
import { classCount, missingNumber, type Vocabulary } from './vocabulary.ts'

/** The values of a number in order, each once, and each row's place among them. */
export interface Ranked {
  readonly distinct: Float64Array
  readonly hashes: Int32Array
  readonly ranks: Int32Array
}

export type ForestColumn =
  /** Ranked only where every node will be measured: for a few nodes, sorting the values takes longer than it saves. */
  | { readonly kind: 'number'; readonly values: Float64Array; readonly hashes: Int32Array; readonly ranked?: Ranked }
  /** Positions in the vocabulary's levels; −1 for one it does not have. */
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly levels: number }

/** Rows of one part of the split, in the words of a vocabulary. */
export interface ForestRows {
  readonly count: number
  readonly columns: readonly ForestColumn[]
  /** Positions among the classes, [count]. */
  readonly labels: Uint16Array
  readonly classes: number
  /** What a row is, as one number: of its features and label alone, so equal rows share it whatever file they come from. */
  readonly hashes: Int32Array
}

/** The feature columns of one part of the split, without labels: what a prediction needs. */
export function forestColumns(parts: readonly FeatureRows[], vocabulary: Vocabulary, part: 'train' | 'test', ranked = false): { count: number; columns: ForestColumn[] } {
  const places = parts.map(rows => placesOf(rows, part))
  const count = places.reduce((sum, at) => sum + at.length, 0)
  const columns = vocabulary.features.map((feature): ForestColumn => {
    const ofNumbers = feature.kind === 'number'
    const values = new Float64Array(ofNumbers ? count : 0)
    const codes = new Int32Array(ofNumbers ? 0 : count)
    let next = 0
    parts.forEach(({ names, numbers, codes: from, levels }, p) => {
      const list = ofNumbers ? names.numbers : names.categories
      const k = list.indexOf(feature.name)
      if (k < 0) throw unlikeRows()
      const own = places[p]!
      const perRow = list.length
      if (ofNumbers) {
        for (let j = 0; j < own.length; j += 1) {
          const value = numbers[own[j]! * perRow + k]!
          values[next + j] = Number.isNaN(value) ? missingNumber : value + 0
        }
      } else {
        const code = codesIn(feature.levels, levels[k]!)
        for (let j = 0; j < own.length; j += 1) codes[next + j] = code[from[own[j]! * perRow + k]!]!
      }
      next += own.length
    })
    return feature.kind === 'number' ? numberColumn(values, ranked) : { kind: 'category', codes, levels: feature.levels.length }
  })
  return { count, columns }
}

/** The rows learned from, of one set of rows after the other. */
export function forestRows(parts: readonly FeatureRows[], vocabulary: Vocabulary, key: number, ranked: boolean): ForestRows {
  const { count, columns } = forestColumns(parts, vocabulary, 'train', ranked)
  const labels = new Uint16Array(count)
  const hashes = new Int32Array(count).fill(key)
  let next = 0
  for (const rows of parts) {
    const code = rows.task === 'binary' ? undefined : codesIn(vocabulary.classes, rows.classes)
    for (const i of placesOf(rows, 'train')) {
      const label = code === undefined ? rows.labels[i]! : code[rows.labels[i]!]!
      if (label < 0) throw unlikeRows()
      labels[next] = label
      next += 1
    }
  }
  const classHashes = vocabulary.task === 'binary' ? [0, 1] : vocabulary.classes.map(hashText)
  vocabulary.features.forEach((feature, f) => {
    const column = columns[f]!
    if (column.kind === 'number') {
      for (let i = 0; i < count; i += 1) hashes[i] = fold(hashes[i]!, column.hashes[i]!)
      return
    }
    const levelHashes = feature.kind === 'category' ? Int32Array.from(feature.levels, level => (level === null ? -1 : hashText(level))) : new Int32Array()
    for (let i = 0; i < count; i += 1) {
      const code = column.codes[i]!
      if (code < 0) throw unlikeRows()
      hashes[i] = fold(hashes[i]!, levelHashes[code]!)
    }
  })
  for (let i = 0; i < count; i += 1) hashes[i] = fold(hashes[i]!, classHashes[labels[i]!]!)
  return { count, columns, labels, classes: classCount(vocabulary), hashes }
}

/** Of rows that cannot be those a forest learned from: another column, a text it does not have. */
export const unlikeRows = () => new CoreError('model/state-damaged', { learner: 'forest', part: 'model.trees' })

/** Of each text its position among the known ones, or −1. */
export function codesIn<T>(known: readonly T[], texts: readonly T[]): Int32Array {
  const positions = new Map(known.map((text, at) => [text, at]))
  return Int32Array.from(texts, text => positions.get(text) ?? -1)
}

function numberColumn(values: Float64Array, ranked: boolean): ForestColumn {
  if (!ranked) return { kind: 'number', values, hashes: hashesOf(values) }
  const distinct = values.slice().sort().filter((value, i, sorted) => i === 0 || value !== sorted[i - 1])
  const ofDistinct = hashesOf(distinct)
  const ranks = new Int32Array(values.length)
  const hashes = new Int32Array(values.length)
  for (let i = 0; i < values.length; i += 1) {
    let low = 0
    let high = distinct.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (distinct[middle]! < values[i]!) low = middle + 1
      else high = middle
    }
    ranks[i] = low
    hashes[i] = ofDistinct[low]!
  }
  return { kind: 'number', values, hashes, ranked: { distinct, hashes: ofDistinct, ranks } }
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

function hashesOf(values: Float64Array): Int32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length)
  const [high, low] = littleEndian ? [1, 0] as const : [0, 1] as const
  const hashes = new Int32Array(values.length)
  for (let i = 0; i < values.length; i += 1) hashes[i] = hashWords(words[2 * i + high]!, words[2 * i + low]!)
  return hashes
}
