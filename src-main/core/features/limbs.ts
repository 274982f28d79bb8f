import { wholeDigits } from './dyadic.ts'

/** Bits of one limb: products of two limbs have at most 40. */
const limbBits = 20
const base = 2 ** limbBits
/** This many products of two limbs add without rounding. */
export const exactProducts = 2 ** (53 - 2 * limbBits)

/**
 * Numbers in columns, each as whole numbers below 2²⁰ with the number's sign: value = Σ limb[l] · 2^(20·l + unit of its column).
 * What is summed over few enough rows of limbs and of products of limbs is exact in float64.
 */
export interface Limbs {
  /** For each column: the exponent its limbs count from, its first limb, and how many it has. */
  readonly units: Int32Array
  readonly firsts: Int32Array
  readonly lengths: Int32Array
  /** Limbs of a row, and all of them, [rows × perRow]; 0 where a value is missing. */
  readonly perRow: number
  readonly limbs: Float64Array
}

/** The limbs of values [rows × columns], NaN where missing. */
export function limbsOf(values: Float64Array, columns: number): Limbs {
  const rows = columns === 0 ? 0 : values.length / columns
  const units = new Int32Array(columns)
  const tops = new Int32Array(columns).fill(1)
  const parts = new Float64Array(values.length)
  const partUnits = new Int32Array(values.length)
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!
    if (value === 0 || Number.isNaN(value)) continue
    const { digits, unit } = wholeDigits(value)
    const column = i % columns
    parts[i] = digits
    partUnits[i] = unit
    if (unit < units[column]!) units[column] = unit
    const top = unit + bitsOf(digits)
    if (top > tops[column]!) tops[column] = top
  }
  const lengths = units.map((unit, k) => Math.ceil((tops[k]! - unit) / limbBits))
  const firsts = new Int32Array(columns)
  for (let k = 1; k < columns; k += 1) firsts[k] = firsts[k - 1]! + lengths[k - 1]!
  const perRow = columns === 0 ? 0 : firsts[columns - 1]! + lengths[columns - 1]!
  const limbs = new Float64Array(rows * perRow)
  for (let i = 0; i < values.length; i += 1) {
    const digits = parts[i]!
    if (digits === 0) continue
    const column = i % columns
    const shift = partUnits[i]! - units[column]!
    let at = ((i - column) / columns) * perRow + firsts[column]! + Math.floor(shift / limbBits)
    const sign = Math.sign(digits)
    const factor = 2 ** (shift % limbBits)
    let left = Math.abs(digits)
    let carry = 0
    while (left > 0 || carry > 0) {
      const low = left % base
      left = (left - low) / base
      const sum = low * factor + carry
      const limb = sum % base
      carry = (sum - limb) / base
      limbs[at] = sign * limb
      at += 1
    }
  }
  return { units, firsts, lengths, perRow, limbs }
}

const bitsOf = (digits: number): number => {
  const size = Math.abs(digits)
  let bits = Math.max(0, Math.floor(Math.log2(size)) - 1)
  while (2 ** bits <= size) bits += 1
  return bits
}

/** The whole number a run of limbs, or of sums of limbs, stands for. */
export function fromLimbs(sums: Float64Array, first: number, length: number): bigint {
  let total = 0n
  for (let l = length - 1; l >= 0; l -= 1) total = (total << BigInt(limbBits)) + BigInt(sums[first + l]!)
  return total
}
