import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import { cholesky, choleskySolve, inverseRowLengths } from '../../../../src-main/core/learners/logistic-regression/cholesky.ts'
import { newtonSteps } from '../../../../src-main/core/learners/logistic-regression/newton-step.ts'

const width = 12
const random = seededRandom(4)
const A = Array.from({ length: width }, () => Array.from({ length: width }, () => random() - 0.5))
/** A·Aᵀ + I, so that its condition stays below 20. */
const full = A.map((row, i) => A.map((other, j) => row.reduce((sum, x, k) => sum + x * other[k]!, i === j ? 1 : 0)))
const b = Float64Array.from({ length: width }, () => random() - 0.5)

/** The upper triangle alone, in rows of `stride` numbers; the rest is not to be read. */
function upper(stride: number): Float64Array {
  const H = new Float64Array(stride * stride).fill(Number.NaN)
  full.forEach((row, i) => row.forEach((value, j) => { if (j >= i) H[i * stride + j] = value }))
  return H
}

// Twelve columns and a condition of 20: errors of a few hundred 2^-53.
const tolerance = 1e-13

describe('the Cholesky factor', () => {
  const L = cholesky(upper(width + 1), width, width + 1)!

  test('multiplies to the matrix, read from its upper triangle', () => {
    full.forEach((row, i) => row.forEach((value, j) => {
      let sum = 0
      for (let k = 0; k < width; k += 1) sum += L[i * width + k]! * L[j * width + k]!
      expect(Math.abs(sum - value)).toBeLessThan(tolerance)
    }))
  })

  test('solves', () => {
    const x = choleskySolve(L, b)
    full.forEach((row, i) => expect(Math.abs(row.reduce((sum, value, j) => sum + value * x[j]!, -b[i]!))).toBeLessThan(tolerance))
  })

  test('gives the lengths of the rows of the inverse', () => {
    const rows = Array.from({ length: width }, (_, i) => choleskySolve(L, Float64Array.from({ length: width }, (__, j) => Number(i === j))))
    inverseRowLengths(L, width).forEach((length, i) => expect(Math.abs(length - Math.hypot(...rows[i]!))).toBeLessThan(tolerance))
  })

  test.each([[Float64Array.of(1, 2, 2, 1)], [Float64Array.of(0, 0, 0, 1)], [Float64Array.of(Number.NaN, 0, 0, 1)]])('is refused where the matrix is not positive definite: %s', H => {
    expect(cholesky(H, 2, 2)).toBeUndefined()
  })
})

describe('a corrected Newton step', () => {
  const factor = cholesky(upper(width), width, width)!

  test('is the plain one before anything was learned', () => {
    expect(newtonSteps(factor).step(b)).toEqual(choleskySolve(factor, b))
  })

  test('would have hit where the last move went', () => {
    const steps = newtonSteps(factor)
    const points = Array.from({ length: 4 }, () => Float64Array.from({ length: width }, () => random()))
    // Gradients of another quadratic function: its Hessian is twice the matrix plus one.
    const gradients = points.map(p => Float64Array.from(full, (row, i) => row.reduce((sum, value, j) => sum + 2 * value * p[j]!, p[i]!)))
    for (let k = 1; k < 4; k += 1) steps.learn(points[k - 1]!, points[k]!, gradients[k - 1]!, gradients[k]!)
    steps.step(gradients[3]!.map((g, i) => g - gradients[2]![i]!)).forEach((s, i) => expect(Math.abs(s - (points[3]![i]! - points[2]![i]!))).toBeLessThan(tolerance))
  })

  test('learns nothing from a move whose curvature rounding made negative', () => {
    const steps = newtonSteps(factor)
    steps.learn(b, b.map(x => x + 1), b, b.map(x => x - 1))
    expect(steps.step(b)).toEqual(choleskySolve(factor, b))
  })
})
