import type { Guarantee, ModelDetail } from '../../../src-main/contract/model.ts'

/** One way to erase, for all models of a dataset at once: it promises what it promises on the model where it promises least. */
export interface EraseMethod {
  readonly method: string
  readonly guarantee: Guarantee
}

const strength: Readonly<Record<Guarantee, number>> = { 'same-bits': 2, certified: 1, none: 0 }

/** Methods that every one of these models offers. "auto" takes an exact one of each, so it always promises the same bits. */
export function eraseMethods(models: readonly Pick<ModelDetail, 'methods'>[]): EraseMethod[] {
  const [first, ...others] = models
  const shared = (first?.methods ?? []).flatMap(({ method, guarantee }) => {
    const offers = others.map(model => model.methods.find(one => one.method === method))
    if (offers.includes(undefined)) return []
    const weakest = offers.reduce<Guarantee>((least, offer) => (strength[offer!.guarantee] < strength[least] ? offer!.guarantee : least), guarantee)
    return [{ method, guarantee: weakest }]
  })
  return [{ method: 'auto', guarantee: 'same-bits' }, ...shared]
}
