import type { ModelMetrics } from '../../contract/model.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import type { Learner } from '../learners/learner.ts'
import { measure } from './measure.ts'

/** How well a model does on the rows that were held out. */
export function measureUnseen(learner: Learner<unknown>, state: unknown, rows: FeatureRows): ModelMetrics {
  return measure(learner.predict(state, rows, 'test'), rows.labels.filter((_, i) => rows.test[i] === 1))
}
