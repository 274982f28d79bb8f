import { expect, test } from 'vitest'
import { measureClasses } from '../../../src-main/core/verification/measure-classes.ts'

const classes = ['low', 'middle', 'high']

test('accuracy, baseline and log-loss of a worked example', () => {
  const metrics = measureClasses(Float64Array.of(0.7, 0.2, 0.1, 0.5, 0.3, 0.2, 0.1, 0.1, 0.8, 0.2, 0.6, 0.2), classes, ['low', 'middle', 'high', 'middle'])
  // Wrong is the second alone; "middle" is the most frequent, two of four.
  expect(metrics).toMatchObject({ rows: 4, accuracy: 0.75, baseline: 0.5, auc: null })
  // The same four logarithms in another order of summing.
  expect(metrics.logLoss).toBeCloseTo(-(Math.log(0.7) + Math.log(0.3) + Math.log(0.8) + Math.log(0.6)) / 4, 15)
})

test('of classes equally likely the first is the answer', () => {
  const even = Float64Array.of(0.25, 0.375, 0.375)
  expect(measureClasses(even, classes, ['middle']).accuracy).toBe(1)
  expect(measureClasses(even, classes, ['high']).accuracy).toBe(0)
})

test('a class that was never learned is always missed, at the cost of a certain but wrong answer', () => {
  expect(measureClasses(Float64Array.of(0, 0, 1), classes, ['unheard-of'])).toEqual({ rows: 1, accuracy: 0, baseline: 1, logLoss: -Math.log(Number.EPSILON), auc: null })
})

test('a probability that is no number costs as much, and the loss stays a number', () => {
  expect(measureClasses(Float64Array.of(Number.NaN, Number.NaN, Number.NaN), classes, ['low']).logLoss).toBe(-Math.log(Number.EPSILON))
})

test('what cannot be measured is null, not zero', () => {
  expect(measureClasses(new Float64Array(), classes, [])).toEqual({ rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null })
})
