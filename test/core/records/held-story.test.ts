import { describe, expect, test } from 'vitest'
import type { LedgerEntry, LedgerFacts } from '../../../src-main/contract/ledger.ts'
import type { ErasureOutcome } from '../../../src-main/contract/record.ts'
import { checkStory } from '../../../src-main/core/records/check-story.ts'
import { outcome, requestId, story } from './record-in-folder.ts'

const hold = (rows: number | null, id = 'h-1'): LedgerFacts => ({ kind: 'hold-placed', request: requestId, hold: id, rows })
const lift = (id = 'h-1'): LedgerFacts => ({ kind: 'hold-lifted', request: requestId, hold: id })
const keep = (rows: number): LedgerFacts => ({ kind: 'matches-decided', request: requestId, erase: 12 - rows, keep: [{ reason: 'gdpr.17-3-e', rows }] })
const undone: LedgerFacts = { kind: 'approval-undone', request: requestId }
const approved: LedgerFacts = { kind: 'request-approved', request: requestId, how: 'by-operator' }

const keeping = (rows: number): ErasureOutcome => ({
  ...outcome, data: { datasets: [{ dataset: 'ds-0123456789ab', matched: 12, erased: 12 - rows, kept: rows === 0 ? [] : [{ reason: 'gdpr.17-3-e', rows }] }], matched: 12, erased: 12 - rows, keptOfMatched: rows },
})

/** What is wrong with the story of an erasure that kept so many rows, with these entries before the ones at these places. */
function problems(kept: number, more: Readonly<Record<number, readonly LedgerFacts[]>>): string[] {
  const facts = keeping(kept)
  const told = story(facts).map((entry): LedgerFacts => (entry.kind === 'erasure-adopted' ? { ...entry, erased: 12 - kept } : entry))
  const entries = told.flatMap((entry, i) => [...more[i] ?? [], entry]).map((entry, i): LedgerEntry => ({ ...entry, seq: i + 1, at: '2026-11-24T10:00:08.000Z', actor: 'p-1' }))
  return checkStory(entries, facts).map(({ code, seq }) => `${code} ${seq}`)
}

describe('a legal hold in the story of an erasure', () => {
  test.each<[string, number, Readonly<Record<number, readonly LedgerFacts[]>>]>([
    ['lifted before', 0, { 1: [hold(null)], 3: [lift()] }], ['lifted while models were computed', 0, { 4: [hold(3), lift()] }], ['that undid the first attempt, and was lifted', 0, { 4: [hold(null)], 5: [lift()] }],
    ['over rows that are kept', 2, { 2: [hold(2), keep(2)] }], ['over rows kept after the approval, which was then given anew', 2, { 3: [hold(2), undone, keep(2), approved] }], ['one of two, over kept rows', 3, { 2: [hold(null, 'h-2'), hold(3), lift('h-2'), keep(3)] }],
  ])('%s is as it should be', (_, kept, more) => {
    expect(problems(kept, more)).toEqual([])
  })

  test.each<[string, number, Readonly<Record<number, readonly LedgerFacts[]>>, string]>([
    ['over all of it, in force', 0, { 1: [hold(null)] }, 'entry-order 2'], ['over more rows than were kept', 1, { 2: [hold(2), keep(1)] }, 'entry-order 3'], ['in force where another was lifted', 0, { 1: [hold(null, 'h-1'), hold(null, 'h-2'), lift('h-2')] }, 'entry-order 2'],
    ['placed once rows are gone', 0, { 7: [hold(1)] }, 'entry-order 8'], ['over all of it, while some rows are kept', 2, { 2: [hold(null), keep(2)] }, 'entry-order 3'],
  ])('%s is told', (_, kept, more, problem) => {
    expect(problems(kept, more)).toContain(problem)
  })

  test('an approval taken back and not given anew, and decisions the outcome does not state, are told', () => {
    expect(problems(0, { 3: [undone] })).toContain('entry-order 5')
    expect(problems(2, { 2: [keep(3)] })).toContain('entry-differs 3')
    expect(problems(2, {})).toContain('entry-differs 1')
  })
})
