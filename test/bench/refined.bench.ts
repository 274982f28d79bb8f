import { createHash } from 'node:crypto'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { findDataset } from '../../src-main/core/datasets/dataset-table.ts'
import { iterateRows } from '../../src-main/core/datasets/row-table.ts'
import { encodeRows } from '../../src-main/core/features/encode-rows.ts'
import { splitOff, withoutRows } from '../../src-main/core/features/feature-rows.ts'
import { findLearner } from '../../src-main/core/learners/catalogue.ts'
import { makeRecipe } from '../../src-main/core/learners/recipe.ts'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { adultWorkspace } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'

const run = { signal: new AbortController().signal, progress() {} }

export default {
  name: 'refined',
  about: 'the refined method beside our own retraining from nothing, rows in memory, 1 to 1,000 rows of Adult erased',
  async run(bench) {
    const { directory, what, remove } = await adultWorkspace()
    const db = openDatabase(`${directory}/lethe.db`)
    const dataset = findDataset(db, 'adult')
    const recipe = makeRecipe(dataset, 'logistic-regression', {})
    const learner = findLearner(recipe.learner)
    const all = encodeRows(iterateRows(db, dataset), dataset.columns, recipe)
    db.close()
    remove()
    const trained = learner.train(all, recipe, run).state
    const state = learner.prepare(trained, all, recipe)
    const digest = (learned: unknown) => createHash('sha256').update(learner.publish(learned, recipe)).digest('hex')
    bench.fact('data', what)
    bench.fact('rows', all.count)
    bench.fact('rows learned from', all.test.filter(test => test === 0).length)
    bench.fact('lambda', recipe.settings['lambda']!)
    const random = seededRandom(3)
    for (const size of [1, 10, 100, 1000]) {
      let same = 0
      let rounds = 0
      let erased = new Set<number>()
      let retrained = ''
      await bench.compare(`${size} rows erased`, [
        {
          name: 'retrain', peer: true,
          // Each round erases other rows; both contenders the same ones.
          before: () => { erased = new Set(Array.from({ length: size }, () => 1 + Math.floor(random() * all.count))) },
          run: () => { retrained = digest(learner.train(withoutRows(all, erased), recipe, run).state) },
        },
        {
          name: 'refined',
          run: () => {
            const parts = splitOff(all, erased)
            const { state: forgotten } = learner.methods['refined']!.forget(state, parts.erased, parts.kept, recipe, run)
            rounds += 1
            if (digest(forgotten) === retrained) same += 1
          },
        },
      ])
      bench.fact(`same bits, ${size} rows`, `${same} of ${rounds}`)
    }
  },
} satisfies Benchmark
