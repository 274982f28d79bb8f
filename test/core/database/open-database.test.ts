import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, afterEach, describe, expect, test } from 'vitest'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { examineFile } from '../../../src-main/core/database/examine-file.ts'
import { latestVersion, migrate } from '../../../src-main/core/database/migrate.ts'
import { databaseError, openDatabase, tidy, truncateWal } from '../../../src-main/core/database/open-database.ts'
import { takeLock } from '../../../src-main/core/database/take-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-database-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'lethe.db')

function codeOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('the database file', () => {
  test('overwrites what is deleted, keeps temporary data in memory and syncs every commit', () => {
    const db = openDatabase(file())
    const pragma = (name: string) => db.pragma(name, { simple: true })
    expect({ secureDelete: pragma('secure_delete'), journal: pragma('journal_mode'), synchronous: pragma('synchronous'), temporary: pragma('temp_store'), foreignKeys: pragma('foreign_keys') })
      .toEqual({ secureDelete: 1, journal: 'wal', synchronous: 2, temporary: 2, foreignKeys: 1 })
    db.close()
  })

  test('has no byte of deleted rows once the log is truncated, and an open reader is an error, not a detail', () => {
    const db = openDatabase(file())
    db.exec(`CREATE TABLE t (a TEXT)`)
    db.prepare(`INSERT INTO t VALUES (?)`).run('erase-this-person')
    truncateWal(db)
    const reader = openDatabase(file())
    reader.exec('BEGIN')
    reader.prepare(`SELECT * FROM t`).all()
    db.exec(`DELETE FROM t`)
    expect(codeOf(() => truncateWal(db))).toBe('workspace/reader-open')
    reader.close()
    truncateWal(db)
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('erase-this-person')).toBe(false)
    db.close()
  })

  test('brought to the present format twice is brought there once', () => {
    const db = openDatabase(file())
    migrate(db)
    const tables = () => db.prepare(`SELECT name, sql FROM sqlite_schema ORDER BY name`).all()
    const before = tables()
    migrate(db)
    expect(tables()).toEqual(before)
    expect(db.pragma('user_version', { simple: true })).toBe(latestVersion)
    db.close()
  })
})

describe('examining a file before anything is touched', () => {
  test('a workspace and an absent file pass', () => {
    expect(codeOf(() => examineFile(file(), false))).toBeUndefined()
    const db = openDatabase(file())
    migrate(db)
    db.close()
    expect(codeOf(() => examineFile(file(), false))).toBeUndefined()
    expect(codeOf(() => examineFile(join(file(), 'below', 'lethe.db'), false))).toBeUndefined()
  })

  test('a workspace whose making was cut short passes: the next start makes it', () => {
    writeFileSync(file(), '')
    expect(codeOf(() => examineFile(file(), false))).toBeUndefined()
    openDatabase(file()).close()
    expect(codeOf(() => examineFile(file(), false))).toBeUndefined()
  })

  test('another program\'s database, a text, a folder are no workspaces; with our keys beside it, a text is a damaged one', () => {
    const db = openDatabase(file())
    db.exec(`CREATE TABLE theirs (a)`)
    db.close()
    expect(codeOf(() => examineFile(file(), false))).toBe('workspace/not-a-workspace')
    writeFileSync(file(), 'some text')
    expect(codeOf(() => examineFile(file(), false))).toBe('workspace/not-a-workspace')
    expect(codeOf(() => examineFile(file(), true))).toBe('workspace/damaged')
    rmSync(file())
    mkdirSync(file())
    expect(codeOf(() => examineFile(file(), false))).toBe('workspace/not-a-workspace')
  })

  test('a newer format is named with both versions', () => {
    const db = openDatabase(file())
    migrate(db)
    db.pragma(`user_version = ${latestVersion + 3}`)
    truncateWal(db)
    db.close()
    expect(() => examineFile(file(), false)).toThrow(`format ${latestVersion + 3}; this one knows up to ${latestVersion}`)
  })

  test('what only the log tells is found when the file is brought to the present format', () => {
    const db = openDatabase(file())
    db.exec(`CREATE TABLE theirs (a)`)
    expect(codeOf(() => migrate(db))).toBe('workspace/not-a-workspace')
    db.close()
  })
})

const failing = (code: string) => () => {
  throw Object.assign(new Error('no'), { code })
}

test('tidying after a commit may wait where the disk is full or somebody reads, and hides nothing else', () => {
  let last = false
  expect(() => tidy(failing('SQLITE_FULL'), failing('SQLITE_BUSY'), () => {
    last = true
  })).not.toThrow()
  expect(last).toBe(true)
  expect(codeOf(() => tidy(failing('SQLITE_CORRUPT')))).toBe('workspace/damaged')
  expect(codeOf(() => tidy(failing('ours')))).toBe('ours')
})

test('a lock is exclusive, is given back, and says who can act', () => {
  const lock = join(folder, 'lock')
  const release = takeLock(lock)
  expect(codeOf(() => takeLock(lock))).toBe('workspace/in-use')
  release()
  takeLock(lock)()
})

const named = (code: string) => (databaseError(Object.assign(new Error('with a value of a person'), { code })) as CoreError).code

test('SQLite\'s and the system\'s errors that a person can act on are named, others come back as they are', () => {
  expect(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_IOERR_WRITE'].map(named)).toEqual(Array(5).fill('workspace/disk-full'))
  expect(['SQLITE_READONLY_DIRECTORY', 'SQLITE_CANTOPEN', 'EACCES', 'EROFS', 'EPERM'].map(named)).toEqual(Array(5).fill('workspace/read-only'))
  expect(['SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'].map(named)).toEqual(Array(2).fill('workspace/in-use'))
  expect([named('SQLITE_NOTADB'), named('SQLITE_CORRUPT_VTAB')]).toEqual(['workspace/not-a-workspace', 'workspace/damaged'])
  const other = new RangeError('ours')
  expect(databaseError(other)).toBe(other)
})
