import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { writeBom } from '../../../src-main/core/records/bom.ts'
import { checkRecord } from '../../../src-main/core/records/check-record.ts'
import { wordsOf } from '../../../src-main/core/records/record-document.ts'
import { recordDocument } from '../../../src-main/core/records/record-words.ts'
import { madeRecord } from './record-kinds.ts'
import { statementAbout, statementDigest, states } from './record-states.ts'

const blocks = (state: string) => recordDocument(statementAbout(states[state]!), statementDigest).blocks
const words = (state: string) => blocks(state).flatMap(wordsOf)
const charts = (state: string) => blocks(state).flatMap(block => (block.kind === 'chart' ? [block.chart] : []))

interface Card { readonly modelParameters: object; readonly quantitativeAnalysis: { readonly performanceMetrics: readonly object[] } }
const bom = (state: string) => writeBom(statementAbout(states[state]!), statementDigest, [])
const card = (state: string) => (JSON.parse(bom(state)) as { components: { modelCard?: Card }[] }).components.find(({ modelCard }) => modelCard !== undefined)!.modelCard!
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('of a number predicted the record says R² and errors, draws R², and no accuracy', () => {
  expect(words('a number predicted')).toEqual(expect.arrayContaining(['R² on unseen rows', '0.612', 'Root mean square error', '5.25', 'Mean absolute error', '4.10']))
  expect(words('a number predicted').join('\n')).not.toMatch(/accuracy|logarithmic|curve/i)
  expect(charts('a number predicted')[1]).toMatchObject({ most: 1, alt: 'Bar chart of R² of m-000000000001 on unseen rows: unlearned 0.612, retrained 0.612.' })
})

test('of several classes it says no area under a curve, and names the most frequent answer', () => {
  expect(words('several classes')).toEqual(expect.arrayContaining(['61.00 %', 'Accuracy of always giving the most frequent answer', '0.912']))
  expect(words('several classes')).not.toContain('Area under the curve')
  expect(charts('several classes')[1]!.bars.map(({ name }) => name)).toEqual(['Unlearned', 'Retrained', 'Most frequent answer'])
})

test('the worst there is has its number in words and no bar; what has no R² has no chart of it', () => {
  const [worst, ...others] = charts('a number predicted badly')
  expect(worst).toMatchObject({ title: 'R² on unseen rows, m-000000000001', bars: [{ value: 0, text: '-1.80 × 10^308' }] })
  expect(others.map(({ title }) => title)).toEqual(['Time to compute, m-00000000000c'])
  expect(words('a number predicted badly')).toContain('not measured')
  expect(words('a number predicted, and nothing to measure on').filter(word => word === 'not measured')).toHaveLength(3)
})

test('of fewer than ten unseen rows no measure is stated, and why; a record that stated them before keeps its words', () => {
  const told = words('too few unseen rows')
  expect(told.filter(word => word === 'too few to publish')).toHaveLength(2 * 4 + 2 * 3)
  expect(told.join('\n')).toContain('What was measured on fewer than 10 unseen rows is not stated: it would tell of these rows.')
  expect(charts('too few unseen rows').map(({ title }) => title)).toEqual(['Time to compute, m-000000000001', 'Time to compute, m-00000000000e'])
  expect(card('too few unseen rows').quantitativeAnalysis.performanceMetrics).toMatchObject(['time to compute, ms', 'processor time, ms', 'time to compute, ms', 'processor time, ms'].map(type => ({ type })))
  const before = words('few unseen rows, stated before that was withheld')
  expect(before.filter(word => /too few|fewer than/.test(word))).toEqual([])
  expect(before).toEqual(expect.arrayContaining(['76.50 %', '5.25']))
})

test('what the scores are is said of those that are there', () => {
  expect(words('several classes').join('\n')).toMatch(/Accuracy is over rows the model did not learn from\.$/m)
  expect(words('a number predicted').join('\n')).toMatch(/R² and errors are over rows/)
  expect(words('every task').join('\n')).toMatch(/Accuracy, R² and errors are over rows/)
})

test('the card of a model names its task and every score in full', () => {
  expect(card('a number predicted').modelParameters).toMatchObject({ task: 'regression' })
  expect(card('a number predicted').quantitativeAnalysis.performanceMetrics).toEqual(expect.arrayContaining([
    { type: 'coefficient of determination (R²)', value: '0.612', slice: 'unlearned, 200 unseen rows' }, { type: 'root mean square error', value: '5.25', slice: 'retrained, 200 unseen rows' },
    { type: 'mean absolute error', value: '4.1', slice: 'unlearned, 200 unseen rows' },
  ]))
  expect(card('same bits, compared').modelParameters).not.toHaveProperty('task')
})

test('a record of two classes has the words and the list it had before there were other tasks, which checkers of then compare', () => {
  expect(sha256(words('same bits, compared').join('\n'))).toBe('8111195d27b9fa34f257533814e21dfdde8bfa2b78e01ffdd89ae4ce76f102fb')
  expect(sha256(bom('same bits, compared'))).toBe('f9a5ecb7cb5355c2a4303d9ad42968ae756a867e30366e4ff51430bf5879dc54')
})

test.each(['several classes', 'a number predicted', 'a number predicted badly', 'a number predicted, and nothing to measure on', 'too few unseen rows', 'few unseen rows, stated before that was withheld'])('a record of %s checks', state => {
  const { record, key } = madeRecord(states[state]!)
  expect(checkRecord(record, key.fingerprint)).toMatchObject({ intact: true, ok: true, problems: [] })
})
