import type { Guarantee } from '../../contract/model.ts'
import { CoreError } from '../base/core-error.ts'
import type { Learner, Recipe } from '../learners/learner.ts'

export interface Method {
  readonly name: string
  readonly guarantee: Guarantee
  readonly about: string
  /** Why the guarantee is weaker here than the method's own; a sentence. */
  readonly weakened?: string
}

export const retrainMethod: Method = { name: 'retrain', guarantee: 'same-bits', about: 'training from scratch on the kept rows' }

/** Every way to make a model of this learner forget, retraining first; what is promised may depend on recipe and row count. */
export function methodsFor(learner: Learner<unknown>, recipe: Recipe, trainRows: number): Method[] {
  const refusal = learner.exactnessRefusal(recipe, trainRows)
  return [
    retrainMethod,
    ...Object.entries(learner.methods).map(([name, { guarantee, about }]) => {
      if (guarantee !== 'same-bits' || refusal === undefined) return { name, guarantee, about }
      return { name, guarantee: 'none' as const, about, weakened: refusal }
    }),
  ]
}

const strength: Readonly<Record<Guarantee, number>> = { none: 0, certified: 1, 'same-bits': 2 }

/** True where the method promises at least this much. */
export const allows = (least: Guarantee, { guarantee }: Pick<Method, 'guarantee'>): boolean => strength[guarantee] >= strength[least]

/** The method of this name; 'auto' takes the fastest exact one, and retraining where there is none: whatever the policy asks for, it allows that. */
export function chooseMethod(methods: readonly Method[], asked: string, learner: string): Method {
  const known = ['auto', ...methods.map(m => m.name)].join(', ')
  if (asked === 'auto') return methods.findLast(m => m.guarantee === 'same-bits')!
  const found = methods.find(m => m.name === asked)
  if (found === undefined) throw new CoreError('erase/method-not-for-learner', { method: asked, learner, known })
  return found
}
