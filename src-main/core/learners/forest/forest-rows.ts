import type { FeatureRows } from '../../features/feature-rows.ts'
import { placesOf } from '../../features/rows-learned-from.ts'
import { fold, hashText } from './keyed-hash.ts'
import { codesIn, plainColumns } from './plain-columns.ts'
import { codesFor, rankNumbers, type Codes, type Ranked } from './rank-numbers.ts'
import { unlikeRows } from './unlike-rows.ts'
import { classCount, type Vocabulary } from './vocabulary.ts'

export type NumberColumn = Ranked & { readonly kind: 'number' }

export interface CategoryColumn {
  readonly kind: 'category'
  /** Positions in the vocabulary's levels, and how many these are. */
  readonly codes: Codes
  readonly levels: number
}

export type ForestColumn = NumberColumn | CategoryColumn

/** The rows learned from, in the words of a vocabulary. */
export interface ForestRows {
  readonly count: number
  readonly columns: readonly ForestColumn[]
  /** Positions among the classes, [count]. */
  readonly labels: Uint16Array
  readonly classes: number
  /** What a row is, as one number: of its features and label alone, so equal rows share it whatever file they come from. */
  readonly hashes: Int32Array
}

/** The rows learned from, of one set of rows after the other. */
export function forestRows(parts: readonly FeatureRows[], vocabulary: Vocabulary, key: number): ForestRows {
  const { count, columns: plain } = plainColumns(parts, vocabulary, 'train')
  const hashes = new Int32Array(count).fill(key)
  const columns = plain.map((column, f): ForestColumn => {
    if (column.kind === 'number') {
      const ranked = rankNumbers(column.values)
      foldIn(hashes, ranked.codes, ranked.hashes)
      return { kind: 'number', ...ranked }
    }
    const feature = vocabulary.features[f]!
    const levels = feature.kind === 'category' ? feature.levels : []
    if (column.codes.includes(-1)) throw unlikeRows()
    const codes = codesFor(count, levels.length)
    codes.set(column.codes)
    foldIn(hashes, codes, Int32Array.from(levels, level => (level === null ? -1 : hashText(level))))
    return { kind: 'category', codes, levels: levels.length }
  })
  const labels = labelsOf(parts, vocabulary, count)
  foldIn(hashes, labels, Int32Array.from(vocabulary.task === 'binary' ? [0, 1] : vocabulary.classes.map(hashText)))
  return { count, columns, labels, classes: classCount(vocabulary), hashes }
}

/** Folds into each row's hash that of its code. */
function foldIn(hashes: Int32Array, codes: Codes, ofCode: Int32Array): void {
  for (let i = 0; i < hashes.length; i += 1) hashes[i] = fold(hashes[i]!, ofCode[codes[i]!]!)
}

function labelsOf(parts: readonly FeatureRows[], vocabulary: Vocabulary, count: number): Uint16Array {
  const labels = new Uint16Array(count)
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
  return labels
}
