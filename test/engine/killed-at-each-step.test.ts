import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineProcess, untilQuiet } from '../support/engine-process.ts'
import { expectWholeErasure, importInput, killableWorkspace, sampleToken, trainInput, type KillableWorkspace } from '../support/killable-workspace.ts'

let before: KillableWorkspace
beforeAll(async () => {
  before = await killableWorkspace()
})
afterAll(() => before.cleanUp())

const victims = [['the worker', 'die'], ['the engine, its worker left behind', 'orphan']] as const

describe.each(victims)('kill -9 of %s', (_, does) => {
  test.each(['intend', 'compute', 'optimise', 'adopt', 'overwrite', 'search', 'complete'])('while erasing, at "%s": undone or finished, and said', async stage => {
    const lethe = await engineProcess({ from: before.directory, grief: { stage, does } })
    const erase = () => lethe.engine.call('erasure.run', { requestId: before.requestId, method: 'auto', compare: false })
    const ended = await outcomeOf(erase())
    await untilQuiet(lethe.engine)
    expect(existsSync(join(lethe.outside, 'came-to-grief'))).toBe(true)

    const how = await expectWholeErasure(lethe, before)
    const wanted = { intend: 'undone', compute: 'undone', optimise: 'undone', adopt: how, overwrite: 'finished', search: 'finished', complete: 'finished' }[stage]
    expect(how).toBe(wanted)

    // What the person is told: the call's own end, the list of jobs, and what the start undid or finished.
    const erasing = (await lethe.engine.call('job.list', {})).find(job => job.call === 'erasure.run')
    const { recovered } = await lethe.engine.call('workspace.overview', {})
    // Before the entry of intent there may be nothing to undo.
    expect(recovered).toEqual(stage === 'intend' && recovered.length === 0 ? [] : [{ requestId: before.requestId, how }])
    const told = does === 'orphan' ? { ended: 'engine/gone', state: 'interrupted' } : how === 'finished' ? { ended: 'done', state: 'succeeded' } : { ended: 'job/worker-died', state: 'failed' }
    expect({ ended, state: erasing!.state.kind }).toEqual(told)

    const again = how === 'undone' ? await erase() : undefined
    expect(again?.models[0]!.publishedSha256 ?? before.keptDigest).toBe(before.keptDigest)
    await lethe.cleanUp()
  })

  test.each(['look', 'store', 'index', 'compact'])('while importing, at "%s": the whole dataset or nothing of it', async stage => {
    const lethe = await engineProcess({ grief: { stage, does } })
    const ended = await outcomeOf(lethe.engine.call('dataset.import', { ...importInput, file: await sampleToken(lethe) }))
    await untilQuiet(lethe.engine)
    expect(existsSync(join(lethe.outside, 'came-to-grief'))).toBe(true)
    expect((await lethe.engine.call('dataset.list', {})).map(({ rows }) => rows)).toEqual(stage === 'compact' ? [before.rows] : [])
    expect(ended).toBe(does === 'orphan' ? 'engine/gone' : 'job/worker-died')
    expect((await lethe.engine.call('ledger.check', {})).ok).toBe(true)
    expect((await lethe.engine.call('workspace.scan', { value: before.email })).found.length > 0).toBe(stage === 'compact')
    expect((await lethe.engine.call('dataset.import', { ...importInput, name: 'again', file: await sampleToken(lethe) })).rows).toBe(before.rows)
    await lethe.cleanUp()
  })

  test.each(['read', 'optimise'])('while training, at "%s": no model, and the next training is as if nothing had been', async stage => {
    const lethe = await engineProcess({ from: before.directory, grief: { stage, does } })
    const train = () => lethe.engine.call('model.train', { ...trainInput, settings: { seed: '7' } })
    expect(await outcomeOf(train())).toBe(does === 'orphan' ? 'engine/gone' : 'job/worker-died')
    await untilQuiet(lethe.engine)
    expect(await lethe.engine.call('model.list', {})).toMatchObject([{ modelId: before.modelId }])
    const [first, second] = [await train(), await train()]
    expect(first.publishedSha256).toBe(second.publishedSha256)
    expect((await lethe.engine.call('ledger.check', {})).ok).toBe(true)
    await lethe.cleanUp()
  })
})

const outcomeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'done', error => (error as { code: string }).code)
