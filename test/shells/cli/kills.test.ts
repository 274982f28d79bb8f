import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileToken } from '../../../src-main/contract/shape.ts'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { openCore, type Core } from '../../../src-main/core/core.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { quietRun } from '../../support/core-with.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'
import { ask, lethe, sampleFile, sampleImport, sampleRecords, type Ended } from './lethe.ts'

// A person the model learned from, so that forgetting them changes its bits.
const [person, email] = sampleRecords[11] as readonly string[] as readonly [string, string]
const theirs = sampleRecords.filter(([id]) => id === person).length
const run = quietRun()

let folder: string
let empty: string
let prepared: string
let requestId: string
let before: string
let after: string
/** How long the commands take here, so that signals fall into every part of them on any machine. */
const takes = { import: 0, train: 0, erase: 0 }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-kills-'))
  empty = join(folder, 'empty')
  prepared = join(folder, 'prepared')
  openCore(empty, nodePorts(empty)).close()
  takes.import = await timed(() => ask(prepared, sampleImport))
  takes.train = await timed(() => ask(prepared, ['train', 'visits']))
  before = (await ask<{ models: { publishedSha256: string }[] }>(prepared, ['model', 'list'])).models[0]!.publishedSha256
  requestId = (await ask<{ requestId: string }>(prepared, ['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])).requestId
  const finished = copy(prepared)
  takes.erase = await timed(async () => {
    after = (await ask<{ models: { publishedSha256: string }[] }>(finished, ['erase', requestId])).models[0]!.publishedSha256
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await act()
  return performance.now() - started
}

let copies = 0
function copy(from: string): string {
  copies += 1
  const made = join(folder, `copy-${copies}`)
  cpSync(from, made, { recursive: true })
  return made
}

/** Runs a command and sends it a signal somewhere between its start and its end. */
function interrupted(workspace: string, words: readonly string[], signal: NodeJS.Signals, afterMs: number): Promise<Ended> {
  return lethe([...words, '--json', '--workspace', workspace], { meanwhile: child => setTimeout(() => child.kill(signal), afterMs) })
}

async function inWorkspace<T>(workspace: string, use: (core: Core, toRead: (file: string) => FileToken) => Promise<T>): Promise<T> {
  const ports = nodePorts(workspace)
  const core = openCore(workspace, ports)
  try {
    core.recover(run)
    return await use(core, file => ports.files.handOut(file, 'read'))
  } finally {
    core.close()
  }
}

/** Every dataset of the workspace has its row table, there is no other one, and nothing waits to be searched for. */
function expectWholeTables(workspace: string): void {
  const db = openDatabase(join(workspace, 'lethe.db'))
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'dataset_rows%'`).pluck().all()
  const datasets = db.prepare<[], string>(`SELECT 'dataset_rows_' || number FROM dataset`).pluck().all()
  expect(tables.sort()).toEqual(datasets.sort())
  expect(db.prepare(`SELECT * FROM pending_scan`).all()).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
}

const mentions = (workspace: string, value: string) => [...workspaceBytes(workspace).values()].some(bytes => bytes.includes(value))

async function importState(workspace: string): Promise<object> {
  return inWorkspace(workspace, async core => ({
    datasets: (await core.call('dataset.list', {}, run)).map(({ name, rows, rejected }) => ({ name, rows, rejected })),
    ledgerOk: (await core.call('ledger.check', {}, run)).ok, mentioned: mentions(workspace, email),
  }))
}

const absent = { datasets: [], ledgerOk: true, mentioned: false }
const stored = { datasets: [{ name: 'visits', rows: sampleRecords.length, rejected: 0 }], ledgerOk: true, mentioned: true }

async function expectImportedOrNot(workspace: string): Promise<'stored' | 'absent'> {
  const state = await importState(workspace)
  expect([absent, stored]).toContainEqual(state)
  expectWholeTables(workspace)
  const outcome = (state as typeof stored).mentioned ? 'stored' : 'absent'
  if (outcome === 'absent') {
    await inWorkspace(workspace, (core, toRead) => core.call('dataset.import', { file: toRead(sampleFile), name: 'visits', subject: 'patient_id', label: 'no_show', ignore: ['email'], features: [], text: [], dryRun: false }, run))
  }
  expect(await importState(workspace)).toEqual(stored)
  return outcome
}

async function erasureState(workspace: string): Promise<{ completed: boolean }> {
  return inWorkspace(workspace, async core => {
    const { state } = await core.call('request.show', { requestId }, run)
    return {
      rows: (await core.call('dataset.list', {}, run))[0]!.rows, sha256: (await core.call('model.list', {}, run))[0]!.publishedSha256,
      completed: state === 'completed', waits: state === 'received' || state === 'approved', ledgerOk: (await core.call('ledger.check', {}, run)).ok, mentioned: mentions(workspace, email),
    }
  })
}

async function expectErasedOrNot(workspace: string): Promise<'erased' | 'kept'> {
  const kept = { rows: sampleRecords.length, sha256: before, completed: false, waits: true, ledgerOk: true, mentioned: true }
  const erased = { rows: sampleRecords.length - theirs, sha256: after, completed: true, waits: false, ledgerOk: true, mentioned: false }
  const state = await erasureState(workspace)
  expect([kept, erased]).toContainEqual(state)
  expectWholeTables(workspace)
  if (!state.completed) await inWorkspace(workspace, core => core.call('erasure.run', { requestId, method: 'auto', compare: false }, run))
  expect(await erasureState(workspace)).toEqual(erased)
  return state.completed ? 'erased' : 'kept'
}

/** Moments spread over the time a command takes, in an order that is the same each time. */
function moments(count: number, ms: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, i) => ms * (0.3 + (0.75 * (i + random())) / count))
}

test('the erasure that is interrupted here changes the model', () => expect(after).not.toBe(before))

test('an import killed at 24 moments has stored all or nothing, no trace of it is in any file, and it can be run again', { timeout: 180_000 }, async () => {
  for (const [i, moment] of moments(24, takes.import, 1).entries()) {
    // Half of them into a folder that is no workspace yet.
    const workspace = i % 2 === 0 ? copy(empty) : join(folder, `new-${i}`)
    await interrupted(workspace, sampleImport, 'SIGKILL', moment)
    expect(await expectImportedOrNot(workspace)).toMatch(/^(stored|absent)$/)
    rmSync(workspace, { recursive: true })
  }
})

test('an erasure killed at 24 moments leaves all rows with the old model, or none with the new one, and can be run again', { timeout: 180_000 }, async () => {
  for (const moment of moments(24, takes.erase, 2)) {
    const workspace = copy(prepared)
    await interrupted(workspace, ['erase', requestId], 'SIGKILL', moment)
    expect(await expectErasedOrNot(workspace)).toMatch(/^(erased|kept)$/)
    rmSync(workspace, { recursive: true })
  }
})

test('a workspace killed again and again, also while it recovers, ends in the same state', { timeout: 180_000 }, async () => {
  const workspace = copy(prepared)
  for (const moment of moments(8, takes.erase, 3)) await interrupted(workspace, ['erase', requestId], 'SIGKILL', moment)
  expect(await expectErasedOrNot(workspace)).toMatch(/^(erased|kept)$/)
})

/** Ended by Ctrl-C: done before it came (also where it came while the process was going), cancelled with its one sentence, or not yet begun. */
function expectDoneOrCancelled(ended: Ended): 'done' | 'cancelled' {
  const done = ended.stdout !== ''
  expect([
    { status: 0, signal: null, stdout: '{…}', stderr: '' },
    { status: 1, signal: null, stdout: '', stderr: '{"code":"run/cancelled","message":"Cancelled. Nothing was left half done."}\n' },
    { status: null, signal: 'SIGINT', stdout: '', stderr: '' },
    { status: null, signal: 'SIGINT', stdout: '{…}', stderr: '' },
  ]).toContainEqual({ ...ended, stdout: done ? ended.stdout.replace(/^\{.*\}\n$/, '{…}') : ended.stdout })
  return done ? 'done' : 'cancelled'
}

test('Ctrl-C at any moment of an import ends it with nothing stored, or comes too late and everything is', { timeout: 180_000 }, async () => {
  for (const moment of moments(10, takes.import, 4)) {
    const workspace = copy(empty)
    const how = expectDoneOrCancelled(await interrupted(workspace, sampleImport, 'SIGINT', moment))
    expect(await expectImportedOrNot(workspace)).toBe(how === 'done' ? 'stored' : 'absent')
  }
})

test('Ctrl-C at any moment of training ends it without a model, or comes too late and there is one', { timeout: 180_000 }, async () => {
  for (const moment of moments(8, takes.train, 5)) {
    const workspace = copy(prepared)
    const how = expectDoneOrCancelled(await interrupted(workspace, ['train', 'visits'], 'SIGINT', moment))
    await inWorkspace(workspace, async core => {
      expect(await core.call('model.list', {}, run)).toHaveLength(how === 'done' ? 2 : 1)
      expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
    })
  }
})

test('Ctrl-C at any moment of an erasure undoes it, or comes too late and it is completed', { timeout: 180_000 }, async () => {
  for (const moment of moments(10, takes.erase, 6)) {
    const workspace = copy(prepared)
    const how = expectDoneOrCancelled(await interrupted(workspace, ['erase', requestId], 'SIGINT', moment))
    expect(await expectErasedOrNot(workspace)).toBe(how === 'done' ? 'erased' : 'kept')
  }
})
