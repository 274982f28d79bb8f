import { readFileSync, globSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { RecordProblem, RecordReport } from '../../../src-main/contract/record.ts'
import { checkOf, recordChecks } from '../../../src-renderer/components/record/record-checks.ts'

const signedBy = 'a'.repeat(64)
const report = (...problems: Pick<RecordProblem, 'file' | 'code'>[]): RecordReport =>
  ({ intact: problems.length === 0, ok: problems.length === 0, signedBy, problems: problems.map(problem => ({ ...problem, message: 'It differs.' })) })
const outcomes = (of: RecordReport, keyGiven = true) => Object.fromEntries(recordChecks(of, keyGiven).map(({ name, outcome }) => [name, outcome]))
const all = { packed: 'passed', files: 'passed', signed: 'passed', form: 'passed', checkpoint: 'passed', entries: 'passed', story: 'passed', retold: 'passed', key: 'passed' }

test('an intact record passed every check; whose key it is stays open until a fingerprint is given', () => {
  expect(outcomes(report())).toEqual(all)
  expect(outcomes({ ...report(), ok: false }, false)).toEqual({ ...all, key: 'open' })
})

test('what was found fails the check it belongs to, with its place', () => {
  const of = report({ file: 'record.dsse.json', code: 'sum-differs' }, { file: 'record.dsse.json', code: 'statement-signature' }, { file: 'entries.jsonl', code: 'entry-differs' })
  expect(outcomes(of, false)).toEqual({ ...all, files: 'failed', signed: 'failed', story: 'failed', key: 'open' })
  expect(recordChecks(of, false).flatMap(({ problems }) => problems)).toHaveLength(3)
})

test('another key than the one expected fails that check alone', () => {
  expect(outcomes({ ...report({ file: 'public-key.pem', code: 'other-key' }), intact: true })).toEqual({ ...all, key: 'failed' })
})

test('what could not be reached is not called passed', () => {
  const closed = outcomes({ ...report({ file: 'record', code: 'zip-compressed' }), signedBy: null })
  expect(closed).toEqual({ ...Object.fromEntries(Object.keys(all).map(name => [name, 'not-reached'])), packed: 'failed' })
  expect(outcomes(report({ file: 'record.dsse.json', code: 'bad-statement' }))).toEqual({ ...all, form: 'failed', story: 'not-reached', retold: 'not-reached' })
  expect(outcomes(report({ file: 'record.dsse.json', code: 'newer-version' }))).toMatchObject({ form: 'failed', checkpoint: 'not-reached', entries: 'not-reached', story: 'not-reached', retold: 'not-reached' })
  expect(outcomes(report({ file: 'entries.jsonl', code: 'bad-entries' }))).toMatchObject({ entries: 'failed', story: 'not-reached' })
  expect(outcomes({ ...report({ file: 'SHA256SUMS.sig', code: 'file-missing' }), signedBy: null })).toMatchObject({ files: 'failed', signed: 'failed' })
})

test('every code a checker has belongs to a check by itself or by its file, and none to that of the files by accident', () => {
  const source = globSync('src-main/core/records/{check-record,check-story,check-pdf,canonical-zip}.ts').map(file => readFileSync(file, 'utf8')).join('\n')
  const codes = [...source.matchAll(/(?:report\([^,()]+, |code: |fault\()'([a-z-]+)'/g)].map(([, code]) => code!)
  expect(new Set(codes).size).toBeGreaterThan(25)
  const stray = codes.filter(code => checkOf({ code, file: 'no such file' }) === 'files' && !['file-missing', 'file-unknown', 'sum-differs', 'sums-differ'].includes(code))
  expect(stray).toEqual([])
})
