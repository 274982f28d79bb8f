import { canonicalJson, type Json } from '../../base/canonical-json.ts'
import { compareUtf8 } from '../../base/compare-utf8.ts'
import { CoreError } from '../../base/core-error.ts'
import { columnLayout } from '../../features/design-matrix.ts'
import { dyadicText, readDyadic, type Dyadic } from '../../features/dyadic.ts'
import { bytesOf, ownBuffer } from '../../features/feature-rows-bytes.ts'
import type { FeatureNames } from '../../features/feature-rows.ts'
import type { Encoder } from '../../features/fit-encoder.ts'
import type { Recipe } from '../learner.ts'
import { indicatorLayout, type Moments } from './moments.ts'
import type { Standard } from './normal-equations.ts'

/** A trained model, with the exact sums that forgetting needs. */
export interface RidgeModel {
  readonly encoder: Encoder
  readonly label: Standard
  /** Whole multiples of 2⁻²⁰ for standardised columns and label, [width]; their order is columnLayout's. */
  readonly weights: Float64Array
  readonly moments: Moments
}

/** The published form, documented in resources/docs/model-format.md. */
export function publishModel({ encoder, label, weights }: RidgeModel, recipe: Recipe): Uint8Array {
  const layout = columnLayout(encoder)
  const numbers = encoder.numbers.map((number, k) => {
    const missing = layout.missing[k]
    return {
      name: number.name, kind: 'number', mean: number.mean, scale: number.scale, weight: weights[k]!,
      ...(missing === undefined ? {} : { missing: weights[missing]! }),
    }
  })
  const categories = encoder.categories.map((category, k) => ({
    name: category.name, kind: 'category',
    levels: category.levels.map((level, at) => ({ value: level, weight: weights[layout.categories[k]! + at]! })),
  }))
  const model: Json = {
    format: 'lethe/ridge-regression/1',
    label: { ...recipe.label, mean: label.mean, scale: label.scale },
    features: [...numbers, ...categories].sort((a, b) => compareUtf8(a.name, b.name)),
    constant: weights[layout.width - 1]!,
  }
  return Buffer.from(canonicalJson(model))
}

interface SavedMoments {
  readonly names: FeatureNames
  readonly levels: readonly (readonly (string | null)[])[]
  readonly products: readonly string[]
  readonly sums: readonly string[]
}

/** Sums have one text each, so that nothing shows which rows were once among them. */
export function saveModel({ encoder, label, weights, moments: { names, levels, counts, products, sums } }: RidgeModel): Map<string, Uint8Array> {
  const saved: SavedMoments = { names, levels, products: products.map(dyadicText), sums: sums.map(dyadicText) }
  return new Map([
    ['model.encoder', Buffer.from(JSON.stringify({ encoder, label }))],
    ['model.weights', bytesOf(weights)],
    ['model.moments', Buffer.from(JSON.stringify(saved))],
    ['model.counts', bytesOf(counts)],
  ])
}

export function loadModel(parts: ReadonlyMap<string, Uint8Array>): RidgeModel {
  const { encoder, label } = readPart(parts, 'model.encoder', bytes => {
    const read = JSON.parse(Buffer.from(bytes).toString()) as Pick<RidgeModel, 'encoder' | 'label'>
    return columnLayout(read.encoder).width > 0 && read.label.scale > 0 && Number.isFinite(read.label.mean) ? read : undefined
  })
  const weights = readPart(parts, 'model.weights', bytes => {
    const read = new Float64Array(ownBuffer(bytes))
    return read.length === columnLayout(encoder).width && read.every(Number.isInteger) ? read : undefined
  })
  const moments = readPart(parts, 'model.moments', bytes => {
    const { names, levels, products, sums } = JSON.parse(Buffer.from(bytes).toString()) as SavedMoments
    const numbers = names.numbers.length + 1
    if (products.length !== numbers * numbers || sums.length !== numbers * indicatorLayout({ names, levels }).count) return undefined
    return { names, levels, products: products.map(readSum), sums: sums.map(readSum) }
  })
  const counts = readPart(parts, 'model.counts', bytes => {
    const read = new Float64Array(ownBuffer(bytes))
    return read.length === indicatorLayout(moments).count ** 2 && read.every(count => Number.isSafeInteger(count) && count >= 0) ? read : undefined
  })
  return { encoder, label, weights, moments: { ...moments, counts } }
}

function readSum(text: string): Dyadic {
  const sum = readDyadic(text)
  if (sum === undefined) throw new Error('This is no exact sum')
  return sum
}

/** Reads one part of a saved model. Throws 'model/state-damaged' where it is missing or not what was written. */
function readPart<T>(parts: ReadonlyMap<string, Uint8Array>, name: string, read: (bytes: Uint8Array) => T | undefined): T {
  const bytes = parts.get(name)
  let value: T | undefined
  try {
    value = bytes === undefined ? undefined : read(bytes)
  } catch {
    value = undefined
  }
  if (value === undefined) throw new CoreError('model/state-damaged', { learner: 'ridge-regression', part: name })
  return value
}
