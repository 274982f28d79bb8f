import type { ModelMetrics, ModelSummary, Task } from '../../contract/model.ts'
import { isTooFew } from '../../contract/stated-measures.ts'
import { percent } from './terminal.ts'

/** Three significant figures, without the zeros at their end. */
export function figure(value: number): string {
  const text = value.toPrecision(3)
  // The largest numbers, rounded up, are none any more.
  return Number.isFinite(Number(text)) ? String(Number(text)) : text
}

const noRow = 'not measured: no row was held out'
const tooFew = 'too few unseen rows to publish'
const r2Text = (r2: number | null): string => (r2 === null ? 'not measured' : figure(r2))

/** How well a model does, in one clause. */
export function scoreSentence({ rows, accuracy, baseline, logLoss, auc, regression }: ModelMetrics, task: Task): string {
  if (rows === 0) return noRow
  if (regression !== undefined) return numbersSentence(regression)
  if (task === 'multiclass') return `accuracy ${percent(accuracy)} (always guessing the most frequent class: ${percent(baseline)}), log-loss ${logLoss?.toFixed(4) ?? 'not measured'}`
  return `accuracy ${percent(accuracy)} (always guessing the more frequent class: ${percent(baseline)}), AUC ${auc?.toFixed(3) ?? 'not measured'}`
}

function numbersSentence({ rmse, mae, r2 }: NonNullable<ModelMetrics['regression']>): string {
  const off = `off by ${figure(mae)} on average (MAE), RMSE ${figure(rmse)}`
  if (r2 === null) return `${off}; all labels are equal, so there is no variance to explain (R²)`
  return r2 < 0 ? `worse than always answering the mean (R² ${figure(r2)}), ${off}` : `explains ${(100 * r2).toFixed(1)} % of the variance (R²), ${off}`
}

/** The score that leads, labelled: for lists in which models of every task stand. */
export const scoreLabelled = ({ task, testAccuracy, testR2 }: Pick<ModelSummary, 'task' | 'testAccuracy' | 'testR2'>): string =>
  (task === 'regression' ? (testR2 === null ? r2Text(testR2) : `R² ${figure(testR2)}`) : testAccuracy === null ? percent(testAccuracy) : `accuracy ${percent(testAccuracy)}`)

/** The same of measures alone. */
export const unseenLabelled = (unseen: ModelMetrics): string =>
  (isTooFew(unseen) ? tooFew : scoreLabelled({ task: unseen.regression === undefined ? 'binary' : 'regression', testAccuracy: unseen.accuracy, testR2: unseen.regression?.r2 ?? null }))

/** The score that leads where its name stands above it. */
export const scoreCell = ({ testAccuracy, testR2 }: Pick<ModelSummary, 'testAccuracy' | 'testR2'>, task: Task): string => (task === 'regression' ? r2Text(testR2) : percent(testAccuracy))

/** The rows of a model's table that say how well it does. */
export function scoreRows({ rows, accuracy, baseline, logLoss, auc, regression }: ModelMetrics, task: Task): string[][] {
  if (task === 'regression') {
    if (rows === 0 || regression === undefined) return [['R²', noRow]]
    const { rmse, mae, r2 } = regression
    return [['R²', r2 === null ? 'not measured: all labels are equal' : `${figure(r2)} (always answering the mean: 0)`], ['RMSE', figure(rmse)], ['MAE', figure(mae)]]
  }
  const frequent = task === 'multiclass' ? 'most' : 'more'
  return [
    ['accuracy', rows === 0 ? noRow : `${percent(accuracy)} (always guessing the ${frequent} frequent class: ${percent(baseline)})`],
    ...(task === 'multiclass' ? [] : [['AUC', auc?.toFixed(3) ?? 'not measured']]), ['log-loss', logLoss?.toFixed(4) ?? 'not measured'],
  ]
}

/** The score that leads, and the word before the rows it was measured on. */
export const leadScore = (unseen: ModelMetrics): { readonly name: string; readonly text: string; readonly over: string } => {
  const { accuracy, regression } = unseen
  if (regression !== undefined) return { name: 'R²', text: r2Text(regression.r2), over: 'over' }
  if (isTooFew(unseen)) return { name: 'On unseen rows', text: tooFew, over: 'of' }
  return { name: 'Accuracy', text: accuracy === null ? noRow : percent(accuracy), over: 'of' }
}
