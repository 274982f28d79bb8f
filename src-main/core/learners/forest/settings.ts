import type { Preset, SettingRule, Settings } from '../learner.ts'

const whole = (name: string, fallback: number, least: number, most: number, about: string): SettingRule => ({
  name, default: fallback, expected: `a whole number from ${least} to ${most}`, about, accepts: value => Number.isInteger(value) && value >= least && value <= most,
})

export const forestSettings: readonly SettingRule[] = [
  whole('groups', 10, 1, 100, 'how many groups of trees: every row is in one tree of each, so an erasure changes so many trees'),
  whole('shards', 10, 1, 100, 'how many trees a group has: each learns from this part of the rows'),
  whole('depth', 12, 1, 40, 'how many splits there are at most from the top of a tree to a leaf'),
  whole('features', 6, 1, 1000, 'how many features are tried at each split, chosen by chance'),
  whole('thresholds', 8, 1, 256, 'how many values of a number are tried at each split, chosen by chance'),
  whole('leaf-rows', 2, 1, 10_000, 'how many rows a leaf has at least'),
  whole('split-rows', 4, 2, 10_000, 'how many rows are split at least'),
]

const defaults: Settings = Object.fromEntries(forestSettings.map(rule => [rule.name, rule.default]))

export const forestPresets: readonly Preset[] = [
  { name: 'balanced', about: '100 trees of a tenth of the rows each', settings: defaults },
  { name: 'fast', about: '100 trees of a twentieth of the rows each: half the work to train and a quarter to forget, a little less accurate', settings: { ...defaults, groups: 5, shards: 20, depth: 10 } },
  { name: 'quality', about: '100 deep trees of a fifth of the rows each: twice the work to train, four times to forget', settings: { ...defaults, groups: 20, shards: 5, depth: 16, thresholds: 16 } },
]

/** What decides a forest besides its rows. */
export interface Shape {
  readonly groups: number
  readonly shards: number
  readonly depth: number
  readonly features: number
  readonly thresholds: number
  readonly leafRows: number
  readonly splitRows: number
}

export const shapeOf = (settings: Settings): Shape => ({
  groups: settings['groups']!, shards: settings['shards']!, depth: settings['depth']!, features: settings['features']!, thresholds: settings['thresholds']!,
  leafRows: settings['leaf-rows']!, splitRows: settings['split-rows']!,
})
