import { describe, expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { changePolicy, changeSettings } from '../../support/settings.ts'

const { csv, people } = personFile(120, 9)

const open = (lethe: TestCore, who: Input<'request.open'>['who'], receivedAt?: string) =>
  answer(lethe, 'request.open', { dataset: 'people', who, law: 'gdpr', ...(receivedAt === undefined ? {} : { receivedAt }) })
const erase = (lethe: TestCore, requestId: string) => answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })

describe('the rows of a request', () => {
  test('are those it matched, in their order and a page at a time, as they are now', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await open(lethe, { rows: [50, 3, 17, 90, 4] })
    const rows = (offset: number, limit: number) => answer(lethe, 'request.rows', { requestId, offset, limit })
    const all = await rows(0, 500)
    const columns = (await answer(lethe, 'dataset.list', {}))[0]!.columns
    expect(all).toMatchObject({ columns, total: 5 })
    expect(all.rows.map(({ row, cells, pending }) => [row, cells[0], pending])).toEqual([3, 4, 17, 50, 90].map(row => [row, people[row - 1]!.id, 'named']))
    expect((await rows(1, 2)).rows).toEqual(all.rows.slice(1, 3))
    expect(await rows(5, 2)).toEqual({ datasetId: (await answer(lethe, 'dataset.list', {}))[0]!.datasetId, columns, total: 5, rows: [], kept: [], held: [] })
    await answer(lethe, 'request.verify', { requestId })
    await answer(lethe, 'request.approve', { requestId })
    expect((await rows(0, 1)).rows[0]!.pending).toBe('restricted')
  })

  test('are none once they are erased, and of a request that is not there there are none to ask for', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await open(lethe, { subject: people[3]!.id })
    await erase(lethe, requestId)
    expect(await answer(lethe, 'request.rows', { requestId, offset: 0, limit: 500 })).toEqual({ datasetId: null, columns: [], total: 0, rows: [], kept: [], held: [] })
    await expect(answer(lethe, 'request.rows', { requestId: 'rq-000000000000', offset: 0, limit: 500 })).rejects.toMatchObject({ code: 'request/not-found' })
  })

  test('show a long text cut', async () => {
    const lethe = await coreWith({ csv: `id,note,label\na,${'x'.repeat(1200)},yes\nb,y,no\n` })
    const { requestId } = await open(lethe, { rows: [1, 2] })
    expect((await answer(lethe, 'request.rows', { requestId, offset: 0, limit: 500 })).rows.map(({ cells, cut }) => [String(cells[1]).length, cut])).toEqual([[1000, [1]], [1, undefined]])
  })
})

describe('the plan of a request', () => {
  test('counts for each model what it learned from and was tested on, and what it never saw', async () => {
    const lethe = await coreWith({ csv })
    const first = await lethe.train({ seed: '4', 'test-share': '0.3' })
    const rows = Array.from({ length: 30 }, (_, i) => i * 4 + 1)
    const one = await open(lethe, { rows })
    await answer(lethe, 'request.verify', { requestId: one.requestId })
    await answer(lethe, 'request.approve', { requestId: one.requestId })
    // Restricted by now: the second model never sees them.
    const second = await lethe.train()
    const { rows: matched, models } = await answer(lethe, 'request.plan', { requestId: one.requestId })
    expect(matched).toBe(30)
    expect(models.map(({ modelId }) => modelId)).toEqual([first.modelId, second.modelId])
    expect(models[0]!.learnedFrom + models[0]!.heldBack).toBe(30)
    expect(models[1]).toMatchObject({ learnedFrom: 0, heldBack: 0 })
    await erase(lethe, one.requestId)
    const after = await answer(lethe, 'model.show', { modelId: first.modelId })
    expect(models[0]).toMatchObject({ learnedFrom: first.trainRows - after.model.trainRows, heldBack: first.testRows - after.model.testRows })
    expect(models[0]!.heldBack).toBeGreaterThan(0)
    expect(await answer(lethe, 'request.plan', { requestId: one.requestId })).toEqual({ rows: 0, models: [], batchUntil: null })
  })

  test('names every method with its guarantee, and whether the policy allows it', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const { requestId } = await open(lethe, { rows: [1] })
    const allowed = async () => (await answer(lethe, 'request.plan', { requestId })).models[0]!.methods.map(({ method, guarantee, allowed: is }) => [method, guarantee, is])
    expect(await allowed()).toEqual([['retrain', 'same-bits', true], ['refined', 'same-bits', true], ['influence', 'none', false]])
    await changePolicy(lethe, { guarantee: 'none' })
    expect(await allowed()).toEqual([['retrain', 'same-bits', true], ['refined', 'same-bits', true], ['influence', 'none', true]])
    expect((await answer(lethe, 'request.plan', { requestId })).models[0]).toMatchObject({ method: 'refined', guarantee: 'same-bits' })
  })

  test('lets it wait for the days of the policy after the day it was received, never past its due date', async () => {
    const lethe = await coreWith({ csv })
    await changeSettings(lethe, { timeZone: 'Europe/Berlin' })
    // In Berlin the 21st.
    const { requestId, dueAt } = await open(lethe, { rows: [1] }, '2026-01-20T23:30:00Z')
    const until = async () => (await answer(lethe, 'request.plan', { requestId })).batchUntil
    expect(await until()).toBe('2026-01-28')
    await changePolicy(lethe, { batchDays: 0 })
    expect(await until()).toBeNull()
    expect(dueAt).toBe('2026-02-23')
    await changePolicy(lethe, { batchDays: 30 })
    expect(await until()).toBe('2026-02-20')
    const short = await open(lethe, { rows: [2] }, '2026-02-01T12:00:00Z')
    expect(short.dueAt).toBe('2026-03-02')
    expect((await answer(lethe, 'request.plan', { requestId: short.requestId })).batchUntil).toBe('2026-03-02')
  })
})

describe('a carried-out request', () => {
  test('is told as its record states it, with the digest of each model as long as it is the present one', async () => {
    const lethe = await coreWith({ csv })
    const { modelId } = await lethe.train()
    const one = await open(lethe, { rows: [1, 2] })
    expect(await answer(lethe, 'erasure.show', { requestId: one.requestId })).toBeNull()
    const { outcome, models } = await erase(lethe, one.requestId)
    expect(await answer(lethe, 'erasure.show', { requestId: one.requestId })).toEqual({ outcome, models: [{ modelId, publishedSha256: models[0]!.publishedSha256 }] })

    const two = await open(lethe, { rows: [3] })
    const later = await erase(lethe, two.requestId)
    expect(await answer(lethe, 'erasure.show', { requestId: one.requestId })).toEqual({ outcome, models: [{ modelId, publishedSha256: null }] })
    expect((await answer(lethe, 'erasure.show', { requestId: two.requestId }))!.models).toEqual([{ modelId, publishedSha256: later.models[0]!.publishedSha256 }])

    const left = await answer(lethe, 'dataset.rows', { dataset: 'people', offset: 0, limit: 1000 })
    const all = await open(lethe, { rows: [...left] })
    await erase(lethe, all.requestId)
    expect((await answer(lethe, 'erasure.show', { requestId: all.requestId }))!.models).toEqual([{ modelId, publishedSha256: null }])
  })
})
