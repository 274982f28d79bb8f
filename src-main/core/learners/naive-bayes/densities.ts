import { dyadic, minus, nothing, plus, ratio, times, unscaled, type Dyadic } from '../../features/dyadic.ts'
import type { Counts } from './counts.ts'

/** The normal distribution of a number in one class. */
export interface Density {
  readonly mean: number
  readonly variance: number
}

/** No class is narrower than this share of the variance in all classes together, as scikit-learn's var_smoothing. */
const leastShare = 1e-9

/**
 * For each class, then number: the mean and variance (of the population) of its values, each the nearest float64 to the exact one. A
 * class without a value has those of all; where all values are equal the variance is 1, and says nothing.
 */
export function densitiesOf({ names, classes, values, sums, squares }: Counts): Density[][] {
  const numbers = names.numbers.length
  const overall = names.numbers.map((_, k) => {
    const total = (of: readonly Dyadic[]) => classes.reduce((sum, _class, c) => plus(sum, of[c * numbers + k]!), nothing)
    return densityOf(classes.reduce((sum, _class, c) => sum + values[c * numbers + k]!, 0), total(sums), total(squares))
  })
  return classes.map((_, c) => overall.map((all, k) => {
    const at = c * numbers + k
    if (all.variance === 0) return { mean: all.mean, variance: 1 }
    if (values[at] === 0) return all
    const { mean, variance } = densityOf(values[at]!, sums[at]!, squares[at]!)
    return { mean, variance: Math.max(variance, leastShare * all.variance, leastVariance) }
  }))
}

/** The least normal float64 number. */
const leastVariance = 2 ** -1022

function densityOf(count: number, sum: Dyadic, squares: Dyadic): Density {
  if (count === 0) return { mean: 0, variance: 0 }
  const rows = BigInt(count)
  const spread = minus(times(dyadic(count), squares), times(sum, sum))
  return { mean: unscaled(ratio(sum, rows)), variance: unscaled(ratio(spread, rows * rows)) }
}
