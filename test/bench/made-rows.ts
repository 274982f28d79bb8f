import type { Column } from '../../src-main/contract/dataset.ts'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import type { FeatureRows } from '../../src-main/core/features/feature-rows.ts'

const numbers = 20
const categories = 8

/** So many rows of 20 numbers, four of them whole, and 8 categories, made from a seed; a fifth are held out, and a tenth of the labels are noise. */
export function madeFeatureRows(count: number, seed: number): FeatureRows {
  const random = seededRandom(seed)
  const values = new Float64Array(count * numbers)
  const codes = new Uint16Array(count * categories)
  const labels = new Uint8Array(count)
  const test = new Uint8Array(count)
  for (let i = 0; i < count; i += 1) {
    let score = 0
    for (let k = 0; k < numbers; k += 1) {
      const value = random() + random() - 1
      values[i * numbers + k] = k % 5 === 0 ? Math.round(40 * value) : value
      score += value * ((k % 4) - 1.5) + (k % 3 === 0 ? value * value : 0)
    }
    for (let k = 0; k < categories; k += 1) {
      const level = Math.floor(levelsOf(k) * random() ** 2)
      codes[i * categories + k] = level
      score += ((level * 7919) % 11) / 11 - 0.5
    }
    labels[i] = random() < 0.1 ? Number(random() < 0.5) : Number(score > 1.2)
    test[i] = Number(random() < 0.2)
  }
  return {
    names: { numbers: numberNames, categories: categoryNames },
    count, rows: Uint32Array.from({ length: count }, (_, i) => i + 1), test, task: 'binary', labels, classes: [], numbers: values, codes,
    levels: Array.from({ length: categories }, (_, k) => Array.from({ length: levelsOf(k) }, (_level, level) => `level ${level}`)),
  }
}

const numberNames = Array.from({ length: numbers }, (_, k) => `number ${String.fromCharCode(97 + k)}`)
const categoryNames = Array.from({ length: categories }, (_, k) => `text ${String.fromCharCode(97 + k)}`)

/** The columns these rows would have in a dataset. */
export const madeColumns: readonly Column[] = [
  ...numberNames.map((name): Column => ({ name, type: 'number', role: 'feature' })), ...categoryNames.map((name): Column => ({ name, type: 'text', role: 'feature' })),
  { name: 'label', type: 'text', role: 'label' },
]

const levelsOf = (k: number): number => [2, 3, 5, 8, 12, 20, 40, 100][k]!
