import type { TrainReport } from '../../../contract/model.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { scoreSentence } from '../score-words.ts'
import { count, duration } from '../terminal.ts'

export const trainCommand: Command = {
  name: 'train',
  arguments: [{ name: 'DATASET', about: 'id or name of the dataset' }],
  options: {
    learner: { value: 'L', about: 'the learner, one of "lethe learner list"; logistic-regression by default' },
    set: { value: 'KEY=VALUE', repeatable: true, about: 'a setting of the learner; seed (1); test-share (held out for testing, 0.2); task (auto, binary, multiclass or regression: what is predicted); preset (a named set of settings)' },
  },
  about: 'Train a model on a dataset and store it',
  examples: ['lethe train customers', 'lethe train customers --learner logistic-regression --set lambda=0.1 --set seed=7', 'lethe train customers --set task=binary'],
  async run({ call, arguments: args, option, list }) {
    const report = await call('model.train', {
      dataset: args['DATASET']!, learner: option('learner') ?? 'logistic-regression', settings: settingsOf(list('set')),
    })
    const { modelId, task, publishedSha256, testAccuracy, testR2, trainMs } = report
    return { json: { modelId, task, publishedSha256, testAccuracy, testR2, trainMs, boundary: report.boundary, trainRows: report.trainRows, testRows: report.testRows, metrics: report.metrics, weakened: report.weakened }, lines: trainLines(report) }
  },
}

function settingsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map(pair => {
    const at = pair.indexOf('=')
    if (!/^[a-z][a-z0-9-]*$/i.test(pair.slice(0, Math.max(0, at)).trim())) throw new CoreError('usage/bad-option-value', { option: '--set', expected: 'KEY=VALUE, such as lambda=0.1' })
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  }))
}

export function trainLines(report: TrainReport): string[] {
  const { metrics } = report
  return [
    `Trained ${report.modelId} (${report.learner}) on ${count(report.trainRows, 'row')} in ${duration(report.trainMs)}.`,
    metrics.rows === 0
      ? `No rows were held out, so ${report.task === 'regression' ? 'R²' : 'its accuracy'} was not measured.`
      : `On ${count(metrics.rows, 'unseen row')}: ${scoreSentence(metrics, report.task)}.`,
    `SHA-256 of the published model: ${report.publishedSha256}`,
    ...(report.boundary ? ['A weight lies on the edge of the published grid: another exact method may round it the other way (boundary).'] : []),
    ...(report.weakened === null ? [] : [`"Same bits" is not promised for this model: ${report.weakened}.`]),
  ]
}
