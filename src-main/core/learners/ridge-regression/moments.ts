import { CoreError } from '../../base/core-error.ts'
import { minus, plus, zeros, type Dyadic } from '../../features/dyadic.ts'
import { exactProducts, fromLimbs, limbsOf } from '../../features/limbs.ts'
import type { FeatureNames, FeatureRows } from '../../features/feature-rows.ts'
import { placesOf } from '../../features/rows-learned-from.ts'
import type { Run } from '../../ports.ts'

/**
 * Exact sums over the rows learned from, all that ridge regression asks of them. There are the numbers, 0 where missing, with the
 * label last; and the indicators: a number is missing, for each number; a category has this level, for each level; one for all rows.
 */
export interface Moments {
  readonly names: FeatureNames
  /** The levels present, sorted by UTF-8 bytes, null first; for each category. */
  readonly levels: readonly (readonly (string | null)[])[]
  /** Rows where both indicators are 1, [indicators × indicators]. */
  readonly counts: Float64Array
  /** Sums of products of two numbers, [numbers × numbers]; only where the second is not before the first. */
  readonly products: readonly Dyadic[]
  /** Sums of a number where an indicator is 1, [numbers × indicators]. */
  readonly sums: readonly Dyadic[]
}

/** The first indicator of each category, and how many indicators there are; the last is the one for all rows. */
export function indicatorLayout({ names, levels }: Pick<Moments, 'names' | 'levels'>): { firsts: readonly number[]; all: number; count: number } {
  let next = names.numbers.length
  const firsts = levels.map(({ length }) => {
    next += length
    return next - length
  })
  return { firsts, all: next, count: next + 1 }
}

/** The sums over the rows learned from, with indicators for these levels. Throws 'model/state-damaged' where a row has another. */
export function momentsOf(rows: FeatureRows, levels: Moments['levels'], run: Run): Moments {
  const { names } = rows
  const { firsts, all, count: indicators } = indicatorLayout({ names, levels })
  const features = names.numbers.length
  const numbers = features + 1
  const categories = names.categories.length
  const column = rows.levels.map((texts, k) => {
    const position = new Map(levels[k]!.map((level, at) => [level, firsts[k]! + at]))
    return Int32Array.from(texts, level => position.get(level) ?? -1)
  })
  const train = placesOf(rows, 'train')
  const values = new Float64Array(train.length * numbers)
  train.forEach((i, row) => {
    for (let k = 0; k < features; k += 1) values[row * numbers + k] = rows.numbers[i * features + k]!
    values[row * numbers + features] = rows.labels[i]!
  })
  const { units, firsts: firstLimb, lengths, perRow, limbs } = limbsOf(values, numbers)

  const pairFirst = new Int32Array(numbers * numbers)
  let pairLimbs = 0
  for (let j = 0; j < numbers; j += 1) {
    for (let k = j; k < numbers; k += 1) {
      pairFirst[j * numbers + k] = pairLimbs
      pairLimbs += lengths[j]! + lengths[k]! - 1
    }
  }
  const counts = new Float64Array(indicators * indicators)
  const products = zeros(numbers * numbers)
  const sums = zeros(numbers * indicators)
  const productLimbs = new Float64Array(pairLimbs)
  const sumLimbs = new Float64Array(indicators * perRow)
  const block = Math.max(1, Math.floor(exactProducts / Math.max(...lengths)))
  const ones = new Int32Array(features + categories + 1)
  const flush = () => {
    for (let j = 0; j < numbers; j += 1) {
      for (let k = j; k < numbers; k += 1) {
        const digits = fromLimbs(productLimbs, pairFirst[j * numbers + k]!, lengths[j]! + lengths[k]! - 1)
        if (digits !== 0n) products[j * numbers + k] = plus(products[j * numbers + k]!, { digits, unit: units[j]! + units[k]! })
      }
      for (let s = 0; s < indicators; s += 1) {
        const digits = fromLimbs(sumLimbs, s * perRow + firstLimb[j]!, lengths[j]!)
        if (digits !== 0n) sums[j * indicators + s] = plus(sums[j * indicators + s]!, { digits, unit: units[j]! })
      }
    }
    productLimbs.fill(0)
    sumLimbs.fill(0)
  }
  for (let row = 0; row < train.length; row += 1) {
    const i = train[row]!
    const from = row * perRow
    for (let j = 0; j < numbers; j += 1) {
      for (let a = 0; a < lengths[j]!; a += 1) {
        const limb = limbs[from + firstLimb[j]! + a]!
        if (limb === 0) continue
        for (let k = j; k < numbers; k += 1) {
          const to = pairFirst[j * numbers + k]! + a
          const other = from + firstLimb[k]!
          for (let b = 0; b < lengths[k]!; b += 1) productLimbs[to + b]! += limb * limbs[other + b]!
        }
      }
    }
    let used = 0
    for (let k = 0; k < features; k += 1) if (Number.isNaN(values[row * numbers + k]!)) ones[used++] = k
    for (let k = 0; k < categories; k += 1) {
      const at = column[k]![rows.codes[i * categories + k]!]!
      if (at === -1) throw new CoreError('model/state-damaged', { learner: 'ridge-regression', part: 'model.moments' })
      ones[used++] = at
    }
    ones[used++] = all
    for (let s = 0; s < used; s += 1) {
      const first = ones[s]!
      for (let t = 0; t < used; t += 1) counts[first * indicators + ones[t]!]! += 1
      for (let l = 0; l < perRow; l += 1) sumLimbs[first * perRow + l]! += limbs[from + l]!
    }
    if (row % block !== block - 1) continue
    flush()
    run.signal.throwIfAborted()
    run.progress('optimise', row + 1, train.length)
  }
  flush()
  return { names, levels, counts, products, sums }
}

/** The sums without those of rows that were among them, which have the same levels; levels that no row has any more are gone. */
export function withoutMoments(of: Moments, erased: Moments): Moments {
  const left = {
    ...of, counts: of.counts.map((count, i) => count - erased.counts[i]!),
    products: of.products.map((sum, i) => minus(sum, erased.products[i]!)), sums: of.sums.map((sum, i) => minus(sum, erased.sums[i]!)),
  }
  const { firsts, count } = indicatorLayout(of)
  const features = of.names.numbers.length
  const isLeft = (indicator: number) => indicator < features || indicator === count - 1 || left.counts[indicator * (count + 1)]! > 0
  const kept = Array.from({ length: count }, (_, indicator) => indicator).filter(isLeft)
  if (kept.length === count) return left
  return {
    names: of.names,
    levels: of.levels.map((levels, k) => levels.filter((_, at) => isLeft(firsts[k]! + at))),
    counts: Float64Array.from(kept.flatMap(i => kept.map(j => left.counts[i * count + j]!))),
    products: left.products,
    sums: Array.from({ length: features + 1 }, (_, j) => kept.map(i => left.sums[j * count + i]!)).flat(),
  }
}
