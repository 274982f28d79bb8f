import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { EventData } from '../../src-main/contract/events.ts'
import { childProcessChannel } from '../../src-main/engine/child-process-channel.ts'
import { superviseEngine, type SupervisedEngine } from '../../src-main/engine/supervise-engine.ts'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { engineProgram } from '../contract/shells.ts'

function supervised(elapsed?: () => number): { engine: SupervisedEngine; directory: string; states: string[] } {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-supervised-'))
  const directory = join(outside, 'workspace')
  const engine = superviseEngine({
    spawnEngine: () => childProcessChannel(engineProgram), spawnWorker: () => { throw new Error('not needed') },
    open: { directory, keys: { kind: 'files' }, workers: 'fork' }, ...(elapsed === undefined ? {} : { elapsed }),
  })
  const states: string[] = []
  engine.on('engine.changed', ({ state }) => states.push(state))
  onTestFinished(async () => {
    await engine.stop()
    rmSync(outside, { recursive: true, force: true })
  })
  return { engine, directory, states }
}

const next = (engine: SupervisedEngine, state: EventData<'engine.changed'>['state']) => new Promise<void>(resolve => {
  const stop = engine.on('engine.changed', changed => {
    if (changed.state !== state) return
    stop()
    resolve()
  })
})

test('an engine that is killed is started again, said, and asked what waited', async () => {
  const { engine, states } = supervised()
  await engine.opened
  const first = engine.pid!
  const restarting = next(engine, 'restarting')
  process.kill(first, 'SIGKILL')
  await restarting
  // Asked while there is none: answered by the next one.
  expect(await engine.call('dataset.list', {})).toEqual([])
  expect(engine.pid).not.toBe(first)
  expect(states).toEqual(['ready', 'restarting', 'ready'])
})

test('one that dies again and again is left alone, and every call says so', async () => {
  const { engine, states } = supervised(() => 0)
  await engine.opened
  for (let deaths = 0; deaths < 3; deaths += 1) {
    await engine.call('dataset.list', {})
    const over = next(engine, deaths < 2 ? 'ready' : 'stopped')
    process.kill(engine.pid!, 'SIGKILL')
    await over
  }
  await expect(engine.call('dataset.list', {})).rejects.toMatchObject({ code: 'engine/gone' })
  expect(states.at(-1)).toBe('stopped')
})

test('deaths far apart are each mended', async () => {
  let minutes = 0
  const { engine } = supervised(() => (minutes += 1) * 60_000)
  await engine.opened
  for (let deaths = 0; deaths < 4; deaths += 1) {
    const ready = next(engine, 'ready')
    process.kill(engine.pid!, 'SIGKILL')
    await ready
  }
  expect(await engine.call('dataset.list', {})).toEqual([])
})

test('a workspace that another program has open is said, not tried for ever', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-supervised-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const directory = join(outside, 'workspace')
  const holder = openCore(directory, nodePorts(directory))
  const engine = superviseEngine({ spawnEngine: () => childProcessChannel(engineProgram), spawnWorker: () => { throw new Error('not needed') }, open: { directory, keys: { kind: 'files' }, workers: 'fork' } })
  await expect(engine.opened).rejects.toMatchObject({ code: 'workspace/in-use' })
  await expect(engine.call('dataset.list', {})).rejects.toMatchObject({ code: 'workspace/in-use' })
  holder.close()
  await engine.stop()
})

test('an engine that hangs is ended by force where it should stop', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-supervised-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const open = { directory: join(outside, 'workspace'), keys: { kind: 'files' }, workers: 'fork' } as const
  const engine = superviseEngine({ spawnEngine: () => childProcessChannel(engineProgram), spawnWorker: () => { throw new Error('not needed') }, open, closesWithinMs: 500 })
  await engine.opened
  const pid = engine.pid!
  process.kill(pid, 'SIGSTOP')
  await engine.stop()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
