import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { JobSummary } from '../../src-main/contract/job.ts'
import { takeLock } from '../../src-main/core/database/take-lock.ts'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

const importInput = { name: 'people', subject: 'id', label: 'label', ignore: [], features: [], text: [], dryRun: false }
const passphrase = 'seven sober otters row 41'

function rows(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => `p${i},${i % 97},text ${i % 13},${i % 3 === 0 ? 'yes' : 'no'}`)
  return `id,a,b,label\n${lines.join('\n')}\n`
}

interface Restorable {
  readonly engine: Engine
  readonly directory: string
  restore(words?: string): Promise<unknown>
  importing(name: string, count: number): Promise<unknown>
}

/** An engine on a workspace with dataset `people`, and a backup of it. */
async function withBackup(): Promise<Restorable> {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-restore-'))
  const directory = join(outside, 'workspace')
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  onTestFinished(async () => {
    await engine.close()
    rmSync(outside, { recursive: true, force: true })
  })
  const importing = (name: string, count: number) => {
    const file = join(outside, `${name}.csv`)
    writeFileSync(file, rows(count))
    return engine.call('dataset.import', { ...importInput, name, file: engine.files.handOut(file, 'read') })
  }
  await importing('people', 300)
  const backup = join(outside, 'people.lethe')
  await engine.call('workspace.backup', { file: engine.files.handOut(backup, 'write'), passphrase })
  return { engine, directory, importing, restore: async (words = passphrase) => engine.call('workspace.restore', { file: engine.files.handOut(backup, 'read'), passphrase: words }) }
}

const told = (engine: Engine, until: (job: JobSummary) => boolean) => new Promise<JobSummary>(resolve => {
  const stop = engine.on('job.changed', job => {
    if (!until(job)) return
    stop()
    resolve(job)
  })
})

const restoreAt = (stage: string) => ({ call, state }: JobSummary) => call === 'workspace.restore' && state.kind === 'running' && state.stage === stage

test('what looks is answered whether it was asked before, during or after a restore', async () => {
  const { engine, restore } = await withBackup()
  const scan = () => engine.call('workspace.scan', { value: 'nobody of that name' })
  const before = [scan(), scan(), scan()]
  const restored = restore()
  const behind = scan()
  await told(engine, restoreAt('start'))
  const during = scan()
  expect(await restored).toMatchObject({ datasets: 1 })
  for (const found of await Promise.all([...before, behind, during])) expect(found.found).toEqual([])
})

test('a change that waited for a write while a restore took its turn is made in the restored workspace', async () => {
  const { engine, directory, importing, restore } = await withBackup()
  await importing('later', 100)
  const writer = new Database(join(directory, 'lethe.db'))
  writer.exec('BEGIN IMMEDIATE')
  const opened = engine.call('request.open', { dataset: 'people', who: { subject: 'p1' }, law: 'gdpr' })
  const restored = restore()
  await told(engine, restoreAt('start'))
  writer.close()
  expect(await restored).toMatchObject({ datasets: 1 })
  expect(await opened).toMatchObject({ state: 'received', matchedRows: 1 })
  expect((await engine.call('dataset.list', {})).map(({ name }) => name)).toEqual(['people'])
  expect(await engine.call('ledger.check', {})).toMatchObject({ ok: true })
})

test('a restore cancelled before its worker has begun restores nothing', async () => {
  const { engine, importing, restore } = await withBackup()
  await importing('later', 100)
  const restored = restore().catch((error: unknown) => error)
  // Asked from within the news that it runs: no task is there yet to stop.
  const cancelled = new Promise<unknown>(resolve => {
    const stop = engine.on('job.changed', job => {
      if (!restoreAt('start')(job)) return
      stop()
      resolve(engine.call('job.cancel', { jobId: job.jobId }))
    })
  })
  expect(await cancelled).toMatchObject({ state: { kind: 'running' } })
  expect(await restored).toMatchObject({ code: 'run/cancelled' })
  expect((await engine.call('dataset.list', {})).map(({ name }) => name).sort()).toEqual(['later', 'people'])
})

test('a wrong passphrase changes nothing, and what waited behind it runs and is remembered as it ended', async () => {
  const { engine, importing, restore } = await withBackup()
  const restored = restore('seven other otters row 41').catch((error: unknown) => error)
  const imported = importing('later', 100)
  expect(await restored).toMatchObject({ code: 'backup/passphrase-wrong' })
  await imported
  expect((await engine.call('job.list', {})).map(({ call, state }) => `${call} ${state.kind}`).slice(0, 2)).toEqual(['dataset.import succeeded', 'workspace.restore failed'])
})

test('where another process has the workspace just after a restore, calls say so until it lets go, and then answer', async () => {
  const { engine, directory, restore } = await withBackup()
  const held: (() => void)[] = []
  const stop = engine.on('job.changed', job => {
    if (!restoreAt('destroy')(job)) return
    stop()
    // Waits in this thread, so that it has it before the engine can.
    held.push(takeLock(join(directory, 'lock'), 10_000))
  })
  expect(await restore()).toMatchObject({ datasets: 1 })
  await expect(engine.call('dataset.list', {})).rejects.toMatchObject({ code: 'workspace/in-use' })
  await expect(engine.call('workspace.scan', { value: 'x' })).rejects.toMatchObject({ code: 'workspace/in-use' })
  held.forEach(letGo => letGo())
  expect(await engine.call('dataset.list', {})).toHaveLength(1)
  expect((await engine.call('workspace.scan', { value: 'nobody of that name' })).found).toEqual([])
})
