import { expect, test } from 'vitest'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import type { Cell } from '../../../../src-main/core/datasets/cell.ts'
import { featuresOf, type Label } from '../../../../src-main/core/features/encode-rows.ts'
import { splitOff } from '../../../../src-main/core/features/feature-rows.ts'
import { rowKeyKey } from '../../../../src-main/core/features/split-rows.ts'
import type { Recipe } from '../../../../src-main/core/learners/learner.ts'
import { densitiesOf } from '../../../../src-main/core/learners/naive-bayes/densities.ts'
import { naiveBayes as learner } from '../../../../src-main/core/learners/naive-bayes/naive-bayes.ts'
import { makeRecipe } from '../../../../src-main/core/learners/recipe.ts'
import { quietRun } from '../../../support/core-with.ts'
import { exampleColumns, exampleRows } from '../../../support/stored-rows.ts'

const run = quietRun()
const binary: Label = { column: 'came', positive: 'yes' }
const several: Label = { column: 'came', task: 'multiclass' }
const recipe = (label: Label, smoothing = 1): Recipe =>
  ({ learner: learner.name, seed: 1, settings: { smoothing }, testShare: 0, rowKey: rowKeyKey(1), label, subject: null, features: featuresOf(exampleColumns) })
const rowsOf = (cells: readonly (readonly Cell[])[], label: Label) => exampleRows(cells, { label })
const row = (town: Cell, income: Cell, came: string, age: Cell = 30): Cell[] => [town, income, null, came, age]
const trainOn = (cells: readonly (readonly Cell[])[], label: Label = binary, smoothing = 1) => learner.train(rowsOf(cells, label), recipe(label, smoothing), run).state
const saved = (state: Parameters<typeof learner.save>[0]) => [...learner.save(state).values()].map(bytes => Buffer.from(bytes).toString())

const cells = [row('Oslo', 10, 'yes'), row('Oslo', 14, 'yes'), row('Rom', null, 'yes'), row('Rom', 20, 'no'), row(null, 26, 'no')]

const normal = (x: number, mean: number, variance: number) => Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)

test('a probability is share × densities × smoothed shares of texts, and what is missing is left out', () => {
  const { values, classes } = learner.predict(trainOn(cells), rowsOf(cells, binary), 'train')
  // Age is the same in all rows and says nothing. Of the towns, Oslo has 2 of 3 among yes and 0 of 1 among no; both plus 1, of two towns.
  const yes = 3 / 5 * normal(10, 12, 4) * (3 / 5)
  const no = 2 / 5 * normal(10, 23, 9) * (1 / 3)
  expect(values[0]).toBeCloseTo(yes / (yes + no), 14)
  const third = [3 / 5 * (2 / 5), 2 / 5 * (2 / 3)] as const
  expect(values[2]).toBeCloseTo(third[0] / (third[0] + third[1]), 14)
  const last = [3 / 5 * normal(26, 12, 4), 2 / 5 * normal(26, 23, 9)] as const
  expect(values[4]).toBeCloseTo(last[0] / (last[0] + last[1]), 14)
  expect(classes).toEqual([])
})

