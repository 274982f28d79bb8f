import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measure } from '../../../src-main/core/verification/measure.ts'

test('accuracy, baseline, log-loss and AUC of a worked example', () => {
  // One wrong of four (the second); pairs (positive above negative): 0.9>0.6, 0.9>0.2, 0.4<0.6, 0.4>0.2 → AUC 3/4.
  const metrics = measure(Float64Array.of(0.9, 0.6, 0.4, 0.2), [1, 0, 1, 0])
  expect(metrics).toMatchObject({ rows: 4, accuracy: 0.5, baseline: 0.5, auc: 0.75 })
  expect(metrics.logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.4) + Math.log(0.8)) / 4, 15)
})

test('what cannot be measured is null, not zero', () => {
  expect(measure(new Float64Array(), [])).toEqual({ rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null })
  expect(measure(Float64Array.of(0.7), [1]).auc).toBeNull()
})

test('certainty that is wrong costs much, not infinitely much', () => {
  expect(measure(Float64Array.of(1, 0), [0, 1]).logLoss).toBeCloseTo(-Math.log(Number.EPSILON), 10)
})

test('AUC is the share of pairs in the right order, ties half', () => {
  const rows = fc.array(fc.record({ p: fc.integer({ min: 0, max: 10 }).map(n => n / 10), y: fc.constantFrom(0, 1) }), { minLength: 2, maxLength: 40 })
  fc.assert(fc.property(rows, list => {
    const positives = list.filter(r => r.y === 1)
    const negatives = list.filter(r => r.y === 0)
    fc.pre(positives.length > 0 && negatives.length > 0)
    let right = 0
    for (const a of positives) for (const b of negatives) right += a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0
    expect(measure(Float64Array.from(list, r => r.p), list.map(r => r.y)).auc).toBeCloseTo(right / (positives.length * negatives.length), 12)
  }))
})
