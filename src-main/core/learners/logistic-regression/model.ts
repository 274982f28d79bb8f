import { canonicalJson, type Json } from '../../base/canonical-json.ts'
import { compareUtf8 } from '../../base/compare-utf8.ts'
import { columnLayout } from '../../features/design-matrix.ts'
import type { Encoder } from '../../features/fit-encoder.ts'
import { bytesOf, ownBuffer } from '../../features/feature-rows-bytes.ts'
import type { Recipe } from '../learner.ts'
import { grid, toGrid } from './grid.ts'

/** A trained model, with what forgetting needs. */
export interface LogisticModel {
  readonly encoder: Encoder
  /** Weights of the standardised columns, [width]; their order is columnLayout's. */
  readonly w: Float64Array
  /** Hessian of the penalised loss at w, upper triangle, [(width+1) × (width+1)]; absent until prepared. */
  readonly hessian?: Float64Array
}

/** The published form, documented in resources/docs/model-format.md: canonical JSON, the same bits from any exact way of training. */
export function publishModel({ encoder, w }: LogisticModel, recipe: Recipe): Uint8Array {
  const layout = columnLayout(encoder)
  const numbers = encoder.numbers.map((number, k) => {
    const missing = layout.missing[k]
    return {
      name: number.name, kind: 'number', mean: number.mean, scale: number.scale, weight: toGrid(w[k]!),
      ...(missing === undefined ? {} : { missing: toGrid(w[missing]!) }),
    }
  })
  const categories = encoder.categories.map((category, k) => ({
    name: category.name, kind: 'category',
    levels: category.levels.map((level, at) => ({ value: level, weight: toGrid(w[layout.categories[k]! + at]!) })),
  }))
  const model: Json = {
    format: 'lethe/logistic-regression/1',
    label: { ...recipe.label },
    features: [...numbers, ...categories].sort((a, b) => compareUtf8(a.name, b.name)),
    constant: toGrid(w[layout.width - 1]!),
  }
  return Buffer.from(canonicalJson(model))
}

/** The model with its weights moved to the published grid: what is kept says no more than what is published. */
export const onGrid = (model: LogisticModel): LogisticModel =>
  ({ encoder: model.encoder, w: model.w.map(weight => toGrid(weight) / grid) })

export function saveModel(model: LogisticModel): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>([
    ['model.encoder', Buffer.from(JSON.stringify(model.encoder))],
    ['model.weights', bytesOf(model.w)],
  ])
  if (model.hessian !== undefined) parts.set('model.hessian', bytesOf(model.hessian))
  return parts
}

export function loadModel(parts: ReadonlyMap<string, Uint8Array>): LogisticModel {
  const part = (name: string) => {
    const bytes = parts.get(`model.${name}`)
    if (bytes === undefined) throw new Error(`The saved model lacks the part ${name}`)
    return bytes
  }
  return {
    encoder: JSON.parse(Buffer.from(part('encoder')).toString()) as Encoder,
    w: new Float64Array(ownBuffer(part('weights'))),
    hessian: new Float64Array(ownBuffer(part('hessian'))),
  }
}

/** Column of `to` that stands for each column of `from`, or −1 where it is gone. */
export function columnMap(from: Encoder, to: Encoder): Int32Array {
  const a = columnLayout(from)
  const b = columnLayout(to)
  const map = new Int32Array(a.width).fill(-1)
  from.numbers.forEach((_, k) => {
    map[k] = k
    const missing = a.missing[k]
    if (missing !== undefined) map[missing] = b.missing[k] ?? -1
  })
  from.categories.forEach((category, k) => {
    const positions = new Map(to.categories[k]!.levels.map((level, at) => [level, b.categories[k]! + at]))
    category.levels.forEach((level, at) => {
      map[a.categories[k]! + at] = positions.get(level) ?? -1
    })
  })
  map[a.width - 1] = b.width - 1
  return map
}

/**
 * The same function of a row under another encoder of the same features: columns that are gone are dropped, means and scales
 * change the coordinates. (Rows with a missing number move with the mean; their indicator's weight takes the difference.)
 */
export function moveWeights(w: Float64Array, from: Encoder, to: Encoder): Float64Array {
  const map = columnMap(from, to)
  const moved = new Float64Array(columnLayout(to).width)
  map.forEach((column, old) => {
    if (column !== -1) moved[column]! += w[old]!
  })
  const constant = moved.length - 1
  const layout = columnLayout(to)
  from.numbers.forEach((before, k) => {
    const after = to.numbers[k]!
    moved[k] = (w[k]! * after.scale) / before.scale
    const shift = (w[k]! * (after.mean - before.mean)) / before.scale
    moved[constant]! += shift
    const missing = layout.missing[k]
    if (missing !== undefined) moved[missing]! -= shift
  })
  return moved
}
