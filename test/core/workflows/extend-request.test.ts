import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../src-main/contract/settings.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { applicationId, migrate, migrations } from '../../../src-main/core/database/migrate.ts'
import type { Clock } from '../../../src-main/core/ports.ts'
import { findRequest } from '../../../src-main/core/requests/request-table.ts'
import { readSettings } from '../../../src-main/core/settings/settings-table.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { answer } from '../../support/answer.ts'
import { emptyFolder } from '../../support/backups.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { changeSettings } from '../../support/settings.ts'

const { csv } = personFile(60, 1)
function clockAt(text: string): Clock & { set(text: string): void } {
  let now = new Date(text)
  return { ...nodePorts('.').clock, timeZone: 'Europe/Berlin', now: () => now, set: (later: string) => { now = new Date(later) } }
}
const open = (lethe: TestCore, row: number, law: 'gdpr' | 'uk-gdpr' | 'ccpa', receivedAt: string) => answer(lethe, 'request.open', { dataset: 'people', who: { rows: [row] }, law, receivedAt })
const extend = (lethe: TestCore, requestId: string, reason = 'complexity') => answer(lethe, 'request.extend', { requestId, reason })

describe('an opened request', () => {
  test('holds what is due, the calendar and the readings of that moment, whatever is set later', async () => {
    const lethe = await coreWith({ csv, ports: { clock: clockAt('2026-10-02T12:00:00Z') } })
    await changeSettings(lethe, { calendars: { gdpr: 'DE-BY', ccpa: 'US-CA' }, readings: { 'gdpr.regional-holidays': 'counted' } })
    const request = await open(lethe, 1, 'gdpr', '2026-10-01T10:00:00Z') // 1 November 2026 is a Sunday and All Saints' Day
    expect(request).toMatchObject({ dueAt: '2026-11-02', acknowledgeBy: null, ruleVersion: 'gdpr-2', calendar: 'DE-BY', extendable: { noticeBy: '2026-11-01', dueAt: '2027-01-04' }, extension: null })
    expect(request.readings).toMatchObject({ 'gdpr.regional-holidays': 'counted', 'gdpr.identity-pause': 'none', 'gdpr.extension-base': 'earlier' })
    expect(await open(lethe, 2, 'ccpa', '2026-06-08T17:00:00Z')).toMatchObject({ acknowledgeBy: '2026-06-23', dueAt: '2026-07-23', calendar: 'US-CA' })
    await changeSettings(lethe, { calendars: {}, readings: {} })
    expect(await answer(lethe, 'request.show', { requestId: request.requestId })).toEqual(request)
    expect(await open(lethe, 3, 'uk-gdpr', '2026-10-01T10:00:00Z')).toMatchObject({ calendar: null, dueAt: '2026-11-02' })
  })
})

