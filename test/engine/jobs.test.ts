import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { JobSummary } from '../../src-main/contract/job.ts'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { childrenOf } from '../support/children-of.ts'
import { engineProcess, untilQuiet } from '../support/engine-process.ts'

const importInput = { name: 'people', subject: 'id', label: 'label', ignore: [], features: [], text: [], dryRun: false }

/** Seconds of import: wide enough that each stage lasts, narrow enough for a test. */
function largeFile(folder: string, rows = 60_000): string {
  const file = join(folder, 'large.csv')
  const lines = Array.from({ length: rows }, (_, i) => `p${i},${i % 97},${(i * 7919) % 1009},text ${i % 13},${i % 3 === 0 ? 'yes' : 'no'}`)
  writeFileSync(file, `id,a,b,c,label\n${lines.join('\n')}\n`)
  return file
}

function engineHere(): { engine: Engine; directory: string; outside: string; close(): Promise<void> } {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-jobs-'))
  const directory = join(outside, 'workspace')
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  let closed = false
  const close = async () => {
    if (!closed) await engine.close()
    closed = true
  }
  onTestFinished(async () => {
    await close()
    rmSync(outside, { recursive: true, force: true })
  })
  return { engine, directory, outside, close }
}

const told = (engine: Engine, until: (job: JobSummary) => boolean) => new Promise<JobSummary>(resolve => {
  const stop = engine.on('job.changed', job => {
    if (!until(job)) return
    stop()
    resolve(job)
  })
})

const atStage = (name: string) => (job: JobSummary) => job.state.kind === 'running' && job.state.stage === name

describe('the queue', () => {
  test('runs what changes the workspace one at a time, in the order asked for, and what looks beside it', async () => {
    const { engine, outside } = engineHere()
    const file = largeFile(outside, 20_000)
    const order: string[] = []
    engine.on('job.changed', ({ jobId, call, state }) => {
      if (state.kind === 'running' && state.stage === 'start') order.push(`${call} starts`)
      if (state.kind === 'succeeded') order.push(`${call} ends`)
      void jobId
    })
    const first = engine.call('dataset.import', { ...importInput, file: engine.files.handOut(file, 'read') })
    const second = engine.call('dataset.import', { ...importInput, name: 'again', file: engine.files.handOut(file, 'read') })
    await told(engine, atStage('store'))
    const looked = engine.call('workspace.scan', { value: 'nobody of that name' })
    await Promise.all([first, second, looked])
    expect(order.filter(line => line.startsWith('dataset.import'))).toEqual(['dataset.import starts', 'dataset.import ends', 'dataset.import starts', 'dataset.import ends'])
    expect(order.indexOf('workspace.scan starts')).toBeLessThan(order.indexOf('dataset.import ends'))
  })

  test('answers questions and makes changes while a worker writes; a change waits for the write and is made once', async () => {
    const { engine, outside } = engineHere()
    const small = join(outside, 'small.csv')
    writeFileSync(small, 'id,a,label\nx,1,yes\ny,2,no\n')
    await engine.call('dataset.import', { ...importInput, name: 'small', file: engine.files.handOut(small, 'read') })
    const importing = engine.call('dataset.import', { ...importInput, file: engine.files.handOut(largeFile(outside), 'read') })
    await told(engine, atStage('store'))
    expect(await engine.call('dataset.list', {})).toHaveLength(1)
    const request = await engine.call('request.open', { dataset: 'small', who: { subject: 'x' }, law: 'gdpr' })
    expect(request.matchedRows).toBe(1)
    await importing
    expect(await engine.call('request.list', {})).toHaveLength(1)
    expect(await engine.call('ledger.check', {})).toMatchObject({ ok: true, entries: 4 })
  })
})

