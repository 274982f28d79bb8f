import { expect, test } from 'vitest'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import type { Cell } from '../../../../src-main/core/datasets/cell.ts'
import { dyadic } from '../../../../src-main/core/features/dyadic.ts'
import { splitOff } from '../../../../src-main/core/features/feature-rows.ts'
import type { Recipe } from '../../../../src-main/core/learners/learner.ts'
import type { NormalEquations } from '../../../../src-main/core/learners/ridge-regression/normal-equations.ts'
import { ridgeRegression as learner } from '../../../../src-main/core/learners/ridge-regression/ridge-regression.ts'
import { solve } from '../../../../src-main/core/learners/ridge-regression/solve.ts'
import { quietRun } from '../../../support/core-with.ts'
import { exampleColumns, exampleRows } from '../../../support/stored-rows.ts'
import { featuresOf } from '../../../../src-main/core/features/encode-rows.ts'
import { rowKeyKey } from '../../../../src-main/core/features/split-rows.ts'

const run = quietRun()
/** Age is predicted from town and income. */
const label = { column: 'age', task: 'regression' } as const
const features = featuresOf(exampleColumns).filter(({ name }) => name !== 'age')
const recipe = (lambda = 1): Recipe => ({ learner: learner.name, seed: 1, settings: { lambda }, testShare: 0, rowKey: rowKeyKey(1), label, subject: null, features })
const rowsOf = (cells: readonly (readonly Cell[])[]) => exampleRows(cells, { label, features })
const row = (town: Cell, income: Cell, age: number): Cell[] => [town, income, null, null, age]
const trainOn = (cells: readonly (readonly Cell[])[], lambda?: number) => learner.train(rowsOf(cells), recipe(lambda), run)
const predict = (cells: readonly (readonly Cell[])[], lambda?: number) => Array.from(learner.predict(trainOn(cells, lambda).state, rowsOf(cells), 'train').values)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const saved = (state: Parameters<typeof learner.save>[0]) => [...learner.save(state)].map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')])

function randomCells(count: number): Cell[][] {
  const random = seededRandom(5)
  return Array.from({ length: count }, (_, i) => row(i % 7 === 0 ? null : ['Oslo', 'Köln', 'Rom'][Math.floor(random() * 3)]!, i % 11 === 0 ? null : random() * 1e4, Math.floor(20 + 60 * random())))
}

test('a state that forgot is, byte for byte, that of never having seen the rows', () => {
  const cells = [...randomCells(200), row('Atlantis', 0.1, 5e-324), row('Atlantis', 1e100, 1e-100)]
  const all = rowsOf(cells)
  const { erased, kept } = splitOff(all, new Set([3, 9, 77, 201, 202]))
  const state = learner.load(learner.save(learner.prepare(learner.train(all, recipe(), run).state, all, recipe())))
  const forgotten = learner.methods['refined']!.forget(state, erased, kept, recipe(), run)
  const fresh = learner.train(kept, recipe(), run)
  expect(saved(forgotten.state)).toEqual(saved(fresh.state))
  expect(text(learner.publish(forgotten.state, recipe()))).not.toContain('Atlantis')
  expect(forgotten.effort).toEqual({ gradientPasses: 0, hessianPasses: 0 })
})

test('a line is found, and less penalty finds it nearer', () => {
  const cells = Array.from({ length: 50 }, (_, i) => row('Oslo', i, 30 + 2 * i))
  const error = (lambda: number) => Math.max(...predict(cells, lambda).map((value, i) => Math.abs(value - 30 - 2 * i)))
  // The grid of 2⁻²⁰, times the label's scale of 29 and at most 1.7 standard deviations.
  expect(error(1e-6)).toBeLessThan(1e-4)
  expect(error(1e-6)).toBeLessThan(error(1))
  expect(error(1)).toBeLessThan(error(100))
})

test('labels that are all the same are predicted as they are', () => {
  for (const same of [0, 0.1, -7, 1e150, 5e-324]) expect(new Set(predict(Array.from({ length: 12 }, (_, i) => row('Oslo', i, same))))).toEqual(new Set([same]))
})

test('rows that are all the same, columns without a value, and one row are learned from', () => {
  expect(predict(Array.from({ length: 5 }, () => row('Oslo', 3, 9)))).toEqual([9, 9, 9, 9, 9])
  expect(predict([row(null, null, 4), row(null, null, 6)])).toEqual([5, 5])
  expect(predict([row('Rom', 1, 41)])).toEqual([41])
})