test('of several classes each has its probability, together 1, in the order of their names', () => {
  const more = [...cells, row('Oslo', 1000, 'maybe'), row('Oslo', 1001, 'maybe')]
  const { values, classes } = learner.predict(trainOn(more, several), rowsOf(more, several), 'train')
  expect(classes).toEqual(['maybe', 'no', 'yes'])
  for (let i = 0; i < more.length; i += 1) expect(values.subarray(3 * i, 3 * i + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14)
  expect(values[3 * 5]).toBeGreaterThan(0.99)
})

test('a state that forgot is, byte for byte, that of never having seen the rows', () => {
  const random = seededRandom(8)
  const many = Array.from({ length: 300 }, () => row(['Oslo', 'Rom', null][Math.floor(random() * 3)]!, random() * 1e6, random() < 0.5 ? 'yes' : 'no', random() < 0.1 ? null : Math.floor(random() * 90)))
  for (const label of [binary, several]) {
    const all = rowsOf([...many, row('Atlantis', 1e150, label === several ? 'never' : 'yes', 0.1), row('Atlantis', 5e-324, label === several ? 'never' : 'no', 1e-150)], label)
    const { erased, kept } = splitOff(all, new Set([1, 2, 3, 150, 301, 302]))
    const state = learner.load(learner.save(learner.prepare(learner.train(all, recipe(label), run).state, all, recipe(label))))
    const forgotten = learner.methods['decrement']!.forget(state, erased, kept, recipe(label), run)
    expect(saved(forgotten.state)).toEqual(saved(learner.train(kept, recipe(label), run).state))
    expect(saved(forgotten.state).join()).not.toMatch(/Atlantis|never/)
    expect(forgotten.boundary).toBe(false)
  }
})

test('one class, rows that are all the same, and columns without a value are learned', () => {
  for (const only of ['yes', 'no']) expect(Array.from(learner.predict(trainOn([row('Oslo', 1, only)]), rowsOf(cells, binary), 'train').values)).toEqual(cells.map(() => (only === 'yes' ? 1 : 0)))
  const same = [row('Oslo', 5, 'yes'), row('Oslo', 5, 'no')]
  expect(Array.from(learner.predict(trainOn(same), rowsOf([...same, row('Oslo', -1e6, 'no')], binary), 'train').values)).toEqual([0.5, 0.5, 0.5])
  const empty = [row(null, null, 'yes', null), row(null, null, 'no', null), row(null, null, 'no', null)]
  expect(learner.predict(trainOn(empty), rowsOf(empty, binary), 'train').values[0]).toBeCloseTo(1 / 3, 14)
})

test('a class of equal values is as wide as a billionth of all; one without a value has the mean and variance of all', () => {
  const { counts } = trainOn([row('Oslo', 1, 'a', null), row('Oslo', 1, 'a', 7), row('Oslo', 3, 'b', 9)], several)
  expect(densitiesOf(counts)).toEqual([[{ mean: 7, variance: 1e-9 }, { mean: 1, variance: 1e-9 * (8 / 9) }], [{ mean: 9, variance: 1e-9 }, { mean: 3, variance: 1e-9 * (8 / 9) }]])
  const without = trainOn([row('Oslo', null, 'a'), row('Oslo', 1, 'b'), row('Oslo', 3, 'b')], several)
  expect(densitiesOf(without.counts).map(of => of[1])).toEqual([{ mean: 2, variance: 1 }, { mean: 2, variance: 1 }])
})

test('numbers up to 1e150 give probabilities, however far a row is from every class; larger ones are refused by name of their column', () => {
  const far = [row('Oslo', 1e150, 'yes'), row('Oslo', -1e150, 'no'), row('Oslo', 1e-150, 'no'), row('Oslo', 1e-170, 'yes')]
  const { values } = learner.predict(trainOn(far), rowsOf([...far, row('Oslo', 1.7e308, 'no')], binary), 'train')
  expect(values.every(value => value >= 0 && value <= 1)).toBe(true)
  const near = learner.predict(trainOn(cells), rowsOf([row('Oslo', 1.7e308, 'no')], binary), 'train').values
  expect(near.every(value => value >= 0 && value <= 1)).toBe(true)
  expect(() => trainOn([row('Oslo', 1.1e150, 'yes')])).toThrow(expect.objectContaining({ code: 'train/not-standardisable', details: { column: 'income' } }))
})

test('a damaged or missing state is told', () => {
  const whole = saved(trainOn(cells, several))[0]!
  const damage = ['', '{}', 'null', '[]', whole.slice(0, -1), whole.replace('"rows":[', '"rows":[1,'), whole.replace(/"sums":\[[^\]]*\]/, '"sums":["1.5"]'), whole.replace('"smoothing":1', '"smoothing":"1"'), whole.replace(/"values":\[\d/, '"values":[-1')]
  expect(new Set(damage).has(whole)).toBe(false)
  for (const text of damage) expect(() => learner.load(new Map([['model.counts', Buffer.from(text)]]))).toThrow(expect.objectContaining({ code: 'model/state-damaged', details: { learner: 'naive-bayes', part: 'model.counts' } }))
  expect(() => learner.load(new Map())).toThrow(expect.objectContaining({ code: 'model/state-damaged' }))
})

test('two models are as far apart as their parameters; null where they have not the same', () => {
  const model = trainOn(cells)
  expect(learner.distance(model, model)).toBe(0)
  expect(learner.distance(model, trainOn([...cells, row('Rom', 20, 'no')]))).toBeGreaterThan(0)
  expect(learner.distance(model, trainOn([...cells, row('Bern', 20, 'no')]))).toBeNull()
})

test('settings out of range and numbers as a task are refused', () => {
  const dataset = { id: 'ds-000000000000', number: 1, name: 'people', importedAt: '', lastRow: 5, labelPositive: 'yes', columns: exampleColumns }
  for (const smoothing of ['0', '-1', '1e7', 'much', '']) expect(() => makeRecipe(dataset, learner.name, { smoothing })).toThrow(expect.objectContaining({ code: 'train/bad-setting' }))
  expect(() => makeRecipe(dataset, learner.name, { task: 'regression' })).toThrow(expect.objectContaining({ code: 'train/task-not-for-learner' }))
  expect(makeRecipe(dataset, learner.name, {}, 3).label).toEqual(several)
})

test('a long training says how far it is, and stops when it is cancelled', () => {
  const many = Array.from({ length: 9000 }, (_, i) => row('Oslo', i, 'yes'))
  const cancel = new AbortController()
  const told: [number, number][] = []
  const watched = { signal: cancel.signal, progress: (_stage: string, done: number, total: number) => void told.push([done, total]) }
  learner.train(rowsOf(many, binary), recipe(binary), watched)
  expect(told).toEqual([[8192, 9000]])
  cancel.abort()
  expect(() => learner.train(rowsOf(many, binary), recipe(binary), watched)).toThrow(expect.objectContaining({ name: 'AbortError' }))
})
