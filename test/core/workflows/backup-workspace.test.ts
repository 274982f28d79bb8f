import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../src-main/core/base/hash.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { archiveOf, backUp, emptyFolder, filesOf, lighten, passphrase, reopen, restore, type ArchiveFile } from '../../support/backups.ts'
import { coreWith, openTestCore, quietRun, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'

const { csv, people } = personFile(200, 31)
const run = quietRun()
const textsOf = (i: number) => Object.values(people[i]!) as string[]

describe('a backup', () => {
  let lethe: TestCore
  let file: string
  let files: ArchiveFile[]
  let requestId: string

  beforeAll(async () => {
    lethe = openTestCore()
    await lethe.import(lethe.write('people.csv', csv))
    await lethe.train()
    requestId = (await lethe.erase({ subject: people[7]!.id })).requestId
    await lethe.core.call('record.export', { requestId, file: lethe.toWrite(join(lethe.directory, 'records', `${'a rather long name '.repeat(8)}é.zip`)) }, run)
    writeFileSync(join(lethe.directory, 'logs', 'today.log'), 'a line of the log')
    writeFileSync(join(lethe.directory, 'records', 'half.zip.partial'), 'half written')
    file = await backUp(lethe)
    files = await filesOf(await archiveOf(file))
  })
  afterAll(() => lethe.cleanUp())

  test('has the manifest first, the keys, the database and the records; no logs, nothing temporary, nothing half written', () => {
    expect(files.map(({ name }) => name)).toEqual([
      'manifest.json', 'keys/signing-key', 'keys/suppression-key', 'keys/sealing-key', 'lethe.db', `records/${'a rather long name '.repeat(8)}é.zip`, 'records/erased.list',
    ])
  })

  test('says in its manifest what it is a backup of, and the SHA-256 of every file in it', async () => {
    const manifest = JSON.parse(files[0]!.content.toString()) as Record<string, unknown>
    const { workspaceId, ledger } = await lethe.core.call('workspace.overview', {}, run)
    expect(manifest).toMatchObject({
      format: 'lethe/backup/1', product: { name: 'lethe', version: lethe.ports.version }, workspace: workspaceId, datasets: 1, models: 1,
      ledger: { entries: ledger.entries, root: ledger.root, key: ledger.key, keyProtection: 'not-protected' },
    })
    expect(manifest['files']).toEqual(files.slice(1).map(({ name, content }) => ({ name, sizeBytes: content.length, sha256: sha256(content).toString('hex') })))
  })

  test('shows nothing of what is in it: no value, no key, no name of a file', () => {
    const bytes = readFileSync(file)
    for (const text of [...textsOf(3), 'lethe.db', 'SQLite', 'manifest', 'PRIVATE KEY', 'people']) {
      expect(bytes.includes(text)).toBe(false)
      expect(bytes.includes(Buffer.from(text, 'utf16le'))).toBe(false)
    }
    for (const { content } of files.slice(1)) expect(bytes.includes(content.subarray(0, 32))).toBe(false)
  })

  test('holds nothing of people who were erased before, decrypted or not, and everything of the others', () => {
    const plain = Buffer.concat(files.map(({ content }) => content))
    for (const text of textsOf(7)) expect(plain.includes(text)).toBe(false)
    for (const text of textsOf(8)) expect(plain.includes(text)).toBe(true)
  })

  test('is for its owner alone, and reported with its size', async () => {
    expect(statSync(file).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
    const path = join(lethe.outside, 'second.age')
    const report = await lethe.core.call('workspace.backup', { file: lethe.toWrite(path), passphrase }, run)
    expect(report).toEqual({ file: 'second.age', sizeBytes: statSync(path).size, madeAt: expect.any(String), datasets: 1, models: 1, entries: (await lethe.core.call('ledger.check', {}, run)).entries })
    // Random each time: the same workspace never gives the same bytes.
    expect(readFileSync(path).equals(readFileSync(file))).toBe(false)
  })

  test('changes nothing in the workspace', async () => {
    const before = await lethe.core.call('ledger.check', {}, run)
    await backUp(lethe, 'third.age')
    expect(await lethe.core.call('ledger.check', {}, run)).toEqual(before)
    expect(readdirSync(join(lethe.directory, 'temporary'))).toEqual([])
  })
})

describe('the place of a backup', () => {
  test('that is taken is refused, unless somebody agreed to replace it', async () => {
    const lethe = await coreWith()
    const path = lethe.write('taken.age', 'mine')
    await expect(lethe.core.call('workspace.backup', { file: lethe.toWrite(path), passphrase }, run)).rejects.toMatchObject({ code: 'backup/file-exists' })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    await lethe.core.call('workspace.backup', { file: lethe.ports.files.handOut(path, 'write', { mayReplace: true }), passphrase }, run)
    expect(await filesOf(await archiveOf(path))).toHaveLength(5)
  })

  test('inside the workspace is refused, its folder for files to hand on excepted', async () => {
    const lethe = await coreWith()
    const link = join(lethe.outside, 'link')
    symlinkSync(lethe.directory, link)
    for (const path of [join(lethe.directory, 'x.age'), join(lethe.directory, 'records', 'x.age'), join(link, 'lethe.db'), join(lethe.directory, '..', 'workspace', 'x.age')]) {
      await expect(lethe.core.call('workspace.backup', { file: lethe.ports.files.handOut(path, 'write', { mayReplace: true }), passphrase }, run)).rejects.toMatchObject({ code: 'backup/inside-workspace' })
    }
    await lethe.core.call('workspace.backup', { file: lethe.toWrite(join(lethe.directory, 'temporary', 'x.age')), passphrase }, run)
    await lethe.core.call('workspace.backup', { file: lethe.toWrite(join(lethe.outside, 'workspace.age')), passphrase }, run)
  })

  test('that is not there, or is a folder, is named as one that cannot be written', async () => {
    const lethe = await coreWith()
    mkdirSync(join(lethe.outside, 'folder'))
    for (const path of [join(lethe.outside, 'no', 'such', 'folder', 'x.age'), join(lethe.outside, 'folder')]) {
      await expect(lethe.core.call('workspace.backup', { file: lethe.ports.files.handOut(path, 'write', { mayReplace: true }), passphrase }, run)).rejects.toMatchObject({ code: 'backup/cannot-write' })
    }
    expect(readdirSync(lethe.outside).sort()).toEqual(['folder', 'workspace'])
  })
})

test('a passphrase that can be guessed is refused before anything is written', async () => {
  const lethe = await coreWith()
  const file = lethe.toWrite(join(lethe.outside, 'x.age'))
  for (const weak of ['elevenchars', 'aaaaaaaaaaaaaaaaaa', 'abababababababab', '😀😀😀😀😀😀😀😀']) {
    await expect(lethe.core.call('workspace.backup', { file, passphrase: weak }, run)).rejects.toMatchObject({ code: 'backup/passphrase-short', details: { least: 12, different: 5 } })
  }
  expect(readdirSync(lethe.outside)).toEqual(['workspace'])
})

const tampered = (sql: string) => async () => {
  const lethe = await coreWith({ csv })
  const db = openDatabase(join(lethe.directory, 'lethe.db'))
  db.exec(sql)
  db.close()
  return lethe
}

describe('a backup that does not come to its end', () => {
  test('because it was cancelled, at whatever stage, leaves nothing', async () => {
    const lethe = await coreWith({ csv })
    for (const stage of ['check', 'sum', 'pack']) {
      const stopping = new AbortController()
      const progress = (now: string) => {
        if (now === stage) stopping.abort()
      }
      const backup = lethe.core.call('workspace.backup', { file: lethe.toWrite(join(lethe.outside, 'x.age')), passphrase }, { signal: stopping.signal, progress })
      await expect(backup).rejects.toMatchObject({ code: 'run/cancelled' })
      expect(readdirSync(lethe.outside).sort()).toEqual(['people.csv', 'workspace'])
    }
    // And lets go of the database: an erasure needs it to itself.
    await lethe.erase({ rows: [3] })
  })

  test('because a record changed while it was copied leaves nothing', async () => {
    const lethe = await coreWith({ csv })
    const record = join(lethe.directory, 'records', 'x.zip')
    for (const change of [() => writeFileSync(record, 'longer than it was'), () => writeFileSync(record, 'b'), () => writeFileSync(record, ''), () => rmSync(record, { force: true })]) {
      writeFileSync(record, 'a')
      const progress = (stage: string) => {
        if (stage === 'pack') change()
      }
      const backup = lethe.core.call('workspace.backup', { file: lethe.toWrite(join(lethe.outside, 'x.age')), passphrase }, { signal: run.signal, progress })
      await expect(backup).rejects.toMatchObject({ code: 'backup/changed' })
      expect(existsSync(join(lethe.outside, 'x.age.partial'))).toBe(false)
    }
  })

  test('because the workspace is damaged leaves nothing: what could not be restored is not backed up', async () => {
    const cases = [
      ['ledger/inconsistent', tampered(`DROP TRIGGER ledger_entry_no_update; UPDATE ledger_entry SET entry = replace(entry, '"rows":200', '"rows":201') WHERE seq = 2`)],
      ['workspace/damaged', async () => {
        const lethe = await coreWith({ csv })
        lethe.core.close()
        const file = join(lethe.directory, 'lethe.db')
        const db = openDatabase(file)
        const page = db.prepare<[], number>(`SELECT rootpage FROM sqlite_schema WHERE name = 'dataset_rows_1'`).pluck().get()!
        db.close()
        writeFileSync(file, readFileSync(file).fill(9, (page - 1) * 4096, page * 4096))
        return { ...lethe, core: reopen(lethe.directory, lethe.ports) }
      }],
      ['workspace/key-missing', async () => {
        const lethe = await coreWith({ csv })
        rmSync(join(lethe.directory, 'keys', 'suppression-key'))
        return lethe
      }],
      ['workspace/signing-key-missing', async () => {
        const lethe = await coreWith({ csv })
        lethe.core.close()
        rmSync(join(lethe.directory, 'keys', 'signing-key'))
        return { ...lethe, core: reopen(lethe.directory, lethe.ports) }
      }],
    ] as const
    for (const [code, make] of cases) {
      const lethe = await make()
      await expect(lethe.core.call('workspace.backup', { file: lethe.toWrite(join(lethe.outside, 'x.age')), passphrase }, run)).rejects.toMatchObject({ code })
      expect(readdirSync(lethe.outside).sort()).toEqual(['people.csv', 'workspace'])
    }
  })
})

test('a backup is one moment, whatever is written while it is made', async () => {
  const lethe = await coreWith({ csv })
  await lethe.train()
  const before = await lethe.core.call('ledger.check', {}, run)
  const { rows } = (await lethe.core.call('dataset.list', {}, run))[0]!
  let written = 0
  const path = join(lethe.outside, 'x.age')
  // At every sign of life another writer of the same workspace commits, and tries to get its log into the database.
  const writer = openDatabase(join(lethe.directory, 'lethe.db'))
  writer.pragma('busy_timeout = 0')
  const progress = (stage: string) => {
    if (stage !== 'sum' && stage !== 'pack') return
    writer.exec(`INSERT INTO job (id, call, created_at, state) VALUES ('job-${written}', '${'x'.repeat(5000)}', '', 'queued')`)
    writer.pragma('wal_checkpoint(TRUNCATE)')
    written += 1
  }
  await lethe.core.call('workspace.backup', { file: lethe.toWrite(path), passphrase }, { signal: run.signal, progress })
  writer.close()
  expect(written).toBeGreaterThan(6)

  const directory = emptyFolder()
  await restore(directory, await lighten(path))
  const core = reopen(directory)
  expect(core.jobs.newest(1000)).toEqual([])
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true, entries: before.entries + 1 })
  expect((await core.call('dataset.list', {}, run))[0]!.rows).toBe(rows)
})

