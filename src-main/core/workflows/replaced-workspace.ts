import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { examineFile } from '../database/examine-file.ts'
import { databaseError, openDatabase, truncateWal, type Db } from '../database/open-database.ts'
import { listDatasets } from '../datasets/dataset-table.ts'
import { storedExports, type StoredExport } from '../exports/model-export-table.ts'
import { livingModels } from '../learners/model-table.ts'
import { openLedgerTable } from '../ledger/ledger-table.ts'
import { keysNamedIn } from '../ledger/ledger.ts'
import { hashLeaf, rootOf } from '../ledger/merkle.ts'
import { openRequestIds } from '../requests/request-table.ts'
import { readSuppressions, type Suppression } from '../requests/suppression.ts'
import { databaseName } from './backup-manifest.ts'
import { findIdentity } from './workspace.ts'

/** The workspace a backup is about to take the place of. */
export interface ReplacedWorkspace {
  readonly kind: 'workspace'
  readonly id: string
  readonly erased: readonly Suppression[]
  readonly ledger: { readonly entries: readonly string[]; readonly root: string; readonly checkpoint: string | undefined }
  /** Fingerprints of the keys its ledger names, the last one signing. */
  readonly keys: readonly string[]
  readonly datasets: readonly string[]
  readonly models: readonly string[]
  /** Copies of models that left it; a backup knows those only that had left before. */
  readonly exports: readonly StoredExport[]
  readonly openRequests: readonly string[]
}

export type Replaced = { readonly kind: 'nothing' | 'unreadable' } | ReplacedWorkspace

/**
 * Looks at the database in a folder that is locked, and moves what its log still holds into it. It is read in the form it has, also
 * where an older Lethe wrote it. Throws where it is another program's or a newer Lethe's; `ours` says that it cannot be another program's.
 */
export function readReplaced(directory: string, ours: boolean): Replaced {
  const file = join(directory, databaseName)
  if (!existsSync(file)) return { kind: 'nothing' }
  let db: Db | undefined
  try {
    examineFile(file, ours)
    db = openDatabase(file)
    truncateWal(db)
    const tables = db.prepare<[], number>(`SELECT count(*) FROM sqlite_schema`).pluck().get()
    return tables === 0 ? { kind: 'nothing' } : readWhole(db)
  } catch (error) {
    const known = databaseError(error)
    const isDamaged = known instanceof CoreError ? known.code === 'workspace/damaged' || (known.code === 'workspace/not-a-workspace' && ours) : (known as { code?: unknown }).code === 'SQLITE_ERROR'
    if (isDamaged) return { kind: 'unreadable' }
    throw known
  } finally {
    db?.close()
  }
}

function readWhole(db: Db): Replaced {
  const identity = findIdentity(db)
  if (identity === undefined) return { kind: 'nothing' }
  const ledger = openLedgerTable(db)
  const entries = [...ledger.entries()].map(({ entry }) => entry)
  return {
    kind: 'workspace', id: identity.id, erased: readSuppressions(db),
    ledger: { entries, root: rootOf(entries.map(entry => hashLeaf(Buffer.from(entry)))).toString('hex'), checkpoint: ledger.lastCheckpoint()?.note },
    keys: keysNamedIn(ledger).map(({ fingerprint }) => fingerprint),
    datasets: listDatasets(db).map(({ id }) => id), models: livingModels(db).map(({ id }) => id), exports: storedExports(db),
    openRequests: openRequestIds(db),
  }
}

/** Nothing was ever imported: a workspace that a program made when it was first started. */
export const isUnused = ({ ledger, datasets }: ReplacedWorkspace): boolean => ledger.entries.length === 0 && datasets.length === 0
