import { canonicalJson, type Json } from '../../base/canonical-json.ts'
import { compareUtf8 } from '../../base/compare-utf8.ts'
import { CoreError } from '../../base/core-error.ts'
import { dyadicText, readDyadic, type Dyadic } from '../../features/dyadic.ts'
import type { Recipe } from '../learner.ts'
import type { Counts } from './counts.ts'
import { densitiesOf } from './densities.ts'

/** A trained model, which is what was counted. */
export interface BayesModel {
  /** Added to the rows of every level. */
  readonly smoothing: number
  readonly counts: Counts
}

/** The published form, documented in resources/docs/model-format.md. */
export function publishModel({ smoothing, counts }: BayesModel, recipe: Recipe): Uint8Array {
  const { task, names, classes, rows, levels, levelRows } = counts
  const densities = densitiesOf(counts)
  const numbers = names.numbers.map((name, k) => ({ name, kind: 'number', classes: densities.map(of => ({ ...of[k]! })) }))
  const categories = names.categories.map((name, k) => ({
    name, kind: 'category',
    levels: levels[k]!.map((value, at) => ({ value, rows: classes.map((_, c) => levelRows[k]![c * levels[k]!.length + at]!) })),
  }))
  const model: Json = {
    format: 'lethe/naive-bayes/1',
    label: { ...recipe.label },
    smoothing,
    classes: classes.map((value, c) => (task === 'binary' ? { positive: value === '1', rows: rows[c]! } : { value, rows: rows[c]! })),
    features: [...numbers, ...categories].sort((a, b) => compareUtf8(a.name, b.name)),
  }
  return Buffer.from(canonicalJson(model))
}

const partName = 'model.counts'

/** Sums have one text each, so that nothing shows which rows were once among them. */
export function saveModel({ smoothing, counts }: BayesModel): Map<string, Uint8Array> {
  const saved = {
    ...counts, smoothing, rows: Array.from(counts.rows), values: Array.from(counts.values), sums: counts.sums.map(dyadicText),
    squares: counts.squares.map(dyadicText), levelRows: counts.levelRows.map(of => Array.from(of)),
  }
  return new Map([[partName, Buffer.from(JSON.stringify(saved))]])
}

/** Throws 'model/state-damaged' where the part is missing or not what was written. */
export function loadModel(parts: ReadonlyMap<string, Uint8Array>): BayesModel {
  const bytes = parts.get(partName)
  const model = bytes === undefined ? undefined : readModel(Buffer.from(bytes).toString())
  if (model === undefined) throw new CoreError('model/state-damaged', { learner: 'naive-bayes', part: partName })
  return model
}

type Saved = Omit<Counts, 'rows' | 'values' | 'sums' | 'squares' | 'levelRows'> & {
  readonly smoothing: number
  readonly rows: readonly number[]
  readonly values: readonly number[]
  readonly sums: readonly string[]
  readonly squares: readonly string[]
  readonly levelRows: readonly (readonly number[])[]
}

function readModel(text: string): BayesModel | undefined {
  try {
    const { smoothing, ...saved } = JSON.parse(text) as Saved
    const { classes, names, levels } = saved
    const perClass = classes.length * names.numbers.length
    const counts: Counts = {
      ...saved, rows: readCounts(saved.rows, classes.length), values: readCounts(saved.values, perClass), sums: readSums(saved.sums, perClass), squares: readSums(saved.squares, perClass),
      levelRows: names.categories.map((_, k) => readCounts(saved.levelRows[k]!, classes.length * levels[k]!.length)),
    }
    return typeof smoothing === 'number' && classes.length > 0 ? { smoothing, counts } : undefined
  } catch {
    return undefined
  }
}

function readCounts(counts: readonly number[], length: number): Float64Array {
  if (counts.length !== length || !counts.every(count => Number.isSafeInteger(count) && count >= 0)) throw new Error('These are no counts')
  return Float64Array.from(counts)
}

function readSums(texts: readonly string[], length: number): Dyadic[] {
  const sums = texts.flatMap(text => readDyadic(text) ?? [])
  if (sums.length !== length || texts.length !== length) throw new Error('These are no exact sums')
  return sums
}
