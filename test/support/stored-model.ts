import type { Learner, Recipe } from '../../src-main/core/learners/learner.ts'
import { methodsFor, type Method } from '../../src-main/core/unlearning/methods.ts'
import type { TrainedModel } from '../../src-main/core/unlearning/run-method.ts'

/** The model as a workspace keeps it: prepared for forgetting, written and read back. */
export function storedModel(learner: Learner<unknown>, recipe: Recipe, state: unknown, rows: TrainedModel['rows']): TrainedModel {
  return { learner, recipe, rows, state: learner.load(learner.save(learner.prepare(state, rows, recipe))) }
}

/** Every method that promises the bits of retraining, retraining left out. */
export const exactMethods = (learner: Learner<unknown>, recipe: Recipe, trainRows: number): Method[] =>
  methodsFor(learner, recipe, trainRows).filter(({ name, guarantee }) => guarantee === 'same-bits' && name !== 'retrain')
