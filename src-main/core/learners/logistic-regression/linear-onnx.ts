import type { OnnxWriter } from '../onnx-graph.ts'
import { grid } from './grid.ts'

interface PublishedNumber { readonly name: string; readonly kind: 'number'; readonly mean: number; readonly scale: number; readonly weight: number; readonly missing?: number }
interface PublishedCategory { readonly name: string; readonly kind: 'category'; readonly levels: readonly { readonly value: string | null; readonly weight: number }[] }

/** What published models with one weight for each column have in common. */
export interface PublishedLinear {
  readonly features: readonly (PublishedNumber | PublishedCategory)[]
  readonly constant: number
}

/**
 * The constant and every weighted column of a row, [rows × 1]: each sum and product in the order in which predicting takes them, so
 * that not even rounding differs.
 */
export function linearOnnx(writer: OnnxWriter, { features, constant }: PublishedLinear): string {
  const weight = (whole: number) => writer.doubles(whole / grid)
  const none = writer.doubles(0)
  let sum = writer.forEachRow([constant / grid])
  const plus = (term: string) => { sum = writer.add('Add', [sum, term]) }
  const numbers = features.filter(feature => feature.kind === 'number').map(number => ({ ...number, isMissing: writer.add('IsNaN', [number.name]) }))
  for (const { name, mean, scale, weight: own, isMissing } of numbers) {
    const standard = writer.add('Div', [writer.add('Sub', [name, writer.doubles(mean)]), writer.doubles(scale)])
    plus(writer.add('Mul', [weight(own), writer.add('Where', [isMissing, none, standard])]))
  }
  for (const { missing, isMissing } of numbers) if (missing !== undefined) plus(writer.add('Where', [isMissing, weight(missing), none]))
  for (const feature of features) {
    if (feature.kind === 'number') continue
    // After the levels, a 0 for those that were never learned.
    const weights = writer.doubles([...feature.levels.map(level => level.weight / grid), 0])
    plus(writer.add('Gather', [weights, writer.position(feature.name, feature.levels.map(({ value }) => value))]))
  }
  return sum
}
