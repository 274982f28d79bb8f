import { CoreError } from '../base/core-error.ts'
import { featuresOf } from '../features/encode-rows.ts'
import { rowKeyKey } from '../features/split-rows.ts'
import type { Dataset } from '../datasets/dataset-table.ts'
import { findLearner } from './catalogue.ts'
import type { Recipe } from './learner.ts'

export const defaultSeed = 1
export const defaultTestShare = 0.2

/** Makes the recipe for training this learner on this dataset, from settings as a person typed them. */
export function makeRecipe(dataset: Dataset, learnerName: string, given: Readonly<Record<string, string>>): Recipe {
  const learner = findLearner(learnerName)
  const label = dataset.columns.find(column => column.role === 'label')
  if (label === undefined || dataset.labelPositive === null) throw new CoreError('train/no-label', { dataset: dataset.name })
  const features = featuresOf(dataset.columns)
  if (features.length === 0) throw new CoreError('train/no-features', { dataset: dataset.name })
  const known = ['seed', 'test-share', ...learner.settings.map(s => s.name)]
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new CoreError('train/unknown-setting', { setting: name, known: known.join(', ') })
  }
  const read = (name: string, fallback: number, expected: string, accepts: (value: number) => boolean) => {
    const text = given[name]
    if (text === undefined) return fallback
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!accepts(value)) throw new CoreError('train/bad-setting', { setting: name, expected })
    return value
  }
  const seed = read('seed', defaultSeed, 'a whole number from 0 to 9007199254740991', value => Number.isSafeInteger(value) && value >= 0)
  const testShare = read('test-share', defaultTestShare, 'a number from 0 to 0.9', value => value >= 0 && value <= 0.9)
  const settings = Object.fromEntries(learner.settings.map(s => [s.name, read(s.name, s.default, s.expected, s.accepts)]))
  return {
    learner: learner.name, seed, settings, testShare, rowKey: rowKeyKey(seed),
    label: { column: label.name, positive: dataset.labelPositive },
    subject: dataset.columns.find(column => column.role === 'subject')?.name ?? null,
    features,
  }
}
