import type { ModelMetrics, ModelSummary, Task } from '../../../src-main/contract/model.ts'
import { isTooFew } from '../../../src-main/contract/stated-measures.ts'
import { formatNumber, formatShare } from '../../format/numbers.ts'
import { useText } from '../../text.ts'

export type Scored = Pick<ModelSummary, 'testAccuracy' | 'testR2'>

/** The score that leads: R² where numbers are predicted, accuracy elsewhere. */
export const leadOf = ({ testAccuracy, testR2 }: Scored, task: Task): number | null => (task === 'regression' ? testR2 : testAccuracy)
export const scoredBy = ({ accuracy, regression }: ModelMetrics): Scored => ({ testAccuracy: accuracy, testR2: regression?.r2 ?? null })

/** R² with the places a percentage with two has. */
export const formatR2 = (r2: number): string => (Math.abs(r2) < 1000 ? formatNumber(Number(r2.toFixed(4)), 4) : formatNumber(r2))

export interface Read { readonly key: string; readonly name: string; readonly of: (unseen: ModelMetrics) => string }

/** Scores in words. What is not known is said so, never shown as 0. */
export function useScores() {
  const { t, counted } = useText()
  const orNot = (value: number | null | undefined, write: (value: number) => string) => (value === null || value === undefined ? t('base.notMeasured') : write(value))
  const share = (value: number | null) => orNot(value, formatShare)
  const figure = (value: number | null | undefined) => orNot(value, one => formatNumber(one, 4))
  const stated = (reads: readonly Read[]): readonly Read[] => reads.map(({ of, ...one }) => ({ ...one, of: unseen => (isTooFew(unseen) ? t('base.tooFew') : of(unseen)) }))
  const lead = (model: Scored, task: Task) => orNot(leadOf(model, task), task === 'regression' ? formatR2 : formatShare)
  return {
    share, figure, lead,
    leadName: (task: Task) => t(task === 'regression' ? 'scores.r2' : 'scores.accuracy'),
    /** For a list in which models of every task stand. */
    labelled: (model: Scored & { readonly task: Task }) => (leadOf(model, model.task) === null ? t('base.notMeasured') : t(model.task === 'regression' ? 'scores.r2Is' : 'scores.accuracyIs', { score: lead(model, model.task) })),
    leadOfRows: (unseen: ModelMetrics, task: Task) =>
      (isTooFew(unseen) ? t('base.tooFew') : leadOf(scoredBy(unseen), task) === null ? t('base.notMeasured') : counted(task === 'regression' ? 'scores.overRows' : 'scores.ofRows', unseen.rows, { score: lead(scoredBy(unseen), task) })),
    /** Every score of a task: its key, its name, and how it is read off. */
    all: (task: Task): readonly Read[] => stated(task === 'regression'
      ? [
          { key: 'r2', name: t('scores.r2Long'), of: unseen => lead(scoredBy(unseen), task) },
          { key: 'rmse', name: t('scores.rmse'), of: ({ regression }) => figure(regression?.rmse) },
          { key: 'mae', name: t('scores.mae'), of: ({ regression }) => figure(regression?.mae) },
        ]
      : [
          { key: 'accuracy', name: t('scores.accuracy'), of: ({ accuracy }) => share(accuracy) },
          { key: 'baseline', name: t(task === 'multiclass' ? 'scores.mostFrequent' : 'scores.moreFrequent'), of: ({ baseline }) => share(baseline) },
          { key: 'loss', name: t('scores.logLoss'), of: ({ logLoss }) => figure(logLoss) },
          ...(task === 'multiclass' ? [] : [{ key: 'auc', name: t('scores.auc'), of: ({ auc }: ModelMetrics) => figure(auc) }]),
        ]),
  }
}
