import { CoreError } from '../../base/core-error.ts'
import { columnLayout, designMatrix } from '../../features/design-matrix.ts'
import { fitEncoder, type Encoder } from '../../features/fit-encoder.ts'
import type { FeatureRows } from '../../features/feature-rows.ts'
import type { Run } from '../../ports.ts'
import type { Learned, Learner, Recipe } from '../learner.ts'
import { cholesky, choleskySolve } from './cholesky.ts'
import { logisticOnnx } from './logistic-onnx.ts'
import { lossPass, probabilities } from './loss-pass.ts'
import { columnMap, loadModel, moveWeights, onGrid, publishModel, saveModel, type LogisticModel } from './model.ts'
import { evaluationError, minimise } from './newton.ts'
import { differOnlyByRounding } from './rounding.ts'

/** A dense Hessian of this many columns takes 128 MB. */
const mostColumns = 4000
/** Same bits are offered while rounding can blur a weight by no more than a thousandth of a grid cell. */
const mostBlur = 1e-9
/** Moving a Hessian to a scale smaller by this factor multiplies its rounding errors by the square, and those of the gradient by the factor. */
const mostRescaling = 2 ** 10

const lambdaOf = (recipe: Recipe): number => recipe.settings['lambda']!

/** Binary logistic regression with L2 penalty in float64; the constant is an ordinary, penalised column. */
export const logisticRegression: Learner<LogisticModel> = {
  name: 'logistic-regression',
  tasks: ['binary'],
  settings: [
    {
      name: 'lambda', default: 1, expected: 'a number from 1e-6 to 1e6', accepts: value => value >= 1e-6 && value <= 1e6,
      about: 'strength of the L2 penalty λ/2·‖w‖² on the summed loss; 1/C of scikit-learn',
    },
  ],
  methods: {
    refined: {
      guarantee: 'same-bits',
      about: 'a Newton step without the erased rows, then refinement to the retrained optimum',
      forget: refine,
    },
    influence: {
      guarantee: 'none',
      about: 'one influence-function step, as in the article but with the right sign: approximate, no guarantee',
      forget: influence,
    },
  },
  exactnessRefusal(recipe, trainRows) {
    const least = evaluationError(trainRows, 1) / mostBlur
    if (lambdaOf(recipe) >= least) return undefined
    return `lambda is below ${least.toPrecision(2)}, where rounding errors over ${trainRows} rows could show in the published bits`
  },
  train(rows, recipe, run) {
    const encoder = fitEncoder(rows)
    refuseTooWide(encoder)
    const matrix = designMatrix(rows, encoder, 'train')
    const { w, boundary, effort } = minimise(matrix, lambdaOf(recipe), { w: new Float64Array(matrix.width) }, run)
    return { state: { encoder, w }, boundary, effort }
  },
  predict: (model, rows, part) => ({ values: probabilities(designMatrix(rows, model.encoder, part), model.w), classes: [] }),
  publish: publishModel,
  toOnnx: logisticOnnx,
  distance(a, b) {
    if (a.w.length !== b.w.length) return null
    return Math.sqrt(a.w.reduce((sum, weight, j) => sum + (weight - b.w[j]!) ** 2, 0))
  },
  differOnlyByRounding,
  prepare(model, rows, recipe) {
    const { encoder, w } = onGrid(model)
    const matrix = designMatrix(rows, encoder, 'train')
    const hessian = new Float64Array((matrix.width + 1) ** 2)
    const gradient = new Float64Array(matrix.width)
    lossPass(matrix, lambdaOf(recipe), w, gradient, hessian)
    // One Newton step from the grid: the next forgetting then starts at the optimum, and still from nothing but the published model.
    const factor = cholesky(hessian, matrix.width, matrix.width + 1)
    const step = factor === undefined ? gradient.fill(0) : choleskySolve(factor, gradient)
    return { encoder, w: w.map((weight, j) => weight - step[j]!), hessian }
  },
  save: saveModel,
  load: loadModel,
}

/** The refined method: see resources/docs/methods.md. */
function refine(model: LogisticModel, erased: FeatureRows, kept: FeatureRows, recipe: Recipe, run: Run): Learned<LogisticModel> {
  const encoder = fitEncoder(kept)
  const matrix = designMatrix(kept, encoder, 'train')
  const { w, gradient, hessian } = withoutErased(model, erased, encoder, lambdaOf(recipe))
  const factor = comparable(model.encoder, encoder) ? cholesky(hessian, matrix.width, matrix.width) : undefined
  const found = minimise(matrix, lambdaOf(recipe), { w, ...(factor === undefined ? {} : { factor, gradient }) }, run)
  return { state: { encoder, w: found.w }, boundary: found.boundary, effort: found.effort }
}

/**
 * False where the erased rows held numbers so far out that the old columns say next to nothing of the kept ones: the moved
 * Hessian would be rounding errors times the square of this, and steps made with it no measure of how far the optimum is.
 */
