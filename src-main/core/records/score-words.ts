import type { Task } from '../../contract/model.ts'
import type { Measured, ModelOutcome } from '../../contract/record.ts'
import { taskOfOutcome } from '../../contract/task-of-outcome.ts'
import { measureText, shareText } from './number-text.ts'
import type { Bar, BarChart } from './record-document.ts'

export interface Score {
  readonly name: string
  readonly of: (unseen: Measured['unseen']) => number | null
  readonly write: (value: number) => string
}

const accuracy: Score = { name: 'Accuracy on unseen rows', of: unseen => unseen.accuracy, write: shareText }
const logLoss: Score = { name: 'Loss (logarithmic)', of: unseen => unseen.logLoss, write: measureText }

/** The scores that a model of each task has, in the order a table lists them. */
export const scores: { readonly [task in Task]: readonly Score[] } = {
  binary: [
    accuracy, { name: 'Accuracy of always giving the more frequent answer', of: unseen => unseen.baseline, write: shareText },
    logLoss, { name: 'Area under the curve', of: unseen => unseen.auc, write: measureText },
  ],
  multiclass: [accuracy, { name: 'Accuracy of always giving the most frequent answer', of: unseen => unseen.baseline, write: shareText }, logLoss],
  regression: [
    { name: 'R² on unseen rows', of: ({ regression }) => regression?.r2 ?? null, write: measureText },
    { name: 'Root mean square error', of: ({ regression }) => regression?.rmse ?? null, write: measureText },
    { name: 'Mean absolute error', of: ({ regression }) => regression?.mae ?? null, write: measureText },
  ],
}

/** What the scores mean, said once above all models. */
export function scoresAbout(models: readonly ModelOutcome[]): string {
  const tasks = new Set(models.map(taskOfOutcome))
  const numbers = 'R² is the share of the variance of the numbers to predict that is explained: 1 at best, 0 for always answering their mean, and less where that would be better. Errors are in the unit of these numbers.'
  if (!tasks.has('regression')) return 'Accuracy is over rows the model did not learn from.'
  return tasks.size === 1 ? `R² and errors are over rows the model did not learn from. ${numbers}` : `Accuracy, R² and errors are over rows the model did not learn from. ${numbers}`
}

/** The score that leads, as bars; none where it was not measured. */
export function scoreChart(outcome: ModelOutcome): BarChart | undefined {
  const { model, unlearned, retrained } = outcome
  const task = taskOfOutcome(outcome)
  const { of, write } = scores[task][0]!
  const own = unlearned === null ? null : of(unlearned.unseen)
  if (unlearned === null || own === null) return undefined
  const other = retrained === null ? null : of(retrained.unseen)
  const { baseline } = unlearned.unseen
  const frequent = task === 'multiclass' ? 'Most frequent answer' : 'More frequent answer'
  const bars: Bar[] = [
    { series: 'unlearned', name: 'Unlearned', value: Math.max(0, own), text: write(own) },
    ...(other === null ? [] : [{ series: 'retrained', name: 'Retrained', value: Math.max(0, other), text: write(other) } as const]),
    ...(baseline === null ? [] : [{ series: 'baseline', name: frequent, value: baseline, text: write(baseline) } as const]),
  ]
  const said = bars.map(({ name, text }) => `${name.toLowerCase()} ${text}`).join(', ')
  return task === 'regression'
    ? { title: `R² on unseen rows, ${model}`, note: 'Longer is better. The bars go from 0 to 1; below 0 there is none.', most: 1, bars, alt: `Bar chart of R² of ${model} on unseen rows: ${said}.` }
    : { title: `Accuracy on unseen rows, ${model}`, note: 'Longer is better. The bars go from 0 to 100 %.', most: 1, bars, alt: `Bar chart of the accuracy of ${model} on unseen rows: ${said}.` }
}
