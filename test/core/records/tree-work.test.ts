import { expect, test } from 'vitest'
import { Measured, type ErasureOutcome } from '../../../src-main/contract/record.ts'
import { wordsOf } from '../../../src-main/core/records/record-document.ts'
import { measured } from '../../../src-main/core/records/model-words.ts'
import { statementMisfit } from '../../../src-main/core/records/statement-shape.ts'
import { outcome } from './record-in-folder.ts'
import { statementAbout } from './record-states.ts'

function forestOutcome(unlearned: Partial<Measured>, retrained: Partial<Measured>): ErasureOutcome {
  const [model] = outcome.models
  return { ...outcome, models: [{ ...model!, learner: 'forest', method: 'update', unlearned: { ...model!.unlearned!, ...unlearned }, retrained: { ...model!.retrained!, ...retrained } }] }
}

test('of a forest the record says how many trees were changed, and nothing of passes', () => {
  const words = measured(forestOutcome({ treesChanged: 10 }, { treesChanged: 1000 })).flatMap(wordsOf)
  expect(words).toEqual(expect.arrayContaining(['Trees changed', '10', '1,000']))
  expect(words.join(' ')).not.toMatch(/Passes|Hessian/)
})

test('a side that was not counted is called so', () => {
  expect(measured(forestOutcome({ treesChanged: 10 }, {})).flatMap(wordsOf)).toContain('not measured')
})

test('a statement may have it or not, and nothing of what was done within the trees', () => {
  expect(statementMisfit(statementAbout(forestOutcome({ treesChanged: 10 }, {})))).toBeUndefined()
  expect(statementMisfit(statementAbout(outcome))).toBeUndefined()
  expect(statementMisfit(statementAbout(forestOutcome({ treesChanged: -1 }, {})))).toMatch(/treesChanged/)
  expect(Object.keys(Measured.unwrap().shape)).not.toContain('treeWork')
})
