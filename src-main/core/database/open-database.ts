import Database from 'better-sqlite3'
import { CoreError } from '../base/core-error.ts'

export type Db = Database.Database

/**
 * Opens the workspace's SQLite file for reading and writing, set up so that what is deleted is overwritten:
 * secure_delete from the first page on, WAL with every commit synced, temporary data in memory only.
 */
export function openDatabase(file: string): Db {
  let db: Db
  try {
    db = new Database(file)
  } catch (error) {
    throw databaseError(error)
  }
  try {
    db.pragma('secure_delete = ON')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('temp_store = MEMORY')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cache_size = -65536')
    // 4,000 pages (16 MB) between automatic checkpoints: an import syncs less often.
    db.pragma('wal_autocheckpoint = 4000')
    return db
  } catch (error) {
    db.close()
    // None of these settings can be wrong by itself: the file's header holds a format SQLite does not know.
    throw (error as { code?: unknown }).code === 'SQLITE_ERROR' ? new CoreError('workspace/damaged', {}) : databaseError(error)
  }
}

/**
 * Moves everything from the write-ahead log into the database and cuts the log to nothing. Together with secure_delete this
 * is what removes erased bytes from the files; an open reader prevents it, and that is a failure, not a detail.
 */
export function truncateWal(db: Db): void {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (result?.busy !== 0) throw new CoreError('workspace/reader-open', {})
}

/**
 * Writes the whole file anew after tables were dropped. The log is moved into the file before: only so are their pages overwritten
 * where they lie, ahead of the file becoming shorter and their blocks going back to the disk.
 */
export function rewriteFile(db: Db): void {
  truncateWal(db)
  db.exec('VACUUM')
  truncateWal(db)
}

const postponable: ReadonlySet<unknown> = new Set(['workspace/disk-full', 'workspace/in-use', 'workspace/reader-open'])

/**
 * Tidies after a commit where that may wait: a full disk or a reader that prevents it undoes nothing of what was committed,
 * and opening the workspace cuts the log in any case. Erasing never uses this.
 */
export function tidy(...steps: (() => void)[]): void {
  for (const step of steps) {
    try {
      step()
    } catch (error) {
      const known = databaseError(error)
      if (!(known instanceof CoreError) || !postponable.has(known.code)) throw known
    }
  }
}

/** SQLite's own errors that a person can act on, as coded errors; anything else comes back unchanged. */
export function databaseError(error: unknown): unknown {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return error
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || code.startsWith('SQLITE_IOERR')) return new CoreError('workspace/disk-full', {})
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return new CoreError('workspace/read-only', {})
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new CoreError('workspace/in-use', {})
  if (code === 'SQLITE_NOTADB') return new CoreError('workspace/not-a-workspace', {})
  if (code.startsWith('SQLITE_CORRUPT')) return new CoreError('workspace/damaged', {})
  return error
}
