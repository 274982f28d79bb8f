import { spawn } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { ask, contentOf, copyForTest, expectRefusal, folderForTest, lethe, sampleFile, sampleImport, sampleRecords } from './lethe.ts'

const person = sampleRecords[3]![0]!
let folder: string
let prepared: string
let requestId: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-faults-'))
  prepared = join(folder, 'workspace')
  await ask(prepared, sampleImport)
  await ask(prepared, ['train', 'visits'])
  requestId = (await ask<{ requestId: string }>(prepared, ['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])).requestId
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readings = [['dataset', 'list'], ['ledger', 'check'], ['workspace', 'scan', '--for', 'somebody']]
const writings = () => [['import', sampleFile, '--name', 'again'], ['train', 'visits'], ['erase', requestId]]

describe('a second process', () => {
  test('is refused while the first has the workspace open, and not after that ended, however it ended', async () => {
    const workspace = copyForTest(prepared)
    const holder = spawn(process.execPath, [join(import.meta.dirname, 'hold-open.ts'), workspace], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await new Promise(resolve => holder.stdout.once('data', resolve))
      for (const words of [readings[0]!, ...writings()]) expectRefusal(await lethe([...words, '--json', '--workspace', workspace]), 'workspace/in-use', 1)
      expect((await lethe(['dataset', 'list', '--workspace', workspace])).stderr).toBe('Another Lethe process has this workspace open and cannot share it. Wait until it has finished, or close it.\n')
    } finally {
      holder.kill('SIGKILL')
    }
    await new Promise(resolve => holder.once('close', resolve))
    expect(await ask(workspace, ['erase', requestId])).toMatchObject({ erasedRows: sampleRecords.filter(([id]) => id === person).length })
  })
})

describe('a workspace of a newer Lethe', () => {
  test('is refused with both versions, and not touched', async () => {
    const workspace = copyForTest(prepared)
    const db = openDatabase(join(workspace, 'lethe.db'))
    db.pragma('user_version = 99')
    db.close()
    const before = contentOf(workspace)
    for (const words of [...readings, ...writings()]) expectRefusal(await lethe([...words, '--json', '--workspace', workspace]), 'workspace/newer-version', 2)
    expect(contentOf(workspace)).toEqual(before)
  })
})

// Root may write anywhere, so the commands run as nobody there; elsewhere as ourselves.
const nobody = 65_534
const asRoot = process.getuid?.() === 0

/** A copy that belongs to nobody, where we are root. */
function forNobody(): string {
  const workspace = copyForTest(prepared)
  chmodSync(join(workspace, '..'), 0o755)
  if (asRoot) for (const path of ['.', ...readdirSync(workspace, { recursive: true, encoding: 'utf8' })]) chownSync(join(workspace, path), nobody, nobody)
  return workspace
}

const asNobody = (words: readonly string[], workspace: string) => lethe([...words, '--json', '--workspace', workspace], { env: { NODE_COMPILE_CACHE: '' }, ...(asRoot ? { uid: nobody } : {}) })

describe.skipIf(process.platform === 'win32')('a workspace that cannot be written', () => {
  test('as a whole is refused by every command, and not touched', async () => {
    const workspace = forNobody()
    const paths = ['.', ...readdirSync(workspace, { recursive: true, encoding: 'utf8' })].map(path => join(workspace, path))
    const modes = paths.map(path => statSync(path).mode)
    for (const path of paths) chmodSync(path, statSync(path).isDirectory() ? 0o500 : 0o400)
    const before = contentOf(workspace)
    try {
      for (const words of [readings[0]!, ...writings()]) expectRefusal(await asNobody(words, workspace), 'workspace/read-only', 1)
      expect(contentOf(workspace)).toEqual(before)
    } finally {
      paths.forEach((path, i) => chmodSync(path, modes[i]!))
    }
  })

  test('in its database only is refused as well', async () => {
    const workspace = forNobody()
    chmodSync(join(workspace, 'lethe.db'), 0o400)
    // Its owner could give back the right to write, so the file is somebody else's.
    if (asRoot) chownSync(join(workspace, 'lethe.db'), 0, 0)
    if (asRoot) chmodSync(join(workspace, 'lethe.db'), 0o444)
    const before = contentOf(workspace)
    for (const words of asRoot ? writings() : []) expectRefusal(await asNobody(words, workspace), 'workspace/read-only', 1)
    expect(contentOf(workspace)).toEqual(before)
  })

  test('with a key that cannot be read names the key', async () => {
    const workspace = forNobody()
    chmodSync(join(workspace, 'keys', 'suppression-key'), 0)
    expectRefusal(await asNobody(['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'], workspace), 'workspace/key-unusable', 1, [person])
    chmodSync(join(workspace, 'keys', 'suppression-key'), 0o600)
    expect(await ask(workspace, ['request', 'list'])).toMatchObject({ requests: [{ requestId }] })
  })

  test('a data file that cannot be read is named', async () => {
    const workspace = forNobody()
    const file = join(workspace, '..', 'secret.csv')
    writeFileSync(file, 'a,b\n1,2\n', { mode: 0 })
    expectRefusal(await asNobody(['import', file, '--name', 'x'], workspace), 'import/file-unreadable', 2)
    expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ name: 'visits' }] })
  })
})