describe('an extension', () => {
  test('moves the day it is due, is in the ledger, stands in a record that checks, and is given once', async () => {
    const clock = clockAt('2026-11-25T12:00:00Z')
    const lethe = await coreWith({ csv, ports: { clock } })
    await lethe.train()
    const { requestId } = await open(lethe, 1, 'gdpr', '2026-11-20T10:00:00Z')
    await answer(lethe, 'request.verify', { requestId })
    const extended = await extend(lethe, requestId)
    expect(extended).toMatchObject({ dueAt: '2027-02-22', extendable: null, extension: { at: '2026-11-25T12:00:00.000Z', reason: 'complexity', firstDueAt: '2026-12-21' } })
    expect((await answer(lethe, 'ledger.list', { limit: 1 })).entries).toMatchObject([{ kind: 'request-extended', request: requestId, reason: 'complexity', noticeBy: '2026-12-20', dueAt: '2027-02-22' }])
    await expect(extend(lethe, requestId)).rejects.toMatchObject({ code: 'request/already-extended', details: { request: requestId, dueAt: '2027-02-22' } })
    clock.set('2026-12-28T12:00:00Z')
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ open: 1, overdue: 0, dueSoon: 0 })
    const report = await answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })
    expect(report.outcome.request.dueAt).toBe('2027-02-22')
    const file = join(lethe.outside, 'record.zip')
    const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
    expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ ok: true, problems: [] })
    await expect(extend(lethe, requestId)).rejects.toMatchObject({ code: 'request/already-completed' })
  })

  test('is refused once the day of the notice is over where the calendar is, and says until when it could have been', async () => {
    const clock = clockAt('2026-12-20T22:59:59Z')
    const lethe = await coreWith({ csv, ports: { clock } })
    const [first, second] = [await open(lethe, 1, 'gdpr', '2026-11-20T10:00:00Z'), await open(lethe, 2, 'gdpr', '2026-11-20T10:00:00Z')]
    expect(await extend(lethe, first.requestId)).toMatchObject({ dueAt: '2027-02-22' })
    clock.set('2026-12-20T23:00:00Z')
    await expect(extend(lethe, second.requestId)).rejects.toMatchObject({ code: 'request/extension-late', details: { request: second.requestId, noticeBy: '2026-12-20' } })
    expect(await answer(lethe, 'request.show', { requestId: second.requestId })).toEqual(second)
    // A clock set back does not take anything away that was stored.
    clock.set('2020-01-01T00:00:00Z')
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ overdue: 0, dueSoon: 0 })
    expect(await extend(lethe, second.requestId)).toMatchObject({ dueAt: '2027-02-22', extension: { firstDueAt: '2026-12-21' } })
  })

  test.each([['gdpr', 'reasonably-necessary'], ['ccpa', 'complexity'], ['uk-gdpr', 'holidays'], ['gdpr', '__proto__']] as const)('under %s for the reason %j is refused', async (law, reason) => {
    const lethe = await coreWith({ csv, ports: { clock: clockAt('2026-11-25T12:00:00Z') } })
    const { requestId } = await open(lethe, 1, law, '2026-11-20T10:00:00Z')
    await expect(extend(lethe, requestId, reason)).rejects.toMatchObject({ code: 'request/extension-reason', details: { reason } })
  })

  test('of no request is refused', async () => {
    await expect(extend(await coreWith({ csv }), 'rq-000000000000')).rejects.toMatchObject({ code: 'request/not-found' })
  })
})

describe('settings', () => {
  test.each<[Partial<Settings>, string, object]>([
    [{ calendars: { gdpr: 'DE-XX' } }, 'settings/unknown-calendar', { calendar: 'DE-XX', law: 'GDPR' }], [{ calendars: { ccpa: 'DE-BE' } }, 'settings/unknown-calendar', { law: 'CCPA' }],
    [{ readings: { 'gdpr.identity-paus': 'none' } }, 'settings/unknown-reading', { near: 'gdpr.identity-pause' }], [{ readings: { constructor: 'x' } }, 'settings/unknown-reading', { reading: 'constructor' }],
    [{ readings: { 'ccpa.day-off': 'sometimes' } }, 'settings/unknown-choice', { known: 'not-moved, moved' }], [{ calendars: { hipaa: 'US-CA' } } as never, 'usage/bad-input', { field: 'calendars' }],
  ])('with %j are refused, and nothing is changed', async (change, code, details) => {
    const lethe = await coreWith()
    const before = await answer(lethe, 'settings.show', {})
    await expect(changeSettings(lethe, change)).rejects.toMatchObject({ code, details })
    expect(await answer(lethe, 'settings.show', {})).toEqual(before)
  })

  test('show in the list of laws what holds', async () => {
    const lethe = await coreWith()
    await changeSettings(lethe, { calendars: { 'uk-gdpr': 'GB-SCT' }, readings: { 'uk-gdpr.nations': 'every-nation' } })
    const [gdpr, uk] = await answer(lethe, 'law.list', {})
    expect(gdpr).toMatchObject({ law: 'gdpr', calendar: null, extensionReasons: [{ reason: 'complexity' }, { reason: 'number-of-requests' }] })
    expect(uk).toMatchObject({ law: 'uk-gdpr', calendar: 'GB-SCT', calendars: { 2: { calendar: 'GB-SCT', name: 'Scotland', checked: true } }, readings: [{ reading: 'uk-gdpr.nations', chosen: 'every-nation' }, { chosen: 'same-date' }, { chosen: 'no' }] })
  })
})

