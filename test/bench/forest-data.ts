import type { FeatureRows } from '../../src-main/core/features/feature-rows.ts'
import type { Recipe } from '../../src-main/core/learners/learner.ts'
import { makeRecipe } from '../../src-main/core/learners/recipe.ts'
import { exampleData, type ExampleData } from '../support/example-data.ts'
import { encodeLoaded, loadRows, type LoadedRows } from '../support/load-rows.ts'
import { adultColumns, adultFile } from './adult.ts'

/** A data set in memory, encoded for a learner and a seed, which also decides which rows are held out. */
export interface BenchData {
  readonly name: string
  encode(learner: string, settings?: Readonly<Record<string, string>>): { recipe: Recipe; all: FeatureRows }
}

/** Adult, bank and credit default where a copy lies beside the checkout, else rows of Adult's shape. */
export function forestData(): BenchData[] {
  const found = exampleData.filter(({ name }) => ['Adult', 'bank', 'credit default'].includes(name))
  if (found.length > 0) return found.map(data => benchData(data.name, loadRows(data)))
  const { file, what, remove } = adultFile()
  const data: ExampleData = { name: what, file, label: adultColumns.at(-1)!, positive: '>50K', ignore: ['fnlwgt', 'education-num'] }
  const loaded = loadRows(data)
  remove()
  return [benchData(what, loaded)]
}

const benchData = (name: string, loaded: LoadedRows): BenchData => ({
  name,
  encode(learner, settings = {}) {
    const recipe = makeRecipe(loaded.dataset, learner, settings)
    return { recipe, all: encodeLoaded(loaded, loaded.rows, recipe) }
  },
})
