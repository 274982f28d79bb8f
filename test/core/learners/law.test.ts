import { beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import type { Task } from '../../../src-main/contract/model.ts'
import type { Cell } from '../../../src-main/core/datasets/cell.ts'
import { learners } from '../../../src-main/core/learners/catalogue.ts'
import type { Learner, Recipe } from '../../../src-main/core/learners/learner.ts'
import { makeRecipe } from '../../../src-main/core/learners/recipe.ts'
import type { Method } from '../../../src-main/core/unlearning/methods.ts'
import { digestOf, runMethod, type TrainedModel } from '../../../src-main/core/unlearning/run-method.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { quietRun } from '../../support/core-with.ts'
import { exampleData, type ExampleData } from '../../support/example-data.ts'
import { cellAt, encodeLoaded, labelledFor, loadRows, type LoadedRow, type LoadedRows } from '../../support/load-rows.ts'
import { shuffled } from '../../support/shuffled.ts'
import { exactMethods, storedModel } from '../../support/stored-model.ts'

// The law of learner.ts for every learner of the catalogue and each of its exact methods, on real data: what a model that forgot
// publishes is byte for byte what a model publishes that is trained, from nothing, on the kept rows in another order.

const { clock } = nodePorts('')
const run = quietRun()

interface Setting {
  readonly learner: Learner<unknown>
  readonly task: Task
  readonly data: ExampleData
}

/** A learner's further tasks differ from its first in the labels only. */
const fewRows = 4000
/** Where a dozen trainings would take minutes, the learner's fast preset is trained. */
const manyRows = 20_000

const settings: readonly Setting[] = learners.flatMap(learner => learner.tasks.flatMap(task => exampleData.map(data => ({ learner, task, data }))))

describe.each(settings)('$learner.name, $task, on $data.name', ({ learner, task, data }) => {
  let loaded: LoadedRows
  let recipe: Recipe
  let trained: TrainedModel
  let exact: readonly Method[]

  beforeAll(() => {
    loaded = labelledFor(task, loadRows(data))
    if (task !== learner.tasks[0]) loaded = { ...loaded, rows: loaded.rows.slice(0, fewRows) }
    const quick = loaded.rows.length > manyRows && learner.presets?.some(({ name }) => name === 'fast')
    recipe = makeRecipe(loaded.dataset, learner.name, { task, ...(quick === true ? { preset: 'fast' } : {}) })
    const rows = encodeLoaded(loaded, loaded.rows, recipe)
    trained = storedModel(learner, recipe, learner.train(rows, recipe, run).state, rows)
    exact = exactMethods(learner, recipe, rows.count)
  })

  const without = (gone: ReadonlySet<number>) => loaded.rows.filter(([row]) => !gone.has(row))
  const forget = (model: TrainedModel, method: Method, gone: ReadonlySet<number>) => {
    const kept = new Set(model.rows.rows)
    return runMethod(model, method, gone, () => encodeLoaded(loaded, without(gone).filter(([row]) => kept.has(row)), recipe), clock, run)
  }
  const trainAnew = (gone: ReadonlySet<number>) => {
    const learned = learner.train(encodeLoaded(loaded, shuffled(without(gone), 3), recipe, true), recipe, run)
    return { digest: digestOf(learner.publish(learned.state, recipe)), boundary: learned.boundary }
  }

  test('forgetting any set of rows publishes the same bits as never having seen them', async ({ annotate }) => {
    const figures = { erasures: 0, sameBits: 0, boundary: 0, unchanged: 0 }
    const broken: string[] = []
    const before = digestOf(learner.publish(trained.state, recipe))
    for (const [what, rows] of erasures(loaded, data, trained)) {
      const gone = new Set(rows)
      const fresh = trainAnew(gone)
      for (const method of exact) {
        const forgotten = forget(trained, method, gone)
        const boundary = fresh.boundary || forgotten.boundary
        figures.erasures += 1
        figures.sameBits += forgotten.publishedSha256 === fresh.digest ? 1 : 0
        figures.boundary += boundary ? 1 : 0
        figures.unchanged += fresh.digest === before ? 1 : 0
        // A weight too near a rounding edge may come out on either side, but then it says so.
        if (forgotten.publishedSha256 !== fresh.digest && !boundary) broken.push(`${method.name} after erasing ${what}: ${gone.size} rows`)
      }
    }
    expect(broken).toEqual([])
    await annotate(JSON.stringify(figures))
  })

  test('ten erasures in a row, in any order, publish the same bits as one training without all ten', async ({ annotate }) => {
    const parts = tenParts(loaded.rows)
    const fresh = trainAnew(new Set(parts.flat()))
    const figures = { chains: 0, sameBits: 0, boundary: 0 }
    const broken: string[] = []
    for (const method of exact) {
      for (const order of [parts, shuffled(parts, 8)]) {
        let model = trained
        let { boundary } = fresh
        let digest = ''
        for (const part of order) {
          const forgotten = forget(model, method, new Set(part))
          boundary ||= forgotten.boundary
          digest = forgotten.publishedSha256
          model = storedModel(learner, recipe, forgotten.state, forgotten.kept)
        }
        figures.chains += 1
        figures.sameBits += digest === fresh.digest ? 1 : 0
        figures.boundary += boundary ? 1 : 0
        if (digest !== fresh.digest && !boundary) broken.push(method.name)
      }
    }
    expect(broken).toEqual([])
    await annotate(JSON.stringify(figures))
  })
})

/** Erasures of every kind that could leave a trace in the encoder or the weights, as row numbers, by what they are. */
function erasures(loaded: LoadedRows, data: ExampleData, { rows: encoded }: TrainedModel): [string, number[]][] {
  const { dataset, rows } = loaded
  const all = rows.map(([row]) => row)
  const result: [string, number[]][] = [1, 1, 1, 10, 10, 100, 100, 1000].filter(count => count < all.length / 2)
    .map((count, i) => ['random rows', shuffled(all, i).slice(0, count)])
  const features = dataset.columns.filter(({ role }) => role === 'feature')
  const where = (column: string, test: (cell: Cell) => boolean) => {
    const at = cellAt(loaded, column)
    return rows.filter(row => test(row[at] as Cell)).map(([row]) => row)
  }

  const counts = features.filter(({ type }) => type === 'text').flatMap(({ name }) => [...countsOf(rows, cellAt(loaded, name))].map(([value, count]) => ({ name, value, count })))
  // A person's data set may have no categories.
  const rare = counts.sort((a, b) => a.count - b.count)[0]
  if (rare !== undefined) result.push(['a rare category', where(rare.name, cell => cell === rare.value)])

  for (const { name, type } of features) {
    if (type === 'text') continue
    const at = cellAt(loaded, name)
    const values = rows.flatMap(row => (row[at] === null ? [] : [row[at] as number]))
    const least = values.reduce((a, b) => Math.min(a, b), Infinity)
    const few = where(name, cell => cell === least)
    if (few.length > all.length / 10) continue
    result.push([`the minimum of ${name}`, few])
    break
  }

  const learned = [...encoded.rows.keys()].filter(i => encoded.test[i] === 0)
  if (encoded.task === 'regression') {
    const most = learned.reduce((a, i) => Math.max(a, encoded.labels[i]!), -Infinity)
    result.push(['the largest labels', learned.filter(i => encoded.labels[i]! > most / 2).map(i => encoded.rows[i]!).slice(0, all.length / 2)])
  } else {
    const [rarest] = [...countsOf(learned.map(i => [0, null, encoded.labels[i]!]), 2)].sort((a, b) => a[1] - b[1])[0]!
    const rarer = learned.filter(i => encoded.labels[i] === rarest).map(i => encoded.rows[i]!)
    result.push(['all but one of a class', rarer.slice(1)])
    if (encoded.task === 'multiclass') result.push(['a class', rarer])
  }

  if (data.subject !== undefined) {
    const at = cellAt(loaded, data.subject)
    const [person] = [...countsOf(rows, at)].sort((a, b) => b[1] - a[1])[0]!
    result.push(['a person', where(data.subject, cell => cell === person)])
  }
  return result
}

function countsOf(rows: readonly LoadedRow[], at: number): Map<Cell, number> {
  const counts = new Map<Cell, number>()
  for (const row of rows) counts.set(row[at] as Cell, (counts.get(row[at] as Cell) ?? 0) + 1)
  return counts
}

/** Ten sets of rows without a row in common, of one to a few dozen rows. */
function tenParts(rows: readonly LoadedRow[]): number[][] {
  const random = seededRandom(29)
  const order = shuffled(rows.map(([row]) => row), 31)
  return Array.from({ length: 10 }, () => order.splice(0, 1 + Math.floor(random() * random() * rows.length / 50)))
}
