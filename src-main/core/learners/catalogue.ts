import { CoreError } from '../base/core-error.ts'
import { forest } from './forest/forest.ts'
import type { Learner } from './learner.ts'
import { logisticRegression } from './logistic-regression/logistic-regression.ts'
import { naiveBayes } from './naive-bayes/naive-bayes.ts'
import { ridgeRegression } from './ridge-regression/ridge-regression.ts'

/** Every learner there is; adding one is a folder and a line here. */
export const learners: readonly Learner<unknown>[] = [logisticRegression as Learner<unknown>, forest as Learner<unknown>, naiveBayes as Learner<unknown>, ridgeRegression as Learner<unknown>]

export function findLearner(name: string): Learner<unknown> {
  const found = learners.find(learner => learner.name === name)
  if (found === undefined) throw new CoreError('train/unknown-learner', { learner: name, known: learners.map(l => l.name).join(', ') })
  return found
}
