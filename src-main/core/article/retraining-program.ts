import { dot, solveLinear } from './small-matrix.ts'

/** The five points and labels of the article's first program. */
export const retrainingPoints: readonly (readonly number[])[] = [[1, 2], [2, 3], [4, 5], [6, 7], [8, 9]]
export const retrainingLabels: readonly number[] = [0, 0, 1, 1, 1]

/**
 * The rows that scikit-learn's `train_test_split(X, y, test_size=0.5, stratify=y, random_state=42)` draws, in its order.
 * Its generator is not ours: test/golden/article/make-golden.py calls it, and a test compares these indices with what it drew.
 */
export const trainRows: readonly number[] = [3, 1]
export const testRows: readonly number[] = [4, 2, 0]

/** The article's second training set takes at most this many points of a class. */
const mostPointsPerClass = 2

/** One logistic regression of the first program; weights and decisions are in standardised features. */
export interface RetrainingFit {
  readonly trainingPointCount: number
  /** [2]. */
  readonly weights: readonly number[]
  readonly intercept: number
  /** wᵀx + b of each test point [3]; above 0 the model answers class 1. */
  readonly decisions: readonly number[]
  /** Share of test points answered rightly; a decision of exactly 0 is class 0, as in scikit-learn. */
  readonly accuracy: number
  /** The same, were a decision of exactly 0 class 1: what an intercept one rounding error above 0 gives. */
  readonly accuracyIfTiesAreOne: number
}

export interface RetrainingResult {
  readonly before: RetrainingFit
  readonly after: RetrainingFit
  /** Points the second training set lacks. */
  readonly removedCount: number
  /** The test points whose decision is exactly 0 before retraining. */
  readonly tiedPoints: readonly (readonly number[])[]
}

/** The article's first program: train, keep at most two points of a class, train again, measure both on the test points. */
export function retrainingProgram(): RetrainingResult {
  const train = trainRows.map(row => ({ x: retrainingPoints[row], label: retrainingLabels[row] }))
  const standardise = standardScaler(train.map(point => point.x))
  const scaled = train.map(({ x, label }) => ({ x: standardise(x), label }))
  const test = testRows.map(row => ({ x: standardise(retrainingPoints[row]), label: retrainingLabels[row] }))
  const taken = [0, 0]
  const reduced = scaled.filter(({ label }) => {
    if (taken[label] >= mostPointsPerClass) return false
    taken[label] += 1
    return true
  })
  const before = fitAndScore(scaled, test)
  return {
    before,
    after: fitAndScore(reduced, test),
    removedCount: scaled.length - reduced.length,
    tiedPoints: testRows.filter((_, i) => before.decisions[i] === 0).map(row => retrainingPoints[row]),
  }
}

interface LabelledPoint {
  readonly x: readonly number[]
  /** 0 or 1. */
  readonly label: number
}

/** Subtracts the mean and divides by the population standard deviation of each column, as scikit-learn's StandardScaler does. */
function standardScaler(points: readonly (readonly number[])[]): (x: readonly number[]) => number[] {
  const columns = points[0].map((_, k) => {
    const values = points.map(x => x[k])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    return { mean, scale: Math.sqrt(variance) || 1 }
  })
  return x => x.map((value, k) => (value - columns[k].mean) / columns[k].scale)
}

function fitAndScore(train: readonly LabelledPoint[], test: readonly LabelledPoint[]): RetrainingFit {
  const { weights, intercept } = fitBalanced(train)
  const decisions = test.map(({ x }) => dot(weights, x) + intercept)
  const rightShare = (answer: (decision: number) => number) => test.filter(({ label }, i) => answer(decisions[i]) === label).length / test.length
  return {
    trainingPointCount: train.length,
    weights,
    intercept,
    decisions,
    accuracy: rightShare(decision => (decision > 0 ? 1 : 0)),
    accuracyIfTiesAreOne: rightShare(decision => (decision >= 0 ? 1 : 0)),
  }
}

/**
 * Minimises ½‖w‖² + Σ cᵢ log(1 + exp(−mᵢ)) with mᵢ = sᵢ(wᵀxᵢ + b), s = ±1, cᵢ = n / (2 · points of the class): scikit-learn's
 * LogisticRegression with C = 1, class_weight='balanced' and a free intercept. Newton from 0, down to steps of rounding size.
 * Gradient and Hessian use the margin mᵢ only, so points that mirror each other cancel exactly: here the intercept is 0, not ±1e-17.
 */
function fitBalanced(train: readonly LabelledPoint[]): { weights: number[]; intercept: number } {
  const width = train[0].x.length
  const classCounts = [0, 1].map(label => train.filter(point => point.label === label).length)
  const rows = train.map(({ x, label }) => ({ x: [...x, 1], sign: label === 1 ? 1 : -1, weight: train.length / (2 * classCounts[label]) }))
  const penalty = Array.from({ length: width + 1 }, (_, k) => (k < width ? 1 : 0))
  let theta = penalty.map(() => 0) // [w, b]
  for (let iteration = 0; iteration < 50; iteration += 1) {
    const terms = rows.map(({ x, sign, weight }) => {
      const margin = sign * dot(theta, x)
      const wrong = 1 / (1 + Math.exp(margin))
      const right = 1 / (1 + Math.exp(-margin))
      return { x, slope: -weight * sign * wrong, curvature: weight * wrong * right }
    })
    const gradient = penalty.map((p, k) => p * theta[k] + terms.reduce((sum, { x, slope }) => sum + slope * x[k], 0))
    const hessian = penalty.map((p, k) => penalty.map((_, j) => (k === j ? p : 0) + terms.reduce((sum, { x, curvature }) => sum + curvature * x[k] * x[j], 0)))
    const step = solveLinear(hessian, gradient)
    if (step === undefined) throw new Error('The penalised Hessian is singular')
    theta = theta.map((value, k) => value - step[k])
    if (Math.hypot(...step) <= 1e-15) break
  }
  return { weights: theta.slice(0, width), intercept: theta[width] }
}
