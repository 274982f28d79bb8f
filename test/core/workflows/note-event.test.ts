import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { clockAt, inDatabase, openRows, show } from '../../support/requests.ts'
import { changeSettings } from '../../support/settings.ts'

const { csv } = personFile(60, 1)
type Event = Input<'request.note'>['what']
const note = (lethe: TestCore, requestId: string, what: Event, on: string) => answer(lethe, 'request.note', { requestId, what, on })

async function opened(law: 'gdpr' | 'uk-gdpr' | 'ccpa', receivedAt: string, now: string, readings: Record<string, string> = {}) {
  const clock = clockAt(now)
  const lethe = await coreWith({ csv, ports: { clock } })
  await changeSettings(lethe, { readings })
  return { lethe, clock, request: await openRows(lethe, [1], { law, receivedAt }) }
}

describe('days that are noted', () => {
  test('move what is due under the UK GDPR to a month from the last of receipt, identity information and fee, and the ledger says it', async () => {
    const { lethe, request: { requestId, dueAt } } = await opened('uk-gdpr', '2026-11-02T12:00:00Z', '2026-12-01T12:00:00Z')
    expect(dueAt).toBe('2026-12-02')
    expect(await note(lethe, requestId, 'identity-asked', '2026-11-04')).toMatchObject({ dueAt: '2026-12-02', state: 'awaiting-verification' })
    expect(await note(lethe, requestId, 'identity-received', '2026-11-12')).toMatchObject({ dueAt: '2026-12-14', extendable: { noticeBy: '2026-12-12', dueAt: '2027-02-12' } })
    await note(lethe, requestId, 'fee-asked', '2026-11-05')
    expect(await note(lethe, requestId, 'fee-paid', '2026-11-10')).toMatchObject({ dueAt: '2026-12-14' })
    expect(await note(lethe, requestId, 'fee-paid', '2026-11-20')).toMatchObject({ dueAt: '2026-12-21' })
    expect((await answer(lethe, 'request.timeline', { requestId })).at(-1)).toMatchObject({ kind: 'request-noted', what: 'fee-paid', on: '2026-11-20', dueAt: '2026-12-21' })
    // The day it is due is the last one noted, in a record that checks.
    const { outcome } = await answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })
    expect(outcome.request.dueAt).toBe('2026-12-21')
    const file = join(lethe.outside, 'record.zip')
    const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
    expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ ok: true, problems: [] })
  })

  test.each([['none', '2026-12-02', '2026-12-02'], ['suspended', '2026-12-02', '2026-12-10']])('under the GDPR read as "%s" come to %s before and %s after the identity came', async (choice, before, after) => {
    const { lethe, request: { requestId } } = await opened('gdpr', '2026-11-02T12:00:00Z', '2026-12-01T12:00:00Z', { 'gdpr.identity-pause': choice })
    // What is chosen later changes nothing about it.
    await changeSettings(lethe, { readings: { 'gdpr.identity-pause': choice === 'none' ? 'suspended' : 'none' } })
    expect(await note(lethe, requestId, 'identity-asked', '2026-11-04')).toMatchObject({ dueAt: before })
    expect(await note(lethe, requestId, 'identity-received', '2026-11-12')).toMatchObject({ dueAt: after })
  })

  test('change nothing under the CCPA, where verification is included in the 45 days', async () => {
    const { lethe, request: { requestId, dueAt } } = await opened('ccpa', '2026-11-02T12:00:00Z', '2026-12-01T12:00:00Z')
    await note(lethe, requestId, 'identity-asked', '2026-11-04')
    expect(await note(lethe, requestId, 'identity-received', '2026-11-12')).toMatchObject({ dueAt })
  })

  test('of an extended request move the day of the extension', async () => {
    const { lethe, request: { requestId } } = await opened('uk-gdpr', '2026-11-02T12:00:00Z', '2026-11-25T12:00:00Z')
    expect(await answer(lethe, 'request.extend', { requestId, reason: 'complexity' })).toMatchObject({ dueAt: '2027-02-02' })
    await note(lethe, requestId, 'identity-asked', '2026-11-04')
    expect(await note(lethe, requestId, 'identity-received', '2026-11-12')).toMatchObject({ dueAt: '2027-02-12', extendable: null, extension: { firstDueAt: '2026-12-14' } })
  })

  test('of a request under earlier rules change nothing that is due', async () => {
    const { lethe, request: { requestId, dueAt } } = await opened('uk-gdpr', '2026-11-02T12:00:00Z', '2026-11-25T12:00:00Z')
    inDatabase(lethe, db => db.exec(`UPDATE request SET rule_version = 'uk-gdpr-1'`))
    await note(lethe, requestId, 'identity-asked', '2026-11-04')
    expect(await note(lethe, requestId, 'identity-received', '2026-11-12')).toMatchObject({ dueAt })
  })

  test('are days of the place the request was opened in, at the edge of a day too', async () => {
    // In Auckland it is the 26th already, in Berlin still the 25th.
    const clock = clockAt('2026-11-25T12:30:00Z', 'Pacific/Auckland')
    const lethe = await coreWith({ csv, ports: { clock } })
    const { requestId, dueAt } = await openRows(lethe, [1], { law: 'uk-gdpr' })
    expect(dueAt).toBe('2026-12-28')
    await changeSettings(lethe, { timeZone: 'Europe/Berlin' })
    expect(await answer(lethe, 'request.ask-identity', { requestId })).toMatchObject({ dueAt, steps: [{ how: '2026-11-26' }] })
    await expect(note(lethe, requestId, 'identity-received', '2026-11-27')).rejects.toMatchObject({ code: 'request/noted-later', details: { today: '2026-11-26' } })
    expect(await note(lethe, requestId, 'identity-received', '2026-11-26')).toMatchObject({ dueAt })
    clock.set('2026-11-26T11:00:00Z')
    expect(await note(lethe, requestId, 'identity-received', '2026-11-27')).toMatchObject({ dueAt: '2026-12-28' })
    // The same receipt, a request of Berlin: a day earlier in the calendar.
    expect(await openRows(lethe, [2], { law: 'uk-gdpr', receivedAt: '2026-11-25T12:30:00Z' })).toMatchObject({ dueAt: '2026-12-25' })
  })

  test.each<[Event, string, string, object]>([
    ['acknowledged', '2026-11-26', 'request/noted-later', { on: '2026-11-26', today: '2026-11-25' }], ['acknowledged', '2026-11-19', 'request/noted-too-early', { first: '2026-11-20' }],
    ['identity-received', '2026-11-24', 'request/not-asked', { what: 'identity' }], ['fee-paid', '2026-11-24', 'request/not-asked', { what: 'fee' }],
    ['fee-asked', '2026-02-30', 'usage/bad-input', { field: 'on' }], ['fee-asked', 'yesterday', 'usage/bad-input', { field: 'on' }], ['born' as Event, '2026-11-24', 'usage/bad-input', { field: 'what' }],
  ])('%s on %s is refused: %s', async (what, on, code, details) => {
    const { lethe, request } = await opened('gdpr', '2026-11-20T12:00:00Z', '2026-11-25T12:00:00Z')
    await expect(note(lethe, request.requestId, what, on)).rejects.toMatchObject({ code, details })
    expect(await show(lethe, request.requestId)).toEqual(request)
  })

  test('come after what asked for them', async () => {
    const { lethe, request: { requestId } } = await opened('gdpr', '2026-11-20T12:00:00Z', '2026-11-25T12:00:00Z')
    await note(lethe, requestId, 'identity-asked', '2026-11-23')
    await expect(note(lethe, requestId, 'identity-received', '2026-11-22')).rejects.toMatchObject({ code: 'request/noted-too-early', details: { first: '2026-11-23' } })
  })
})

