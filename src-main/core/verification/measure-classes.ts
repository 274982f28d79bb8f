import type { ModelMetrics } from '../../contract/model.ts'

/**
 * Accuracy, baseline and log-loss (natural logarithm) of predicted probabilities [rows × classes] for the classes rows are of. A
 * class the model never learned has probability 0; of classes equally likely the first counts. AUC is of two classes only: null.
 */
export function measureClasses(probabilities: Float64Array, classes: readonly string[], labels: readonly string[]): ModelMetrics {
  const rows = labels.length
  if (rows === 0) return { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null }
  const position = new Map(classes.map((name, k) => [name, k]))
  const counts = new Map<string, number>()
  let right = 0
  let loss = 0
  for (const [i, label] of labels.entries()) {
    const own = probabilities.subarray(i * classes.length, (i + 1) * classes.length)
    let best = 0
    for (let k = 1; k < own.length; k += 1) if (own[k]! > own[best]!) best = k
    if (classes[best] === label) right += 1
    const at = position.get(label)
    const probability = at === undefined ? 0 : own[at]!
    // Away from 0 by one rounding step, so that a certain but wrong answer costs much, not infinitely much; one that is no number too.
    loss -= Math.log(probability > Number.EPSILON ? probability : Number.EPSILON)
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  const most = [...counts.values()].reduce((a, b) => Math.max(a, b), 0)
  return { rows, accuracy: right / rows, baseline: most / rows, logLoss: loss / rows, auc: null }
}
