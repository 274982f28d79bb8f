import { CoreError } from '../base/core-error.ts'
import type { Learner } from './learner.ts'
import { logisticRegression } from './logistic-regression/logistic-regression.ts'

/** Every learner there is; adding one is a folder and a line here. */
export const learners: readonly Learner<unknown>[] = [logisticRegression as Learner<unknown>]

export function findLearner(name: string): Learner<unknown> {
  const found = learners.find(learner => learner.name === name)
  if (found === undefined) throw new CoreError('train/unknown-learner', { learner: name, known: learners.map(l => l.name).join(', ') })
  return found
}