describe('a clock that was set back', () => {
  test('refuses nothing, and everything stays in the order in which it was noted', async () => {
    const { lethe, clock, request: { requestId } } = await opened('gdpr', '2026-11-20T12:00:00Z', '2026-11-25T12:00:00Z')
    await answer(lethe, 'request.ask-identity', { requestId })
    clock.set('2026-11-10T12:00:00Z')
    expect(await note(lethe, requestId, 'acknowledged', '2026-11-20')).toMatchObject({ state: 'awaiting-verification' })
    await answer(lethe, 'request.verify', { requestId })
    clock.set('2025-01-01T00:00:00Z')
    await answer(lethe, 'request.approve', { requestId })
    const { steps } = await show(lethe, requestId)
    expect(steps.map(({ step }) => step)).toEqual(['identity-asked', 'acknowledged', 'verified', 'approved'])
    const timeline = await answer(lethe, 'request.timeline', { requestId })
    expect(timeline.map(({ kind, clockSetBack }) => [kind, clockSetBack === true])).toEqual([['request-opened', false], ['request-noted', false], ['request-noted', true], ['request-verified', false], ['request-approved', true]])
    expect(await answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })).toMatchObject({ erasedRows: 1 })
    const file = join(lethe.outside, 'record.zip')
    const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
    expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ ok: true })
  })
})
