import type { FeatureRows } from '../../features/feature-rows.ts'
import { placesOf } from '../../features/rows-learned-from.ts'
import { unlikeRows } from './unlike-rows.ts'
import { missingNumber, type Vocabulary } from './vocabulary.ts'

/** A feature of every row, as the tables of a dataset have it. */
export type PlainColumn =
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** Positions in the vocabulary's levels, of which there are so many; −1 for one it does not have. */
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly levels: number }

/** The features of one part of the split, of one set of rows after the other. */
export function plainColumns(parts: readonly FeatureRows[], vocabulary: Vocabulary, part: 'train' | 'test'): { count: number; columns: PlainColumn[] } {
  const places = parts.map(rows => placesOf(rows, part))
  const count = places.reduce((sum, at) => sum + at.length, 0)
  const columns = vocabulary.features.map((feature): PlainColumn => {
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
    return feature.kind === 'number' ? { kind: 'number', values } : { kind: 'category', codes, levels: feature.levels.length }
  })
  return { count, columns }
}

/** Of each text its position among the known ones, or −1. */
export function codesIn<T>(known: readonly T[], texts: readonly T[]): Int32Array {
  const positions = new Map(known.map((text, at) => [text, at]))
  return Int32Array.from(texts, text => positions.get(text) ?? -1)
}
