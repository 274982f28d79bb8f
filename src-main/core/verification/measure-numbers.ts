import type { ModelMetrics } from '../../contract/model.ts'

/**
 * Root mean square error, mean absolute error and R² (the share of the labels' variance around their own mean that is explained) of
 * predicted numbers [rows] for the labels [rows]. What is too large for a number is the largest there is, never infinite; a prediction
 * that is no number is as wrong as can be.
 */
export function measureNumbers(predicted: Float64Array, labels: ArrayLike<number>): ModelMetrics {
  const rows = predicted.length
  const none = { rows, accuracy: null, baseline: null, logLoss: null, auc: null }
  if (rows === 0) return none
  const errors = Float64Array.from(predicted, (value, i) => nearestFinite(value - labels[i]!))
  const squares = squaresOf(errors)
  const spread = squaresOf(deviationsOf(labels))
  // The labels' deviations are in the labels' own unit.
  const unit = squares.unit / spread.unit / unitOf(labels)
  return {
    ...none,
    regression: {
      rmse: nearestFinite(Math.sqrt(squares.sum / rows) * squares.unit),
      mae: nearestFinite(errors.reduce((sum, error) => sum + Math.abs(error / squares.unit), 0) / rows * squares.unit),
      r2: spread.sum === 0 ? null : squares.sum === 0 ? 1 : nearestFinite(1 - squares.sum / spread.sum * unit * unit),
    },
  }
}

/** How far each label is from the mean of all, in units of unitOf(labels). */
function deviationsOf(labels: ArrayLike<number>): Float64Array {
  const unit = unitOf(labels)
  let mean = 0
  for (let i = 0; i < labels.length; i += 1) mean += (labels[i]! / unit - mean) / (i + 1)
  return Float64Array.from(labels, label => label / unit - mean)
}

/** The sum of squares, in squares of a power of two: no digit changes, and squares of large numbers are not infinite nor of small ones 0. */
function squaresOf(values: Float64Array): { readonly sum: number; readonly unit: number } {
  const unit = unitOf(values)
  return { sum: values.reduce((sum, value) => sum + (value / unit) ** 2, 0), unit }
}

/** The power of two at the largest of these; 1 where all are 0. */
function unitOf(values: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(values[i]!))
  return most === 0 ? 1 : 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(most))))
}

const nearestFinite = (value: number): number => (Number.isNaN(value) ? Number.MAX_VALUE : Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value)))
