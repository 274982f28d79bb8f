import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freezeDatabase } from '../../../src-main/core/database/freeze-database.ts'
import { openDatabase, truncateWal, type Db } from '../../../src-main/core/database/open-database.ts'
import { quietRun } from '../../support/core-with.ts'

function databaseInFolder(): { file: string; db: Db } {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-freeze-'))
  const file = join(folder, 'lethe.db')
  const db = openDatabase(file)
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  db.exec('CREATE TABLE t (a TEXT)')
  return { file, db }
}

const count = (db: Db) => db.prepare<[], number>('SELECT count(*) FROM t').pluck().get()

test('while a database is frozen others go on writing, and not a byte of its file changes', async () => {
  const { file, db } = databaseInFolder()
  db.exec(`INSERT INTO t VALUES ('before')`)
  const frozen = await freezeDatabase(file, quietRun())
  const bytes = readFileSync(file)
  db.pragma('busy_timeout = 0')

  const insert = db.prepare('INSERT INTO t VALUES (?)')
  // Beyond the 4,000 pages after which a checkpoint is tried by itself.
  for (let i = 0; i < 10; i += 1) db.transaction(() => { for (let k = 0; k < 1000; k += 1) insert.run('x'.repeat(4000)) })()
  expect(() => truncateWal(db)).toThrow(expect.objectContaining({ code: 'workspace/reader-open' }))
  db.pragma('wal_checkpoint(PASSIVE)')
  expect(count(db)).toBe(10_001)
  expect(count(frozen.db)).toBe(1)
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(30_000_000)
  expect(readFileSync(file).equals(bytes)).toBe(true)

  frozen.release()
  truncateWal(db)
  expect(readFileSync(file).equals(bytes)).toBe(false)
})

test('the file of a frozen database holds what was committed just before, also in the log', async () => {
  const { file, db } = databaseInFolder()
  db.pragma('wal_autocheckpoint = 0')
  db.exec(`INSERT INTO t VALUES ('only in the log so far')`)
  expect(readFileSync(file).includes('only in the log so far')).toBe(false)
  const frozen = await freezeDatabase(file, quietRun())
  expect(readFileSync(file).includes('only in the log so far')).toBe(true)
  frozen.release()
})

test('freezing waits for a writer and takes what it wrote', async () => {
  const { file, db } = databaseInFolder()
  db.exec(`BEGIN IMMEDIATE; INSERT INTO t VALUES ('late')`)
  const freezing = freezeDatabase(file, quietRun())
  setImmediate(() => db.exec('COMMIT'))
  const frozen = await freezing
  expect(count(frozen.db)).toBe(1)
  frozen.release()
})

test('freezing can be cancelled while it waits', async () => {
  const { file, db } = databaseInFolder()
  db.exec(`BEGIN; SELECT * FROM t`)
  const controller = new AbortController()
  const freezing = freezeDatabase(file, { signal: controller.signal, progress: () => {} })
  db.prepare('SELECT * FROM t').all()
  db.exec('COMMIT; BEGIN IMMEDIATE')
  controller.abort(new Error('cancelled'))
  await expect(freezing).rejects.toThrow('cancelled')
  db.exec('COMMIT')
})
