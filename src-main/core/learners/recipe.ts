import { CoreError } from '../base/core-error.ts'
import { featuresOf } from '../features/encode-rows.ts'
import { rowKeyKey } from '../features/split-rows.ts'
import type { Dataset } from '../datasets/dataset-table.ts'
import { findLearner } from './catalogue.ts'
import type { Recipe, SettingRule } from './learner.ts'

export const defaultSeed = 1
export const defaultTestShare = 0.2

/** Settings of every learner. */
export const recipeSettings: readonly SettingRule[] = [
  { name: 'seed', default: defaultSeed, expected: 'a whole number from 0 to 9007199254740991', about: 'decides every random choice: the same seed, the same model', accepts: value => Number.isSafeInteger(value) && value >= 0 },
  { name: 'test-share', default: defaultTestShare, expected: 'a number from 0 to 0.9', about: 'the part of the rows that is never learned from, to measure on', accepts: value => value >= 0 && value <= 0.9 },
]

/** Makes the recipe for training this learner on this dataset, from settings as a person typed them. */
export function makeRecipe(dataset: Dataset, learnerName: string, given: Readonly<Record<string, string>>): Recipe {
  const learner = findLearner(learnerName)
  const label = dataset.columns.find(column => column.role === 'label')
  if (label === undefined || dataset.labelPositive === null) throw new CoreError('train/no-label', { dataset: dataset.name })
  const features = featuresOf(dataset.columns)
  if (features.length === 0) throw new CoreError('train/no-features', { dataset: dataset.name })
  const rules = [...recipeSettings, ...learner.settings]
  const known = rules.map(({ name }) => name)
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new CoreError('train/unknown-setting', { setting: name, known: known.join(', ') })
  }
  const read = ({ name, default: fallback, expected, accepts }: SettingRule) => {
    const text = given[name]
    if (text === undefined) return fallback
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!accepts(value)) throw new CoreError('train/bad-setting', { setting: name, expected })
    return value
  }
  const [seed, testShare] = recipeSettings.map(read) as [number, number]
  const settings = Object.fromEntries(learner.settings.map(rule => [rule.name, read(rule)]))
  return {
    learner: learner.name, seed, settings, testShare, rowKey: rowKeyKey(seed),
    label: { column: label.name, positive: dataset.labelPositive },
    subject: dataset.columns.find(column => column.role === 'subject')?.name ?? null,
    features,
  }
}
