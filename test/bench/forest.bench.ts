import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { splitOff, type FeatureRows } from '../../src-main/core/features/feature-rows.ts'
import { findLearner } from '../../src-main/core/learners/catalogue.ts'
import { forest } from '../../src-main/core/learners/forest/forest.ts'
import type { ForestState } from '../../src-main/core/learners/forest/forest-state.ts'
import type { Learner, Recipe } from '../../src-main/core/learners/learner.ts'
import { measure } from '../../src-main/core/verification/measure.ts'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { benchRun } from './adult-workspace.ts'
import type { Bench, Benchmark } from './bench.ts'
import { forestData, type BenchData } from './forest-data.ts'
import { msOf, tailOf } from './percentiles.ts'

const erasures = 1000
const seeds = 5

interface Peer {
  readonly fitMs: number
  readonly accuracy: number
  readonly auc: number
}

export default {
  name: 'forest',
  about: 'the forest beside scikit-learn\'s random forest (100 trees of depth 12, one thread each), and erasures of rows in memory',
  async run(bench) {
    const python = await pythonEnv()
    const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
    const data = forestData()
    for (const one of data) await compareFits(bench, one, python, join(folder, 'rows.json'))
    bench.fact('dare-rf', hasDare(python) ? 'installed, but not compared' : 'not installed: it has no built wheel for this Python')
    for (const one of data) await eraseRows(bench, one)
    eraseFromSums(bench, data[0]!)
    rmSync(folder, { recursive: true })
  },
} satisfies Benchmark

const train = (all: FeatureRows, recipe: Recipe) => forest.train(all, recipe, benchRun).state
const update = (state: ForestState, erased: FeatureRows, kept: FeatureRows, recipe: Recipe) => forest.methods['update']!.forget(state, erased, kept, recipe, benchRun).state

/** Times, and accuracy and AUC over several seeds, each of which holds out other rows: both learn from and are measured on the same ones. */
async function compareFits(bench: Bench, { name, encode }: BenchData, python: string, rowsFile: string): Promise<void> {
  const peerOf = (seed: number) => JSON.parse(execFileSync(python, [join(import.meta.dirname, 'forest_peer.py'), rowsFile, String(seed)], { encoding: 'utf8' })) as Peer
  const ours: { accuracy: number; auc: number }[] = []
  const peers: Peer[] = []
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { recipe, all } = encode('forest', { seed: String(seed) })
    writeFileSync(rowsFile, JSON.stringify(forPeer(all)))
    peers.push(peerOf(seed))
    const { accuracy, auc } = measure(forest.predict(train(all, recipe), all, 'test').values, all.labels.filter((_, i) => all.test[i] === 1))
    ours.push({ accuracy: accuracy!, auc: auc! })
  }
  const { recipe, all } = encode('forest')
  writeFileSync(rowsFile, JSON.stringify(forPeer(all)))
  await bench.compare(`${name}: one fit`, [
    { name: 'scikit-learn', peer: true, run: () => peerOf(1).fitMs },
    { name: 'forest', run: () => { train(all, recipe) } },
  ])
  bench.fact(`${name}: rows learned from, features`, `${all.test.filter(test => test === 0).length}, ${all.names.numbers.length + all.names.categories.length}`)
  for (const figure of ['accuracy', 'auc'] as const) {
    bench.fact(`${name}: ${figure} over ${seeds} seeds (min, median, max)`,
      `scikit-learn ${spread(peers.map(peer => peer[figure]))}; forest ${spread(ours.map(own => own[figure]))}; forest less scikit-learn ${spread(ours.map((own, i) => own[figure] - peers[i]![figure]))}`)
  }
}

