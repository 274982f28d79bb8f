import type { FeatureRows } from '../../features/feature-rows.ts'
import type { Predictions } from '../learner.ts'
import { densitiesOf } from './densities.ts'
import type { BayesModel } from './model.ts'

/** Probabilities of the classes: what is missing in a row, and a level that was never learned, is left out. */
export function predictClasses({ smoothing, counts }: BayesModel, rows: FeatureRows, part: 'train' | 'test'): Predictions {
  const { task, classes, names, levels, levelRows } = counts
  const count = classes.length
  const all = counts.rows.reduce((sum, of) => sum + of, 0)
  const prior = counts.rows.map(of => Math.log(of / all))
  const densities = densitiesOf(counts)
  const numbers = names.numbers.length
  const categories = names.categories.length
  /** For each category, [levels × classes]. */
  const logLevels = levels.map((texts, k) => {
    const inClass = classes.map((_, c) => levelRows[k]!.subarray(c * texts.length, (c + 1) * texts.length).reduce((sum, of) => sum + of, 0))
    return Float64Array.from({ length: texts.length * count }, (_, at) => {
      const c = at % count
      return Math.log((levelRows[k]![c * texts.length + (at - c) / count]! + smoothing) / (inClass[c]! + smoothing * texts.length))
    })
  })
  const levelOf = rows.levels.map((texts, k) => {
    const position = new Map<string | null, number>(levels[k]!.map((text, at) => [text, at]))
    return Int32Array.from(texts, text => position.get(text) ?? -1)
  })
  const wanted = part === 'test' ? 1 : 0
  const values: number[] = []
  const logs = new Float64Array(count)
  const positive = classes.indexOf('1')
  for (let i = 0; i < rows.count; i += 1) {
    if (rows.test[i] !== wanted) continue
    logs.set(prior)
    for (let k = 0; k < numbers; k += 1) {
      const value = rows.numbers[i * numbers + k]!
      if (Number.isNaN(value)) continue
      for (let c = 0; c < count; c += 1) {
        const { mean, variance } = densities[c]![k]!
        // Divided before it is squared: a deviation of more than 1e154 has no square.
        logs[c]! -= 0.5 * (Math.log(variance) + ((value - mean) / Math.sqrt(variance)) ** 2)
      }
    }
    for (let k = 0; k < categories; k += 1) {
      const level = levelOf[k]![rows.codes[i * categories + k]!]!
      if (level >= 0) for (let c = 0; c < count; c += 1) logs[c]! += logLevels[k]![level * count + c]!
    }
    const shares = sharesOf(logs)
    if (task === 'binary') values.push(positive === -1 ? 0 : shares[positive]!)
    else values.push(...shares)
  }
  return { values: Float64Array.from(values), classes: task === 'binary' ? [] : classes }
}

/** Probabilities of these logarithms, together 1; where none is a number above −∞, all are as likely. */
function sharesOf(logs: Float64Array): Float64Array {
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity)
  if (most === -Infinity) return logs.map(() => 1 / logs.length)
  const shares = logs.map(log => Math.exp(log - most))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map(share => share / total)
}
