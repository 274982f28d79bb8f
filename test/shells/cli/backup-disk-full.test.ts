import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lighten, passphrase } from '../../support/backups.ts'
import { ask, contentOf, copyForTest, expectRefusal, folderForTest, lethe, sampleImport, sampleRecords } from './lethe.ts'

const person = sampleRecords[10]![0]!
const theirRows = sampleRecords.filter(([id]) => id === person).length
let folder: string
let workspace: string
let backup: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-backup-full-'))
  workspace = join(folder, 'workspace')
  backup = join(folder, 'backup.age')
  await ask(workspace, sampleImport)
  await ask(workspace, ['train', 'visits'])
  await ask(workspace, ['workspace', 'backup', backup, '--passphrase', passphrase])
  await lighten(backup)
  const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])
  await ask(workspace, ['erase', requestId])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// A limit on the size of files makes writing fail as a full disk does, without being root.
const withRoomFor = (kibibytes: number) => ['bash', '-c', `ulimit -f ${kibibytes}; exec "$@"`, 'bash']

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  test('while a backup is written leaves no part of it', async () => {
    const here = copyForTest(workspace)
    const target = folderForTest()
    const whole = statSync(backup).size / 1024
    for (const share of [0.05, 0.5, 0.99]) {
      const ended = await lethe(['workspace', 'backup', join(target, 'x.age'), '--passphrase', passphrase, '--json', '--workspace', here], { through: withRoomFor(Math.floor(whole * share)) })
      expectRefusal(ended, 'workspace/disk-full', 1)
      expect(readdirSync(target)).toEqual([])
    }
  })

  test('while a backup is restored leaves the workspace as it was, or restored and brought up to date', async () => {
    const needed = Math.ceil(statSync(join(workspace, 'lethe.db')).size / 1024)
    const outcomes = new Set<string>()
    for (const room of [4, 64, needed >> 1, needed - 40, needed + 40, needed + 200, 8 * needed]) {
      const here = copyForTest(workspace)
      const before = contentOf(here)
      const ended = await lethe(['workspace', 'restore', backup, '--passphrase', passphrase, '--json', '--workspace', here], { through: withRoomFor(room) })
      const isRestored = ended.status === 0
      if (!isRestored) expectRefusal(ended, 'workspace/disk-full', 1)
      const said = isRestored ? (JSON.parse(ended.stdout) as { reapplied: object[] }).reapplied : []
      expect(said).toMatchObject(isRestored ? [{ rows: theirRows, models: 1 }] : [])
      expect(isRestored ? 'restored' : contentOf(here)).toEqual(isRestored ? 'restored' : before)
      outcomes.add(isRestored ? 'restored' : 'as it was')
      expect(readdirSync(here)).not.toContain('lethe-restore')
      expect(await ask(here, ['dataset', 'list'])).toMatchObject({ datasets: [{ rows: sampleRecords.length - theirRows }] })
      expect(await ask(here, ['workspace', 'scan', '--for', person])).toEqual({ found: [], notSearchable: 0 })
      expect(await ask(here, ['ledger', 'check'])).toMatchObject({ ok: true })
    }
    expect(outcomes).toEqual(new Set(['restored', 'as it was']))
  })
})
