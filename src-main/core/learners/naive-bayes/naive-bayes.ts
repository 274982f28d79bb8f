import { CoreError } from '../../base/core-error.ts'
import type { FeatureRows } from '../../features/feature-rows.ts'
import type { Effort, Learner } from '../learner.ts'
import { bayesOnnx } from './bayes-onnx.ts'
import { countRows, present, withoutCounts } from './counts.ts'
import { densitiesOf } from './densities.ts'
import { loadModel, publishModel, saveModel, type BayesModel } from './model.ts'
import { predictClasses } from './predict.ts'

/** The square of what is larger is no float64 number. */
const mostNumber = 1e150
const noPasses: Effort = { gradientPasses: 0, hessianPasses: 0 }

/** Naive Bayes: numbers as normal distributions, categories as counts; all of it exact. */
export const naiveBayes: Learner<BayesModel> = {
  name: 'naive-bayes',
  tasks: ['binary', 'multiclass'],
  settings: [
    {
      name: 'smoothing', default: 1, expected: 'a number from 1e-6 to 1e6', accepts: value => value >= 1e-6 && value <= 1e6,
      about: 'how many rows are added to every text of a category in every class; alpha of scikit-learn',
    },
  ],
  methods: {
    decrement: {
      guarantee: 'same-bits',
      about: 'the erased rows taken out of exact counts and sums; no kept row is read',
      forget: ({ smoothing, counts }, erased, _kept, _recipe, run) => ({
        state: { smoothing, counts: withoutCounts(counts, countRows(erased, counts, run)) }, boundary: false, effort: noPasses,
      }),
    },
  },
  exactnessRefusal: () => undefined,
  train(rows, recipe, run) {
    refuseTooLarge(rows)
    return { state: { smoothing: recipe.settings['smoothing']!, counts: countRows(rows, present(rows), run) }, boundary: false, effort: { gradientPasses: 1, hessianPasses: 0 } }
  },
  predict: predictClasses,
  publish: publishModel,
  toOnnx: bayesOnnx,
  distance(a, b) {
    if (!sameTexts([a.counts.classes, ...a.counts.levels], [b.counts.classes, ...b.counts.levels])) return null
    const other = parametersOf(b)
    return Math.sqrt(parametersOf(a).reduce((sum, value, i) => sum + (value - other[i]!) ** 2, 0))
  },
  // Counts have no edge to be rounded at.
  differOnlyByRounding: (a, b) => Buffer.compare(a, b) === 0,
  // The counts are those of the kept rows to the last bit, whatever was once among them.
  prepare: model => model,
  save: saveModel,
  load: loadModel,
}

const sameTexts = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Shares of the classes, means and standard deviations, and probabilities of the levels. */
function parametersOf({ smoothing, counts }: BayesModel): number[] {
  const all = counts.rows.reduce((sum, of) => sum + of, 0)
  const shares = Array.from(counts.rows, of => of / all)
  const densities = densitiesOf(counts).flat().flatMap(({ mean, variance }) => [mean, Math.sqrt(variance)])
  const levels = counts.levels.flatMap((texts, k) => counts.classes.flatMap((_, c) => {
    const inClass = Array.from(counts.levelRows[k]!.subarray(c * texts.length, (c + 1) * texts.length))
    const total = inClass.reduce((sum, of) => sum + of, smoothing * texts.length)
    return inClass.map(of => (of + smoothing) / total)
  }))
  return [...shares, ...densities, ...levels]
}

function refuseTooLarge({ names, count, test, numbers }: FeatureRows): void {
  const columns = names.numbers.length
  for (let i = 0; i < count * columns; i += 1) {
    if (Math.abs(numbers[i]!) <= mostNumber || Number.isNaN(numbers[i]!) || test[Math.floor(i / columns)] === 1) continue
    throw new CoreError('train/not-standardisable', { column: names.numbers[i % columns]! })
  }
}
