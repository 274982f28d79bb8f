import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import type { Cell } from '../../../../src-main/core/datasets/cell.ts'
import { designMatrix } from '../../../../src-main/core/features/design-matrix.ts'
import { featuresOf } from '../../../../src-main/core/features/encode-rows.ts'
import { splitOff, type FeatureRows } from '../../../../src-main/core/features/feature-rows.ts'
import { fitEncoder } from '../../../../src-main/core/features/fit-encoder.ts'
import { rowKeyKey } from '../../../../src-main/core/features/split-rows.ts'
import type { Recipe } from '../../../../src-main/core/learners/learner.ts'
import { grid, toGrid } from '../../../../src-main/core/learners/logistic-regression/grid.ts'
import { logisticRegression, withoutErased } from '../../../../src-main/core/learners/logistic-regression/logistic-regression.ts'
import { lossPass, probabilities } from '../../../../src-main/core/learners/logistic-regression/loss-pass.ts'
import { moveWeights, onGrid } from '../../../../src-main/core/learners/logistic-regression/model.ts'
import { makeRecipe } from '../../../../src-main/core/learners/recipe.ts'
import type { Learner } from '../../../../src-main/core/learners/learner.ts'
import { methodsFor } from '../../../../src-main/core/unlearning/methods.ts'
import { digestOf, runMethod } from '../../../../src-main/core/unlearning/run-method.ts'
import { nodePorts } from '../../../../src-main/shells/node-ports.ts'
import { quietRun } from '../../../support/core-with.ts'
import { clinicVisits } from '../../../support/example-data.ts'
import { nextDown, nextUp } from '../../../support/float-bits.ts'
import { encodeLoaded, loadRows } from '../../../support/load-rows.ts'
import { exampleColumns, exampleRows } from '../../../support/stored-rows.ts'

const run = quietRun()
const learner = logisticRegression

const recipeWith = (lambda: number): Recipe => ({
  learner: learner.name, seed: 1, settings: { lambda }, testShare: 0, rowKey: rowKeyKey(1),
  label: { column: 'came', positive: 'yes' }, subject: null, features: featuresOf(exampleColumns),
})

const publish = (state: Parameters<typeof learner.publish>[0], recipe: Recipe) => digestOf(learner.publish(state, recipe))

/** Rows of the example's columns, some cells missing, labels that follow age a little. */
function randomCells(count: number, seed: number): Cell[][] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const age = Math.floor(20 + 60 * random())
    return [['Oslo', 'Ähtäri', '\u{1f600}', null][Math.floor(4 * random())]!, random() < 0.2 ? null : 1000 * random(), null, random() < age / 100 ? 'yes' : 'no', age]
  })
}

function prepared(rows: FeatureRows, recipe: Recipe) {
  return learner.prepare(learner.train(rows, recipe, run).state, rows, recipe)
}

describe('a rounding edge', () => {
  // Only the label varies: town has one level, the numbers one value. Then the weights of the town and of the constant are the
  // same u, and n·p(2u) − positives + λ·u = 0: λ can be chosen so that u lies where one likes.
  const positives = 41
  const cells = (count: number): Cell[][] => Array.from({ length: count }, (_, i) => ['Oslo', 5, null, i < positives ? 'yes' : 'no', 7])
  const lambdaFor = (u: number, count: number) => (positives - count / (1 + Math.exp(-2 * u))) / u
  const edge = (2 ** 18 + 0.5) / grid
  // Weights are settled when they are farther from the edge than their errors, a few 2^-53 here: 1e-12 is far.
  const offsets = [-1e-9, -1e-12, 1e-12, 1e-9]

  test.each(offsets)('%d away, training settles every weight, on the right side', offset => {
    const rows = exampleRows(cells(60))
    const { state, boundary } = learner.train(rows, recipeWith(lambdaFor(edge + offset, 60)), run)
    expect({ boundary, weights: [...state.w].map(toGrid) }).toEqual({ boundary: false, weights: [0, 0, 2 ** 18 + Number(offset > 0), 2 ** 18 + Number(offset > 0)] })
  })

  test('on it, training says so', () => {
    expect(learner.train(exampleRows(cells(60)), recipeWith(lambdaFor(edge, 60)), run).boundary).toBe(true)
  })

  test('on it, the exact method gives way to retraining, and the result says so', () => {
    const recipe = recipeWith(lambdaFor(edge, 60))
    const rows = exampleRows(cells(64))
    const model = { learner: learner as Learner<unknown>, recipe, rows, state: prepared(rows, recipe) }
    const refined = methodsFor(model.learner, recipe, rows.count).find(({ name }) => name === 'refined')!
    const result = runMethod(model, refined, new Set([61, 62, 63, 64]), () => exampleRows(cells(60)), nodePorts('').clock, run)
    expect(result).toMatchObject({ method: 'retrain', boundary: true })
  })
})

