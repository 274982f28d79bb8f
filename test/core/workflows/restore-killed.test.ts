import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { openCore } from '../../../src-main/core/core.ts'
import { isWorkspace } from '../../../src-main/core/workflows/workspace-folder.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { backUp, emptyFolder, lighten, restore } from '../../support/backups.ts'
import { openTestCore, quietRun, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(200, 31)
const run = quietRun()
const program = join(import.meta.dirname, '../../support/die-in-restore.ts')
let lethe: TestCore
let file: string

// The workspace to restore over: since the backup somebody was erased, and a second dataset came in.
beforeAll(async () => {
  lethe = openTestCore()
  await lethe.import(lethe.write('people.csv', csv))
  await lethe.train()
  file = await lighten(await backUp(lethe))
  await lethe.erase({ subject: people[7]!.id })
  await lethe.import(lethe.write('later.csv', csv), { name: 'later' })
  lethe.core.close()
})
afterAll(() => lethe.cleanUp())

function copyOfWorkspace(): string {
  const directory = join(emptyFolder(), 'workspace')
  cpSync(lethe.directory, directory, { recursive: true })
  return directory
}

function copyWithoutKey(): string {
  const directory = copyOfWorkspace()
  rmSync(join(directory, 'keys', 'suppression-key'))
  return directory
}

const restoreUntil = (directory: string, when: string | number) => spawnSync(process.execPath, [program, directory, file, String(when)], { encoding: 'utf8' })

/** Opens the workspace as the next start does and says which of the two it is, after seeing that it is all of it. */
async function openWhole(directory: string): Promise<'old' | 'restored'> {
  const core = openCore(directory, nodePorts(directory))
  try {
    core.recover(run)
    expect(existsSync(join(directory, 'lethe-restore'))).toBe(false)
    const datasets = (await core.call('dataset.list', {}, run)).map(({ name, rows }) => `${name} ${rows}`)
    const models = (await core.call('model.list', {}, run)).map(({ version, trainRows, testRows }) => [version, trainRows + testRows])
    const { entries } = await core.call('ledger.list', { limit: 100 }, run)
    const which = entries.some(({ kind }) => kind === 'workspace-restored') ? 'restored' : 'old'
    expect({ which, datasets, models }).toEqual({ which, datasets: which === 'old' ? ['people 199', 'later 199'] : ['people 199'], models: [[2, 199]] })
    expect(entries.map(({ kind }) => kind)).toContain(which === 'old' ? 'erasure-completed' : 'restore-searched')
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true, problems: [] })
    const everything = Buffer.concat([...workspaceBytes(directory).values()])
    for (const value of Object.values(people[7]!)) expect(everything.includes(value as string)).toBe(false)
    for (const value of Object.values(people[8]!)) expect(everything.includes(value as string)).toBe(true)
    // And it works: keys and database belong together.
    const { requestId } = await core.call('request.open', { dataset: 'people', who: { subject: people[9]!.id }, law: 'gdpr' }, run)
    expect(await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)).toMatchObject({ erasedRows: 1, residueFound: 0 })
    return which
  } finally {
    core.close()
  }
}

const stages = [
  ['unpack', 'old'], ['verify', 'old'], ['find', 'old'], ['forget', 'old'], ['erase', 'old'], ['comb', 'old'], ['ready', 'old'],
  ['keys', 'restored'], ['place', 'restored'], ['destroy', 'restored'],
] as const

test.each(stages)('killed at "%s", the next start finds the %s workspace, whole', async (stage, expected) => {
  const directory = copyOfWorkspace()
  expect(restoreUntil(directory, stage).signal).toBe('SIGKILL')
  expect(await openWhole(directory)).toBe(expected)
})

describe('killed before each change to the file system from the point of no return on', () => {
  test('in place of a workspace, the next start finds one of the two', async () => {
    const changes = Number(restoreUntil(copyOfWorkspace(), 'never').stdout.split('\n')[1])
    expect(changes).toBeGreaterThan(8)
    const found: string[] = []
    for (let at = 1; at <= changes; at += 1) {
      const directory = copyOfWorkspace()
      expect(restoreUntil(directory, at).signal).toBe('SIGKILL')
      found.push(await openWhole(directory))
      rmSync(directory, { recursive: true })
    }
    // Once restored, always restored.
    expect(found.join(' ')).toMatch(/^(old )+(restored ?)+$/)
  }, 600_000)

  test('where a key was lost, which the backup brings back', async () => {
    const changes = Number(restoreUntil(copyWithoutKey(), 'never').stdout.split('\n')[1])
    for (let at = 1; at <= changes; at += 1) {
      const directory = copyWithoutKey()
      expect(restoreUntil(directory, at).signal).toBe('SIGKILL')
      const core = openCore(directory, nodePorts(directory))
      const isRestored = (await core.call('ledger.list', { limit: 3 }, run)).entries.some(({ kind }) => kind === 'workspace-restored')
      core.close()
      // Either it is as broken as it was, and restoring mends it, or it is mended.
      if (!isRestored) await restore(directory, file)
      expect(await openWhole(directory)).toBe('restored')
      rmSync(directory, { recursive: true })
    }
  }, 600_000)

  test('in an empty folder, there is nothing, or the workspace', async () => {
    const changes = Number(restoreUntil(emptyFolder(), 'never').stdout.split('\n')[1])
    expect(changes).toBeGreaterThan(6)
    const found: boolean[] = []
    for (let at = 1; at <= changes; at += 1) {
      const directory = emptyFolder()
      expect(restoreUntil(directory, at).signal).toBe('SIGKILL')
      const isThere = isWorkspace(directory)
      found.push(isThere)
      if (isThere) {
        const core = openCore(directory, nodePorts(directory))
        const [dataset] = await core.call('dataset.list', {}, run)
        core.close()
        // Where the keys had not come, `ready` is dropped and an empty workspace is what any empty folder becomes.
        if (dataset === undefined) await restore(directory, file)
      } else {
        await restore(directory, file)
      }
      const core = openCore(directory, nodePorts(directory))
      try {
        expect((await core.call('dataset.list', {}, run)).map(({ rows }) => rows)).toEqual([200])
        expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
      } finally {
        core.close()
      }
    }
    expect(found).toContain(true)
    expect(found).toContain(false)
  }, 600_000)
})

test('killed at twenty random moments, the next start finds one of the two', async () => {
  const random = seededRandom(5)
  const lengthMs = await lengthOfRestore()
  const found = new Set<string>()
  for (let i = 0; i < 20; i += 1) {
    const directory = copyOfWorkspace()
    const child = spawn(process.execPath, [program, directory, file, 'never'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise(resolve => child.once('close', resolve))
    await new Promise(resolve => child.stdout.once('data', resolve))
    await new Promise(resolve => setTimeout(resolve, random() * lengthMs))
    child.kill('SIGKILL')
    await ended
    found.add(await openWhole(directory))
  }
  expect(found.size).toBeGreaterThan(0)
}, 600_000)

/** From the moment a restore has begun, in a process of its own, to its end. */
async function lengthOfRestore(): Promise<number> {
  const child = spawn(process.execPath, [program, copyOfWorkspace(), file, 'never'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise(resolve => child.once('close', resolve))
  await new Promise(resolve => child.stdout.once('data', resolve))
  const begun = performance.now()
  await ended
  return performance.now() - begun
}
