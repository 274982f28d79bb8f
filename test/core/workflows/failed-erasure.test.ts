import { describe, expect, test } from 'vitest'
import type { Run } from '../../../src-main/core/ports.ts'
import { answer } from '../../support/answer.ts'
import { reopen } from '../../support/backups.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { approved, inDatabase, openRows, show } from '../../support/requests.ts'

const { csv } = personFile(60, 1)
const erase = (lethe: TestCore, requestId: string, run: Run = lethe.run) => lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
const undone = async (lethe: TestCore, requestId: string) => (await answer(lethe, 'request.timeline', { requestId })).flatMap(entry => (entry.kind === 'erasure-undone' ? [(entry as unknown as { why: string }).why] : []))

async function prepared(): Promise<{ lethe: TestCore; requestId: string }> {
  const lethe = await coreWith({ csv })
  await lethe.train()
  const { requestId } = await openRows(lethe, [1, 2])
  await approved(lethe, requestId)
  return { lethe, requestId }
}

/** Throws at a stage of the task, once. */
function failing(lethe: TestCore, at: string, error: unknown): Run {
  let failed = false
  return {
    ...lethe.run,
    progress(stage) {
      if (stage !== at || failed) return
      failed = true
      throw error
    },
  }
}

describe('an erasure that ends by an error', () => {
  test.each(['compute', 'adopt'])('while it is to %s leaves the request failed, with the code, its rows restricted and nothing else changed; it is retried from there', async stage => {
    const { lethe, requestId } = await prepared()
    await expect(erase(lethe, requestId, failing(lethe, stage, Object.assign(new Error('no space'), { code: 'SQLITE_FULL' })))).rejects.toMatchObject({ code: 'workspace/disk-full' })
    expect(await show(lethe, requestId)).toMatchObject({ state: 'failed', steps: [{ step: 'verified' }, { step: 'approved' }, { step: 'failed', how: 'workspace/disk-full' }] })
    expect(await undone(lethe, requestId)).toEqual(['failed'])
    expect((await answer(lethe, 'dataset.page', { dataset: 'people', offset: 0, limit: 1 })).rows).toMatchObject([{ pending: 'restricted' }])
    expect((await answer(lethe, 'dataset.list', {}))[0]!.rows).toBe(60)
    expect(await erase(lethe, requestId)).toMatchObject({ erasedRows: 2 })
    expect((await show(lethe, requestId)).state).toBe('completed')
  })

  test('that is no error of ours is told as one of our own', async () => {
    const { lethe, requestId } = await prepared()
    await expect(erase(lethe, requestId, failing(lethe, 'compute', new Error('surprise')))).rejects.toThrow('surprise')
    expect((await show(lethe, requestId)).steps.at(-1)).toMatchObject({ step: 'failed', how: 'internal' })
    // A failed request can still be held, denied, withdrawn, but not decided about or approved anew.
    await expect(answer(lethe, 'request.approve', { requestId })).rejects.toMatchObject({ code: 'request/wrong-state' })
    expect(await answer(lethe, 'request.withdraw', { requestId })).toMatchObject({ state: 'withdrawn' })
  })

  test('of several requests leaves all of them failed', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const ids = [(await openRows(lethe, [1])).requestId, (await openRows(lethe, [2])).requestId]
    await expect(lethe.core.call('erasure.run-together', { requestIds: ids, method: 'auto', compare: false }, failing(lethe, 'adopt', new Error('surprise')))).rejects.toThrow('surprise')
    for (const id of ids) expect((await show(lethe, id)).state).toBe('failed')
    expect(await answer(lethe, 'erasure.run-together', { requestIds: ids, method: 'auto', compare: false })).toMatchObject({ erasedRows: 2 })
  })
})

describe('an erasure that does not go on', () => {
  test('because it was cancelled leaves the request approved', async () => {
    const { lethe, requestId } = await prepared()
    const controller = new AbortController()
    await expect(erase(lethe, requestId, { signal: controller.signal, progress: stage => void (stage === 'compute' ? controller.abort() : undefined) })).rejects.toMatchObject({ code: 'run/cancelled' })
    expect((await show(lethe, requestId)).state).toBe('approved')
    expect(await undone(lethe, requestId)).toEqual(['cancelled'])
  })

  test('because the program ended leaves the request approved after the next start', async () => {
    const { lethe, requestId } = await prepared()
    inDatabase(lethe, db => db.exec(`UPDATE request SET state = 'executing', erasure_id = 'er-1'`))
    lethe.core.close()
    const core = reopen(lethe.directory)
    expect(await core.call('request.show', { requestId }, lethe.run)).toMatchObject({ state: 'approved' })
    expect((await core.call('request.timeline', { requestId }, lethe.run)).at(-1)).toMatchObject({ kind: 'erasure-undone', why: 'interrupted' })
  })
})

test('a request that is being erased cannot be erased by a second call, nor changed by any other', async () => {
  const { lethe, requestId } = await prepared()
  const during: Promise<unknown>[] = []
  const others = (): Promise<unknown>[] => [
    erase(lethe, requestId), answer(lethe, 'request.withdraw', { requestId }), answer(lethe, 'request.deny', { requestId, reason: 'gdpr.12-5-b' }), answer(lethe, 'request.undo-approval', { requestId }),
    answer(lethe, 'request.note', { requestId, what: 'fee-asked', on: '2026-11-25' }), answer(lethe, 'request.decide', { requestId, dataset: 'people', rows: 'all', decision: { keep: 'gdpr.17-3-b' } }), answer(lethe, 'request.extend', { requestId, reason: 'complexity' }),
  ].map(call => call.then(() => 'done', (error: { code: string }) => error.code))
  await erase(lethe, requestId, { ...lethe.run, progress: stage => void (stage === 'compute' ? during.push(...others()) : undefined) })
  expect(await Promise.all(during)).toEqual(Array(7).fill('request/wrong-state'))
  expect((await show(lethe, requestId)).state).toBe('completed')
})
