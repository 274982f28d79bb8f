import { CoreError } from '../../base/core-error.ts'
import type { DesignMatrix } from '../../features/design-matrix.ts'
import type { Run } from '../../ports.ts'
import type { Effort } from '../learner.ts'
import { cholesky, inverseRowLengths } from './cholesky.ts'
import { grid } from './grid.ts'
import { lossPass } from './loss-pass.ts'
import { newtonSteps } from './newton-step.ts'

export interface Optimum {
  readonly w: Float64Array
  /** True where some weight lies too near a rounding edge of the published grid to say which side another program would find. */
  readonly boundary: boolean
  readonly effort: Effort
}

export interface Start {
  readonly w: Float64Array
  /** Cholesky factor of a Hessian near the one at w; made at w where absent. */
  readonly factor?: Float64Array
  /** The gradient at w, where a factor is given and it is known without a pass. */
  readonly gradient?: Float64Array
}

const mostIterations = 100
/** Where the gradient falls to more than this share of what it was, the factor is made anew. */
const slowShare = 0.2
const unitRoundoff = 2 ** -53

/**
 * Standard deviation of one component of a computed gradient is below this times √(rows): each component's rounding error is
 * near 9·2⁻⁵³·√(its Hessian diagonal), which is at most rows/4 for standardised columns (see lossPass).
 */
const gradientError = (rows: number) => 9 * unitRoundoff * Math.sqrt(rows / 4)

/** How many standard deviations of evaluation error a weight must be away from a rounding edge, beyond its own error. */
const safety = 6

/** The evaluation error of any weight, at most, when nothing but λ is known of the Hessian. */
export const evaluationError = (rows: number, lambda: number): number => (safety * gradientError(rows)) / lambda

/**
 * Newton's method from w to the optimum of the penalised loss, until every weight is settled: farther from a rounding edge
 * of the published grid than twice its Newton step, what is left after that step and the evaluation error together. Far from
 * the optimum it backtracks. A weight is never called settled by a gradient that was given: at least one pass over the rows is made.
 */
export function minimise(matrix: DesignMatrix, lambda: number, start: Start, run: Run): Optimum {
  const { width, count } = matrix
  const hessian = new Float64Array((width + 1) * (width + 1))
  let gradient: Float64Array = Float64Array.from(start.gradient ?? new Float64Array(width))
  let next: Float64Array = new Float64Array(width)
  let gradientPasses = 0
  let hessianPasses = 0
  const refactor = (w: Float64Array) => {
    run.signal.throwIfAborted()
    lossPass(matrix, lambda, w, gradient, hessian)
    hessianPasses += 1
    const made = cholesky(hessian, width, width + 1)
    if (made === undefined) throw new CoreError('train/no-convergence', {})
    return made
  }
  let w: Float64Array = Float64Array.from(start.w)
  let L: Float64Array
  if (start.factor === undefined) L = refactor(w)
  else {
    L = start.factor
    if (start.gradient === undefined) {
      lossPass(matrix, lambda, w, gradient)
      gradientPasses += 1
    }
  }
  let steps = newtonSteps(L)
  let norm = length(gradient)
  const quick = evaluationError(count, lambda)
  let lengths: Float64Array | undefined
  let lastLength = 0
  for (let iteration = 1; ; iteration += 1) {
    const step = steps.step(gradient)
    const stepLength = length(step)
    // What is left after this step, by what the last one left; a single component of a step may be small by chance.
    const left = 2 * stepLength * (stepLength < lastLength ? stepLength / lastLength : 1)
    const done = (boundary: boolean): Optimum => ({ w, boundary, effort: { gradientPasses, hessianPasses } })
    if (stepLength < 1e-7 && gradientPasses + hessianPasses > 0) {
      if (settled(w, step, () => left + quick)) return done(false)
      // At rounding level the bound from λ alone is too coarse: the rows of H⁻¹ say what an error in the gradient does to each weight.
      if (stepLength < 100 * quick || stepLength < 1e-13) {
        lengths ??= inverseRowLengths(L, width)
        const tight = lengths
        if (settled(w, step, j => left + safety * gradientError(count) * tight[j]!)) return done(false)
        if (stepLength < 2 * quick || stepLength < 1e-13) return done(true)
      }
    }
    if (iteration > mostIterations) {
      if (stepLength < 1e-7) return done(true)
      throw new CoreError('train/no-convergence', {})
    }
    run.progress('optimise', iteration, mostIterations)
    let size = 1
    let moved: Float64Array
    let movedNorm: number
    for (;;) {
      moved = w.map((weight, j) => weight - size * step[j]!)
      lossPass(matrix, lambda, moved, next)
      gradientPasses += 1
      movedNorm = length(next)
      if (movedNorm < norm || stepLength < 1e-9 || size < 1e-6) break
      size /= 2
    }
    const slow = movedNorm > slowShare * norm
    const stalled = slow && stepLength < 1e-9
    steps.learn(w, moved, gradient, next)
    lastLength = size * stepLength
    w = moved
    ;[gradient, next] = [next, gradient]
    norm = movedNorm
    if (stalled) {
      const last = steps.step(gradient)
      const error = Math.max(length(last), quick)
      return { w, boundary: !settled(w, last, () => error), effort: { gradientPasses, hessianPasses } }
    }
    if (slow) {
      L = refactor(w)
      steps = newtonSteps(L)
    }
  }
}

const length = (v: Float64Array): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))

function settled(w: Float64Array, step: Float64Array, error: (j: number) => number): boolean {
  return w.every((weight, j) => {
    const scaled = weight * grid
    const toEdge = Math.abs(scaled - Math.floor(scaled) - 0.5) / grid
    return toEdge > 2 * Math.abs(step[j]!) + error(j)
  })
}
