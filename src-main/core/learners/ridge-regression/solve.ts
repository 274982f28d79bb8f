import { CoreError } from '../../base/core-error.ts'
import { dyadic, minus, plus, roughly, scaled, times, unscaled, zeros, type Dyadic, type Scaled } from '../../features/dyadic.ts'
import { cholesky, choleskySolve } from '../logistic-regression/cholesky.ts'
import { grid } from '../logistic-regression/grid.ts'
import { dividedBy, type NormalEquations } from './normal-equations.ts'

export interface Solution {
  /** The published weights, whole multiples of 2⁻²⁰, [width]. */
  readonly weights: Float64Array
  /** True where some weight lies on a rounding edge of the grid as far as can be said. */
  readonly boundary: boolean
}

const unitRoundoff = 2 ** -53
/** Roundings of one product of a residual, at most: three of the matrix, one for λ, one of the product, and one for adding what was lost in adding. */
const productRoundings = 6
/** Each makes the residual smaller by the condition number times the rounding error: one is nearly always enough. */
const mostRefinements = 12

/**
 * The minimum of ½‖label − columns·w‖² + λ/2·‖w‖² over standardised columns and label, rounded to the grid. A weight is settled when it is
 * farther from a rounding edge than ‖residual‖/λ, which the distance from the minimum never exceeds. First in float64, with a bound on
 * the rounding errors of the residual; where that does not settle every weight, with exact residuals.
 */
export function solve(equations: NormalEquations, lambda: number): Solution {
  const { width, matrix, right, scales, label } = equations
  const parts = scales.map(scale => scaled(scale))
  const labelPart = scaled(label.scale)
  const A = new Float64Array(width * width)
  for (let j = 0; j < width; j += 1) {
    for (let k = j; k < width; k += 1) {
      const sum = matrix[j * width + k]!
      if (sum.digits === 0n) continue
      const isCount = sum.unit === 0 && scales[j] === 1 && scales[k] === 1
      A[j * width + k] = A[k * width + j] = isCount ? Number(sum.digits) : dividedBy(roughly(sum), parts[j]!, parts[k]!)
    }
  }
  const b = Float64Array.from(right, (sum, j) => (sum.digits === 0n ? 0 : dividedBy(roughly(sum), parts[j]!, labelPart)))
  for (let j = 0; j < width; j += 1) A[j * width + j]! += lambda
  const L = cholesky(A, width, width)
  if (L === undefined) throw new CoreError('train/no-convergence', {})
  const w = choleskySolve(L, b)
  let square = 0
  for (let j = 0; j < width; j += 1) {
    let residual = b[j]!
    let lost = 0
    let size = Math.abs(residual)
    for (let k = 0; k < width; k += 1) {
      // What adding loses is added in the end (Knuth's two-sum).
      const product = -A[j * width + k]! * w[k]!
      const sum = residual + product
      const part = sum - residual
      lost += residual - (sum - part) + (product - part)
      residual = sum
      size += Math.abs(product)
    }
    square += (Math.abs(residual + lost) + productRoundings * unitRoundoff * size) ** 2
  }
  const distance = 2 * Math.sqrt(square) / lambda
  if (w.every(weight => toEdge(weight) > distance)) return { weights: w.map(nearest), boundary: false }
  return solveExactly(equations, lambda, w, L, parts, labelPart)
}

const nearest = (weight: number): number => Math.floor(weight * grid + 0.5) + 0

const toEdge = (weight: number): number => Math.abs(weight * grid - Math.floor(weight * grid) - 0.5) / grid

/** Bits behind the point, of weights in units of the grid. */
const fine = 100n

/**
 * In the coordinates of columns and label as they are, v = w · scale of the label / scale of the column, every number is exact. A sum of
 * float64 corrections comes as near to the minimum as needed.
 */
function solveExactly({ width, matrix, right, scales, label }: NormalEquations, lambda: number, start: Float64Array, L: Float64Array, parts: readonly Scaled[], labelPart: Scaled): Solution {
  const strength = dyadic(lambda)
  const penalties = scales.map(scale => times(strength, times(dyadic(scale), dyadic(scale))))
  let v = zeros(width)
  let correction = start
  for (let refinement = 1; ; refinement += 1) {
    v = v.map((value, j) => {
      const { fraction, exponent } = scaled(correction[j]! * labelPart.fraction / parts[j]!.fraction, labelPart.exponent - parts[j]!.exponent)
      const { digits, unit } = dyadic(fraction)
      return plus(value, { digits, unit: unit + exponent })
    })
    const residual = Float64Array.from(right, (sum, j) => {
      let left = minus(sum, times(penalties[j]!, v[j]!))
      for (let k = 0; k < width; k += 1) left = minus(left, times(matrix[j * width + k]!, v[k]!))
      return left.digits === 0n ? 0 : dividedBy(roughly(left), parts[j]!, labelPart)
    })
    // One percent more than the rounding errors of residual and length.
    const distance = 1.01 * Math.sqrt(residual.reduce((sum, part) => sum + part * part, 0)) / lambda
    const rounded = v.map((value, j) => roundExactly(value, scales[j]!, label.scale, distance))
    const boundary = rounded.some(({ settled }) => !settled)
    if (!boundary || refinement === mostRefinements) return { weights: Float64Array.from(rounded, ({ weight }) => weight), boundary }
    correction = choleskySolve(L, residual)
  }
}

/** The published whole number of a weight v · scale / label scale that is right to `distance`, and whether that can change it. */
function roundExactly(v: Dyadic, scale: number, labelScale: number, distance: number): { weight: number; settled: boolean } {
  const above = times(v, dyadic(scale))
  const below = dyadic(labelScale)
  const shift = BigInt(above.unit - below.unit + 20) + fine
  const fineWeight = shift >= 0n ? (above.digits << shift) / below.digits : above.digits / (below.digits << -shift)
  const half = 1n << (fine - 1n)
  const fromEdge = BigInt.asUintN(Number(fine), fineWeight + half)
  const nearer = fromEdge < half ? fromEdge : (1n << fine) - fromEdge
  return {
    weight: Number((fineWeight + half) >> fine),
    // Two units of the finest bit for the quotient cut short.
    settled: unscaled(scaled(Number(nearer - 2n), -Number(fine))) > distance * grid,
  }
}