describe('numbers far out', () => {
  // The erased row makes the scale up to 10^15 times what it is without it: nothing of the old columns can then be moved to the new ones.
  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 100])('a person with an income of 10^%d is forgotten in the bits of retraining', exponent => {
    const cells = randomCells(80, exponent)
    const recipe = recipeWith(0.1)
    const rows = exampleRows([...cells, ['Oslo', 10 ** exponent, null, 'yes', 30]])
    const { erased, kept } = splitOff(rows, new Set([81]))
    const forgotten = learner.methods['refined']!.forget(prepared(rows, recipe), erased, kept, recipe, run)
    const fresh = learner.train(exampleRows(cells), recipe, run)
    expect([forgotten.boundary, publish(forgotten.state, recipe)]).toEqual([false, publish(fresh.state, recipe)])
  })

  test('the only one with an income is forgotten in the bits of retraining', () => {
    const cells = randomCells(80, 5).map((row): Cell[] => row.with(1, 0))
    const recipe = recipeWith(0.01)
    const rows = exampleRows([...cells, ['Oslo', 100_000, null, 'no', 30]])
    const { erased, kept } = splitOff(rows, new Set([81]))
    const forgotten = learner.methods['refined']!.forget(prepared(rows, recipe), erased, kept, recipe, run)
    expect(publish(forgotten.state, recipe)).toBe(publish(learner.train(exampleRows(cells), recipe, run).state, recipe))
  })
})

const size = fc.record({ count: fc.integer({ min: 5, max: 60 }), seed: fc.nat(), erasedShare: fc.double({ min: 0.05, max: 0.8, noNaN: true }) })

/** Random rows, and which of them to erase. */
function example({ count, seed, erasedShare }: { count: number; seed: number; erasedShare: number }) {
  const random = seededRandom(seed)
  const rows = exampleRows(randomCells(count, seed))
  return { rows, ...splitOff(rows, new Set([...rows.rows].filter(row => row > 2 && random() < erasedShare))) }
}

test('a number that is the same in all rows has the scale 1, also where its mean must be rounded', () => {
  const { numbers } = fitEncoder(exampleRows([['Oslo', 360.2013331837952, null, 'yes', 7], ['Oslo', null, null, 'no', 7], ['Oslo', 360.2013331837952, null, 'no', 7]]))
  expect(numbers).toEqual([{ name: 'age', mean: 7, scale: 1, missing: false }, { name: 'income', mean: expect.closeTo(360.2, 1), scale: 1, missing: true }])
})

