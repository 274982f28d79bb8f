import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { childProcessChannel } from '../../src-main/engine/child-process-channel.ts'
import type { ProcessChannel } from '../../src-main/engine/channel.ts'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { workerFile } from '../../src-main/engine/node-job-host.ts'
import { superviseEngine } from '../../src-main/engine/supervise-engine.ts'
import { workerHost } from '../../src-main/engine/worker-host.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { engineProgram } from '../contract/shells.ts'

interface Here {
  readonly engine: Engine
  readonly outside: string
  again(): Engine
}

/** An engine in this process whose workers are started as told. */
function engineWith(spawn: (onErrorOutput: (text: string) => void) => ProcessChannel, outside = mkdtempSync(join(tmpdir(), 'lethe-stubborn-'))): Here {
  const directory = join(outside, 'workspace')
  const open = () => {
    const ports = nodePorts(directory)
    const engine = openEngine({ directory, ports, jobHost: workerHost({ directory, keys: () => ({ kind: 'files' }), files: ports.files, views: ports.views, spawn, enginePid: process.pid }) })
    onTestFinished(() => engine.close())
    return engine
  }
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  return { engine: open(), outside, again: open }
}

const importInput = { name: 'people', subject: 'id', label: 'label', ignore: [], features: [], text: [], dryRun: false }

const usual = (onErrorOutput: (text: string) => void) => childProcessChannel(workerFile(), { onErrorOutput })
const scan = (engine: Pick<Engine, 'call'>) => engine.call('workspace.scan', { value: 'nobody of that name' })

test.each([
  ['throws', () => { throw new Error('EMFILE') }],
  ['is told later', () => childProcessChannel(workerFile(), { node: join(tmpdir(), 'no such program'), onErrorOutput: () => {} })],
])('where the system starts no process, which %s, the job fails and the next one is tried', async (_, refuse: () => ProcessChannel) => {
  let starts = 0
  const { engine } = engineWith(onErrorOutput => ((starts += 1) === 1 ? refuse() : usual(onErrorOutput)))
  await expect(scan(engine)).rejects.toMatchObject({ code: 'job/worker-died', details: { stage: 'start' } })
  expect((await scan(engine)).found).toEqual([])
})

test('where a shell cannot start the worker that its engine asks for, the job fails and the shell lives', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-stubborn-'))
  const engine = superviseEngine({
    spawnEngine: () => childProcessChannel(engineProgram), spawnWorker: () => { throw new Error('EMFILE') },
    open: { directory: join(outside, 'workspace'), keys: { kind: 'files' }, workers: 'relay' },
  })
  onTestFinished(async () => {
    await engine.stop()
    rmSync(outside, { recursive: true, force: true })
  })
  await expect(scan(engine)).rejects.toMatchObject({ code: 'job/worker-died' })
})

test('a worker that has answered and does not end is ended', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-stubborn-'))
  const program = join(outside, 'worker.mjs')
  writeFileSync(program, `process.on('disconnect', () => {})\nprocess.on('message', () => process.send({ answer: { found: [], notSearchable: 0 } }))\nsetInterval(() => {}, 1000)\n`)
  const { engine } = engineWith(onErrorOutput => childProcessChannel(program, { onErrorOutput }), outside)
  expect((await scan(engine)).found).toEqual([])
})

test('a job that was cancelled while it waited is still called cancelled by the next engine', async () => {
  const { engine, outside, again } = engineWith(usual)
  const file = join(outside, 'people.csv')
  writeFileSync(file, 'id,a,label\nx,1,yes\ny,2,no\n')
  const input = { ...importInput, file: engine.files.handOut(file, 'read') }
  const running = engine.call('dataset.import', input)
  const { jobId } = await engine.start('dataset.import', { ...input, name: 'never' })
  await engine.call('job.cancel', { jobId })
  await running
  await engine.close()
  expect(await again().call('job.show', { jobId })).toMatchObject({ state: { kind: 'cancelled' } })
})

test('jobs that fail are forgotten like those that succeed', async () => {
  const { engine } = engineWith(() => { throw new Error('EMFILE') })
  for (let i = 0; i < 80; i += 1) await scan(engine).catch(() => {})
  expect((await engine.call('job.list', {})).length).toBeLessThanOrEqual(51)
})

test('whatever was asked of a closed engine is told that it is gone', async () => {
  const { engine } = engineWith(usual)
  await engine.close()
  const asked: (() => Promise<unknown>)[] = [
    () => engine.call('dataset.list', {}), () => engine.call('request.verify', { requestId: 'rq-1' }), () => scan(engine), () => engine.start('workspace.scan', { value: 'x' }),
  ]
  for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'engine/gone' })
})

test('cancelling again while what a killed worker left is undone does not stop the undoing', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-stubborn-'))
  const program = join(outside, 'worker.mjs')
  // Deaf to being stopped; undoing takes longer than a stopped worker is given.
  writeFileSync(program, `process.on('message', ({ task }) => {
    if (task === undefined) return
    process.send({ progress: [task.call, 0, 1] })
    if (task.call === 'workspace.recover') setTimeout(() => process.send({ answer: [] }), 2000)
  })`)
  const { engine } = engineWith(onErrorOutput => childProcessChannel(program, { onErrorOutput }), outside)
  engine.on('job.changed', ({ jobId, state }) => {
    if (state.kind === 'running' && state.stage !== 'start') void engine.call('job.cancel', { jobId })
  })
  const undone = new Promise<void>(resolve => engine.on('workspace.changed', () => resolve()))
  await expect(engine.call('dataset.import', { ...importInput, file: engine.files.handOut(program, 'read') })).rejects.toMatchObject({ code: 'run/cancelled' })
  await undone
})
