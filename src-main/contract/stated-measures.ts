import type { ModelMetrics } from './model.ts'

/** Unseen rows below which no measure is stated: the error of a number predicted for one row gives that row away. In a file without a package, as the checker in every record has it. */
export const leastMeasuredRows = 10

/** The measures as a record states them. The operator sees them all. */
export const statedMeasures = (unseen: ModelMetrics): ModelMetrics =>
  (unseen.rows >= leastMeasuredRows ? unseen : { rows: unseen.rows, accuracy: null, baseline: null, logLoss: null, auc: null })

/** True of measures that are not stated because there are too few rows. Before version 3 of the predicate they were stated. */
export const isTooFew = ({ rows, accuracy, logLoss, regression }: ModelMetrics): boolean =>
  rows > 0 && rows < leastMeasuredRows && accuracy === null && logLoss === null && regression === undefined