describe('keys', () => {
  test.each(['signing-key', 'suppression-key', 'sealing-key'])('%s missing, damaged or another one is named, and the erasure can be run when it is back', async key => {
    const workspace = copyForTest(prepared)
    const file = join(workspace, 'keys', key)
    const right = readFileSync(file)
    rmSync(file)
    expectRefusal(await lethe(['erase', requestId, '--json', '--workspace', workspace]), key === 'signing-key' ? 'workspace/signing-key-missing' : 'workspace/key-missing', 1)
    for (const wrong of [Buffer.alloc(0), Buffer.alloc(32, 1), Buffer.alloc(500, 2)]) {
      writeFileSync(file, wrong)
      expectRefusal(await lethe(['erase', requestId, '--json', '--workspace', workspace]), 'workspace/key-unusable', 1)
    }
    writeFileSync(file, right)
    expect(await ask(workspace, ['erase', requestId])).toMatchObject({ residueFound: 0 })
    expect(await ask(workspace, ['ledger', 'check'])).toMatchObject({ ok: true })
  })
})

describe('a damaged workspace', () => {
  const pageBytes = 4096
  test.each([
    ['its header', () => 40], ['the page of its tables', () => pageBytes], ['a page of rows', (bytes: Buffer) => Math.floor(bytes.indexOf(person) / pageBytes) * pageBytes],
  ] as const)('in %s is called damaged, and not changed', async (_, offset) => {
    const workspace = copyForTest(prepared)
    const file = join(workspace, 'lethe.db')
    const bytes = readFileSync(file)
    bytes.fill(0xa5, offset(bytes), offset(bytes) + 1000)
    writeFileSync(file, bytes)
    expectRefusal(await lethe(['train', 'visits', '--json', '--workspace', workspace]), 'workspace/damaged', 1)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('cut off, or with its header gone, is called damaged', async () => {
    const workspace = copyForTest(prepared)
    const file = join(workspace, 'lethe.db')
    copyFileSync(file, join(workspace, '..', 'whole'))
    truncateSync(file, statSync(file).size / 2)
    expectRefusal(await lethe(['train', 'visits', '--json', '--workspace', workspace]), 'workspace/damaged', 1)
    const bytes = readFileSync(join(workspace, '..', 'whole'))
    bytes.fill(0, 0, 100)
    writeFileSync(file, bytes)
    expectRefusal(await lethe(['train', 'visits', '--json', '--workspace', workspace]), 'workspace/damaged', 1)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })
})

// A limit on the size of files makes writing fail as a full disk does, without being root.
const withRoomFor = (kibibytes: number) => ['bash', '-c', `ulimit -f ${kibibytes}; exec "$@"`, 'bash']
const datasets = (workspace: string) => ask<{ datasets: { rows: number }[] }>(workspace, ['dataset', 'list'])
const kibibytes = (workspace: string) => Math.ceil(statSync(join(workspace, 'lethe.db')).size / 1024)

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  test.each([40, 100, 400, 600])('during an import, with room for %i KiB, leaves nothing, and it can be run again', async room => {
    const workspace = join(folderForTest(), 'workspace')
    expectRefusal(await lethe([...sampleImport, '--json', '--workspace', workspace], { through: withRoomFor(room) }), 'workspace/disk-full', 1)
    expect((await datasets(workspace)).datasets).toEqual([])
    expect(await ask(workspace, sampleImport)).toMatchObject({ rows: sampleRecords.length })
    expect(await ask(workspace, ['ledger', 'check'])).toMatchObject({ ok: true })
  })

  test('during training either stores the model or says that it did not', async () => {
    const outcomes = new Set<number | null>()
    for (const room of [16, 64, 200, 2000]) {
      const workspace = copyForTest(prepared)
      const before = (await ask<{ models: unknown[] }>(workspace, ['model', 'list'])).models.length
      const ended = await lethe(['train', 'visits', '--json', '--workspace', workspace], { through: withRoomFor(room) })
      if (ended.status !== 0) expectRefusal(ended, 'workspace/disk-full', 1)
      expect((await ask<{ models: unknown[] }>(workspace, ['model', 'list'])).models).toHaveLength(ended.status === 0 ? before + 1 : before)
      expect(await ask(workspace, ['ledger', 'check'])).toMatchObject({ ok: true })
      outcomes.add(ended.status)
    }
    expect(outcomes).toEqual(new Set([0, 1]))
  })

  test('during an erasure leaves all rows with the old model or none with the new one, and running it again completes it', async () => {
    const outcomes = new Set<number | null>()
    const theirs = sampleRecords.filter(([id]) => id === person).length
    const expected = (await ask<{ models: { publishedSha256: string }[] }>(copyForTest(prepared), ['erase', requestId])).models[0]!.publishedSha256
    for (const room of [4, 32, 90, 200, 320, kibibytes(prepared) + 400]) {
      const workspace = copyForTest(prepared)
      const ended = await lethe(['erase', requestId, '--json', '--workspace', workspace], { through: withRoomFor(room) })
      outcomes.add(ended.status)
      if (ended.status !== 0) expectRefusal(ended, 'workspace/disk-full', 1)
      const report = ended.status === 0 ? JSON.parse(ended.stdout) as object : await ask(workspace, ['erase', requestId])
      expect(report).toMatchObject({ erasedRows: theirs, residueFound: 0, models: [{ publishedSha256: expected }] })
      expect((await datasets(workspace)).datasets[0]!.rows).toBe(sampleRecords.length - theirs)
      expect(await ask(workspace, ['workspace', 'scan', '--for', person])).toEqual({ found: [], notSearchable: 0 })
      expect(await ask(workspace, ['ledger', 'check'])).toMatchObject({ ok: true })
    }
    expect(outcomes).toEqual(new Set([0, 1]))
  })
})

test('a program that reads the database while rows are erased delays the last step: named, and finished by running the command again', async () => {
  const workspace = copyForTest(prepared)
  const reader = openDatabase(join(workspace, 'lethe.db'))
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM request').get()
  expectRefusal(await lethe(['erase', requestId, '--json', '--workspace', workspace]), 'workspace/reader-open', 1)
  reader.close()
  expect(await ask(workspace, ['erase', requestId])).toMatchObject({ residueFound: 0, models: [{ method: 'refined', publishedSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] })
  expect(await ask(workspace, ['request', 'show', requestId])).toMatchObject({ state: 'completed' })
})
