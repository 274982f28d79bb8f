import type { ModelMetrics } from '../../contract/model.ts'

/**
 * Root mean square error, mean absolute error and R² (the share of the labels' variance around their own mean that is explained) of
 * predicted numbers [rows] for the labels [rows].
 */
export function measureNumbers(predicted: Float64Array, labels: ArrayLike<number>): ModelMetrics {
  const rows = predicted.length
  const none = { rows, accuracy: null, baseline: null, logLoss: null, auc: null }
  if (rows === 0) return none
  let mean = 0
  for (let i = 0; i < rows; i += 1) mean += (labels[i]! - mean) / (i + 1)
  let squares = 0
  let absolute = 0
  let spread = 0
  for (let i = 0; i < rows; i += 1) {
    const error = predicted[i]! - labels[i]!
    squares += error * error
    absolute += Math.abs(error)
    spread += (labels[i]! - mean) ** 2
  }
  return { ...none, regression: { rmse: Math.sqrt(squares / rows), mae: absolute / rows, r2: spread === 0 ? null : 1 - squares / spread } }
}
