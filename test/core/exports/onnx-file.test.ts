import { beforeAll, describe, expect, test } from 'vitest'
import type { Column } from '../../../src-main/contract/dataset.ts'
import type { Task } from '../../../src-main/contract/model.ts'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import type { Cell } from '../../../src-main/core/datasets/cell.ts'
import { modelFile } from '../../../src-main/core/exports/model-file.ts'
import { onnxFile } from '../../../src-main/core/exports/onnx-file.ts'
import { encodeRows } from '../../../src-main/core/features/encode-rows.ts'
import type { FeatureRows } from '../../../src-main/core/features/feature-rows.ts'
import { learners } from '../../../src-main/core/learners/catalogue.ts'
import type { Learner, Predictions } from '../../../src-main/core/learners/learner.ts'
import { onGrid, type LogisticModel } from '../../../src-main/core/learners/logistic-regression/model.ts'
import { makeRecipe } from '../../../src-main/core/learners/recipe.ts'
import { quietRun } from '../../support/core-with.ts'
import { exampleData } from '../../support/example-data.ts'
import { encodeLoaded, labelledFor, loadRows } from '../../support/load-rows.ts'
import { rawColumns, runOnnx, type OnnxAnswers } from '../../support/run-onnx.ts'
import { shuffled } from '../../support/shuffled.ts'

// The file, run by another program, says of raw rows what the published model says of them.

const run = quietRun()
const names = { model: 'm-0123456789ab' }
/** Exponentials of two programs differ by some units in the last place; nothing else does. */
const tolerance = 1e-12
/** Enough for every kind of value there is in the data sets. */
const mostRows = 6000

const tasksOf = learners.flatMap(learner => learner.tasks.map(task => ({ learner, task })))

/** The model as it is published: what is kept of one learner has digits that are not. */
const published = (learner: Learner<unknown>, state: unknown): unknown => (learner.name === 'logistic-regression' ? onGrid(state as LogisticModel) : state)

/** The outputs in their order: what is predicted of each row, and its class where there are classes. */
const outputsOf = (answers: OnnxAnswers): (readonly (number | string)[])[] => Object.values(answers)

/** As measured in verification: the first of the likeliest classes; of two the positive one above one half. */
function classesOf({ values, classes }: Predictions): readonly (number | string)[] {
  if (classes.length === 0) return Array.from(values, value => (value > 0.5 ? 1 : 0))
  return Array.from({ length: values.length / classes.length }, (_, row) => {
    const own = values.subarray(row * classes.length, (row + 1) * classes.length)
    return classes[own.indexOf(own.reduce((a, b) => Math.max(a, b)))]!
  })
}

interface Difference {
  readonly rows: number
  /** Where the file says another number, or another class. */
  readonly numbers: readonly number[]
  readonly classes: readonly number[]
}

/** Where the file differs from the published model, over every row learned from and held out. */
async function differences(learner: Learner<unknown>, state: unknown, file: Uint8Array, rows: FeatureRows): Promise<Difference> {
  const found = { rows: 0, numbers: [] as number[], classes: [] as number[] }
  for (const part of ['train', 'test'] as const) {
    const expected = learner.predict(published(learner, state), rows, part)
    if (expected.values.length === 0) continue
    const [given = [], classes] = outputsOf(await runOnnx(file, rawColumns(rows, part)))
    found.rows += expected.values.length / Math.max(1, expected.classes.length)
    expected.values.forEach((value, i) => {
      if (!(Math.abs(value - (given[i] as number)) <= tolerance * Math.max(1, Math.abs(value)))) found.numbers.push(i)
    })
    if (rows.task !== 'regression') classesOf(expected).forEach((name, i) => { if (classes?.[i] !== name) found.classes.push(i) })
  }
  return found
}

