import { describe, expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import type { RequestSummary } from '../../../src-main/contract/request.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { addColleague, answerAs, approved, clockAt, inDatabase, kindsAbout, openRows, show } from '../../support/requests.ts'
import { changeSettings } from '../../support/settings.ts'

const { csv, people } = personFile(60, 1)
const ofPerson = (lethe: TestCore, i: number, more: Partial<Input<'request.open'>> = {}) => answer(lethe, 'request.open', { dataset: 'people', who: { subject: people[i]!.id }, law: 'gdpr', ...more })
const ofNobody = (lethe: TestCore) => answer(lethe, 'request.open', { who: { identifiers: [{ kind: 'exact', value: 'nobody of this name' }] }, law: 'gdpr' })
const requests = { graceHours: 0, duplicateDays: 30, identityDays: null }

/** What the database still holds of whom and what a request is about. */
const leftOf = (lethe: TestCore, id: string) => inDatabase(lethe, db => ['request_row', 'request_keep', 'request_subject'].map(table => db.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE request_id = ?`).pluck().get(id))
  .concat(db.prepare<[string], number>(`SELECT count(*) FROM held_row JOIN request_hold ON id = hold_id WHERE request_id = ?`).pluck().get(id)))

describe('a request that ends without an erasure', () => {
  test.each<[string, (lethe: TestCore, id: string) => Promise<RequestSummary>, Partial<RequestSummary>, string, boolean]>([
    ['denied', (lethe, requestId) => answer(lethe, 'request.deny', { requestId, reason: 'gdpr.12-5-b' }), { state: 'denied', reason: 'gdpr.12-5-b' }, 'request-denied', true],
    ['withdrawn', (lethe, requestId) => answer(lethe, 'request.withdraw', { requestId }), { state: 'withdrawn', reason: null }, 'request-withdrawn', false],
  ])('%s, has its rows free and unrestricted, forgets whom it was about, and still owes its answer unless withdrawn', async (_, end, ends, kind, owes) => {
    const lethe = await coreWith({ csv })
    const { requestId } = await ofPerson(lethe, 4)
    await answer(lethe, 'request.verify', { requestId })
    await answer(lethe, 'request.hold', { requestId, rows: { dataset: 'people', rows: [5] } })
    await answer(lethe, 'request.approve', { requestId })
    expect((await answer(lethe, 'dataset.page', { dataset: 'people', offset: 4, limit: 1 })).rows).toMatchObject([{ pending: 'restricted' }])
    expect(await end(lethe, requestId)).toMatchObject({ ...ends, onHold: false, graceUntil: null, endedAt: expect.any(String), matchedRows: 1, extendable: null })
    expect(leftOf(lethe, requestId)).toEqual([0, 0, 0, 0])
    expect((await answer(lethe, 'dataset.page', { dataset: 'people', offset: 4, limit: 1 })).rows[0]!.pending).toBeNull()
    expect((await kindsAbout(lethe, requestId)).findLast(one => one !== 'identifiers-destroyed')).toBe(kind)
    expect((await answer(lethe, 'request.list', { owing: true })).map(one => one.requestId)).toEqual(owes ? [requestId] : [])
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ open: 0, answersOwed: owes ? 1 : 0 })
    expect(await openRows(lethe, [5])).toMatchObject({ state: 'received' })
  })

  test('is over: no step of any kind is taken after that', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1])
    await answer(lethe, 'request.withdraw', { requestId })
    const before = await show(lethe, requestId)
    const calls: [() => Promise<unknown>][] = [
      [() => answer(lethe, 'request.verify', { requestId })], [() => answer(lethe, 'request.ask-identity', { requestId })], [() => answer(lethe, 'request.submit', { requestId })], [() => answer(lethe, 'request.approve', { requestId })],
      [() => answer(lethe, 'request.undo-approval', { requestId })], [() => answer(lethe, 'request.deny', { requestId, reason: 'gdpr.12-5-b' })], [() => answer(lethe, 'request.withdraw', { requestId })], [() => answer(lethe, 'request.close-not-found', { requestId })],
      [() => answer(lethe, 'request.expire', { requestId })], [() => answer(lethe, 'request.hold', { requestId })], [() => answer(lethe, 'request.extend', { requestId, reason: 'complexity' })],
      [() => answer(lethe, 'request.note', { requestId, what: 'fee-asked', on: '2026-11-20' })], [() => answer(lethe, 'request.decide', { requestId, dataset: 'people', rows: [1], decision: 'erase' })],
      [() => answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })], [() => answer(lethe, 'erasure.run-together', { requestIds: [requestId], method: 'auto', compare: false })],
    ]
    for (const [call] of calls) await expect(call()).rejects.toMatchObject({ code: 'request/ended', details: { request: requestId, state: 'withdrawn' } })
    expect(await show(lethe, requestId)).toEqual(before)
  })

  test.each([['gdpr.17-3-b'], ['gdpr.12-5-a'], ['gdpr.no-data'], ['ccpa.140.not-consumer'], ['not a reason']])('is not denied for %j', async reason => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1])
    await expect(answer(lethe, 'request.deny', { requestId, reason })).rejects.toMatchObject({ code: 'request/deny-reason', details: { law: 'GDPR', reason } })
    expect((await show(lethe, requestId)).state).toBe('received')
  })

  test('for doubts about the identity only where the person was asked', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1])
    await expect(answer(lethe, 'request.deny', { requestId, reason: 'gdpr.12-6' })).rejects.toMatchObject({ code: 'request/identity-not-asked' })
    await answer(lethe, 'request.ask-identity', { requestId })
    expect(await answer(lethe, 'request.deny', { requestId, reason: 'gdpr.12-6' })).toMatchObject({ state: 'denied' })
  })

  test('as not found only where nothing was found', async () => {
    const lethe = await coreWith({ csv })
    const found = await openRows(lethe, [1, 2])
    await expect(answer(lethe, 'request.close-not-found', { requestId: found.requestId })).rejects.toMatchObject({ code: 'request/rows-found', details: { count: 2 } })
    const { requestId, matchedRows } = await ofNobody(lethe)
    expect(matchedRows).toBe(0)
    await expect(answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })).rejects.toMatchObject({ code: 'request/nothing-to-erase' })
    expect(await answer(lethe, 'request.close-not-found', { requestId })).toMatchObject({ state: 'not-found', answeredOn: null })
    expect((await answer(lethe, 'request.list', { owing: true, states: ['not-found'] })).map(one => one.requestId)).toEqual([requestId])
  })
})

describe('a person who does not show who they are', () => {
  test('has until the answer is due, or the days of the settings where these are fewer; then the request may expire, and its answer is owed', async () => {
    const clock = clockAt('2026-11-25T12:00:00Z')
    const lethe = await coreWith({ csv, ports: { clock } })
    const expire = (requestId: string) => answer(lethe, 'request.expire', { requestId })
    const [never, waits, days] = [await openRows(lethe, [1]), await openRows(lethe, [2]), await openRows(lethe, [3])]
    expect(waits.dueAt).toBe('2026-12-25')
    await expect(expire(never.requestId)).rejects.toMatchObject({ code: 'request/wrong-state', details: { state: 'received' } })
    expect(await answer(lethe, 'request.ask-identity', { requestId: waits.requestId })).toMatchObject({ state: 'awaiting-verification', steps: [{ step: 'identity-asked', how: '2026-11-25' }] })
    await expect(expire(waits.requestId)).rejects.toMatchObject({ code: 'request/expire-early', details: { until: '2026-12-25' } })
    await changeSettings(lethe, { requests: { ...requests, identityDays: 14 } })
    await answer(lethe, 'request.ask-identity', { requestId: days.requestId })
    // In Berlin the ninth of December ends an hour before midnight UTC.
    clock.set('2026-12-09T22:59:59Z')
    await expect(expire(days.requestId)).rejects.toMatchObject({ code: 'request/expire-early', details: { until: '2026-12-09' } })
    clock.set('2026-12-09T23:00:00Z')
    expect(await expire(days.requestId)).toMatchObject({ state: 'expired-unverified', answeredOn: null })
    await changeSettings(lethe, { requests: { ...requests, identityDays: 365 } })
    clock.set('2026-12-25T22:59:59Z')
    await expect(expire(waits.requestId)).rejects.toMatchObject({ code: 'request/expire-early', details: { until: '2026-12-25' } })
    clock.set('2026-12-25T23:00:00Z')
    expect(await expire(waits.requestId)).toMatchObject({ state: 'expired-unverified' })
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ open: 1, answersOwed: 2 })
    expect((await kindsAbout(lethe, waits.requestId))).toEqual(['request-opened', 'request-noted', 'request-expired'])
  })

  test('but did, or was verified, is not expired', async () => {
    const clock = clockAt('2026-11-25T12:00:00Z')
    const lethe = await coreWith({ csv, ports: { clock } })
    const { requestId } = await openRows(lethe, [1])
    await answer(lethe, 'request.ask-identity', { requestId })
    await answer(lethe, 'request.note', { requestId, what: 'identity-received', on: '2026-11-25' })
    clock.set('2027-03-01T12:00:00Z')
    await expect(answer(lethe, 'request.expire', { requestId })).rejects.toMatchObject({ code: 'request/identity-came', details: { on: '2026-11-25' } })
    await answer(lethe, 'request.verify', { requestId })
    await expect(answer(lethe, 'request.expire', { requestId })).rejects.toMatchObject({ code: 'request/wrong-state', details: { state: 'verified' } })
  })
})

describe('how the identity was verified', () => {
  test('is vouched for by the operator where nothing is said, else as it was said; it is in the ledger and in the outcome', async () => {
    const lethe = await coreWith({ csv })
    const [first, second] = [await openRows(lethe, [1]), await openRows(lethe, [2], { askedBy: 'agent' })]
    expect(await answer(lethe, 'request.verify', { requestId: first.requestId })).toMatchObject({ steps: [{ step: 'verified', how: 'vouched-for-by-operator' }] })
    await answer(lethe, 'request.verify', { requestId: second.requestId, how: 'agent-authorised' })
    const report = await answer(lethe, 'erasure.run', { requestId: second.requestId, method: 'auto', compare: false })
    expect(report.outcome.decisions).toMatchObject({ identity: 'agent-authorised', approval: 'by-operator', sentence: 'identity of an agent with an authorisation verified, approved by the operator' })
    expect(await answer(lethe, 'erasure.run', { requestId: first.requestId, method: 'auto', compare: false })).toMatchObject({ decisions: 'identity vouched for and approved by the operator' })
  })

  test('is one that is possible here', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1])
    for (const how of ['vouched-for', 'agent-authorised'] as const) await expect(answer(lethe, 'request.verify', { requestId, how })).rejects.toMatchObject({ code: 'request/identity-how', details: { how } })
    const [, second] = addColleague(lethe)
    await expect(answerAs(lethe, second, 'request.verify', { requestId, how: 'vouched-for-by-operator' })).rejects.toMatchObject({ code: 'request/identity-how' })
    expect(await answerAs(lethe, second, 'request.verify', { requestId })).toMatchObject({ steps: [{ step: 'verified', actor: second, how: 'vouched-for' }] })
  })
})

describe('where two or more work', () => {
  test('whoever opened a request neither approves nor denies it, and nothing is erased before somebody else did', async () => {
    const lethe = await coreWith({ csv })
    const [first, second] = addColleague(lethe)
    const { requestId } = await answerAs(lethe, first, 'request.open', { dataset: 'people', who: { rows: [1] }, law: 'gdpr' })
    const erase = (actor: string) => lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, lethe.run, { actor })
    await expect(erase(second)).rejects.toMatchObject({ code: 'request/wrong-state', details: { state: 'received', wanted: 'approved' } })
    await answerAs(lethe, first, 'request.verify', { requestId, how: 'document' })
    await expect(erase(first)).rejects.toMatchObject({ code: 'request/wrong-state', details: { state: 'verified', wanted: 'approved' } })
    await expect(answerAs(lethe, first, 'request.approve', { requestId })).rejects.toMatchObject({ code: 'people/four-eyes' })
    await expect(answerAs(lethe, first, 'request.deny', { requestId, reason: 'gdpr.12-5-b' })).rejects.toMatchObject({ code: 'people/four-eyes' })
    expect(await answerAs(lethe, second, 'request.approve', { requestId })).toMatchObject({ state: 'approved', steps: [{ step: 'verified', actor: first }, { step: 'approved', actor: second, how: 'by-second-person' }] })
    expect((await erase(first)).outcome.decisions).toMatchObject({ identity: 'document', approval: 'by-second-person' })
    const other = await answerAs(lethe, second, 'request.open', { dataset: 'people', who: { rows: [2] }, law: 'gdpr' })
    expect(await answerAs(lethe, first, 'request.deny', { requestId: other.requestId, reason: 'gdpr.12-5-b' })).toMatchObject({ state: 'denied' })
  })
})

describe('the same person again', () => {
  test('is told while an earlier request is open or ended lately, and no longer after that', async () => {
    const clock = clockAt('2026-11-25T12:00:00Z')
    const lethe = await coreWith({ csv, ports: { clock } })
    const first = await ofPerson(lethe, 7)
    expect(first.duplicateOf).toBeNull()
    // No guard is skipped: its rows belong to the first.
    await expect(ofPerson(lethe, 7)).rejects.toMatchObject({ code: 'request/rows-pending', details: { request: first.requestId } })
    await answer(lethe, 'request.withdraw', { requestId: first.requestId })
    clock.set('2026-12-25T11:59:59Z')
    const second = await ofPerson(lethe, 7)
    expect(second.duplicateOf).toBe(first.requestId)
    expect((await ofPerson(lethe, 8)).duplicateOf).toBeNull()
    await answer(lethe, 'request.withdraw', { requestId: second.requestId })
    clock.set('2027-01-24T12:00:01Z')
    expect((await ofPerson(lethe, 7)).duplicateOf).toBeNull()
    // What tells it is forgotten with the next end.
    await answer(lethe, 'request.withdraw', { requestId: (await ofPerson(lethe, 9)).requestId })
    expect(inDatabase(lethe, db => db.prepare(`SELECT count(*) FROM recent_subject`).pluck().get())).toBe(1)
  })

  test('is told of one whose rows were erased, and rows that came since are a request of their own', async () => {
    const lethe = await coreWith({ csv })
    const first = await ofPerson(lethe, 7)
    await answer(lethe, 'erasure.run', { requestId: first.requestId, method: 'auto', compare: false })
    await expect(ofPerson(lethe, 7)).rejects.toMatchObject({ code: 'request/person-erased' })
    await expect(answer(lethe, 'erasure.run', { requestId: first.requestId, method: 'auto', compare: false })).rejects.toMatchObject({ code: 'request/already-completed' })
    const again = await answer(lethe, 'request.open', { who: { identifiers: [{ kind: 'exact', value: people[7]!.id }] }, law: 'gdpr' })
    expect(again).toMatchObject({ duplicateOf: first.requestId, matchedRows: 0 })
  })

  test('while the rows are just being erased is refused, and told once they are gone', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const { requestId } = await openRows(lethe, [1, 2])
    await approved(lethe, requestId)
    const told: Promise<unknown>[] = []
    const run = { ...lethe.run, progress: (stage: string) => void (stage === 'compute' || stage === 'overwrite' ? told.push(openRows(lethe, [2]).catch((error: unknown) => error)) : undefined) }
    await lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
    expect(await Promise.all(told)).toMatchObject([{ code: 'request/rows-pending', details: { request: requestId } }, { code: 'request/rows-erased' }])
  })
})
