import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../src-main/core/base/hash.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { unpackBackup } from '../../../src-main/core/workflows/unpack-backup.ts'
import { openCore } from '../../../src-main/core/core.ts'
import { nodePorts, portsOf } from '../../../src-main/shells/node-ports.ts'
import { archiveOf, archiveWith, backUp, emptyFolder, encryptLightly, filesOf, passphrase, reopen, restore, type ArchiveFile, type RestoreOptions } from '../../support/backups.ts'
import { coreWith, openTestCore, quietRun, type TestCore } from '../../support/core-with.ts'
import { asOlderFormat } from '../../support/older-format.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(40, 31)
const run = quietRun()
let lethe: TestCore
let strong: string
let file: string
let archive: Buffer
let files: ArchiveFile[]

beforeAll(async () => {
  lethe = openTestCore()
  await lethe.import(lethe.write('people.csv', csv))
  await lethe.train()
  strong = await backUp(lethe, 'strong.age')
  archive = await archiveOf(strong)
  files = await filesOf(archive)
  file = lethe.write('backup.age', await encryptLightly(archive))
  await lethe.erase({ subject: people[7]!.id })
  lethe.core.close()
})
afterAll(() => lethe.cleanUp())

/** Every byte but the locks', and the log's index, which SQLite makes anew at every opening. */
function contentOf(directory: string): Map<string, Buffer> {
  return new Map([...workspaceBytes(directory)].filter(([path]) => !/(lock(-journal)?|-shm|-wal)$/.test(path)))
}

/** How restoring this is refused; not a byte of the workspace changes. */
async function refusal(path: string, options: RestoreOptions = {}, directory = lethe.directory): Promise<string> {
  const before = contentOf(directory)
  const code = await restore(directory, path, options).then(() => 'restored', (error: { code?: string }) => error.code ?? String(error))
  expect(contentOf(directory)).toEqual(before)
  expect(existsSync(join(directory, 'lethe-restore'))).toBe(false)
  return code
}

/** Where the header of an age file ends: after the line with its own authentication. */
const headerBytes = (bytes: Buffer): number => bytes.indexOf('\n', bytes.indexOf('\n---') + 1) + 1

const written = (name: string, content: Uint8Array) => lethe.write(name, content)
const withFiles = async (changed: readonly ArchiveFile[]) => written('changed.age', await encryptLightly(await archiveWith(changed)))
const replacing = (name: string, content: (old: Buffer) => Buffer) => withFiles(files.map(one => (one.name === name ? { name, content: content(one.content) } : one)))
const manifest = () => JSON.parse(files[0]!.content.toString()) as Record<string, unknown> & { files: { name: string }[] }
const withManifest = (changes: object) => replacing('manifest.json', () => Buffer.from(JSON.stringify({ ...manifest(), ...changes })))