describe.each(tasksOf.flatMap(of => exampleData.map(data => ({ ...of, data }))))('$learner.name, $task, on $data.name', ({ learner, task, data }) => {
  test('says of every raw row what the published model says', async () => {
    const loaded = labelledFor(task, loadRows(data))
    const recipe = makeRecipe(loaded.dataset, learner.name, { task })
    const rows = encodeLoaded(loaded, loaded.rows.slice(0, mostRows), recipe)
    const { state } = learner.train(rows, recipe, run)
    expect(await differences(learner, state, onnxFile(learner.toOnnx!(learner.publish(state, recipe)), names), rows)).toEqual({ rows: rows.count, numbers: [], classes: [] })
  }, 60_000)
})

/** Texts that look alike, of every length in UTF-8, from right to left, with what ends strings and lines elsewhere. */
const texts = ['a', 'A', 'é', 'e\u0301', '\u{1f600}', '\uffee', '0', '00', 'null', '"', "'", '\\', 'two\nlines', 'tab\there', 'שלום', 'مرحبا', '漢字', '\u{10ffff}', ' ', '<b>', ...Array.from({ length: 130 }, (_, k) => `level ${k}`)]
/** What the file would call its own values. */
const columnNames = { number: ['probability', 'v1', 'größe'], text: ['class', 'c1', 'prediction', '\u{1f600}', 'nie'] }

function madeUp(task: Task): { columns: Column[]; labelPositive: string; rows: [number, null, ...Cell[]][] } {
  const random = seededRandom(7)
  const columns: Column[] = [
    ...columnNames.number.map(name => ({ name, type: 'number' as const, role: 'feature' as const })),
    ...columnNames.text.map(name => ({ name, type: 'text' as const, role: 'feature' as const })),
    { name: 'label', type: task === 'regression' ? 'number' : 'text', role: 'label' },
  ]
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const rows = Array.from({ length: 1200 }, (_, i): [number, null, ...Cell[]] => {
    const level = pick(texts)
    const number = pick([null, -0.1, 1e-7, 16_777_217, 1 / 3, 2 ** 53 - 1, -2.5])
    const label = (number ?? 0) > 0.2 || level.length % 3 === 0 ? 'yes' : pick(['no', '\u{1f600}', 'שלום'])
    return [
      i + 1, null, number, random() * 1e-3, pick([null, 5]),
      level, pick([null, 'x', 'y']), pick(texts), pick([...texts, null]), null,
      task === 'regression' ? label.length * 1e6 + (number ?? 7) % 1000 : label,
    ]
  })
  return { columns, labelPositive: 'yes', rows }
}

describe.each(tasksOf)('$learner.name, $task', ({ learner, task }) => {
  const { columns, labelPositive, rows } = madeUp(task)
  const dataset = { id: 'ds-000000000000', number: 1, name: 'made up', importedAt: '', lastRow: rows.length, labelPositive, columns }
  const recipe = makeRecipe(dataset, learner.name, { task })
  const encode = (some: typeof rows) => encodeRows(some, columns, recipe)
  let state: unknown
  let file: Uint8Array

  beforeAll(() => {
    state = learner.train(encode(rows.slice(0, 800)), recipe, run).state
    file = onnxFile(learner.toOnnx!(learner.publish(state, recipe)), names)
  })

  test('knows every text and every missing value, and what it never learned', async () => {
    // Texts and numbers that were not there to learn from, and rows with nothing in them.
    const strange = rows.slice(0, 60).map(([row, hash, ...cells], i): [number, null, ...Cell[]] => {
      const label = cells.at(-1)!
      if (i < 10) return [10_000 + row, hash, ...cells.slice(0, -1).map(() => null), label]
      return [10_000 + row, hash, ...cells.slice(0, -1).map(cell => (typeof cell === 'string' ? `${cell}, never seen` : i % 2 === 0 ? -1e9 : 1e12)), label]
    })
    expect(await differences(learner, state, file, encode([...rows, ...strange]))).toEqual({ rows: 1260, numbers: [], classes: [] })
  })

  test('is the same bytes whatever the order of the rows', () => {
    const again = learner.train(encode(shuffled(rows.slice(0, 800), 5)), recipe, run).state
    expect(Buffer.compare(onnxFile(learner.toOnnx!(learner.publish(again, recipe)), names), file)).toBe(0)
  })

  test('says of two rows the same as of each alone', async () => {
    const two = rawColumns(encode(rows.slice(900, 902)), 'train')
    const both = await runOnnx(file, two)
    const first = await runOnnx(file, Object.fromEntries(Object.entries(two).map(([name, values]) => [name, values.slice(0, 1)])) as typeof two)
    for (const [name, values] of Object.entries(first)) expect(values).toEqual(both[name]!.slice(0, values.length))
  })
})

