import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ModelMetrics } from '../../../src-main/contract/model.ts'
import { measureNumbers } from '../../../src-main/core/verification/measure-numbers.ts'

const measured = (predicted: readonly number[], labels: readonly number[]) => measureNumbers(Float64Array.from(predicted), labels).regression!
const scaled = (by: number) => measured([2, 2, 7, 7].map(one => one * by), [1, 3, 5, 7].map(one => one * by))

test('RMSE, MAE and R² of a worked example', () => {
  // Errors 1, −1, 2, 0: squares 6, absolute 4. The labels' mean is 4, their squares around it 9 + 1 + 1 + 9 = 20.
  const metrics = measureNumbers(Float64Array.of(2, 2, 7, 7), [1, 3, 5, 7])
  expect(metrics).toEqual({ rows: 4, accuracy: null, baseline: null, logLoss: null, auc: null, regression: { rmse: Math.sqrt(1.5), mae: 1, r2: 1 - 6 / 20 } })
})

test('always answering the mean explains nothing; a worse answer explains less than nothing', () => {
  expect(measured([4, 4, 4, 4], [1, 3, 5, 7]).r2).toBe(0)
  expect(measured([-4, -4, -4, -4], [1, 3, 5, 7]).r2).toBe(1 - (25 + 49 + 81 + 121) / 20)
})

test('where all labels are equal there is no variance to explain, so R² is null', () => {
  expect(measured([3, 5], [4, 4])).toEqual({ rmse: 1, mae: 1, r2: null })
  expect(measured([0.1], [0.1])).toEqual({ rmse: 0, mae: 0, r2: null })
})

test('without rows nothing is measured', () => {
  expect(measureNumbers(new Float64Array(), [])).toEqual({ rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null })
})

test('labels whose squares no double holds are measured like any others', () => {
  for (const by of [2 ** 1000, 2 ** -1000]) expect(scaled(by)).toEqual({ rmse: Math.sqrt(1.5) * by, mae: by, r2: 1 - 6 / 20 })
})

test('an error too large for a number is the largest there is, and so is that of a prediction that is no number', () => {
  const { rmse, mae, r2 } = measured([-Number.MAX_VALUE, 1], [Number.MAX_VALUE, 1])
  expect([rmse, mae].every(Number.isFinite)).toBe(true)
  expect(r2).toBeLessThan(0)
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(measured([value, 1], [0, 1])).toEqual({ rmse: Number.MAX_VALUE * Math.SQRT1_2, mae: Number.MAX_VALUE / 2, r2: -Number.MAX_VALUE })
  }
})

test('whatever is predicted of whatever labels, the measures are ones a report may state', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.double(), fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 20 }), pairs => {
    expect(ModelMetrics.safeParse(measureNumbers(Float64Array.from(pairs, ([value]) => value), pairs.map(([, label]) => label))).success).toBe(true)
  }))
})
