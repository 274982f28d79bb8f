import type { Guarantee } from '../../../src-main/contract/model.ts'
import type { PlannedModel } from '../../../src-main/contract/request.ts'

/** One way to erase, for all models of a dataset at once: it promises what it promises on the model where it promises least. */
export interface EraseMethod {
  readonly method: string
  readonly guarantee: Guarantee
  /** False where the policy forbids it for one of them. */
  readonly allowed: boolean
}

const strength: Readonly<Record<Guarantee, number>> = { 'same-bits': 2, certified: 1, none: 0 }

/** True where a method that promises this may be used under a policy that asks for that. */
export const satisfies = (promised: Guarantee, asked: Guarantee): boolean => strength[promised] >= strength[asked]

const weakestOf = (guarantees: readonly Guarantee[]): Guarantee => guarantees.reduce((least, one) => (strength[one] < strength[least] ? one : least), 'same-bits')

/** Methods that every one of these models has, and "auto", which takes for each what its plan names. */
export function eraseMethods(models: readonly Pick<PlannedModel, 'guarantee' | 'methods'>[]): EraseMethod[] {
  const [first, ...others] = models
  const shared = (first?.methods ?? []).flatMap(offer => {
    const offers = [offer, ...others.flatMap(model => model.methods.find(one => one.method === offer.method) ?? [])]
    if (offers.length < models.length) return []
    return [{ method: offer.method, guarantee: weakestOf(offers.map(one => one.guarantee)), allowed: offers.every(one => one.allowed) }]
  })
  return [{ method: 'auto', guarantee: weakestOf(models.map(model => model.guarantee)), allowed: true }, ...shared]
}
