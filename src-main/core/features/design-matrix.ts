import type { Encoder } from './fit-encoder.ts'
import type { FeatureRows } from './feature-rows.ts'

/**
 * Rows as a sparse matrix of `width` columns: standardised numbers, one indicator per number with missing values, one
 * column per category level, and a last column of ones. Each row has the same few non-zeros: all `numbers`, a one in each
 * column named by its `slots`, and the constant. A slot equal to `width` stands for "no column" (a level never learned).
 */
export interface DesignMatrix {
  readonly count: number
  readonly width: number
  readonly numberCount: number
  readonly slotCount: number
  /** Standardised values, [count × numberCount]; 0 where missing. */
  readonly numbers: Float64Array
  /** Column indices, [count × slotCount]. */
  readonly slots: Int32Array
  /** 1 or 0, [count]. */
  readonly labels: Float64Array
}

/** Where the columns of each feature are. */
export interface ColumnLayout {
  readonly width: number
  /** For each number: the column of its missing-value indicator, or undefined. */
  readonly missing: readonly (number | undefined)[]
  /** For each category: its first column. */
  readonly categories: readonly number[]
}

export function columnLayout(encoder: Encoder): ColumnLayout {
  let next = encoder.numbers.length
  const missing = encoder.numbers.map(number => {
    if (!number.missing) return undefined
    next += 1
    return next - 1
  })
  const categories = encoder.categories.map(category => {
    const first = next
    next += category.levels.length
    return first
  })
  return { width: next + 1, missing, categories }
}

/** Encodes the rows of one part of the split. */
export function designMatrix(rows: FeatureRows, encoder: Encoder, part: 'train' | 'test'): DesignMatrix {
  const { width, missing, categories } = columnLayout(encoder)
  const wanted = part === 'test' ? 1 : 0
  let count = 0
  for (let i = 0; i < rows.count; i += 1) if (rows.test[i] === wanted) count += 1
  const numberCount = encoder.numbers.length
  const categoryCount = encoder.categories.length
  const indicators = missing.flatMap((column, k) => (column === undefined ? [] : [{ k, column }]))
  const slotCount = indicators.length + categoryCount
  const numbers = new Float64Array(count * numberCount)
  const slots = new Int32Array(count * slotCount)
  const labels = new Float64Array(count)
  const columnOfCode = rows.levels.map((levels, k) => {
    const position = new Map(encoder.categories[k]!.levels.map((level, at) => [level, categories[k]! + at]))
    return Int32Array.from(levels, level => position.get(level) ?? width)
  })
  const means = Float64Array.from(encoder.numbers, n => n.mean)
  const scales = Float64Array.from(encoder.numbers, n => n.scale)
  let to = 0
  for (let i = 0; i < rows.count; i += 1) {
    if (rows.test[i] !== wanted) continue
    labels[to] = rows.labels[i]!
    for (let k = 0; k < numberCount; k += 1) {
      const value = rows.numbers[i * numberCount + k]!
      numbers[to * numberCount + k] = Number.isNaN(value) ? 0 : (value - means[k]!) / scales[k]!
    }
    for (let m = 0; m < indicators.length; m += 1) {
      const { k, column } = indicators[m]!
      slots[to * slotCount + m] = Number.isNaN(rows.numbers[i * numberCount + k]!) ? column : width
    }
    for (let k = 0; k < categoryCount; k += 1) {
      slots[to * slotCount + indicators.length + k] = columnOfCode[k]![rows.codes[i * categoryCount + k]!]!
    }
    to += 1
  }
  return { count, width, numberCount, slotCount, numbers, slots, labels }
}
