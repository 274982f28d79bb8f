import { expect, test } from 'vitest'
import type { LedgerEntry, LedgerFacts } from '../../../src-main/contract/ledger.ts'
import { checkStory } from '../../../src-main/core/records/check-story.ts'
import { outcomeDigest } from '../../../src-main/core/records/statement.ts'
import { outcome, requestId, story } from './record-in-folder.ts'

const extended: LedgerFacts = { kind: 'request-extended', request: requestId, reason: 'complexity', noticeBy: '2026-12-20', dueAt: '2027-02-22' }
/** The story with the extension before these entries, and an outcome that is due on this day. */
function problems(places: readonly number[], dueAt: string): string[] {
  const facts = { ...outcome, request: { ...outcome.request, dueAt } }
  const told = story(facts).flatMap((entry, i) => (places.includes(i) ? [extended, entry] : [entry]))
  if (places.includes(8)) told.push(extended)
  const entries = told.map((entry, i): LedgerEntry => ({ ...entry, seq: i + 1, at: '2026-11-24T10:00:08.000Z', actor: 'p-1' }))
  expect(outcomeDigest(facts)).toMatch(/^[0-9a-f]{64}$/)
  return checkStory(entries, facts).map(({ code, seq }) => `${code} ${seq}`)
}

test.each([[1], [2], [3], [5]])('an extension before entry %i is part of the way of a request, and its day the one that is due', place => {
  expect(problems([place], '2027-02-22')).toEqual([])
})

test('a statement with the day of before, or of an extension that is not there, contradicts the ledger', () => {
  expect(problems([2], '2026-12-21')).toEqual(['entry-differs 3'])
  expect(problems([], '2027-02-22')).toEqual(['entry-differs 1'])
})

test.each([[[0]], [[4]], [[6]], [[7]], [[8]], [[1, 2]]])('extensions before entries %j are out of order', places => {
  expect(problems(places, '2027-02-22')).toEqual([expect.stringMatching(/^entry-order /)])
})
