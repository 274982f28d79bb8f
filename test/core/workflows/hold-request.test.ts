import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Run } from '../../../src-main/core/ports.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { approved, kindsAbout, openRows, show } from '../../support/requests.ts'

const { csv } = personFile(60, 1)
const hold = (lethe: TestCore, requestId: string, rows?: number[]) => answer(lethe, 'request.hold', { requestId, ...(rows === undefined ? {} : { rows: { dataset: 'people', rows } }) })
const lift = (lethe: TestCore, requestId: string, which?: string) => answer(lethe, 'request.lift-hold', { requestId, ...(which === undefined ? {} : { hold: which }) })
const erase = (lethe: TestCore, requestId: string, run: Run = lethe.run) => lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
const keep = (lethe: TestCore, requestId: string, rows: number[]) => answer(lethe, 'request.decide', { requestId, dataset: 'people', rows, decision: { keep: 'gdpr.17-3-e' } })

async function checks(lethe: TestCore, requestId: string): Promise<void> {
  const file = join(lethe.outside, 'record.zip')
  const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
  expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ ok: true, problems: [] })
}

describe('a legal hold', () => {
  test('over all of a request keeps it from being erased until it is lifted, whoever approved it', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const { requestId } = await openRows(lethe, [1, 2])
    const held = await hold(lethe, requestId)
    expect(held).toMatchObject({ onHold: true, holdBlocks: true, holds: [{ holdId: expect.stringMatching(/^h-/), rows: null }] })
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/on-hold' })
    expect((await show(lethe, requestId)).state).toBe('received')
    await approved(lethe, requestId)
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/on-hold' })
    expect(await lift(lethe, requestId)).toMatchObject({ onHold: false, holdBlocks: false, holds: [] })
    expect(await erase(lethe, requestId)).toMatchObject({ erasedRows: 2 })
    await checks(lethe, requestId)
  })

  test('over some rows lets the others be erased once those are kept, and lies there still', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const { requestId } = await openRows(lethe, [1, 2, 3])
    await answer(lethe, 'request.verify', { requestId })
    expect(await hold(lethe, requestId, [2])).toMatchObject({ holdBlocks: true, holds: [{ rows: 1 }] })
    expect((await answer(lethe, 'request.rows', { requestId, offset: 0, limit: 5 })).held).toEqual([2])
    await answer(lethe, 'request.approve', { requestId })
    await expect(erase(lethe, requestId)).rejects.toMatchObject({ code: 'request/on-hold' })
    // Approved already: keeping what is held takes the approval back.
    await expect(keep(lethe, requestId, [1, 2])).rejects.toMatchObject({ code: 'request/decided' })
    expect(await keep(lethe, requestId, [2])).toMatchObject({ state: 'matching', onHold: true, holdBlocks: false })
    await answer(lethe, 'request.approve', { requestId })
    expect(await erase(lethe, requestId)).toMatchObject({ erasedRows: 2 })
    expect(await show(lethe, requestId)).toMatchObject({ state: 'completed-in-part', onHold: false, holds: [] })
    await checks(lethe, requestId)
    expect(await kindsAbout(lethe, requestId)).toEqual([
      'request-opened', 'request-verified', 'hold-placed', 'request-approved', 'approval-undone', 'matches-decided', 'request-approved', 'erasure-intended', 'erasure-adopted', 'erasure-completed', 'record-exported',
    ])
  })

  test('placed while a model is computed stops the erasure: nothing is changed, and the request is approved as before', async () => {
    const lethe = await coreWith({ csv })
    const { publishedSha256 } = await lethe.train()
    const { requestId } = await openRows(lethe, [1, 2])
    await approved(lethe, requestId)
    let placed: Promise<unknown> | undefined
    const run: Run = { ...lethe.run, progress: stage => void (stage === 'compute' ? placed ??= hold(lethe, requestId, [1]) : undefined) }
    await expect(erase(lethe, requestId, run)).rejects.toMatchObject({ code: 'request/on-hold' })
    await placed
    expect(await show(lethe, requestId)).toMatchObject({ state: 'approved', holdBlocks: true })
    expect((await answer(lethe, 'model.list', {}))[0]).toMatchObject({ publishedSha256 })
    expect((await answer(lethe, 'dataset.list', {}))[0]!.rows).toBe(60)
    expect((await answer(lethe, 'request.timeline', { requestId })).slice(-3)).toMatchObject([{ kind: 'erasure-intended' }, { kind: 'hold-placed', rows: 1 }, { kind: 'erasure-undone', why: 'held' }])
    await lift(lethe, requestId)
    expect(await erase(lethe, requestId)).toMatchObject({ erasedRows: 2 })
    await checks(lethe, requestId)
  })

  test('placed and lifted while a model is computed stops nothing', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const { requestId } = await openRows(lethe, [1, 2])
    let done: Promise<unknown> | undefined
    const run: Run = { ...lethe.run, progress: stage => void (stage === 'compute' ? done ??= hold(lethe, requestId).then(() => lift(lethe, requestId)) : undefined) }
    expect(await erase(lethe, requestId, run)).toMatchObject({ erasedRows: 2 })
    await done
    expect((await kindsAbout(lethe, requestId)).slice(3, 7)).toEqual(['erasure-intended', 'hold-placed', 'hold-lifted', 'erasure-adopted'])
    await checks(lethe, requestId)
  })

  test('over one of several requests stops them all together, and no other', async () => {
    const lethe = await coreWith({ csv })
    const ids = []
    for (const row of [1, 2, 3]) ids.push((await openRows(lethe, [row])).requestId)
    await hold(lethe, ids[1]!)
    await expect(answer(lethe, 'erasure.run-together', { requestIds: ids, method: 'auto', compare: false })).rejects.toMatchObject({ code: 'request/on-hold', details: { request: ids[1] } })
    for (const id of ids) expect((await show(lethe, id)).state).toBe('received')
    expect(await answer(lethe, 'erasure.run-together', { requestIds: [ids[0]!, ids[2]!, ids[0]!], method: 'auto', compare: false, because: 'effort' })).toMatchObject({ erasedRows: 2, requests: [{ requestId: ids[0] }, { requestId: ids[2] }], late: [] })
    expect((await answer(lethe, 'request.timeline', { requestId: ids[0]! })).find(({ kind }) => kind === 'erasure-intended')).toMatchObject({ together: { requests: 2, because: 'effort' } })
    await checks(lethe, ids[0]!)
  })

  test('is one of several: each is lifted by itself, by its id', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1, 2])
    await expect(lift(lethe, requestId)).rejects.toMatchObject({ code: 'request/not-held' })
    const first = (await hold(lethe, requestId)).holds[0]!.holdId
    const second = (await hold(lethe, requestId, [2])).holds[1]!.holdId
    await expect(lift(lethe, requestId)).rejects.toMatchObject({ code: 'request/several-holds', details: { holds: `${first}, ${second}` } })
    await expect(lift(lethe, requestId, 'h-000000000000')).rejects.toMatchObject({ code: 'request/no-such-hold' })
    expect((await lift(lethe, requestId, first)).holds).toMatchObject([{ holdId: second, rows: 1 }])
    await expect(lift(lethe, requestId, first)).rejects.toMatchObject({ code: 'request/no-such-hold' })
    expect(await lift(lethe, requestId)).toMatchObject({ onHold: false })
  })

  test('lies over rows the request is about alone, and over no request that has ended', async () => {
    const lethe = await coreWith({ csv })
    const { requestId } = await openRows(lethe, [1, 2])
    await expect(hold(lethe, requestId, [3])).rejects.toMatchObject({ code: 'request/rows-not-matched', details: { count: 1, first: 3 } })
    await expect(hold(lethe, requestId, [])).rejects.toMatchObject({ code: 'usage/bad-input' })
    await hold(lethe, requestId)
    expect(await answer(lethe, 'request.withdraw', { requestId })).toMatchObject({ state: 'withdrawn', onHold: false, holds: [] })
    for (const call of [hold, lift]) await expect(call(lethe, requestId)).rejects.toMatchObject({ code: 'request/ended', details: { state: 'withdrawn' } })
    const erased = await openRows(lethe, [1])
    await erase(lethe, erased.requestId)
    await expect(hold(lethe, erased.requestId)).rejects.toMatchObject({ code: 'request/already-completed' })
    await expect(hold(lethe, 'rq-000000000000')).rejects.toMatchObject({ code: 'request/not-found' })
  })
})
