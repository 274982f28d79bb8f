import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineOn } from './engine-on.ts'
import { ask, contentOf, copyForTest, expectRefusal, folderForTest, lethe, sampleImport, sampleRecords } from './lethe.ts'

const passphrase = 'correct horse battery staple'
const person = sampleRecords[10]![0]!
const theirRows = sampleRecords.filter(([id]) => id === person).length

let folder: string
let workspace: string
let backup: string
/** The workspace after somebody was erased, which the backup does not know. */
let later: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-backup-'))
  workspace = join(folder, 'workspace')
  backup = join(folder, 'backup.age')
  await ask(workspace, sampleImport)
  await ask(workspace, ['train', 'visits'])
  await ask(workspace, ['workspace', 'backup', backup], { input: `${passphrase}\n` })
  later = workspace
  const { requestId } = await ask<{ requestId: string }>(later, ['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])
  await ask(later, ['erase', requestId])
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kept = { datasets: [{ name: 'visits', rows: sampleRecords.length - theirRows }] }

describe('a backup', () => {
  test('is restored over its workspace, and who was erased since stays erased', { timeout: 180_000 }, async () => {
    const here = copyForTest(later)
    expect(await ask(here, ['workspace', 'restore', backup, '--passphrase', passphrase])).toMatchObject({ datasets: 1, models: 1, list: 'workspace', reapplied: [{ rows: theirRows, models: 1 }], unresolved: 0, residueFound: 0 })
    expect(await ask(here, ['dataset', 'list'])).toMatchObject(kept)
    expect(await ask(here, ['workspace', 'scan', '--for', '-'], { input: person })).toEqual({ found: [], notSearchable: 0 })
    expect(await ask(here, ['ledger', 'check'])).toMatchObject({ ok: true })
  })

  test('is restored through the engine that keeps the workspace, which goes on with it', { timeout: 180_000 }, async () => {
    const here = copyForTest(later)
    await engineOn(here)
    const again = join(folderForTest(), 'again.age')
    expect(await ask(here, ['workspace', 'backup', again, '--passphrase', passphrase])).toMatchObject({ file: again, datasets: 1, models: 1 })
    const restored = await lethe(['workspace', 'restore', backup, '--workspace', here], { input: passphrase })
    expect({ status: restored.status, stderr: restored.stderr }).toEqual({ status: 0, stderr: '' })
    expect(restored.stdout).toMatch(/^Restored workspace \S+ from the backup of .*\nErased again, because it had been erased after the backup: \d+ rows? of 1 request\.\n/)
    expect(await ask(here, ['dataset', 'list'])).toMatchObject(kept)
    expect(await ask(here, ['train', 'visits'])).toMatchObject({ boundary: false })
  })

  test('is restored into an empty folder, and over a workspace that is damaged', { timeout: 180_000 }, async () => {
    const fresh = join(folderForTest(), 'fresh')
    expect(await ask(fresh, ['workspace', 'restore', backup, '--list', join(later, 'records', 'erased.list'), '--passphrase', passphrase])).toMatchObject({ list: 'file', reapplied: [{ rows: theirRows }] })
    expect(await ask(fresh, ['dataset', 'list'])).toMatchObject(kept)

    const damaged = copyForTest(later)
    const file = join(damaged, 'lethe.db')
    writeFileSync(file, readFileSync(file).fill(0xa5, 4096, 20_000))
    expectRefusal(await lethe(['dataset', 'list', '--json', '--workspace', damaged]), 'workspace/damaged', 1)
    expect(await ask(damaged, ['workspace', 'restore', backup, '--passphrase', passphrase])).toMatchObject({ list: 'workspace', reapplied: [{ rows: theirRows }] })
    expect(await ask(damaged, ['dataset', 'list'])).toMatchObject(kept)
  })

  test('that cannot be made or opened is refused, and nothing is changed', { timeout: 180_000 }, async () => {
    const here = copyForTest(later)
    const before = contentOf(here)
    const cases: readonly (readonly [words: readonly string[], code: string, input: string])[] = [
      [['backup', join(folder, 'x.age')], 'usage/cannot-ask', ''], [['backup', join(folder, 'x.age')], 'backup/passphrase-short', 'secret\n'], [['backup', backup], 'backup/file-exists', passphrase],
      [['restore', join(folder, 'none.age')], 'backup/file-missing', passphrase], [['restore', backup], 'backup/passphrase-wrong', `${passphrase}x`], [['restore', import.meta.filename], 'backup/not-a-backup', passphrase],
      [['restore', backup, '--list', join(folder, 'none.list')], 'backup/file-missing', passphrase],
    ]
    for (const [words, code, input] of cases) {
      const ended = await lethe(['workspace', ...words, '--json', '--workspace', here], { input })
      try {
        expectRefusal(ended, code, 2, [passphrase, folder])
      } catch (error) {
        throw new Error(`lethe workspace ${words.join(' ')}: ${JSON.stringify(ended)}`, { cause: error })
      }
    }
    expect(contentOf(here)).toEqual(before)
    expect(existsSync(join(folder, 'x.age'))).toBe(false)
  })
})
