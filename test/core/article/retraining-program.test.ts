import { describe, expect, test } from 'vitest'
import { retrainingProgram, testRows, trainRows } from '../../../src-main/core/article/retraining-program.ts'
import golden from '../../golden/article/article.json' with { type: 'json' }

const { optimum, asWritten } = golden.retraining

describe('the article\'s first program', () => {
  test('uses the rows that scikit-learn draws, in its order', () => {
    expect({ trainRows, testRows }).toEqual({ trainRows: golden.retraining.trainRows, testRows: golden.retraining.testRows })
  })

  test('finds scikit-learn\'s optimum', () => {
    const { before, after } = retrainingProgram()
    // Both are Newton methods run to the end on a well-conditioned problem of three numbers near 1: only rounding differs.
    for (const [ours, theirs] of [[before, optimum.before], [after, optimum.after]] as const) {
      expect(ours.trainingPointCount).toBe(theirs.trainingPointCount)
      for (const [k, weight] of theirs.weights.entries()) expect(Math.abs(ours.weights[k] - weight)).toBeLessThan(1e-14)
      expect(Math.abs(ours.intercept - theirs.intercept)).toBeLessThan(1e-14)
      for (const [i, decision] of theirs.decisions.entries()) expect(Math.abs(ours.decisions[i] - decision)).toBeLessThan(1e-14)
    }
  })

  test('is within the stopping rule of the solver the article calls', () => {
    // lbfgs stops at a gradient of 1e-4, and the penalty alone curves the loss by 1: the weights are at most about 1e-4 off.
    const { before } = retrainingProgram()
    for (const [k, weight] of asWritten.before.weights.entries()) expect(Math.abs(before.weights[k] - weight)).toBeLessThan(1e-4)
  })

  test('gives the accuracies the article prints, and removes nothing', () => {
    const { before, after, removedCount } = retrainingProgram()
    expect([before.accuracy.toFixed(2), after.accuracy.toFixed(2), removedCount]).toEqual(['0.67', '0.67', 0])
    expect(after).toEqual(before)
  })

  test('has a test point exactly between the classes, which scikit-learn puts on either side by a rounding error', () => {
    const { before, tiedPoints } = retrainingProgram()
    expect(tiedPoints).toEqual([[4, 5]])
    const fits = [asWritten.before, asWritten.after, optimum.before, optimum.after]
    for (const fit of fits) {
      const decision = fit.decisions[testRows.indexOf(2)]
      expect(Math.abs(decision)).toBeLessThan(1e-15)
      expect(fit.accuracy).toBe(decision > 0 ? before.accuracyIfTiesAreOne : before.accuracy)
    }
    // What the report says of recent versions: with the article's solver they print 1.00.
    expect([asWritten.before.accuracy, asWritten.after.accuracy]).toEqual([before.accuracyIfTiesAreOne, before.accuracyIfTiesAreOne])
  })
})
