import type { ModelMetrics } from '../../contract/model.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import type { Learner } from '../learners/learner.ts'
import { measure } from './measure.ts'
import { measureClasses } from './measure-classes.ts'
import { measureNumbers } from './measure-numbers.ts'

/** How well a model does on the rows that were held out. */
export function measureUnseen(learner: Learner<unknown>, state: unknown, rows: FeatureRows): ModelMetrics {
  const { values, classes } = learner.predict(state, rows, 'test')
  const labels = rows.labels.filter((_, i) => rows.test[i] === 1)
  if (rows.task === 'regression') return measureNumbers(values, labels)
  if (rows.task === 'multiclass') return measureClasses(values, classes, Array.from(labels, code => rows.classes[code]!))
  return measure(values, labels)
}
