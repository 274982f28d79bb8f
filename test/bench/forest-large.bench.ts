import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { splitOff } from '../../src-main/core/features/feature-rows.ts'
import { forest } from '../../src-main/core/learners/forest/forest.ts'
import { makeRecipe } from '../../src-main/core/learners/recipe.ts'
import { measure } from '../../src-main/core/verification/measure.ts'
import { benchRun } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'
import { madeColumns, madeFeatureRows } from './made-rows.ts'
import { msOf, tailOf } from './percentiles.ts'

const rows = 1_000_000
const erasures = 200

const peak = () => `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`

export default {
  name: 'forest-large',
  about: 'the forest on a million made rows: one fit, peak memory, and erasures of one row; a few minutes',
  run(bench) {
    const all = madeFeatureRows(rows, 1)
    const recipe = makeRecipe({ id: 'ds-000000000000', number: 1, name: 'made rows', importedAt: '', lastRow: rows, labelPositive: 'yes', columns: madeColumns }, 'forest', {})
    bench.fact('rows, features', `${rows}, ${madeColumns.length - 1}`)
    bench.fact('peak memory, the rows alone', peak())
    const started = performance.now()
    let { state } = forest.train(all, recipe, benchRun)
    bench.fact('one fit', `${((performance.now() - started) / 1000).toFixed(1)} s`)
    bench.fact('peak memory, with one fit', peak())
    const { accuracy, auc, baseline } = measure(forest.predict(state, all, 'test').values, all.labels.filter((_, i) => all.test[i] === 1))
    bench.fact('accuracy, AUC, always the more frequent class', `${accuracy!.toFixed(4)}, ${auc!.toFixed(4)}, ${baseline!.toFixed(4)}`)
    const saved = forest.save(state)
    bench.fact('published, stored (bytes)', `${forest.publish(state, recipe).length}, ${[...saved.values()].reduce((sum, part) => sum + part.length, 0)}`)
    const random = seededRandom(3)
    state = forest.load(saved)
    const times = Array.from({ length: erasures }, () => msOf(() => {
      const { erased, kept } = splitOff(all, new Set([1 + Math.floor(random() * rows)]))
      state = forest.methods['update']!.forget(state, erased, kept, recipe, benchRun).state
    }))
    bench.fact('one row forgotten, the first time', `${times[0]!.toFixed(0)} ms`)
    bench.fact('one row forgotten, each after the one before', tailOf(times.slice(1)))
    bench.fact('peak memory, with the erasures', peak())
  },
} satisfies Benchmark
