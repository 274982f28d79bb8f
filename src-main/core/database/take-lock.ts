import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { databaseError } from './open-database.ts'

/**
 * An exclusive transaction on a file of its own: the operating system gives it up when the process ends, however it ends,
 * so there are no stale locks. Waits this many milliseconds for another holder to end.
 */
export function takeLock(file: string, timeout = 1000): () => void {
  return hold(file, timeout, 'BEGIN EXCLUSIVE')
}

/** The same lock shared: many may hold it at once, and nobody can take it whole meanwhile. */
export function shareLock(file: string, timeout = 1000): () => void {
  return hold(file, timeout, 'BEGIN; SELECT count(*) FROM sqlite_schema')
}

function hold(file: string, timeout: number, begin: string): () => void {
  let lock: Database.Database
  try {
    lock = new Database(file, { timeout })
    chmodSync(file, 0o600)
  } catch (error) {
    throw databaseError(error)
  }
  try {
    lock.exec(begin)
  } catch (error) {
    lock.close()
    throw databaseError(error)
  }
  return () => lock.close()
}
