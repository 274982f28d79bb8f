import { statSync } from 'node:fs'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import type { Run } from '../ports.ts'
import { databaseError, openDatabase, type Db } from './open-database.ts'

/** A moment of the database that stays readable, and the file of which is not written while it is held. */
export interface FrozenDatabase {
  /** Reads that moment, whatever is committed later. */
  readonly db: Db
  release(): void
}

/**
 * Holds the database file still, without stopping anybody who reads or writes: later commits go to the write-ahead log, and wait
 * there. Everything committed so far is in the file itself, so its bytes are the database. A checkpoint must own WAL_READ_LOCK(0)
 * before it writes into the file, and a reader who came while the log was empty holds that lock (sqlite.org/walformat.html, section
 * 2.2). Waits for readers and writers that are in the way; after a minute throws 'workspace/in-use'.
 */
export async function freezeDatabase(file: string, run: Run): Promise<FrozenDatabase> {
  const db = openDatabase(file)
  let writer: Db | undefined
  try {
    writer = openDatabase(file)
    writer.pragma(`busy_timeout = ${attemptMs}`)
    db.pragma(`busy_timeout = ${attemptMs}`)
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (takeStill(db, writer, `${file}-wal`)) return { db, release: () => db.close() }
      await breathe(run)
    }
    throw new CoreError('workspace/in-use', {})
  } catch (error) {
    db.close()
    throw databaseError(error)
  } finally {
    writer?.close()
  }
}

const attemptMs = 200
const attempts = 300

function takeStill(db: Db, writer: Db, log: string): boolean {
  try {
    writer.pragma('wal_checkpoint(TRUNCATE)')
    writer.exec('BEGIN IMMEDIATE')
    // Nobody can write now. Where nobody did since the log was cut, a reader who comes now needs the file alone.
    if (statSync(log).size === 0) {
      db.exec('BEGIN')
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
    }
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw error
  } finally {
    if (writer.inTransaction) writer.exec('ROLLBACK')
  }
  return db.inTransaction
}