describe('the file', () => {
  test('is not there, or is a folder', async () => {
    expect(await refusal(join(lethe.outside, 'nothing.age'))).toBe('backup/file-missing')
    expect(await refusal(lethe.outside)).toBe('backup/file-missing')
  })

  test('is something else: a text, nothing at all, a ZIP, a file encrypted for a key, an archive of other things', async () => {
    expect(await refusal(written('text.age', Buffer.from('hello')))).toBe('backup/not-a-backup')
    expect(await refusal(written('empty.age', Buffer.alloc(0)))).toBe('backup/not-a-backup')
    expect(await refusal(written('record.zip', Buffer.from('PK\u0003\u0004 and more')))).toBe('backup/not-a-backup')
    expect(await refusal(written('key.age', Buffer.from('age-encryption.org/v1\n-> X25519 aaaa\nbbbb\n--- cccc\n')))).toBe('backup/not-a-backup')
    expect(await refusal(written('other.age', await encryptLightly(await archiveWith([{ name: 'holiday.jpg', content: Buffer.alloc(100) }]))))).toBe('backup/not-a-backup')
    expect(await refusal(written('plain.tar', archive))).toBe('backup/not-a-backup')
  })

  test('was closed with another passphrase', async () => expect(await refusal(strong, { passphrase: 'correct horse battery stapel' })).toBe('backup/passphrase-wrong'))

  test('was made by a newer Lethe, of which the version is named', async () => {
    expect(await refusal(await withManifest({ format: 'lethe/backup/2', product: { name: 'lethe', version: '7.1.0' } }))).toBe('backup/newer-format')
    await expect(restore(lethe.directory, await withManifest({ format: 'lethe/backup/2', product: { name: 'lethe', version: '7.1.0' } }))).rejects.toThrow('7.1.0')
  })

  test('says that it is of an unknown format', async () => expect(await refusal(await withManifest({ format: 'something/1' }))).toBe('backup/not-a-backup'))

  test('is cut off, at any place', async () => {
    const bytes = readFileSync(file)
    for (const share of [0.0005, 0.01, 0.3, 0.5, 0.75, 0.999]) expect(await refusal(written('cut.age', bytes.subarray(0, Math.floor(bytes.length * share))))).toBe('backup/damaged')
    expect(await refusal(written('cut.age', bytes.subarray(0, 20)))).toBe('backup/not-a-backup')
    // Also where a whole piece of the encryption is missing at the end, and where bytes were added.
    const payload = headerBytes(bytes) + 16
    const piece = 64 * 1024 + 16
    expect(bytes.length).toBeGreaterThan(payload + 2 * piece)
    for (const cut of [bytes.length - 1, bytes.length - 16, payload + piece, payload + 2 * piece, payload]) expect(await refusal(written('cut.age', bytes.subarray(0, cut)))).toBe('backup/damaged')
    expect(await refusal(written('longer.age', Buffer.concat([bytes, Buffer.from('x')])))).toBe('backup/damaged')
  })

  // That no byte at all can be changed unnoticed is tested on the encryption itself, in base/passphrase-stream.test.ts.
  test('has one byte changed', async () => {
    const bytes = readFileSync(file)
    const path = written('flipped.age', bytes)
    const into = join(emptyFolder(), 'unpacked')
    const flipped = openSync(path, 'r+')
    try {
      for (let at = headerBytes(bytes); at < bytes.length; at += 1999) {
        writeSync(flipped, Buffer.from([bytes[at]! ^ 1]), 0, 1, at)
        await expect(unpackBackup({ path, name: 'flipped.age', mayReplace: false }, passphrase, into, () => {}, run)).rejects.toMatchObject({ code: 'backup/damaged' })
        writeSync(flipped, bytes, at, 1, at)
        rmSync(into, { recursive: true, force: true })
      }
    } finally {
      closeSync(flipped)
    }
    for (const at of [3, 60, 200, 5000, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 128
      const before = contentOf(lethe.directory)
      await expect(restore(lethe.directory, written('flipped.age', changed))).rejects.toMatchObject({ code: expect.stringMatching(/^backup\//) })
      expect(contentOf(lethe.directory)).toEqual(before)
    }
  })
})

describe('an archive that was made by hand, with the passphrase', () => {
  test('has a file that the manifest does not have, one less, one twice, or another content', async () => {
    expect(await refusal(await withFiles([...files, { name: 'records/more.zip', content: Buffer.from('more') }]))).toBe('backup/damaged')
    expect(await refusal(await withFiles(files.slice(0, -1)))).toBe('backup/damaged')
    expect(await refusal(await withFiles([...files, files.at(-1)!]))).toBe('backup/damaged')
    expect(await refusal(await replacing('lethe.db', old => Buffer.concat([old.subarray(0, -1), Buffer.from([old.at(-1)! ^ 1])])))).toBe('backup/damaged')
    expect(await refusal(await replacing('lethe.db', old => old.subarray(0, -4096)))).toBe('backup/damaged')
  })

  test('has names that lead out of the folder', async () => {
    for (const name of ['../outside', 'records/../../outside', 'records/x/../../../outside', '/tmp/outside', 'records/', 'records/./x', 'records//x', 'records\\x', 'keys/other', 'keys', 'lock', 'records']) {
      const more = { name, content: Buffer.from('x') }
      const listed = { ...manifest(), files: [...manifest().files, { name, sizeBytes: 1, sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' }] }
      expect(await refusal(await withFiles([{ name: 'manifest.json', content: Buffer.from(JSON.stringify(listed)) }, ...files.slice(1), more]))).toBe('backup/not-a-backup')
    }
    expect(existsSync(join(lethe.outside, 'outside'))).toBe(false)
  })

  test('has a link in the place of a file', async () =>
    expect(await refusal(await withFiles(files.map(one => (one.name === 'lethe.db' ? { ...one, type: 'symlink' as const, linkname: '/etc/passwd', content: Buffer.alloc(0) } : one))))).toBe('backup/damaged'))
})

/** The archive with the database changed and the manifest made to fit. */
async function withDatabase(change: (file: string) => void): Promise<string> {
  const path = written('changed.db', files.find(({ name }) => name === 'lethe.db')!.content)
  change(path)
  const content = readFileSync(path)
  const sums = manifest().files.map(one => (one.name === 'lethe.db' ? { name: one.name, sizeBytes: content.length, sha256: sha256(content).toString('hex') } : one))
  const facts = Buffer.from(JSON.stringify({ ...manifest(), files: sums }))
  return withFiles(files.map(one => (one.name === 'lethe.db' ? { ...one, content } : one.name === 'manifest.json' ? { ...one, content: facts } : one)))
}

function withSql(sql: string): (path: string) => void {
  return path => {
    const db = openDatabase(path)
    db.exec(sql)
    db.close()
  }
}

describe('a database in the backup', () => {
  test('that a newer Lethe wrote is refused as such', async () => expect(await refusal(await withDatabase(withSql('PRAGMA user_version = 99')))).toBe('workspace/newer-version'))
  test('of another workspace than the manifest says is refused', async () => expect(await refusal(await withDatabase(withSql(`UPDATE workspace SET id = 'ws-000000000000'`)))).toBe('backup/damaged'))
  test('that SQLite cannot read is refused', async () => {
    expect(await refusal(await withDatabase(path => writeFileSync(path, Buffer.alloc(200_000, 'x'))))).toBe('backup/damaged')
    expect(await refusal(await withDatabase(path => {
      const bytes = readFileSync(path)
      bytes.fill(7, 4096 * 5, 4096 * 9)
      writeFileSync(path, bytes)
    }))).toBe('backup/damaged')
  })
  test('with other keys than those in the backup is refused', async () => expect(await refusal(await withDatabase(withSql(`UPDATE secret_check SET hash = x'00'`)))).toBe('backup/damaged'))
  test('with a ledger that does not fit is refused, and the entry is named', async () => {
    const changed = await withDatabase(withSql(`DROP TRIGGER ledger_entry_no_update; UPDATE ledger_entry SET entry = replace(entry, '"rows":40', '"rows":41') WHERE seq = 2`))
    expect(await refusal(changed)).toBe('backup/ledger-broken')
    await expect(restore(lethe.directory, changed)).rejects.toMatchObject({ details: { seq: 2 } })
  })
})

/** The workspace with a database that somebody or something spoiled. */
async function damaged(damage: (database: string) => void): Promise<string> {
  const directory = emptyFolder()
  for (const name of ['keys', 'records']) mkdirSync(join(directory, name))
  for (const name of ['keys/signing-key', 'keys/suppression-key', 'keys/sealing-key', 'records/erased.list', 'lethe.db']) copyFileSync(join(lethe.directory, name), join(directory, name))
  damage(join(directory, 'lethe.db'))
  return directory
}

const asBefore = asOlderFormat(1)

test('a database that an older Lethe wrote is brought to the present format, in the backup and in the folder it replaces', async () => {
  const directory = emptyFolder()
  const older = await withDatabase(asBefore)
  await restore(directory, older)
  expect((await reopenOnce(directory)).rows).toBe(40)
  asBefore(join(directory, 'lethe.db'))
  expect(await restore(directory, older)).toMatchObject({ list: 'workspace', notInBackup: { datasets: 0, models: 0, openRequests: [] } })
  expect((await reopenOnce(directory)).rows).toBe(40)
})

async function reopenOnce(directory: string) {
  const core = openCore(directory, nodePorts(directory))
  try {
    return (await core.call('dataset.list', {}, run))[0]!
  } finally {
    core.close()
  }
}

describe('the workspace in the folder', () => {
  test('is another one: it stays', async () => {
    const other = await coreWith({ csv })
    other.core.close()
    expect(await refusal(file, {}, other.directory)).toBe('backup/other-workspace')
  })

  test('is another one that was never used: a program that was only started may restore', async () => {
    const other = await coreWith()
    other.core.close()
    await restore(other.directory, file)
    expect((await reopen(other.directory).call('dataset.list', {}, run))[0]!.rows).toBe(40)
  })

  test('is open in another process', async () => {
    const directory = emptyFolder()
    await restore(directory, file)
    reopen(directory)
    await expect(restore(directory, file)).rejects.toMatchObject({ code: 'workspace/in-use' })
  })

  test('has other keys under the same id, which a copy that went its own way would have', async () => {
    const directory = emptyFolder()
    await restore(directory, file)
    writeFileSync(join(directory, 'keys', 'suppression-key'), Buffer.alloc(32, 1))
    expect(await refusal(file, {}, directory)).toBe('backup/other-keys')
  })

  test('has lost a key, or has one that cannot be read: the backup brings it back', async () => {
    const directory = emptyFolder()
    await restore(directory, file)
    rmSync(join(directory, 'keys', 'signing-key'))
    await restore(directory, file)
    expect(readFileSync(join(directory, 'keys', 'signing-key')).equals(lethe.ports.secrets.read('signing-key')!)).toBe(true)

    const wrapped = (wrappingKey: Buffer) => portsOf(directory, { kind: 'wrapped', protection: 'os-keychain', wrappingKey: wrappingKey.toString('base64') })
    await restore(directory, file, { ports: wrapped(Buffer.alloc(32, 1)) })
    // On another machine nothing opens what the first one sealed.
    const there = wrapped(Buffer.alloc(32, 2))
    expect(() => there.secrets.read('sealing-key')).toThrow(expect.objectContaining({ code: 'workspace/key-unusable' }))
    await restore(directory, file, { ports: there })
    expect(await reopen(directory, there).call('ledger.check', {}, run)).toMatchObject({ ok: true })
  })

  test('is not Lethe\'s: a file called lethe.db of another program stays', async () => {
    const directory = emptyFolder()
    writeFileSync(join(directory, 'lethe.db'), Buffer.alloc(50_000, 'theirs'))
    expect(await refusal(file, {}, directory)).toBe('workspace/not-a-workspace')
  })

  test('is of a newer Lethe', async () => {
    const directory = emptyFolder()
    await restore(directory, file)
    withSql('PRAGMA user_version = 99')(join(directory, 'lethe.db'))
    expect(await refusal(file, {}, directory)).toBe('workspace/newer-version')
  })

  describe('is damaged', () => {
    const damages: readonly (readonly [string, (database: string) => void])[] = [
      ['zeros where its header was', path => writeFileSync(path, Buffer.concat([Buffer.alloc(4096), readFileSync(path).subarray(4096)]))],
      ['cut in half', path => truncateSync(path, 4096 * 20)],
      ['noise in its tables', path => writeFileSync(path, readFileSync(path).fill(9, 4096))],
      ['gone, with its log left behind', path => {
        writeFileSync(`${path}-wal`, 'left behind')
        rmSync(path)
      }],
    ]

    test.each(damages)('(%s): the keys tell that it is the same one, and the list it left is used', async (_, damage) => {
      const directory = await damaged(damage)
      expect(await restore(directory, file)).toMatchObject({ list: 'workspace', reapplied: [{ rows: 1, models: 1 }], notInBackup: null })
      const core = reopen(directory)
      expect((await core.call('dataset.list', {}, run))[0]!.rows).toBe(39)
      expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
    })

    test('and its keys are gone or another\'s: nobody can tell whose it was, and it stays', async () => {
      const directory = await damaged(damages[2]![1])
      writeFileSync(join(directory, 'keys', 'sealing-key'), Buffer.alloc(32, 1))
      expect(await refusal(file, {}, directory)).toBe('backup/other-workspace')
      rmSync(join(directory, 'keys'), { recursive: true })
      expect(await refusal(file, {}, directory)).toBe('backup/cannot-tell')
    })

    test('and so is its list of later erasures: nothing is restored until somebody decides', async () => {
      const directory = await damaged(damages[2]![1])
      writeFileSync(join(directory, 'records', 'erased.list'), 'damaged')
      expect(await refusal(file, {}, directory)).toBe('backup/list-unreadable')
      rmSync(join(directory, 'records', 'erased.list'))
      expect(await restore(directory, file)).toMatchObject({ list: 'none' })
    })
  })
})

test('a list that is given and is not there, or is another workspace\'s, is refused', async () => {
  const other = await coreWith({ csv })
  await other.erase({ rows: [3] })
  expect(await refusal(file, { list: join(other.directory, 'records', 'erased.list') })).toBe('backup/list-unreadable')
  expect(await refusal(file, { list: join(other.outside, 'nothing') })).toBe('backup/file-missing')
})

test('a folder that cannot be one is refused', async () => {
  const blocked = join(emptyFolder(), 'a file')
  writeFileSync(blocked, '')
  await expect(restore(join(blocked, 'workspace'), file)).rejects.toMatchObject({ code: 'workspace/not-a-folder' })
})

test('a cancelled restore leaves the workspace as it was', async () => {
  for (const stage of ['unpack', 'verify', 'find', 'forget', 'erase', 'comb', 'ready']) {
    const stopping = new AbortController()
    expect(await refusal(file, { run: { signal: stopping.signal, progress: now => { if (now === stage) stopping.abort() } } })).toBe('run/cancelled')
  }
})

const behindPassphrase = (directory: string) => portsOf(directory, { kind: 'wrapped', protection: 'passphrase', wrappingKey: Buffer.alloc(32, 7).toString('base64') })

test('keys kept behind a wrapping key are in the backup as they are, and a restore says how they are kept from then on', async () => {
  const directory = emptyFolder()
  await restore(directory, file, { ports: behindPassphrase(directory) })
  const core = reopen(directory, behindPassphrase(directory))
  const signing = lethe.ports.secrets.read('signing-key')!
  expect(behindPassphrase(directory).secrets.read('signing-key')!.equals(signing)).toBe(true)
  expect(Buffer.concat([...workspaceBytes(directory).values()]).includes(signing.subarray(30, 100))).toBe(false)
  expect((await core.call('workspace.overview', {}, run)).ledger).toMatchObject({ protection: 'passphrase' })
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries).toMatchObject([{ kind: 'workspace-restored', keyProtection: 'passphrase' }])
})