describe('cancelling', () => {
  test('takes a waiting job out of the queue before it begins', async () => {
    const { engine, outside } = engineHere()
    const file = largeFile(outside)
    const running = engine.call('dataset.import', { ...importInput, file: engine.files.handOut(file, 'read') })
    const waiting = await engine.start('dataset.import', { ...importInput, name: 'never', file: engine.files.handOut(file, 'read') })
    expect(await engine.call('job.cancel', { jobId: waiting.jobId })).toMatchObject({ state: { kind: 'cancelled' } })
    await running
    expect((await engine.call('dataset.list', {})).map(({ name }) => name)).toEqual(['people'])
    await expect(engine.call('job.result', { jobId: waiting.jobId })).rejects.toMatchObject({ code: 'run/cancelled' })
  })

  test.each(['look', 'store'])('stops an import at "%s" with nothing left of it, and the next job runs', async stage => {
    const { engine, outside } = engineHere()
    const file = largeFile(outside)
    const running = engine.call('dataset.import', { ...importInput, file: engine.files.handOut(file, 'read') }).catch((error: unknown) => error)
    const job = await told(engine, atStage(stage))
    await engine.call('job.cancel', { jobId: job.jobId })
    expect(await running).toMatchObject({ code: 'run/cancelled' })
    expect(await engine.call('job.show', { jobId: job.jobId })).toMatchObject({ state: { kind: 'cancelled' } })
    expect(await engine.call('dataset.list', {})).toEqual([])
    expect((await engine.call('workspace.scan', { value: 'text 12' })).found).toEqual([])
    expect((await engine.call('dataset.import', { ...importInput, file: engine.files.handOut(file, 'read') })).rows).toBe(60_000)
  })

  test('ends a worker that never looks up, though nothing says when it would', async () => {
    const lethe = await engineProcess({ grief: { stage: 'store', does: 'hang' } })
    onTestFinished(() => lethe.cleanUp())
    const file = largeFile(lethe.outside, 2000)
    const handOut = () => lethe.engine.handOut('read', { path: file, name: 'large.csv', mayReplace: false })
    const hung = lethe.engine.call('dataset.import', { ...importInput, file: await handOut() }).catch((error: unknown) => error)
    const job = await new Promise<JobSummary>(resolve => lethe.engine.on('job.changed', changed => void (atStage('store')(changed) && resolve(changed))))
    expect(await lethe.engine.call('dataset.list', {})).toEqual([])
    await lethe.engine.call('job.cancel', { jobId: job.jobId })
    expect(await hung).toMatchObject({ code: 'run/cancelled' })
    expect((await lethe.engine.call('dataset.import', { ...importInput, file: await handOut() })).rows).toBe(2000)
  })

  test('refuses a job that is over, or not there', async () => {
    const { engine, outside } = engineHere()
    await engine.call('dataset.import', { ...importInput, file: engine.files.handOut(largeFile(outside, 100), 'read') })
    const [job] = await engine.call('job.list', {})
    await expect(engine.call('job.cancel', { jobId: job!.jobId })).rejects.toMatchObject({ code: 'job/cannot-be-cancelled', details: { state: 'succeeded' } })
    await expect(engine.call('job.cancel', { jobId: 'j-0' })).rejects.toMatchObject({ code: 'job/not-found' })
  })
})

test('a worker that runs out of memory is told apart, the engine lives, and the next job runs', async () => {
  const lethe = await engineProcess({ grief: { stage: 'store', does: 'swell', memory: 96 } })
  onTestFinished(() => lethe.cleanUp())
  const file = largeFile(lethe.outside, 2000)
  const handOut = () => lethe.engine.handOut('read', { path: file, name: 'large.csv', mayReplace: false })
  const { pid } = lethe.engine
  await expect(lethe.engine.call('dataset.import', { ...importInput, file: await handOut() })).rejects.toMatchObject({ code: 'job/out-of-memory', details: { stage: 'store' } })
  expect(lethe.engine.pid).toBe(pid)
  expect((await lethe.engine.call('dataset.import', { ...importInput, file: await handOut() })).rows).toBe(2000)
})

test('closing cancels what runs, leaves nothing of it, and gives the workspace free', async () => {
  const { engine, directory, outside, close } = engineHere()
  const running = engine.call('dataset.import', { ...importInput, file: engine.files.handOut(largeFile(outside), 'read') }).catch((error: unknown) => error)
  await told(engine, atStage('store'))
  await close()
  expect(await running).toMatchObject({ code: 'run/cancelled' })
  const core = openCore(directory, nodePorts(directory))
  expect(await core.call('dataset.list', {}, { signal: new AbortController().signal, progress: () => {} })).toEqual([])
  core.close()
  expect(readdirSync(join(directory, 'temporary'))).toEqual([])
})

test('an answer lives in memory until the program ends; what is left says so', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-jobs-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const directory = join(outside, 'workspace')
  const open = () => {
    const ports = nodePorts(directory)
    return openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  }
  const first = open()
  const file = largeFile(outside, 100)
  await first.call('dataset.import', { ...importInput, dryRun: true, file: first.files.handOut(file, 'read') })
  const { dataset } = await first.call('dataset.import', { ...importInput, file: first.files.handOut(file, 'read') })
  const { modelId } = await first.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} })
  await first.close()
  const second = open()
  const jobs = await second.call('job.list', {})
  // What came into being by a job is what it was about; a look at a file made nothing.
  expect(jobs).toMatchObject([
    { call: 'model.train', state: { kind: 'succeeded' }, about: { modelId } }, { call: 'dataset.import', state: { kind: 'succeeded' }, about: { datasetId: dataset!.datasetId } },
    { call: 'dataset.import', state: { kind: 'succeeded' }, about: { datasetId: null } },
  ])
  const [job] = jobs
  await expect(second.call('job.result', { jobId: job!.jobId })).rejects.toMatchObject({ code: 'job/no-result' })
  await untilQuiet(second)
  await second.close()
})

test('a worker that dies while it waits costs nobody a job', async () => {
  const lethe = await engineProcess()
  onTestFinished(() => lethe.cleanUp())
  const file = largeFile(lethe.outside, 200)
  const handOut = () => lethe.engine.handOut('read', { path: file, name: 'large.csv', mayReplace: false })
  await lethe.engine.call('dataset.import', { ...importInput, file: await handOut() })
  for (let round = 0; round < 5; round += 1) {
    const waiting = childrenOf(lethe.engine.pid!)
    const asked = lethe.engine.call('workspace.scan', { value: 'nobody of that name' })
    for (const pid of waiting) process.kill(pid, 'SIGKILL')
    expect(await asked).toMatchObject({ found: [] })
  }
})
