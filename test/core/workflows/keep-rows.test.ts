import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { approved, clockAt, kindsAbout, openRows, show } from '../../support/requests.ts'
import { changeSettings } from '../../support/settings.ts'

const { csv } = personFile(60, 1)
const keep = (lethe: TestCore, requestId: string, rows: number[] | 'all', reason = 'gdpr.17-3-b', dataset = 'people') => answer(lethe, 'request.decide', { requestId, dataset, rows, decision: { keep: reason } })
const erase = (lethe: TestCore, requestId: string) => answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })

async function verified(rows: readonly number[]): Promise<{ lethe: TestCore; requestId: string }> {
  const lethe = await coreWith({ csv })
  const { requestId } = await openRows(lethe, rows)
  await answer(lethe, 'request.verify', { requestId })
  return { lethe, requestId }
}

describe('rows of a request', () => {
  test('are kept for a reason and the others erased: completed in part, and a record that says so and checks', async () => {
    const { lethe, requestId } = await verified([1, 2, 3, 4])
    await lethe.train()
    expect(await keep(lethe, requestId, [2, 3])).toMatchObject({ state: 'matching', matchedRows: 4, keptRows: 2, datasets: [{ matchedRows: 4, keptRows: 2 }] })
    expect(await keep(lethe, requestId, [3], 'gdpr.17-3-e')).toMatchObject({ keptRows: 2 })
    expect((await answer(lethe, 'request.rows', { requestId, offset: 0, limit: 10 })).kept).toEqual([{ row: 2, reason: 'gdpr.17-3-b' }, { row: 3, reason: 'gdpr.17-3-e' }])
    expect(await answer(lethe, 'request.submit', { requestId })).toMatchObject({ state: 'awaiting-approval' })
    await answer(lethe, 'request.approve', { requestId })
    const { outcome } = await erase(lethe, requestId)
    expect(outcome.data).toMatchObject({ matched: 4, erased: 2, keptOfMatched: 2, datasets: [{ matched: 4, erased: 2, kept: [{ reason: 'gdpr.17-3-b', rows: 1 }, { reason: 'gdpr.17-3-e', rows: 1 }] }] })
    expect(await show(lethe, requestId)).toMatchObject({ state: 'completed-in-part', keptRows: 2, matchedRows: 4, endedAt: expect.any(String) })
    expect(await answer(lethe, 'dataset.rows', { dataset: 'people', offset: 0, limit: 3 })).toEqual([2, 3, 5])
    const file = join(lethe.outside, 'record.zip')
    const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
    expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ ok: true, problems: [] })
    expect((await kindsAbout(lethe, requestId)).filter(kind => kind !== 'matches-decided')).toEqual(['request-opened', 'request-verified', 'request-submitted', 'request-approved', 'erasure-intended', 'erasure-adopted', 'erasure-completed', 'record-exported'])
  })

  test('that are kept are not restricted, and stay free for another request once this one has ended', async () => {
    const { lethe, requestId } = await verified([1, 2])
    await keep(lethe, requestId, [1])
    await answer(lethe, 'request.approve', { requestId })
    expect((await answer(lethe, 'dataset.page', { dataset: 'people', offset: 0, limit: 2 })).rows.map(({ pending }) => pending)).toEqual(['named', 'restricted'])
    expect((await lethe.train({ 'test-share': '0.25' })).testRows).toBeGreaterThan(0)
    const { trainRows, testRows } = (await answer(lethe, 'model.list', {}))[0]!
    expect(trainRows + testRows).toBe(59)
    await expect(openRows(lethe, [1])).rejects.toMatchObject({ code: 'request/rows-pending', details: { request: requestId } })
    await erase(lethe, requestId)
    expect(await openRows(lethe, [1])).toMatchObject({ state: 'received', matchedRows: 1 })
  })

  test('may be decided anew before the approval, and are then to be submitted anew', async () => {
    const { lethe, requestId } = await verified([1, 2])
    await keep(lethe, requestId, 'all')
    await answer(lethe, 'request.decide', { requestId, dataset: 'people', rows: [2], decision: 'erase' })
    await answer(lethe, 'request.submit', { requestId })
    expect(await answer(lethe, 'request.decide', { requestId, dataset: 'people', rows: 'all', decision: 'erase' })).toMatchObject({ state: 'matching', keptRows: 0 })
    expect((await answer(lethe, 'request.timeline', { requestId })).at(-1)).toMatchObject({ kind: 'matches-decided', erase: 2, keep: [] })
  })

  test('of which all are kept cannot be submitted, approved or erased; it is denied for one of the reasons', async () => {
    const { lethe, requestId } = await verified([1, 2])
    await keep(lethe, requestId, [1])
    await expect(answer(lethe, 'request.deny', { requestId, reason: 'gdpr.17-3-b' })).rejects.toMatchObject({ code: 'request/deny-reason' })
    await keep(lethe, requestId, 'all')
    for (const call of ['request.submit', 'request.approve'] as const) await expect(answer(lethe, call, { requestId })).rejects.toMatchObject({ code: 'request/nothing-to-erase' })
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/nothing-to-erase' })
    await expect(answer(lethe, 'request.deny', { requestId, reason: 'gdpr.17-3-e' })).rejects.toMatchObject({ code: 'request/deny-reason' })
    expect(await answer(lethe, 'request.deny', { requestId, reason: 'gdpr.17-3-b' })).toMatchObject({ state: 'denied', reason: 'gdpr.17-3-b', keptRows: 2, matchedRows: 2 })
    expect(await answer(lethe, 'request.rows', { requestId, offset: 0, limit: 10 })).toMatchObject({ total: 0, rows: [] })
  })

  test.each([['gdpr.12-5-b'], ['ccpa.105-d-1'], ['uk.17-3-e'], ['because'], ['__proto__']])('are not kept for %j under the GDPR', async reason => {
    const { lethe, requestId } = await verified([1])
    await expect(keep(lethe, requestId, [1], reason)).rejects.toMatchObject({ code: 'request/keep-reason', details: { law: 'GDPR', reason } })
    expect(await show(lethe, requestId)).toMatchObject({ state: 'verified', keptRows: 0 })
  })

  test('that it is not about, or of another dataset, or of none, are refused', async () => {
    const { lethe, requestId } = await verified([1, 2])
    await lethe.import(lethe.write('others.csv', personFile(20, 2).csv), { name: 'others' })
    await expect(keep(lethe, requestId, [2, 9, 7])).rejects.toMatchObject({ code: 'request/rows-not-matched', details: { count: 2, first: 7 } })
    await expect(keep(lethe, requestId, [1], 'gdpr.17-3-b', 'others')).rejects.toMatchObject({ code: 'request/other-dataset', details: { dataset: 'others' } })
    await expect(keep(lethe, requestId, [1], 'gdpr.17-3-b', 'nowhere')).rejects.toMatchObject({ code: 'dataset/not-found' })
    await expect(keep(lethe, requestId, [])).rejects.toMatchObject({ code: 'usage/bad-input' })
    expect(await keep(lethe, requestId, [2, 2, 2])).toMatchObject({ keptRows: 1 })
  })

  test('are decided only between the identity and the approval', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1, 2])
    await expect(keep(lethe, requestId, [1])).rejects.toMatchObject({ code: 'request/wrong-state', details: { state: 'received' } })
    await approved(lethe, requestId)
    for (const decision of ['erase', { keep: 'gdpr.17-3-b' }] as const) await expect(answer(lethe, 'request.decide', { requestId, dataset: 'people', rows: [1], decision })).rejects.toMatchObject({ code: 'request/decided', details: { state: 'approved' } })
    await erase(lethe, requestId)
    await expect(keep(lethe, requestId, [1])).rejects.toMatchObject({ code: 'request/already-completed' })
  })
})

