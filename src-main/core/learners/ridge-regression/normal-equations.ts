import { columnLayout } from '../../features/design-matrix.ts'
import { dyadic, minus, plus, ratio, scaled, squareRoot, times, unscaled, zeros, type Dyadic, type Scaled } from '../../features/dyadic.ts'
import type { Encoder } from '../../features/fit-encoder.ts'
import { indicatorLayout, type Moments } from './moments.ts'

/** How a column of numbers is standardised. */
export interface Standard {
  readonly mean: number
  readonly scale: number
}

/**
 * The least squares of standardised columns and label, exactly: columns are those of columnLayout, not yet divided by their
 * scales, and so is the label.
 */
export interface NormalEquations {
  readonly encoder: Encoder
  readonly label: Standard
  readonly width: number
  readonly scales: readonly number[]
  /** Sums of products of two columns, [width × width]. */
  readonly matrix: readonly Dyadic[]
  /** Sums of products of each column with the label, [width]. */
  readonly right: readonly Dyadic[]
}

const leastScale = 2 ** -1022

/**
 * Mean and standard deviation (of the population) of `count` values from their sum and that of their squares, both exact: the mean is the
 * nearest float64, the deviation the root of the nearest fraction to the variance. Scale 1 where all are equal.
 */
export function standardOf(count: number, sum: Dyadic, squares: Dyadic): Standard {
  if (count === 0) return { mean: 0, scale: 1 }
  const rows = BigInt(count)
  const mean = unscaled(ratio(sum, rows))
  const spread = minus(times(dyadic(count), squares), times(sum, sum))
  if (spread.digits === 0n) return { mean, scale: 1 }
  return { mean, scale: Math.max(leastScale, unscaled(squareRoot(ratio(spread, rows * rows)))) }
}

export function normalEquations(moments: Moments): NormalEquations {
  const { names, levels, counts, products, sums } = moments
  const features = names.numbers.length
  const numbers = features + 1
  const { all, count: indicators } = indicatorLayout(moments)
  const rows = counts[all * indicators + all]!
  const missing = (k: number) => (k === features ? 0 : counts[k * indicators + all]!)
  const standards = Array.from({ length: numbers }, (_, k) => standardOf(rows - missing(k), sums[k * indicators + all]!, products[k * numbers + k]!))
  const encoder: Encoder = {
    numbers: names.numbers.map((name, k) => ({ name, ...standards[k]!, missing: missing(k) > 0 })),
    categories: names.categories.map((name, k) => ({ name, levels: levels[k]! })),
  }
  const layout = columnLayout(encoder)
  const { width } = layout
  // The indicator each column after the numbers is: those of numbers without a missing value are left out.
  const indicatorOf = Array.from({ length: indicators }, (_, indicator) => indicator).filter(indicator => indicator >= features || layout.missing[indicator] !== undefined)
  const means = standards.map(({ mean }) => dyadic(mean))

  /** Sum of number k less its mean where indicator s is 1 and k is not missing. */
  const overIndicator = (k: number, s: number): Dyadic => {
    const present = counts[all * indicators + s]! - (k === features ? 0 : counts[k * indicators + s]!)
    return minus(sums[k * indicators + s]!, times(means[k]!, dyadic(present)))
  }
  /** Sum of number k over the rows where number j is not missing. */
  const where = (j: number, k: number): Dyadic => (j === features ? sums[k * indicators + all]! : minus(sums[k * indicators + all]!, sums[k * indicators + j]!))
  /** Sum of products of numbers j ≤ k, each less its mean. */
  const overNumber = (j: number, k: number): Dyadic => {
    const both = rows - missing(j) - missing(k) + (k === features ? 0 : counts[j * indicators + k]!)
    const product = minus(products[j * numbers + k]!, times(means[j]!, where(j, k)))
    return plus(minus(product, times(means[k]!, where(k, j))), times(times(means[j]!, means[k]!), dyadic(both)))
  }
  const matrix = zeros(width * width)
  const put = (i: number, j: number, value: Dyadic) => {
    matrix[i * width + j] = value
    matrix[j * width + i] = value
  }
  for (let j = 0; j < features; j += 1) {
    for (let k = j; k < features; k += 1) put(j, k, overNumber(j, k))
    indicatorOf.forEach((s, at) => put(j, features + at, overIndicator(j, s)))
  }
  indicatorOf.forEach((s, i) => {
    for (let j = i; j < indicatorOf.length; j += 1) {
      const count = counts[s * indicators + indicatorOf[j]!]!
      if (count > 0) put(features + i, features + j, { digits: BigInt(count), unit: 0 })
    }
  })
  return {
    encoder, label: standards[features]!, width, matrix,
    scales: [...encoder.numbers.map(({ scale }) => scale), ...indicatorOf.map(() => 1)],
    right: [...Array.from({ length: features }, (_, j) => overNumber(j, features)), ...indicatorOf.map(s => overIndicator(features, s))],
  }
}

/** value / (a · b), where neither end of the exponents matters before the end. */
export const dividedBy = (value: Scaled, a: Scaled, b: Scaled): number =>
  unscaled(scaled(value.fraction / (a.fraction * b.fraction), value.exponent - a.exponent - b.exponent))