describe('moving to the columns of the kept rows', () => {
  test('leaves the predictions for the kept rows as they are', () => {
    fc.assert(fc.property(size, given => {
      const { rows, kept } = example(given)
      const [from, to] = [fitEncoder(rows), fitEncoder(kept)]
      const random = seededRandom(given.seed + 1)
      const w = Float64Array.from({ length: designMatrix(rows, from, 'train').width }, () => 2 * random() - 1)
      const before = probabilities(designMatrix(kept, from, 'train'), w)
      const after = probabilities(designMatrix(kept, to, 'train'), moveWeights(w, from, to))
      // Margins are sums of six terms; the largest is a mean moved by up to 1,000 on a scale of 1.
      after.forEach((p, i) => expect(Math.abs(p - before[i]!)).toBeLessThan(1e-12))
    }))
  })

  test('gives the gradient and the Hessian of the kept rows without reading them', () => {
    fc.assert(fc.property(size, given => {
      const { rows, erased, kept } = example(given)
      const recipe = recipeWith(0.5)
      const model = prepared(rows, recipe)
      const encoder = fitEncoder(kept)
      const matrix = designMatrix(kept, encoder, 'train')
      const moved = withoutErased(model, erased, encoder, 0.5)
      expect(moved.w).toEqual(moveWeights(model.w, model.encoder, encoder))

      const { width } = matrix
      const gradient = new Float64Array(width)
      lossPass(matrix, 0.5, moved.w, gradient)
      // The gradient of all rows, taken as zero, is what one Newton step from the grid leaves: second order in 2^-21, for each row.
      // Scales may shrink to a tenth or less: that multiplies it.
      const shrunk = Math.max(1, ...encoder.numbers.map(({ scale }, k) => model.encoder.numbers[k]!.scale / scale))
      gradient.forEach((value, j) => expect(Math.abs(moved.gradient[j]! - value)).toBeLessThan(2 ** -42 * rows.count * shrunk))

      const hessian = new Float64Array((width + 1) ** 2)
      lossPass(matrix, 0.5, moveWeights(onGrid(model).w, model.encoder, encoder), gradient, hessian)
      for (let i = 0; i < width; i += 1) {
        for (let j = i; j < width; j += 1) {
          const value = moved.hessian[i * width + j]!
          expect(moved.hessian[j * width + i]).toBe(value)
          // Rounding errors of sums of at most 60 terms below 10, again multiplied.
          expect(Math.abs(value - hessian[i * (width + 1) + j]!)).toBeLessThan(1e-12 * shrunk ** 2)
        }
      }
    }))
  })
})

/** Runs with a Math.exp that is one unit in the last place off, up or down, for about half of its arguments. */
function withOtherExp<T>(seed: number, what: () => T): T {
  const { exp } = Math
  const random = seededRandom(seed)
  Math.exp = x => [nextDown, nextUp, Number, Number][Math.floor(4 * random())]!(exp(x))
  try {
    return what()
  } finally {
    Math.exp = exp
  }
}

describe('Math.exp', () => {
  test('of another engine, off by one unit in the last place, leaves the published bits as they are', () => {
    const loaded = loadRows(clinicVisits)
    const recipe = makeRecipe(loaded.dataset, learner.name, {})
    const rows = encodeLoaded(loaded, loaded.rows, recipe)
    const { erased, kept } = splitOff(rows, new Set(Array.from({ length: 40 }, (_, i) => 1 + 90 * i)))
    const both = () => {
      const trained = learner.train(rows, recipe, run)
      const forgotten = learner.methods['refined']!.forget(learner.prepare(trained.state, rows, recipe), erased, kept, recipe, run)
      return [trained, forgotten].map(({ state, boundary }) => ({ boundary, sha256: publish(state, recipe) }))
    }
    const here = both()
    expect(here.map(({ boundary }) => boundary)).toEqual([false, false])
    for (const seed of [1, 2, 3]) expect(withOtherExp(seed, both)).toEqual(here)
  })
})

test('exactness is not promised where rounding errors could reach the grid', () => {
  expect(learner.exactnessRefusal(recipeWith(1), 1_000_000)).toBeUndefined()
  // 6 · 9 · 2^-53 · √(n/4) / λ must stay below 1e-9.
  expect(learner.exactnessRefusal(recipeWith(2.9e-4), 10_000)).toContain('lambda is below 0.00030')
  expect(methodsFor(learner as Learner<unknown>, recipeWith(1e-6), 10_000).map(({ name, guarantee }) => [name, guarantee])).toEqual([['retrain', 'same-bits'], ['refined', 'none'], ['influence', 'none']])
})
