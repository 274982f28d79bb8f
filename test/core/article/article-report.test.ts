import { expect, test } from 'vitest'
import { articleLines, articleReport } from '../../../src-main/core/article/article-report.ts'

const report = articleReport()
const lines = articleLines(report)

test('computes what the article prints', () => {
  const { quoted, retraining, influence } = report
  const computed = [retraining.before.accuracy, retraining.after.accuracy, influence.trained.accuracy.median, influence.articleStep.accuracy.median]
  expect(computed.map(value => value.toFixed(2))).toEqual([...quoted.retraining, ...quoted.influence].map(line => line.value))
})

test('holds both findings in every start', () => {
  const { seedCount, articleStepFurther, rightStepNearer, eigenvalues } = report.influence
  expect({ seedCount, articleStepFurther, rightStepNearer }).toEqual({ seedCount: 20, articleStepFurther: 20, rightStepNearer: 20 })
  expect(eigenvalues[0]).toBeLessThan(1e-14)
})

test('says of the accuracies only what the figures bear out', () => {
  // "the step that moves away still scores as the retrained model does, and the step that comes near scores less"
  const { retrained, articleStep, rightStep } = report.influence
  expect(articleStep.accuracy).toEqual(retrained.accuracy)
  expect(rightStep.accuracy.max).toBeLessThan(retrained.accuracy.min)
})

test('is the same every time it is computed', () => {
  expect(articleReport()).toEqual(report)
})

test('fits a terminal of 100 columns', () => {
  expect(lines.filter(line => line.length > 100 || line !== line.trimEnd() || /[^\x20-\x7e]/.test(line))).toEqual([])
})

test('shows the figures of the report it is given', () => {
  const other = articleLines({ ...report, influence: { ...report.influence, seedCount: 37, articleStepFurther: 31 } })
  expect(other.filter(line => line.includes('31 of 37'))).toHaveLength(1)
})

test('reads as agreed', () => {
  // The figures that rounding decides are left out: everything about the step without damping, and the size of the zero.
  const agreed = [
    '  Initial Model Accuracy            0.67              0.67',
    '  Model Accuracy After Retraining   0.67              0.67',
    '  The second model is trained on 2 points, the first on 2: 0 points were removed.',
    '  Accuracy before unlearning        0.57              0.57',
    '  Accuracy after unlearning         0.57              0.57',
    '  before the step                   0.52                                  0.57',
    '  after the article\'s step (-)      0.95                                  0.57',
    '  after the opposite step (+)       0.093 (0.092 to 0.093)                0.43',
    '  trained without the point         0.00                                  0.57',
    '  Accuracy         Low compared to retraining              High compared to machine unlearning',
    'Lethe fills this table with measurements. To see it done on sample data, run: lethe demo',
  ]
  expect(agreed.filter(line => !lines.includes(line))).toEqual([])
})