test('requests and settings of an older workspace stay as they are, and such a request is not extended', async () => {
  const db = openDatabase(join(emptyFolder(), 'old.db'))
  for (const { version, up } of migrations) if (version < 6) up(db)
  db.exec(`INSERT INTO dataset VALUES ('ds-1', 1, 'people', '', 1, NULL)`)
  db.exec(`INSERT INTO request (id, dataset_id, scope, law, rule_version, received_at, due_at, state, matched) VALUES ('rq-1', 'ds-1', 'rows', 'gdpr', 'gdpr-basic-1', '2026-11-20T00:00:00.000Z', '2026-12-21', 'received', 1)`)
  db.exec(`INSERT INTO workspace (id, created_at, actor) VALUES ('ws-1', '2026-11-19T00:00:00.000Z', 'p-1')`)
  db.pragma('user_version = 5')
  db.pragma(`application_id = ${applicationId}`)
  migrate(db)
  expect(findRequest(db, 'rq-1')).toEqual({
    id: 'rq-1', datasets: [{ datasetId: 'ds-1', matchedRows: 1, keptRows: 0 }], scope: 'rows', law: 'gdpr', ruleVersion: 'gdpr-basic-1', receivedAt: '2026-11-20T00:00:00.000Z', dueAt: '2026-12-21', state: 'received', matched: 1, kept: 0,
    acknowledgeBy: null, extendable: null, extension: null, calendar: null, readings: {}, channel: 'other', askedBy: 'person', openedBy: 'p-1', openedAt: '2026-11-20T00:00:00.000Z',
    onHold: false, holds: [], holdBlocks: false, duplicateOf: null, timeZone: null, graceUntil: null, reason: null, endedAt: null, erasureId: null, answeredOn: null, steps: [],
  })
  expect(readSettings(db)).toMatchObject({ law: 'gdpr', calendars: {}, readings: {} })
  db.close()
})

test('the steps of an older workspace are taken from its ledger: what was approved there can be erased here', async () => {
  const db = openDatabase(join(emptyFolder(), 'old.db'))
  for (const { version, up } of migrations) if (version < 6) up(db)
  const entry = (seq: number, facts: object) => db.prepare(`INSERT INTO ledger_entry (seq, entry) VALUES (?, ?)`).run(seq, JSON.stringify({ seq, at: `2026-11-2${seq}T10:00:00.000Z`, actor: 'p-1', ...facts }))
  db.exec(`INSERT INTO workspace (id, created_at, actor) VALUES ('ws-1', '2026-11-19T00:00:00.000Z', 'p-1')`)
  db.exec(`INSERT INTO dataset VALUES ('ds-1', 1, 'people', '', 1, NULL)`)
  db.exec(`INSERT INTO request (id, dataset_id, scope, law, rule_version, received_at, due_at, state, matched) VALUES ('rq-1', 'ds-1', 'rows', 'gdpr', 'gdpr-basic-1', '2026-11-20T00:00:00.000Z', '2026-12-21', 'approved', 1)`)
  entry(1, { kind: 'ledger-opened', key: 'k', keyProtection: 'not-protected' })
  entry(2, { kind: 'request-verified', request: 'rq-1', how: 'vouched-for-by-operator' })
  entry(3, { kind: 'request-approved', request: 'rq-1', how: 'by-operator' })
  entry(4, { kind: 'request-verified', request: 'rq-gone', how: 'vouched-for-by-operator' })
  db.pragma('user_version = 5')
  db.pragma(`application_id = ${applicationId}`)
  migrate(db)
  expect(findRequest(db, 'rq-1').steps).toEqual([
    { step: 'verified', at: '2026-11-22T10:00:00.000Z', actor: 'p-1', how: 'vouched-for-by-operator' }, { step: 'approved', at: '2026-11-23T10:00:00.000Z', actor: 'p-1', how: 'by-operator' },
  ])
  db.close()
})
