import { CoreError } from '../base/core-error.ts'
import type { Task } from '../../contract/model.ts'
import { featuresOf, type Label } from '../features/encode-rows.ts'
import { rowKeyKey } from '../features/split-rows.ts'
import type { Dataset } from '../datasets/dataset-table.ts'
import { findLearner, learners } from './catalogue.ts'
import type { Learner, Recipe, SettingRule } from './learner.ts'

export const defaultSeed = 1
export const defaultTestShare = 0.2

/** Settings of every learner. */
export const recipeSettings: readonly SettingRule[] = [
  { name: 'seed', default: defaultSeed, expected: 'a whole number from 0 to 9007199254740991', about: 'decides every random choice: the same seed, the same model', accepts: value => Number.isSafeInteger(value) && value >= 0 },
  { name: 'test-share', default: defaultTestShare, expected: 'a number from 0 to 0.9', about: 'the part of the rows that is never learned from, to measure on', accepts: value => value >= 0 && value <= 0.9 },
]

/** Settings that are words: what is to be predicted, and a named set of values for the learner's own settings. */
export const taskSetting = 'task'
export const presetSetting = 'preset'

/** A label of numbers with more different values than this is predicted as a number, not as so many classes. */
export const mostNumberClasses = 20

/**
 * Makes the recipe for training this learner on this dataset, from settings as a person typed them. `labelValues` is how many
 * different values the label has: what to predict follows from it, unless a setting says.
 */
export function makeRecipe(dataset: Dataset, learnerName: string, given: Readonly<Record<string, string>>, labelValues = 2): Recipe {
  const learner = findLearner(learnerName)
  const label = dataset.columns.find(column => column.role === 'label')
  if (label === undefined || dataset.labelPositive === null) throw new CoreError('train/no-label', { dataset: dataset.name })
  const features = featuresOf(dataset.columns)
  if (features.length === 0) throw new CoreError('train/no-features', { dataset: dataset.name })
  const rules = [...recipeSettings, ...learner.settings]
  const known = [...rules.map(({ name }) => name), taskSetting, ...(learner.presets === undefined ? [] : [presetSetting])]
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new CoreError('train/unknown-setting', { setting: name, known: known.join(', ') })
  }
  const preset = presetNamed(learner, given[presetSetting])
  const read = ({ name, default: fallback, expected, accepts }: SettingRule) => {
    const text = given[name]
    if (text === undefined) return preset[name] ?? fallback
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!accepts(value)) throw new CoreError('train/bad-setting', { setting: name, expected })
    return value
  }
  const [seed, testShare] = recipeSettings.map(read) as [number, number]
  const settings = Object.fromEntries(learner.settings.map(rule => [rule.name, read(rule)]))
  return {
    learner: learner.name, seed, settings, testShare, rowKey: rowKeyKey(seed),
    label: labelFor(learner, dataset.labelPositive, label, given[taskSetting], labelValues),
    subject: dataset.columns.find(column => column.role === 'subject')?.name ?? null,
    features,
  }
}

function presetNamed({ presets = [] }: Learner<unknown>, name: string | undefined): Readonly<Record<string, number>> {
  if (name === undefined) return {}
  const found = presets.find(preset => preset.name === name.trim())
  if (found === undefined) throw new CoreError('train/bad-setting', { setting: presetSetting, expected: `one of ${presets.map(preset => preset.name).join(', ')}` })
  return found.settings
}

const tasks: readonly Task[] = ['binary', 'multiclass', 'regression']

function labelFor(learner: Learner<unknown>, positive: string, { name: column, type }: Dataset['columns'][number], asked: string | undefined, values: number): Label {
  const task = asked === undefined || asked.trim() === 'auto' ? likelyTask(learner, type !== 'text', values) : tasks.find(known => known === asked.trim())
  if (task === undefined) throw new CoreError('train/bad-setting', { setting: taskSetting, expected: `auto, ${learner.tasks.join(', ')}` })
  if (!learner.tasks.includes(task)) throw new CoreError('train/task-not-for-learner', { learner: learner.name, task, known: learner.tasks.join(', '), others: learners.filter(other => other.tasks.includes(task)).map(({ name }) => name).join(', ') })
  if (task === 'binary') return { column, positive }
  if (task === 'regression' && type === 'text') throw new CoreError('train/label-not-number', { column })
  return { column, task }
}

/** Two values are two classes; many numbers are numbers; anything else is several classes. A learner of numbers alone is given numbers. */
function likelyTask({ tasks: offered }: Learner<unknown>, isNumber: boolean, values: number): Task {
  const likely = values <= 2 ? 'binary' : isNumber && values > mostNumberClasses ? 'regression' : 'multiclass'
  if (offered.includes(likely)) return likely
  return (isNumber ? (['regression', 'multiclass'] as const) : (['multiclass'] as const)).find(task => offered.includes(task)) ?? likely
}
