import type { Column } from '../../../../src-main/contract/dataset.ts'
import { seededRandom } from '../../../../src-main/core/base/seeded-random.ts'
import type { Cell } from '../../../../src-main/core/datasets/cell.ts'
import type { Dataset } from '../../../../src-main/core/datasets/dataset-table.ts'
import { encodeRows } from '../../../../src-main/core/features/encode-rows.ts'
import { splitOff, type FeatureRows } from '../../../../src-main/core/features/feature-rows.ts'
import { forest } from '../../../../src-main/core/learners/forest/forest.ts'
import type { ForestState } from '../../../../src-main/core/learners/forest/forest-state.ts'
import type { Recipe } from '../../../../src-main/core/learners/learner.ts'
import { makeRecipe } from '../../../../src-main/core/learners/recipe.ts'
import { quietRun } from '../../../support/core-with.ts'

/** Cells of one row, the label last. */
export type Record = readonly Cell[]

export interface ForestExample {
  readonly columns: readonly Column[]
  readonly recipe: Recipe
}

const run = quietRun()

export function forestExample(types: readonly Column['type'][], settings: Readonly<{ [name: string]: string }> = {}, labelValues = 2): ForestExample {
  const columns: Column[] = [
    ...types.map((type, k) => ({ name: 'abcdefgh'[k]!, type, role: 'feature' as const })),
    { name: 'label', type: 'text', role: 'label' },
  ]
  const dataset: Dataset = { id: 'ds-000000000000', number: 1, name: 'made up', importedAt: '', lastRow: 0, labelPositive: 'yes', columns }
  return { columns, recipe: makeRecipe(dataset, 'forest', { 'test-share': '0', ...settings }, labelValues) }
}

export const encode = ({ columns, recipe }: ForestExample, records: readonly Record[]): FeatureRows =>
  encodeRows(records.map((cells, i): [number, null, ...Cell[]] => [i + 1, null, ...cells]), columns, recipe)

export const trainOn = (rows: FeatureRows, { recipe }: ForestExample): ForestState => forest.train(rows, recipe, run).state

/** The state without the rows named, as a workspace would read it back, and the rows that are left. */
export function forgetIn(state: ForestState, rows: FeatureRows, gone: ReadonlySet<number>, { recipe }: ForestExample): { state: ForestState; kept: FeatureRows } {
  const { erased, kept } = splitOff(rows, gone)
  return { state: forest.load(forest.save(forest.methods['update']!.forget(state, erased, kept, recipe, run).state)), kept }
}

export const publishedText = (state: ForestState, { recipe }: ForestExample): string => Buffer.from(forest.publish(state, recipe)).toString()

const towns = ['Oslo', 'Ähtäri', 'Bergen', '\u{1f600}', '\uffee', null]

/** Records of a number, a town and another number, whose class mostly follows from them. */
export function madeRecords(count: number, seed: number, classes: readonly string[] = ['yes', 'no']): Record[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const age = random() < 0.1 ? null : Math.floor(20 + 60 * random())
    const town = towns[Math.floor(towns.length * random() ** 2)]!
    const place = random() < 0.2 ? Math.floor(random() * classes.length) : ((age ?? 0) + (town === 'Oslo' ? 1 : 0) * 30) * classes.length / 111
    return [age, town, Math.round(1e6 * random()) / 1e3, classes[Math.floor(place)]!]
  })
}

export const madeTypes = ['integer', 'text', 'number'] as const
