import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'
import { databaseError } from './open-database.ts'

/**
 * An exclusive transaction on a file of its own: the operating system gives it up when the process ends, however it ends,
 * so there are no stale locks.
 */
export function takeLock(file: string): () => void {
  let lock: Database.Database
  try {
    lock = new Database(file, { timeout: 1000 })
    chmodSync(file, 0o600)
  } catch (error) {
    throw databaseError(error)
  }
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw databaseError(error)
  }
  return () => lock.close()
}
