import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { findDataset } from '../../src-main/core/datasets/dataset-table.ts'
import { iterateRows } from '../../src-main/core/datasets/row-table.ts'
import { encodeRows } from '../../src-main/core/features/encode-rows.ts'
import { splitOff, type FeatureRows } from '../../src-main/core/features/feature-rows.ts'
import { forest } from '../../src-main/core/learners/forest/forest.ts'
import { makeRecipe } from '../../src-main/core/learners/recipe.ts'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { measure } from '../../src-main/core/verification/measure.ts'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { adultWorkspace, benchRun } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'
import { percentiles } from './percentiles.ts'

const erasures = 1000

interface Peer {
  readonly fitMs: number
  readonly accuracy: number
  readonly auc: number
}

export default {
  name: 'forest',
  about: 'the forest on Adult beside scikit-learn\'s random forest (100 trees, one thread each), and 1,000 erasures of one row, rows in memory',
  async run(bench) {
    const { directory, what, remove } = await adultWorkspace()
    const python = await pythonEnv()
    const db = openDatabase(`${directory}/lethe.db`)
    const dataset = findDataset(db, 'adult')
    const recipe = makeRecipe(dataset, 'forest', {})
    const all = encodeRows(iterateRows(db, dataset), dataset.columns, recipe)
    db.close()
    const rowsFile = join(directory, 'rows.json')
    writeFileSync(rowsFile, JSON.stringify(forPeer(all)))
    const train = () => forest.train(all, recipe, benchRun).state
    let peer: Peer | undefined
    await bench.compare('one fit', [
      {
        name: 'scikit-learn', peer: true,
        run: () => {
          peer = JSON.parse(execFileSync(python, [join(import.meta.dirname, 'forest_peer.py'), rowsFile, '1'], { encoding: 'utf8' })) as Peer
          return peer.fitMs
        },
      },
      { name: 'forest', run: () => { train() } },
    ])
    remove()
    const state = train()
    const ours = measure(forest.predict(state, all, 'test').values, all.labels.filter((_, i) => all.test[i] === 1))
    bench.fact('data', what)
    bench.fact('rows learned from', all.test.filter(test => test === 0).length)
    bench.fact('accuracy, AUC of scikit-learn', `${peer!.accuracy.toFixed(4)}, ${peer!.auc.toFixed(4)}`)
    bench.fact('accuracy, AUC of the forest', `${ours.accuracy!.toFixed(4)}, ${ours.auc!.toFixed(4)}`)
    const saved = forest.save(state)
    bench.fact('published, stored (bytes)', `${forest.publish(state, recipe).length}, ${[...saved.values()].reduce((sum, part) => sum + part.length, 0)}`)
    const random = seededRandom(3)
    const times = Array.from({ length: erasures }, () => {
      const { erased, kept } = splitOff(all, new Set([all.rows[Math.floor(random() * all.count)]!]))
      const started = performance.now()
      forest.methods['update']!.forget(state, erased, kept, recipe, benchRun)
      return performance.now() - started
    }).toSorted((a, b) => a - b)
    bench.fact('one row forgotten', percentiles({ times }))
    bench.fact('99th percentile', `${times[Math.ceil(0.99 * erasures) - 1]!.toFixed(2)} ms`)
  },
} satisfies Benchmark

/** Numbers, missing ones as −1, and codes of categories: a line for each row. */
function forPeer({ count, names, numbers, codes, labels, test }: FeatureRows) {
  const line = (i: number) => [
    ...numbers.subarray(i * names.numbers.length, (i + 1) * names.numbers.length),
    ...codes.subarray(i * names.categories.length, (i + 1) * names.categories.length),
  ].map(value => (Number.isNaN(value) ? -1 : value))
  const of = (part: number) => Array.from({ length: count }, (_, i) => i).filter(i => test[i] === part)
  return { train: of(0).map(line), trainLabels: of(0).map(i => labels[i]), test: of(1).map(line), testLabels: of(1).map(i => labels[i]) }
}
