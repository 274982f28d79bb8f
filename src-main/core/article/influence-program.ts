import { seededRandom } from '../base/seeded-random.ts'
import { distanceBetween, dot, solveLinear, symmetricEigenvalues } from './small-matrix.ts'

/** The seven points and labels of the article's second program. Everywhere x₂ = x₁ + 1. */
export const influencePoints: readonly (readonly number[])[] = [[1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 7], [7, 8]]
export const influenceLabels: readonly number[] = [0, 1, 0, 1, 0, 1, 0]
export const removedRow = 2

const learningRate = 0.1
const epochs = 1000

/**
 * Added to the diagonal of the Hessian before it is inverted. The article adds nothing. Its Hessian has the eigenvalues 0 (but
 * for rounding), 0.059 and 12.2: this is far above the first's rounding, and shortens the step by under 2 % along the second.
 */
export const influenceDamping = 1e-3

/** A model of the second program, and how far its parameters [w₁, w₂, b] are from those of the retrained model. */
export interface InfluenceModel {
  readonly parameters: readonly number[]
  /** Share of all seven points answered rightly, as the article measures. */
  readonly accuracy: number
  /** Euclidean, over the three parameters. */
  readonly distanceToRetrained: number
}

export interface InfluenceRun {
  /** Trained on all seven points. */
  readonly trained: InfluenceModel
  /** Trained on the other six, from the same initial parameters and for as many epochs. */
  readonly retrained: InfluenceModel
  /** Class 1 probabilities of the retrained model for the seven points. */
  readonly retrainedProbabilities: readonly number[]
  /** Of the Hessian of the mean loss at the trained model, smallest first [3]. */
  readonly eigenvalues: readonly number[]
  /** trained − (1/n) (H + damping·I)⁻¹ ∇ℓ(removed point): the article's sign. */
  readonly articleStep: InfluenceModel
  /** The same with +: removing a point is weighting it by −1/n (Koh and Liang 2017, arXiv 1703.04730, section 2.1). */
  readonly rightStep: InfluenceModel
  /** Both without damping, in single precision as the article computes them; undefined where H has no inverse at all. */
  readonly undamped: { readonly articleStep: InfluenceModel; readonly rightStep: InfluenceModel } | undefined
}

/** The three initial parameters as PyTorch's nn.Linear(2, 1) draws them: each uniform in ±1/√2. */
export function initialParameters(seed: number): number[] {
  const random = seededRandom(seed)
  const bound = 1 / Math.sqrt(2)
  return Array.from({ length: 3 }, () => bound * (2 * random() - 1))
}

/** The article's second program from given initial parameters [w₁, w₂, b], beside the retraining it stands for. */
export function influenceProgram(initial: readonly number[], damping: number = influenceDamping): InfluenceRun {
  const all = influencePoints.map(([x1, x2], i): Row => ({ x: [x1, x2, 1], label: influenceLabels[i] }))
  const trained = gradientDescent(all, initial)
  const retrained = gradientDescent(all.filter((_, i) => i !== removedRow), initial)
  const hessian = meanHessian(all, trained)
  const gradient = meanGradient([all[removedRow]], trained)

  const modelAt = (parameters: readonly number[]): InfluenceModel => ({
    parameters,
    accuracy: all.filter(({ x, label }) => (probability(parameters, x) > 0.5 ? 1 : 0) === label).length / all.length,
    distanceToRetrained: distanceBetween(parameters, retrained),
  })
  const bothSigns = (direction: readonly number[]) => ({
    articleStep: modelAt(trained.map((value, k) => value - direction[k] / all.length)),
    rightStep: modelAt(trained.map((value, k) => value + direction[k] / all.length)),
  })
  const direction = solveLinear(hessian.map((row, k) => row.map((value, j) => value + (k === j ? damping : 0))), gradient)
  if (direction === undefined) throw new Error('The damped Hessian is singular')
  const undampedDirection = solveLinear(hessian, gradient, Math.fround)

  return {
    trained: modelAt(trained),
    retrained: modelAt(retrained),
    retrainedProbabilities: all.map(({ x }) => probability(retrained, x)),
    eigenvalues: symmetricEigenvalues(hessian),
    ...bothSigns(direction),
    undamped: undampedDirection && bothSigns(undampedDirection),
  }
}

interface Row {
  /** [x₁, x₂, 1]. */
  readonly x: readonly number[]
  /** 0 or 1. */
  readonly label: number
}

const probability = (parameters: readonly number[], x: readonly number[]) => 1 / (1 + Math.exp(-dot(parameters, x)))

/** Full-batch gradient descent on the mean cross-entropy, no penalty; returns [w₁, w₂, b]. */
function gradientDescent(rows: readonly Row[], initial: readonly number[]): readonly number[] {
  let parameters = initial
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const gradient = meanGradient(rows, parameters)
    parameters = parameters.map((value, k) => value - learningRate * gradient[k])
  }
  return parameters
}

/** (1/n) Σ (pᵢ − yᵢ) xᵢ [3]. */
function meanGradient(rows: readonly Row[], parameters: readonly number[]): number[] {
  const gradient = parameters.map(() => 0)
  for (const { x, label } of rows) {
    const residual = probability(parameters, x) - label
    for (const [k, value] of x.entries()) gradient[k] += residual * value
  }
  return gradient.map(sum => sum / rows.length)
}

/** (1/n) Σ pᵢ (1 − pᵢ) xᵢ xᵢᵀ [3, 3]. */
function meanHessian(rows: readonly Row[], parameters: readonly number[]): number[][] {
  const hessian = parameters.map(() => parameters.map(() => 0))
  for (const { x } of rows) {
    const p = probability(parameters, x)
    for (const [k, left] of x.entries()) for (const [j, right] of x.entries()) hessian[k][j] += p * (1 - p) * left * right
  }
  return hessian.map(row => row.map(sum => sum / rows.length))
}
