import { expect, test } from 'vitest'
import type { ModelMetrics } from '../../../src-main/contract/model.ts'
import { compareLines } from '../../../src-main/shells/cli/commands/compare.ts'
import { leadScore, scoreLabelled, scoreRows, scoreSentence, unseenLabelled } from '../../../src-main/shells/cli/score-words.ts'

const none = { accuracy: null, baseline: null, logLoss: null, auc: null }
const numbers = (r2: number | null, rmse = 5.25, mae = 4.1): ModelMetrics => ({ rows: 140, ...none, regression: { rmse, mae, r2 } })

test('a number predicted is said in R² and errors', () => {
  expect(scoreSentence(numbers(0.6123), 'regression')).toBe('explains 61.2 % of the variance (R²), off by 4.1 on average (MAE), RMSE 5.25')
  expect(scoreSentence(numbers(-0.35), 'regression')).toBe('worse than always answering the mean (R² -0.35), off by 4.1 on average (MAE), RMSE 5.25')
  expect(scoreSentence(numbers(null), 'regression')).toBe('off by 4.1 on average (MAE), RMSE 5.25; all labels are equal, so there is no variance to explain (R²)')
  expect(scoreSentence(numbers(-Number.MAX_VALUE, Number.MAX_VALUE), 'regression')).toContain('RMSE 1.80e+308')
})

test('classes are said in accuracy, and an area under the curve is of two classes only', () => {
  expect(scoreSentence({ rows: 40, accuracy: 0.61, baseline: 0.4, logLoss: 0.9123, auc: null }, 'multiclass')).toBe('accuracy 61.00 % (always guessing the most frequent class: 40.00 %), log-loss 0.9123')
  expect(scoreSentence({ rows: 40, accuracy: 0.61, baseline: 0.6, logLoss: 0.9, auc: 0.75 }, 'binary')).toBe('accuracy 61.00 % (always guessing the more frequent class: 60.00 %), AUC 0.750')
  expect(scoreRows({ rows: 40, accuracy: 0.61, baseline: 0.4, logLoss: 0.9, auc: null }, 'multiclass').map(([name]) => name)).toEqual(['accuracy', 'log-loss'])
})

test('what was not measured is said, for every task', () => {
  const nothing = { rows: 0, ...none }
  for (const task of ['binary', 'multiclass', 'regression'] as const) {
    expect(scoreSentence(nothing, task)).toBe('not measured: no row was held out')
    expect(scoreLabelled({ task, testAccuracy: null, testR2: null })).toBe('not measured')
  }
  expect(scoreRows(nothing, 'regression')).toEqual([['R²', 'not measured: no row was held out']])
  expect(scoreRows(numbers(null), 'regression')[0]).toEqual(['R²', 'not measured: all labels are equal'])
  expect(leadScore(nothing).text).toBe('not measured: no row was held out')
})

test('in a list of models of every task each score has its name', () => {
  expect(scoreLabelled({ task: 'regression', testAccuracy: null, testR2: 0.6123 })).toBe('R² 0.612')
  expect(scoreLabelled({ task: 'multiclass', testAccuracy: 0.61, testR2: null })).toBe('accuracy 61.00 %')
  expect(unseenLabelled(numbers(0.5))).toBe('R² 0.5')
})

test('a comparison has R² in the place of accuracy', () => {
  const [, head, line] = compareLines({ modelId: 'm-1', task: 'regression', rows: 3, methods: [{
    method: 'retrain', guarantee: 'same-bits', publishedSha256: 'a'.repeat(64), sameBits: true, boundary: false, distanceToRetrained: null, computeMs: 12, runs: 5, cpuMs: 12, gradientPasses: 1, hessianPasses: 1, testAccuracy: null, testR2: 0.6123, about: '',
  }] })
  expect(head).toMatch(/passes +R² +distance/)
  expect(line).toMatch(/retrain +12 ms +1 \+ 1 +0\.612 +not comparable/)
})