test('numbers of any size up to 1e150 are forgotten exactly; larger ones are refused by name of their column', () => {
  const far = [row('Oslo', 1e150, 1e150), row('Oslo', -1e150, 1e-150), row('Rom', 1e-150, -1e150)]
  const all = rowsOf([...randomCells(20), ...far])
  const { erased, kept } = splitOff(all, new Set([21, 22, 23]))
  const { state } = learner.train(all, recipe(), run)
  expect(learner.predict(state, all, 'train').values.every(Number.isFinite)).toBe(true)
  const forgotten = learner.methods['refined']!.forget(state, erased, kept, recipe(), run)
  expect(saved(forgotten.state)).toEqual(saved(learner.train(kept, recipe(), run).state))
  expect(() => trainOn([row('Oslo', 1.1e150, 1)])).toThrow(expect.objectContaining({ code: 'train/not-standardisable', details: { column: 'income' } }))
  expect(() => trainOn([row('Oslo', 1, -1e300)])).toThrow(expect.objectContaining({ code: 'train/not-standardisable', details: { column: 'age' } }))
})

test('more columns than a factor can have are refused by name of the widest category', () => {
  const cells = Array.from({ length: 2001 }, (_, i) => row(`town ${i}`, i, i))
  expect(() => trainOn(cells)).toThrow(expect.objectContaining({ code: 'train/too-many-categories', details: { column: 'town', found: 2004, most: 2000 } }))
})

test('every damaged part of a saved state is named', () => {
  const parts = learner.save(trainOn(randomCells(30)).state)
  for (const name of parts.keys()) {
    for (const damaged of [undefined, Buffer.alloc(8, 255), Buffer.from('{}'), Buffer.from('null'), parts.get(name)!.subarray(0, -1)]) {
      const others = new Map(parts)
      if (damaged === undefined) others.delete(name)
      else others.set(name, damaged)
      expect(() => learner.load(others)).toThrow(expect.objectContaining({ code: 'model/state-damaged', details: { learner: 'ridge-regression', part: name } }))
    }
  }
})

test('same bits are offered down to a λ that rounding errors cannot reach', () => {
  expect(learner.exactnessRefusal(recipe(1e-6), 1_000_000)).toBeUndefined()
  expect(learner.exactnessRefusal(recipe(1e-6), 2_000_000)).toMatch(/^lambda is below 0\.0000018/)
})

test('columns that are the same, and the least λ, are settled', () => {
  const cells = Array.from({ length: 400 }, (_, i) => row(i % 2 === 0 ? 'Oslo' : null, i % 2 === 0 ? i : null, i * i))
  expect(trainOn(cells, 1e-6).boundary).toBe(false)
})

/** w = right / (matrix + λ), one column that is a count. */
const one = (right: number): NormalEquations => ({
  encoder: { numbers: [], categories: [] }, label: { mean: 0, scale: 1 }, width: 1, scales: [1], matrix: [dyadic(3)], right: [dyadic(right)],
})

test('a weight exactly on a rounding edge is a boundary; one that is not is rounded to its side, however near', () => {
  const edge = 4 * 1001 * 2 ** -21
  expect(solve(one(edge), 1)).toEqual({ weights: Float64Array.of(501), boundary: true })
  expect(solve(one(edge + 2 ** -60), 1)).toEqual({ weights: Float64Array.of(501), boundary: false })
  expect(solve(one(edge - 2 ** -60), 1)).toEqual({ weights: Float64Array.of(500), boundary: false })
  expect(solve(one(-edge - 2 ** -60), 1)).toEqual({ weights: Float64Array.of(-501), boundary: false })
})

test('exact residuals find what float64 alone cannot: columns in other units have the same weights', () => {
  // The third of 2⁻²¹·(2k+1)/… is no float64 number, and so near an edge that its rounding decides.
  const near = { digits: 3n * 1001n * (1n << 60n) + 1n, unit: -81 }
  const of = (scale: number, labelScale: number): NormalEquations => ({
    ...one(0), label: { mean: 0, scale: labelScale }, scales: [scale], matrix: [dyadic(2 * scale * scale)], right: [{ digits: near.digits, unit: near.unit + Math.log2(scale * labelScale) }],
  })
  for (const [scale, labelScale] of [[1, 1], [2 ** -300, 2 ** 300], [2 ** 400, 2 ** -100]] as const) {
    expect(solve(of(scale, labelScale), 1)).toEqual({ weights: Float64Array.of(501), boundary: false })
    const below = of(scale, labelScale)
    const { digits, unit } = below.right[0]!
    expect(solve({ ...below, right: [{ digits: digits - 2n, unit }] }, 1)).toEqual({ weights: Float64Array.of(500), boundary: false })
  }
})

test('a long training says how far it is, and stops when it is cancelled', () => {
  const many = Array.from({ length: 9000 }, (_, i) => row('Oslo', i, i))
  const cancel = new AbortController()
  const told: [number, number][] = []
  const watched = { signal: cancel.signal, progress: (_stage: string, done: number, total: number) => void told.push([done, total]) }
  learner.train(rowsOf(many), recipe(), watched)
  expect(told).toEqual([[8192, 9000]])
  cancel.abort()
  expect(() => learner.train(rowsOf(many), recipe(), watched)).toThrow(expect.objectContaining({ name: 'AbortError' }))
})
