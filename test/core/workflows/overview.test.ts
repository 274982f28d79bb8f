import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import type { Clock } from '../../../src-main/core/ports.ts'
import { dayOf } from '../../../src-main/core/requests/deadlines.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'

/** The clock of this machine's core, set to a moment of one's own. */
function clockAt(text: string): Clock & { set(text: string): void } {
  let now = new Date(text)
  return { ...nodePorts('.').clock, timeZone: 'Europe/Berlin', now: () => now, set: (later: string) => { now = new Date(later) } }
}

const open = (lethe: TestCore, row: number, receivedAt: string, law: 'gdpr' | 'ccpa' = 'gdpr') =>
  lethe.core.call('request.open', { dataset: 'people', who: { rows: [row] }, law, receivedAt }, lethe.run)

test('an empty workspace has nothing due, and the ledger of no entries: the root is SHA-256 of nothing, no key yet', async () => {
  const lethe = await coreWith()
  const overview = await answer(lethe, 'workspace.overview', {})
  expect(overview).toEqual({
    workspaceId: expect.stringMatching(/^ws-[0-9a-f]{12}$/), version: lethe.ports.version, datasets: 0, models: 0,
    requests: { open: 0, overdue: 0, dueSoon: 0, completed: 0, answersOwed: 0, next: [] }, pendingModels: [],
    ledger: { entries: 0, root: createHash('sha256').digest('hex'), key: null, protection: 'not-protected' }, records: [], copiesToReplace: 0, noticesOpen: 0, recovered: [],
  })
  for (const name of ['dataset.list', 'model.list', 'request.list', 'record.list'] as const) expect(await answer(lethe, name, {})).toEqual([])
  expect(await answer(lethe, 'ledger.list', { limit: 10 })).toEqual({ total: 0, entries: [] })
})

describe('what is due', () => {
  test('soon is due within seven days, overdue once its day is over where the clock is, and the first five are next', async () => {
    // In Berlin it is 25 November already.
    const clock = clockAt('2026-11-24T23:30:00Z')
    const lethe = await coreWith({ csv: personFile(60, 1).csv, ports: { clock } })
    const received = ['2026-10-22', '2026-10-23', '2026-10-25', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-20']
    const opened = []
    for (const [i, day] of received.entries()) opened.push(await open(lethe, i + 1, `${day}T12:00:00Z`))
    // One month on: a Sunday is put off to Monday 23, Monday 23, Wednesday 25, then 2, 3 and 4 December, and Monday 21 December.
    expect(opened.map(({ dueAt }) => dueAt)).toEqual(['2026-11-23', '2026-11-23', '2026-11-25', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-21'])
    const { requests } = await answer(lethe, 'workspace.overview', {})
    expect(requests).toEqual({ open: 7, overdue: 2, dueSoon: 2, completed: 0, answersOwed: 0, next: opened.slice(0, 5) })
    clock.set('2026-11-25T22:59:59Z')
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ overdue: 2, dueSoon: 2 })
    clock.set('2026-11-25T23:00:00Z')
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ overdue: 3, dueSoon: 2 })
  })

  test('is due until it is answered, also once it is completed, and then has a record', async () => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    await lethe.train()
    const first = await open(lethe, 1, '2026-01-05T00:00:00Z')
    const second = await open(lethe, 2, '2026-01-06T00:00:00Z')
    expect((await answer(lethe, 'workspace.overview', {})).requests).toMatchObject({ open: 2, overdue: 2, next: [{ requestId: first.requestId }, { requestId: second.requestId }] })
    const { outcome } = await lethe.core.call('erasure.run', { requestId: first.requestId, method: 'auto', compare: false }, lethe.run)
    const record = { requestId: first.requestId, completedAt: outcome.request.completedAt, law: 'gdpr', erasedRows: 1, models: 1, exports: 0, lastExportedAt: null }
    expect(await answer(lethe, 'workspace.overview', {})).toMatchObject({ requests: { open: 1, overdue: 2, completed: 1, answersOwed: 1, next: [{ requestId: first.requestId }, { requestId: second.requestId }] }, records: [record] })
    const today = dayOf(new Date(), lethe.ports.clock.timeZone)
    await answer(lethe, 'letter.sent', { requestId: first.requestId, kind: 'completed', on: today })
    expect(await answer(lethe, 'workspace.overview', {})).toMatchObject({ requests: { open: 1, overdue: 1, completed: 1, answersOwed: 0, next: [{ requestId: second.requestId }] }, records: [record] })
    expect(await answer(lethe, 'record.list', {})).toEqual([record])
  })
})

