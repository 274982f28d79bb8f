import { CoreError } from '../../base/core-error.ts'
import { designMatrix } from '../../features/design-matrix.ts'
import type { FeatureRows } from '../../features/feature-rows.ts'
import { levelsPresent } from '../../features/rows-learned-from.ts'
import type { Learner, Recipe } from '../learner.ts'
import { grid } from '../logistic-regression/grid.ts'
import { differOnlyByRounding } from '../logistic-regression/rounding.ts'
import { loadModel, publishModel, saveModel, type RidgeModel } from './model.ts'
import { indicatorLayout, momentsOf, withoutMoments, type Moments } from './moments.ts'
import { normalEquations } from './normal-equations.ts'
import { ridgeOnnx } from './ridge-onnx.ts'
import { solve } from './solve.ts'

/** A factor of so many columns takes 32 MB and some seconds. */
const mostColumns = 2000
/** The square of what is larger is no float64 number. */
const mostNumber = 1e150
/** For a smaller λ per row, residuals may not shrink: condition number times rounding error comes near 1. */
const leastLambdaPerRow = 2 ** -40

const lambdaOf = (recipe: Recipe): number => recipe.settings['lambda']!

/** Least squares with L2 penalty on standardised columns and label; the constant is an ordinary, penalised column. */
export const ridgeRegression: Learner<RidgeModel> = {
  name: 'ridge-regression',
  tasks: ['regression'],
  settings: [
    {
      name: 'lambda', default: 1, expected: 'a number from 1e-6 to 1e6', accepts: value => value >= 1e-6 && value <= 1e6,
      about: 'strength of the L2 penalty λ/2·‖w‖² on half the summed squared error; alpha of scikit-learn',
    },
  ],
  methods: {
    refined: {
      guarantee: 'same-bits',
      about: 'the erased rows taken out of exact sums, then the optimum of what is left; no kept row is read',
      forget(model, erased, _kept, recipe, run) {
        const { state, boundary } = learn(withoutMoments(model.moments, momentsOf(erased, model.moments.levels, run)), recipe)
        return { state, boundary, effort: { gradientPasses: 0, hessianPasses: 0 } }
      },
    },
  },
  exactnessRefusal(recipe, trainRows) {
    const least = leastLambdaPerRow * trainRows
    if (lambdaOf(recipe) >= least) return undefined
    return `lambda is below ${least.toPrecision(2)}, where rounding errors over ${trainRows} rows could show in the published bits`
  },
  train(rows, recipe, run) {
    const levels = levelsPresent(rows)
    refuseTooWide(rows, levels)
    refuseTooLarge(rows, recipe)
    const { state, boundary } = learn(momentsOf(rows, levels, run), recipe)
    return { state, boundary, effort: { gradientPasses: 0, hessianPasses: 1 } }
  },
  predict({ encoder, label, weights }, rows, part) {
    const { count, width, numberCount, slotCount, numbers, slots } = designMatrix(rows, encoder, part)
    const w = new Float64Array(width + 1)
    weights.forEach((weight, j) => (w[j] = weight / grid))
    const values = new Float64Array(count)
    for (let i = 0; i < count; i += 1) {
      let sum = w[width - 1]!
      for (let k = 0; k < numberCount; k += 1) sum += w[k]! * numbers[i * numberCount + k]!
      for (let s = 0; s < slotCount; s += 1) sum += w[slots[i * slotCount + s]!]!
      values[i] = label.mean + label.scale * sum
    }
    return { values, classes: [] }
  },
  publish: publishModel,
  toOnnx: ridgeOnnx,
  distance(a, b) {
    if (a.weights.length !== b.weights.length) return null
    return Math.sqrt(a.weights.reduce((sum, weight, j) => sum + (weight - b.weights[j]!) ** 2, 0)) / grid
  },
  differOnlyByRounding,
  // The sums are those of the kept rows to the last bit, whatever was once among them.
  prepare: model => model,
  save: saveModel,
  load: loadModel,
}

function learn(moments: Moments, recipe: Recipe): { state: RidgeModel; boundary: boolean } {
  const equations = normalEquations(moments)
  const { weights, boundary } = solve(equations, lambdaOf(recipe))
  return { state: { encoder: equations.encoder, label: equations.label, weights, moments }, boundary }
}

function refuseTooWide(rows: FeatureRows, levels: Moments['levels']): void {
  const { count } = indicatorLayout({ names: rows.names, levels })
  const width = rows.names.numbers.length + count
  if (width <= mostColumns) return
  const widest = levels.reduce((most, { length }, k) => (length > levels[most]!.length ? k : most), 0)
  throw new CoreError('train/too-many-categories', { column: rows.names.categories[widest] ?? rows.names.numbers[0]!, found: width, most: mostColumns })
}

function refuseTooLarge({ names, count, test, numbers, labels }: FeatureRows, recipe: Recipe): void {
  const features = names.numbers.length
  for (let i = 0; i < count; i += 1) {
    if (test[i] === 1) continue
    if (Math.abs(labels[i]!) > mostNumber) throw new CoreError('train/not-standardisable', { column: recipe.label.column })
    for (let k = 0; k < features; k += 1) {
      if (Math.abs(numbers[i * features + k]!) > mostNumber) throw new CoreError('train/not-standardisable', { column: names.numbers[k]! })
    }
  }
}