function comparable(before: Encoder, after: Encoder): boolean {
  return after.numbers.every(({ mean, scale }, k) => {
    const old = before.numbers[k]!
    return old.scale < mostRescaling * scale && Math.abs(mean - old.mean) < mostRescaling * scale
  })
}

/**
 * The kept rows' loss around the old optimum, in the columns of their own encoder, without reading them: the erased rows' part
 * of gradient and Hessian is subtracted, columns that are gone are dropped, and the data terms, without λ, are moved to the
 * new means and scales. The gradient is right to rounding, since that of all rows is zero at the optimum.
 */
export function withoutErased(model: LogisticModel, erased: FeatureRows, encoder: Encoder, lambda: number): { w: Float64Array; gradient: Float64Array; hessian: Float64Array } {
  const full = hessianOf(model)
  const { width: oldWidth } = columnLayout(model.encoder)
  const oldStride = oldWidth + 1
  const gone = designMatrix(erased, model.encoder, 'train')
  const erasedGradient = new Float64Array(oldWidth)
  const erasedHessian = new Float64Array(oldStride * oldStride)
  // The Hessian of all rows was taken on the published grid: subtracted elsewhere, the difference would grow with every change of scale.
  lossPass(gone, 0, onGrid(model).w, erasedGradient, erasedHessian)
  lossPass(gone, 0, model.w, erasedGradient)
  const map = columnMap(model.encoder, encoder)
  const layout = columnLayout(encoder)
  const { width } = layout
  const gradient = new Float64Array(width)
  const hessian = new Float64Array(width * width)
  for (let i = 0; i < oldWidth; i += 1) {
    const row = map[i]!
    if (row === -1) continue
    gradient[row] = -lambda * model.w[i]! - erasedGradient[i]!
    for (let j = i; j < oldWidth; j += 1) {
      const column = map[j]!
      if (column === -1) continue
      const at = i * oldStride + j
      const value = full[at]! - erasedHessian[at]! - (i === j ? lambda : 0)
      hessian[row * width + column] = value
      hessian[column * width + row] = value
    }
  }
  // A standardised number x becomes (x − b)/a, where missing values stay 0: its column is a combination of three old ones.
  const constant = width - 1
  encoder.numbers.forEach((after, k) => {
    const before = model.encoder.numbers[k]!
    const a = after.scale / before.scale
    const b = (after.mean - before.mean) / before.scale
    const missing = layout.missing[k]
    const combine = (of: Float64Array, at: number, step: number) => {
      const indicator = missing === undefined ? 0 : of[at + missing * step]!
      of[at + k * step] = (of[at + k * step]! - b * (of[at + constant * step]! - indicator)) / a
    }
    combine(gradient, 0, 1)
    for (let j = 0; j < width; j += 1) combine(hessian, j * width, 1)
    for (let j = 0; j < width; j += 1) combine(hessian, j, width)
  })
  const w = moveWeights(model.w, model.encoder, encoder)
  for (let j = 0; j < width; j += 1) {
    gradient[j]! += lambda * w[j]!
    hessian[j * width + j]! += lambda
  }
  return { w, gradient, hessian }
}

function hessianOf(model: LogisticModel): Float64Array {
  if (model.hessian === undefined) throw new Error('The model was not prepared for forgetting')
  return model.hessian
}

/**
 * Influence-function unlearning (Koh and Liang 2017, equation 1), as the article's second program but with the right sign:
 * w + (H + δI)⁻¹ Σ over the erased rows of their loss gradient, with the Hessian of all rows and δ = 10⁻⁶ of its mean diagonal.
 * Means, scales and categories are those of the kept rows.
 */
function influence(model: LogisticModel, erased: FeatureRows, kept: FeatureRows): Learned<LogisticModel> {
  const { width } = columnLayout(model.encoder)
  const stride = width + 1
  const gone = designMatrix(erased, model.encoder, 'train')
  const gradient = new Float64Array(width)
  lossPass(gone, 0, model.w, gradient)
  const H = Float64Array.from(hessianOf(model))
  let trace = 0
  for (let j = 0; j < width; j += 1) trace += H[j * stride + j]!
  for (let j = 0; j < width; j += 1) H[j * stride + j]! += (1e-6 * trace) / width
  const L = cholesky(H, width, stride)
  if (L === undefined) throw new CoreError('train/no-convergence', {})
  const step = choleskySolve(L, gradient)
  const encoder = fitEncoder(kept)
  const w = moveWeights(model.w.map((weight, j) => weight + step[j]!), model.encoder, encoder)
  return { state: { encoder, w }, boundary: false, effort: { gradientPasses: 0, hessianPasses: 0 } }
}

function refuseTooWide(encoder: Encoder): void {
  const { width } = columnLayout(encoder)
  if (width <= mostColumns) return
  const widest = encoder.categories.reduce((a, b) => (b.levels.length > a.levels.length ? b : a))
  throw new CoreError('train/too-many-categories', { column: widest.name, found: width, most: mostColumns })
}
