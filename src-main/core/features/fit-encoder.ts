import { CoreError } from '../base/core-error.ts'
import { exactSum } from './exact-sum.ts'
import type { FeatureRows } from './feature-rows.ts'
import { round32 } from './round32.ts'
import { levelsPresent, placesOf } from './rows-learned-from.ts'

export interface NumberEncoding {
  readonly name: string
  /** Mean and standard deviation (of the population) of the values present, rounded to 32 significant bits; scale 1 where all are equal. */
  readonly mean: number
  readonly scale: number
  /** True where some row had no value: such rows get the mean and a column of their own. */
  readonly missing: boolean
}

export interface CategoryEncoding {
  readonly name: string
  /** The values present, sorted by UTF-8 bytes; null (missing) comes first. */
  readonly levels: readonly (string | null)[]
}

/** How rows become numbers: a pure function of the multiset of rows it was fitted on. */
export interface Encoder {
  readonly numbers: readonly NumberEncoding[]
  readonly categories: readonly CategoryEncoding[]
}

/** Fits the encoder on the rows that are not held out. */
export function fitEncoder(rows: FeatureRows): Encoder {
  const train = placesOf(rows, 'train')
  const levels = levelsPresent(rows)
  return {
    numbers: rows.names.numbers.map((name, k) => fitNumber(rows, train, name, k)),
    categories: rows.names.categories.map((name, k) => ({ name, levels: levels[k]! })),
  }
}

function fitNumber(rows: FeatureRows, train: Uint32Array, name: string, k: number): NumberEncoding {
  const columns = rows.names.numbers.length
  const values = new Float64Array(train.length)
  let present = 0
  let whole = true
  let largest = 0
  let equal = true
  for (let i = 0; i < train.length; i += 1) {
    const value = rows.numbers[train[i]! * columns + k]!
    if (Number.isNaN(value)) continue
    values[present] = value
    present += 1
    equal &&= value === values[0]
    whole &&= Number.isInteger(value)
    largest = Math.max(largest, Math.abs(value))
  }
  const missing = present < train.length
  if (present === 0) return { name, mean: 0, scale: 1, missing }
  // Squares of larger numbers overflow.
  if (largest > 1e150) throw new CoreError('train/not-standardisable', { column: name })
  const mean = round32(sumOf(values.subarray(0, present), whole && largest * present < 2 ** 53) / present)
  // Not left to the sum of squares: the rounded mean need not be the value they all have.
  if (equal) return { name, mean, scale: 1, missing }
  for (let i = 0; i < present; i += 1) {
    const deviation = values[i]! - mean
    values[i] = deviation * deviation
  }
  const scale = round32(Math.sqrt(exactSum(values.subarray(0, present)) / present)) || 1
  return { name, mean, scale, missing }
}

/** Whole numbers whose sum stays below 2^53 add without rounding. */
function sumOf(values: Float64Array, exactAsIs: boolean): number {
  if (!exactAsIs) return exactSum(values)
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += values[i]!
  return sum
}
