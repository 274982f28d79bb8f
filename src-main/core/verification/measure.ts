import type { ModelMetrics } from '../../contract/model.ts'

/**
 * Accuracy, baseline, log-loss (natural logarithm) and AUC (ties count half, as the Mann-Whitney statistic) of predicted
 * probabilities [rows] for labels 0 and 1 [rows].
 */
export function measure(probabilities: Float64Array, labels: ArrayLike<number>): ModelMetrics {
  const rows = probabilities.length
  if (rows === 0) return { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null }
  let right = 0
  let positives = 0
  let loss = 0
  for (let i = 0; i < rows; i += 1) {
    const p = probabilities[i]!
    const positive = labels[i] === 1
    if (p > 0.5 === positive) right += 1
    if (positive) positives += 1
    // Away from 0 and 1 by one rounding step, so that a certain but wrong answer costs much, not infinitely much.
    loss -= Math.log(Math.max(positive ? p : 1 - p, Number.EPSILON))
  }
  return {
    rows, accuracy: right / rows, baseline: Math.max(positives, rows - positives) / rows, logLoss: loss / rows,
    auc: areaUnderCurve(probabilities, labels, positives),
  }
}

function areaUnderCurve(probabilities: Float64Array, labels: ArrayLike<number>, positives: number): number | null {
  const rows = probabilities.length
  const negatives = rows - positives
  if (positives === 0 || negatives === 0) return null
  const order = Uint32Array.from({ length: rows }, (_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!)
  let rankSum = 0
  for (let from = 0; from < rows;) {
    let to = from
    while (to < rows && probabilities[order[to]!] === probabilities[order[from]!]) to += 1
    const rank = (from + 1 + to) / 2
    for (let i = from; i < to; i += 1) if (labels[order[i]!] === 1) rankSum += rank
    from = to
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}
