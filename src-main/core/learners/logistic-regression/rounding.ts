interface PublishedNumber { readonly weight: number; readonly missing?: number }
interface Published {
  readonly features: readonly (PublishedNumber | { readonly levels: readonly PublishedNumber[] })[]
  readonly constant: number
}

/** True where two published models are the same but for weights rounded to a neighbouring multiple of the grid: what `boundary` allows. */
export function differOnlyByRounding(a: Uint8Array, b: Uint8Array): boolean {
  const [one, other] = [weightsOf(a), weightsOf(b)]
  return one.rest === other.rest && one.weights.length === other.weights.length && one.weights.every((weight, i) => Math.abs(weight - other.weights[i]!) <= 1)
}

/** The whole numbers of a published model in their order, and everything else of it. */
function weightsOf(bytes: Uint8Array): { weights: number[]; rest: string } {
  const model = JSON.parse(Buffer.from(bytes).toString()) as Published
  const weights: number[] = []
  const take = <T extends PublishedNumber>(number: T): T => {
    weights.push(number.weight)
    if (number.missing === undefined) return { ...number, weight: 0 }
    weights.push(number.missing)
    return { ...number, weight: 0, missing: 0 }
  }
  const features = model.features.map(feature => ('levels' in feature ? { ...feature, levels: feature.levels.map(take) } : take(feature)))
  weights.push(model.constant)
  return { weights, rest: JSON.stringify({ ...model, features, constant: 0 }) }
}