describe('records', () => {
  test('are listed with the last completed first, and with how often and when each was given away', async () => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    const ids = []
    for (const rows of [[1, 2], [3], [4]]) ids.push((await lethe.erase({ rows })).requestId)
    for (const name of ['a.zip', 'b.zip']) await lethe.core.call('record.export', { requestId: ids[1]!, file: lethe.toWrite(join(lethe.outside, name)) }, lethe.run)
    const list = await answer(lethe, 'record.list', {})
    expect(list.map(({ requestId, erasedRows, models, exports }) => ({ requestId, erasedRows, models, exports })))
      .toEqual([{ requestId: ids[2], erasedRows: 1, models: 0, exports: 0 }, { requestId: ids[1], erasedRows: 1, models: 0, exports: 2 }, { requestId: ids[0], erasedRows: 2, models: 0, exports: 0 }])
    const { entries } = await answer(lethe, 'ledger.list', { limit: 1 })
    expect(entries).toMatchObject([{ kind: 'record-exported', at: list[1]!.lastExportedAt }])
  })
})

describe('the ledger', () => {
  test('is listed newest first, a page at a time, each entry as it is stored', async () => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    for (let row = 1; row <= 6; row += 1) await open(lethe, row, '2026-11-20T00:00:00Z')
    const all = await answer(lethe, 'ledger.list', { limit: 500 })
    expect(all.entries.map(({ seq }) => seq)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
    expect(all).toMatchObject({ total: 8, entries: { 0: { kind: 'request-opened', matched: 1 }, 6: { kind: 'dataset-imported' }, 7: { kind: 'ledger-opened' } } })
    expect(await answer(lethe, 'ledger.list', { before: 5, limit: 2 })).toEqual({ total: 8, entries: all.entries.slice(4, 6) })
    expect(await answer(lethe, 'ledger.list', { before: 2, limit: 10 })).toEqual({ total: 8, entries: all.entries.slice(7) })
    for (const before of [0, 1]) expect(await answer(lethe, 'ledger.list', { before, limit: 10 })).toEqual({ total: 8, entries: [] })
    expect(await answer(lethe, 'ledger.list', { before: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual({ total: 8, entries: all.entries.slice(0, 1) })
    const { ledger } = await answer(lethe, 'workspace.overview', {})
    expect(ledger).toMatchObject({ entries: 8, key: (all.entries[7] as unknown as { key: string }).key, protection: 'not-protected' })
  })

  test.each([{ limit: 0 }, { limit: 501 }, { limit: 5, before: -1 }])('is not listed for %j', async input => {
    await expect(answer(await coreWith(), 'ledger.list', input)).rejects.toMatchObject({ code: 'usage/bad-input' })
  })

  test.each(['no JSON', '{"seq":2,"at":"2026-11-25T00:00:00.000Z","actor":"p-1"}', '{"seq":3,"at":"","actor":"","kind":""}', '[]', 'null'])('that holds %j in the place of an entry says where', async text => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    const db = openDatabase(join(lethe.directory, 'lethe.db'))
    db.exec('DROP TRIGGER ledger_entry_no_update')
    db.prepare('UPDATE ledger_entry SET entry = ? WHERE seq = 2').run(text)
    db.close()
    await expect(answer(lethe, 'ledger.list', { limit: 10 })).rejects.toMatchObject({ code: 'ledger/inconsistent', details: { seq: 2 } })
  })
})

describe('models that open requests are about', () => {
  test('are those that learned from the rows named, each with how many requests and rows', async () => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    await lethe.import(lethe.write('other.csv', personFile(60, 1).csv), { name: 'other' })
    const all = await lethe.train()
    const other = await lethe.train({}, 'other')
    const one = await open(lethe, 3, '2026-11-20T00:00:00Z')
    await lethe.core.call('request.open', { dataset: 'people', who: { rows: [7, 8, 9] }, law: 'ccpa' }, lethe.run)
    await lethe.core.call('request.verify', { requestId: one.requestId }, lethe.run)
    await lethe.core.call('request.approve', { requestId: one.requestId }, lethe.run)
    // Row 3 is restricted by now, so a model trained now never learns from it.
    const late = await lethe.train()
    const { pendingModels, models } = await answer(lethe, 'workspace.overview', {})
    expect(models).toBe(3)
    expect(pendingModels).toEqual([{ modelId: all.modelId, requests: 2, rows: 4 }, { modelId: late.modelId, requests: 1, rows: 3 }])
    const pending = async (modelId: string) => (await answer(lethe, 'model.show', { modelId })).pendingRequests
    expect([await pending(all.modelId), await pending(late.modelId), await pending(other.modelId)]).toEqual([2, 1, 0])
    await lethe.core.call('erasure.run', { requestId: one.requestId, method: 'auto', compare: false }, lethe.run)
    expect((await answer(lethe, 'workspace.overview', {})).pendingModels).toEqual([{ modelId: all.modelId, requests: 1, rows: 3 }, { modelId: late.modelId, requests: 1, rows: 3 }])
  })
})