/** One row after the other, each beginning where the one before ended; then single rows all from there; then several at once, each from what is stored, as a job begins. */
async function eraseRows(bench: Bench, { name, encode }: BenchData): Promise<void> {
  const { recipe, all } = encode('forest')
  const saved = forest.save(train(all, recipe))
  const stored = () => forest.load(saved)
  const random = seededRandom(3)
  const learned = [...all.rows].filter((_, i) => all.test[i] === 0)
  const someRows = (count: number) => new Set(Array.from({ length: count }, () => learned.splice(Math.floor(random() * learned.length), 1)[0]!))
  const published = forest.publish(stored(), recipe)
  bench.fact(`${name}: published, stored (bytes)`, `${published.length}, ${[...saved.values()].reduce((sum, part) => sum + part.length, 0)}`)
  let state = stored()
  const inARow = Array.from({ length: erasures }, () => {
    const rows = someRows(1)
    return msOf(() => {
      const { erased, kept } = splitOff(all, rows)
      state = update(state, erased, kept, recipe)
    })
  })
  bench.fact(`${name}: one row forgotten, ${erasures} in a row`, tailOf(inARow))
  bench.fact(`${name}: the first of them, which begins with what is stored`, `${inARow[0]!.toFixed(1)} ms`)
  bench.fact(`${name}: one of ${erasures} candidates, each from the end of that row`, tailOf(Array.from({ length: erasures }, () => {
    const { erased, kept } = splitOff(all, new Set([learned[Math.floor(random() * learned.length)]!]))
    return msOf(() => { update(state, erased, kept, recipe) })
  })))
  bench.fact(`${name}: the new model put together and written, after one row`, tailOf(Array.from({ length: 20 }, () => {
    const { erased, kept } = splitOff(all, new Set([learned[Math.floor(random() * learned.length)]!]))
    const next = update(state, erased, kept, recipe)
    return msOf(() => { forest.publish(next, recipe) })
  })))
  let rows = new Set<number>()
  await bench.compare(`${name}: rows forgotten at once, from what is stored, beside one fit`, [
    { name: 'fit', peer: true, run: () => { train(all, recipe) } },
    ...[1, 10, 100, 1000].map(count => ({
      name: `${count} forgotten`,
      before: () => { rows = new Set(Array.from({ length: count }, () => learned[Math.floor(random() * learned.length)]!)) },
      run: () => {
        const { erased, kept } = splitOff(all, rows)
        update(stored(), erased, kept, recipe)
      },
    })),
  ])
}

/** Learners that keep exact sums read no kept row: their times are the same with a tenth of the rows. */
function eraseFromSums(bench: Bench, { name, encode }: BenchData): void {
  for (const [learnerName, method, settings] of [['naive-bayes', 'decrement', {}], ['ridge-regression', 'refined', { task: 'regression' }]] as const) {
    const learner: Learner<unknown> = findLearner(learnerName)
    const whole = learnerName === 'ridge-regression' ? numbersFor(encode('naive-bayes').all) : encode(learnerName).all
    const recipe: Recipe = { ...encode('naive-bayes').recipe, learner: learnerName, settings: Object.fromEntries(learner.settings.map(rule => [rule.name, rule.default])), ...(settings.task === undefined ? {} : { label: { column: 'number', task: settings.task } }) }
    const few = splitOff(whole, new Set(whole.rows.subarray(0, Math.floor(whole.count / 10)))).erased
    for (const all of [few, whole]) {
      const state = learner.train(all, recipe, benchRun).state
      const random = seededRandom(4)
      bench.fact(`${name}: one row forgotten by ${learnerName}, of ${all.count}`, tailOf(Array.from({ length: erasures }, () => {
        const row = all.rows[Math.floor(random() * all.count)]!
        return msOf(() => {
          const { erased, kept } = splitOff(all, new Set([row]))
          learner.methods[method]!.forget(state, erased, kept, recipe, benchRun)
        })
      })))
    }
  }
}

/** The same rows with their first number as the label. */
const numbersFor = (all: FeatureRows): FeatureRows =>
  ({ ...all, task: 'regression', classes: [], labels: Float64Array.from({ length: all.count }, (_, i) => all.numbers[i * all.names.numbers.length] || 0) })

function hasDare(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import dare'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  return [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!].map(value => value.toFixed(4)).join(' ')
}

/** Numbers, missing ones as −1, and codes of categories: a line for each row. */
function forPeer({ count, names, numbers, codes, labels, test }: FeatureRows) {
  const line = (i: number) => [
    ...numbers.subarray(i * names.numbers.length, (i + 1) * names.numbers.length),
    ...codes.subarray(i * names.categories.length, (i + 1) * names.categories.length),
  ].map(value => (Number.isNaN(value) ? -1 : value))
  const of = (part: number) => Array.from({ length: count }, (_, i) => i).filter(i => test[i] === part)
  return { train: of(0).map(line), trainLabels: of(0).map(i => labels[i]), test: of(1).map(line), testLabels: of(1).map(i => labels[i]) }
}
