import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { shredFile } from '../base/shred-file.ts'
import { syncFolder } from '../base/write-file-durably.ts'
import { openDatabase } from '../database/open-database.ts'
import { workspaceFiles } from '../datasets/workspace-files.ts'
import { openLedgerTable } from '../ledger/ledger-table.ts'
import { keyNamedNow } from '../ledger/ledger.ts'
import { openSigningKey } from '../ledger/signing-key.ts'
import type { Ports, Secrets } from '../ports.ts'
import { databaseFile, folderError, lockWhole, readyFile, reapplyFile, stagingFolder } from './workspace-folder.ts'
import { fitsCheck } from './workspace-secret.ts'

/**
 * How a restore is carried through, in steps each of which may be the last before the power fails: everything is made ready in the
 * staging folder; the file `ready` says so; the keys are put in place; the database and the records; the staging folder, with the old
 * database in it, is destroyed. Before `ready`, and where the keys had not come in place yet, the next start drops it all and the
 * workspace is as it was; after, the next start does the rest.
 */

/** Carries a restore through, or drops it, that another process began and did not end. Does nothing where there is none. */
export function finishRestore(directory: string, ports: Pick<Ports, 'secrets'>): void {
  if (!existsSync(stagingFolder(directory))) return
  const release = lockWhole(directory)
  try {
    settle(directory, ports.secrets)
  } catch (error) {
    throw folderError(error)
  } finally {
    release()
  }
}

/** The same for a caller that holds the folder's locks. */
export function settle(directory: string, secrets: Secrets): void {
  if (existsSync(readyFile(directory)) && keysFit(directory, secrets)) placeRestored(directory)
  dropStaging(directory)
}

function keysFit(directory: string, secrets: Secrets): boolean {
  const staged = databaseFile(stagingFolder(directory))
  // Once it is in its place, so are the keys.
  if (!existsSync(staged)) return true
  const db = openDatabase(staged)
  try {
    const named = keyNamedNow(openLedgerTable(db))
    if (secrets.read('signing-key') === undefined) return false
    openSigningKey(secrets, named)
    return (['suppression-key', 'sealing-key'] as const).every(name => {
      const key = secrets.read(name)
      return key !== undefined && fitsCheck(db, name, key)
    })
  } catch (error) {
    if (error instanceof CoreError && error.code === 'workspace/passphrase-needed') throw error
    // Keys that cannot be read or used are not those of the backup.
    return false
  } finally {
    db.close()
  }
}

/** Puts what is in the staging folder into its place; safe to do again after a crash. */
export function placeRestored(directory: string): void {
  const staging = stagingFolder(directory)
  const staged = databaseFile(staging)
  if (existsSync(staged)) {
    moveAway(directory, staging)
    renameSync(staged, databaseFile(directory))
    syncFolder(directory)
    syncFolder(staging)
  }
  placeRecords(directory, staging)
}

/** Takes the old database out of the way without a moment in which there is none, where the file system lets a file have two names. */
function moveAway(directory: string, staging: string): void {
  const old = join(staging, 'replaced')
  mkdirSync(old, { recursive: true, mode: 0o700 })
  const file = databaseFile(directory)
  // A log left behind would be played into the new database.
  for (const log of ['-wal', '-shm', '-journal']) if (existsSync(`${file}${log}`)) renameSync(`${file}${log}`, `${databaseFile(old)}${log}`)
  syncFolder(directory)
  if (!existsSync(file)) return
  if (existsSync(databaseFile(old))) {
    if (statSync(file).ino === statSync(databaseFile(old)).ino) return
    shredFile(databaseFile(old))
  }
  try {
    linkSync(file, databaseFile(old))
  } catch {
    renameSync(file, databaseFile(old))
  }
  syncFolder(old)
}

/** Adds the backup's records to those that are there: a record was signed and may have been given away, so none is replaced. */
function placeRecords(directory: string, staging: string): void {
  const from = join(staging, 'records')
  if (!existsSync(from)) return
  for (const { name, path } of workspaceFiles(from)) {
    const target = join(directory, 'records', name)
    if (existsSync(target) && target !== reapplyFile(directory)) continue
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    renameSync(path, target)
    syncFolder(dirname(target))
  }
}

/** Destroys the staging folder: what an interrupted or finished restore leaves holds people's rows. */
export function dropStaging(directory: string): void {
  const staging = stagingFolder(directory)
  if (!existsSync(staging)) return
  // First of all: half a staging folder is nothing to carry through.
  rmSync(readyFile(directory), { force: true })
  syncFolder(staging)
  for (const { path } of workspaceFiles(staging)) shredFile(path)
  rmSync(staging, { recursive: true, force: true })
  syncFolder(directory)
}