describe('an approval that can be taken back', () => {
  test('for some hours keeps everything from being erased, and after them stands', async () => {
    const { lethe, requestId } = await verified([1, 2])
    await changeSettings(lethe, { requests: { graceHours: 24, duplicateDays: 30, identityDays: null } })
    const { graceUntil } = await answer(lethe, 'request.approve', { requestId })
    expect(Date.parse(graceUntil!) - Date.now()).toBeGreaterThan(23.9 * 3_600_000)
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/in-grace', details: { until: graceUntil } })
    expect((await answer(lethe, 'request.timeline', { requestId })).at(-1)).toMatchObject({ kind: 'request-approved', graceUntil })
    expect(await answer(lethe, 'request.undo-approval', { requestId })).toMatchObject({ state: 'awaiting-approval', graceUntil: null })
    expect((await answer(lethe, 'dataset.page', { dataset: 'people', offset: 0, limit: 1 })).rows).toMatchObject([{ pending: 'named' }])
    expect(await keep(lethe, requestId, [1])).toMatchObject({ state: 'matching' })
  })

  test('is not where the settings give no time, and not past it, to the millisecond', async () => {
    const clock = clockAt('2026-11-25T12:00:00Z')
    const lethe = await coreWith({ csv, ports: { clock } })
    const final = await openRows(lethe, [1])
    await approved(lethe, final.requestId)
    await expect(answer(lethe, 'request.undo-approval', { requestId: final.requestId })).rejects.toMatchObject({ code: 'request/approval-final', details: { until: null } })
    await changeSettings(lethe, { requests: { graceHours: 2, duplicateDays: 30, identityDays: null } })
    const { requestId } = await openRows(lethe, [2])
    await approved(lethe, requestId)
    clock.set('2026-11-25T13:59:59.999Z')
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/in-grace' })
    clock.set('2026-11-25T14:00:00.000Z')
    await expect(answer(lethe, 'request.undo-approval', { requestId })).rejects.toMatchObject({ code: 'request/approval-final', details: { until: '2026-11-25T14:00:00.000Z' } })
    expect(await erase(lethe, requestId)).toMatchObject({ erasedRows: 1 })
    const file = join(lethe.outside, 'record.zip')
    const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
    expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ ok: true, problems: [] })
  })

  test('makes verifying and approving steps of their own: an erasure does not take them by itself', async () => {
    const lethe = await coreWith({ csv })
    await changeSettings(lethe, { requests: { graceHours: 1, duplicateDays: 30, identityDays: null } })
    const { requestId } = await openRows(lethe, [1])
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/grace-first', details: { hours: 1 } })
    expect(await show(lethe, requestId)).toMatchObject({ state: 'received', steps: [] })
  })
})