test('a workspace in which nothing was done yet can be backed up and restored', async () => {
  const lethe = await coreWith()
  const file = await lighten(await backUp(lethe))
  const directory = emptyFolder()
  expect(await restore(directory, file)).toMatchObject({ datasets: 0, models: 0, list: 'none' })
  expect(await reopen(directory).call('ledger.check', {}, run)).toMatchObject({ ok: true })
})

test.skipIf(process.platform === 'win32')('records come back under whatever names they had', async () => {
  const lethe = await coreWith()
  const names = ['record 12:30.zip', 'a "quoted" one', 'line\nbreak', '..zip', 'con', '.hidden', 'ü'.repeat(100), 'sub folder/record.zip']
  mkdirSync(join(lethe.directory, 'records', 'sub folder'))
  for (const name of names) writeFileSync(join(lethe.directory, 'records', name), name)
  const directory = emptyFolder()
  await restore(directory, await lighten(await backUp(lethe)))
  for (const name of names) expect(readFileSync(join(directory, 'records', name), 'utf8')).toBe(name)
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that may not be written is named', async () => {
  const lethe = await coreWith()
  const folder = join(lethe.outside, 'closed')
  mkdirSync(folder)
  chmodSync(folder, 0o500)
  await expect(lethe.core.call('workspace.backup', { file: lethe.toWrite(join(folder, 'x.age')), passphrase }, run)).rejects.toMatchObject({ code: 'backup/cannot-write' })
})
