import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import type { DesignMatrix } from '../../../../src-main/core/features/design-matrix.ts'
import { lossPass, probabilities } from '../../../../src-main/core/learners/logistic-regression/loss-pass.ts'
import { shuffled } from '../../../support/shuffled.ts'

const width = 9

/** 700 rows of 3 numbers, an indicator (column 3, or none), a category of four levels (4 to 7, or none) and the constant. */
function randomMatrix(seed: number): DesignMatrix {
  const random = seededRandom(seed)
  const count = 700
  return {
    count, width, numberCount: 3, slotCount: 2,
    numbers: Float64Array.from({ length: count * 3 }, () => 4 * random() - 2),
    slots: Int32Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? (random() < 0.2 ? 3 : width) : random() < 0.1 ? width : 4 + Math.floor(4 * random()))),
    labels: Float64Array.from({ length: count }, () => Number(random() < 0.4)),
  }
}

/** One row as a full vector. */
function denseRow(matrix: DesignMatrix, i: number): number[] {
  // The last place takes what belongs to no column.
  const row = Array<number>(width + 1).fill(0)
  for (let k = 0; k < 3; k += 1) row[k] = matrix.numbers[i * 3 + k]!
  for (const slot of matrix.slots.subarray(i * 2, i * 2 + 2)) row[slot] = 1
  row[width - 1] = 1
  return row.slice(0, width)
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, j) => sum + x * b[j]!, 0)

function loss(matrix: DesignMatrix, lambda: number, w: Float64Array): number {
  let sum = (lambda / 2) * dot(w, w)
  for (let i = 0; i < matrix.count; i += 1) sum += Math.log1p(Math.exp((1 - 2 * matrix.labels[i]!) * dot(denseRow(matrix, i), w)))
  return sum
}

function pass(matrix: DesignMatrix, lambda: number, w: Float64Array) {
  const gradient = new Float64Array(width)
  const hessian = new Float64Array((width + 1) ** 2)
  lossPass(matrix, lambda, w, gradient, hessian)
  return { gradient, hessianAt: (i: number, j: number) => hessian[Math.min(i, j) * (width + 1) + Math.max(i, j)]! }
}

const matrix = randomMatrix(1)
const random = seededRandom(2)
const w = Float64Array.from({ length: width }, () => 2 * random() - 1)
const lambda = 0.3
const moved = (j: number, by: number) => w.map((weight, k) => (k === j ? weight + by : weight))

describe('one pass over the rows', () => {
  test('gives the derivative of the loss', () => {
    const { gradient } = pass(matrix, lambda, w)
    // Central differences with step h: h² times the third derivative (below 700) and 2^-53 · loss / h are both below 1e-6 here.
    const h = 1e-5
    for (let j = 0; j < width; j += 1) expect(Math.abs(gradient[j]! - (loss(matrix, lambda, moved(j, h)) - loss(matrix, lambda, moved(j, -h))) / (2 * h))).toBeLessThan(1e-6)
  })

  test('gives the derivative of the gradient', () => {
    const { hessianAt } = pass(matrix, lambda, w)
    const h = 1e-5
    for (let j = 0; j < width; j += 1) {
      const [up, down] = [pass(matrix, lambda, moved(j, h)).gradient, pass(matrix, lambda, moved(j, -h)).gradient]
      for (let i = 0; i < width; i += 1) expect(Math.abs(hessianAt(i, j) - (up[i]! - down[i]!) / (2 * h))).toBeLessThan(1e-6)
    }
  })

  test('agrees with a plain sum over full vectors to its rounding errors', () => {
    const { gradient, hessianAt } = pass(matrix, lambda, w)
    const plain = {
      gradient: Array.from(w, weight => lambda * weight),
      hessian: Array.from({ length: width }, (_, i) => Array.from({ length: width }, (__, j) => (i === j ? lambda : 0))),
    }
    for (let i = 0; i < matrix.count; i += 1) {
      const x = denseRow(matrix, i)
      const p = 1 / (1 + Math.exp(-dot(x, w)))
      x.forEach((value, a) => {
        plain.gradient[a]! += (p - matrix.labels[i]!) * value
        x.forEach((other, b) => { plain.hessian[a]![b]! += p * (1 - p) * value * other })
      })
    }
    // 700 additions of terms below 2: at most 700 · 2^-53 · 1,400, and in practice a thousandth of it.
    for (let a = 0; a < width; a += 1) {
      expect(Math.abs(gradient[a]! - plain.gradient[a]!)).toBeLessThan(1e-12)
      for (let b = 0; b < width; b += 1) expect(Math.abs(hessianAt(a, b) - plain.hessian[a]![b]!)).toBeLessThan(1e-12)
    }
  })

  test('depends on the order of the rows far below what is published', () => {
    const order = shuffled(Array.from({ length: matrix.count }, (_, i) => i), 3)
    const inOrder = (array: ArrayLike<number>, perRow: number) => order.flatMap(i => Array.from(array).slice(i * perRow, (i + 1) * perRow))
    const turned: DesignMatrix = {
      ...matrix, labels: Float64Array.from(inOrder(matrix.labels, 1)),
      numbers: Float64Array.from(inOrder(matrix.numbers, 3)), slots: Int32Array.from(inOrder(matrix.slots, 2)),
    }
    const { gradient } = pass(matrix, lambda, w)
    // Six times the standard deviation that newton.ts reckons with: 9 · 2^-53 · √(rows/4).
    pass(turned, lambda, w).gradient.forEach((value, j) => expect(Math.abs(value - gradient[j]!)).toBeLessThan(6 * 9 * 2 ** -53 * Math.sqrt(matrix.count / 4)))
  })

  test('gives the same gradient with and without a Hessian, bit for bit', () => {
    const alone = new Float64Array(width)
    lossPass(matrix, lambda, w, alone)
    expect(alone).toEqual(pass(matrix, lambda, w).gradient)
  })
})

test('probabilities are those of the margins', () => {
  const expected = Array.from({ length: matrix.count }, (_, i) => 1 / (1 + Math.exp(-dot(denseRow(matrix, i), w))))
  // A margin below 10 has an error of a few 2^-53 · 10, a probability a quarter of it.
  probabilities(matrix, w).forEach((p, i) => expect(Math.abs(p - expected[i]!)).toBeLessThan(1e-14))
})