test('lists the levels of splits in the order of nodes, which is that of walking down what is true first: programs read them in either', () => {
  const forest = learners.find(({ name }) => name === 'forest')!
  const { columns, labelPositive, rows } = madeUp('binary')
  const recipe = makeRecipe({ id: 'ds-000000000000', number: 1, name: 'made up', importedAt: '', lastRow: rows.length, labelPositive, columns }, forest.name, {})
  const { nodes } = forest.toOnnx!(forest.publish(forest.train(encodeRows(rows, columns, recipe), recipe, run).state, recipe))
  const { attributes } = nodes.find(({ op }) => op === 'TreeEnsemble')!
  const of = (name: string) => attributes[name] as readonly number[]
  const walked: number[] = []
  const walk = (node: number): void => {
    walked.push(node)
    if (of('nodes_trueleafs')[node] === 0) walk(of('nodes_truenodeids')[node]!)
    if (of('nodes_falseleafs')[node] === 0) walk(of('nodes_falsenodeids')[node]!)
  }
  of('tree_roots').forEach(walk)
  expect(walked).toEqual([...of('nodes_featureids').keys()])
  // No leaf is shared: not every program knows a split whose sides are one.
  const leaves = ['true', 'false'].flatMap(side => of(`nodes_${side}nodeids`).filter((_, node) => of(`nodes_${side}leafs`)[node] === 1))
  expect(new Set(leaves).size).toBe(leaves.length)
})

test('gives two classes as likely where a naive model has no probability for either', async () => {
  const learner = learners.find(({ name }) => name === 'naive-bayes')!
  const columns: Column[] = [{ name: 'x', type: 'number', role: 'feature' }, { name: 'label', type: 'text', role: 'label' }]
  const rows = [0, 1e-3, 2e-3, 3e-3].map((x, i): [number, null, ...Cell[]] => [i + 1, null, x, i % 2 === 0 ? 'yes' : 'no'])
  const recipe = makeRecipe({ id: 'ds-000000000000', number: 1, name: 'few', importedAt: '', lastRow: 4, labelPositive: 'yes', columns }, learner.name, { 'test-share': '0' })
  const { state } = learner.train(encodeRows(rows, columns, recipe), recipe, run)
  // Its distance from every mean has no square.
  const answers = await runOnnx(onnxFile(learner.toOnnx!(learner.publish(state, recipe)), names), { x: [1e300, 0] })
  expect(answers['probability']![0]).toBe(0.5)
  expect(answers['class']![0]).toBe(0)
})

test('refuses by name a learner that cannot be told as a graph, and a forest that is too large for a file', () => {
  const { toOnnx: _, ...without } = learners[0]!
  expect(() => modelFile(without, new Uint8Array(), names)).toThrowError(expect.objectContaining({ code: 'model/no-onnx', details: { learner: without.name } }))
  const classes = Array.from({ length: 1000 }, (_, k) => `${k}`)
  const leaf = [-1, 1, 0, 1]
  const tree = (depth: number): number[] => (depth === 0 ? leaf : [0, depth, ...tree(depth - 1), ...tree(depth - 1)])
  const forest = learners.find(({ name }) => name === 'forest')!
  const published = Buffer.from(JSON.stringify({ label: { column: 'y', task: 'multiclass' }, classes, features: [{ name: 'x', kind: 'number' }], format: 'lethe/forest/1', trees: Array.from({ length: 9 }, () => tree(14)) }))
  expect(() => modelFile(forest, published, names)).toThrowError(expect.objectContaining({ code: 'model/export-too-large', details: { mebibytes: 1125 } }))
})
