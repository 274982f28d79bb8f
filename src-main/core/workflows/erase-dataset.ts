import type { Input } from '../../contract/api.ts'
import type { ErasedDataset } from '../../contract/dataset.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { databaseError, rewriteFile, truncateWal, type Db } from '../database/open-database.ts'
import { datasetErasuresIn, deleteDatasetScan, dropDatasetErasure, insertDatasetScan, putDatasetErasure, readDatasetScan, type DatasetErasure } from '../datasets/dataset-erasure-table.ts'
import { eraseWholeDataset, findDataset, rowCount, type Dataset } from '../datasets/dataset-table.ts'
import { sampleContent } from '../datasets/sample-content.ts'
import { supersedeExports } from '../exports/model-export-table.ts'
import { livingModels, shredModelsOf } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { openRequestsOf } from '../requests/request-table.ts'
import { datasetHash, insertSuppressions, writeReapplyList } from '../requests/suppression.ts'
import { notErasedByLethe } from './limits.ts'
import { searchResidue } from './search-residue.ts'
import { asWhoBegan } from './who-began.ts'
import type { Workspace } from './workspace.ts'
import { reapplyFile } from './workspace-folder.ts'

/**
 * Erases a dataset with every model that learned from it: ledger entry of intent, then one transaction that takes away rows,
 * columns, models and what they are known by, then the bytes: the file written anew, every file searched, and the entry of
 * completion. Stopped at any point, the next start undoes it (before that transaction) or finishes it (after). Its completed
 * requests stay, with their records. Its people are not kept out of later imports: none of them asked for that.
 */
export async function eraseDataset(ws: Workspace, input: Input<'dataset.erase'>, run: Run): Promise<ErasedDataset> {
  const started = ws.ports.clock.elapsed()
  const unfinished = unfinishedErasure(ws.db, input.dataset)
  if (unfinished !== undefined) return finish(ws, unfinished, run)
  const dataset = findDataset(ws.db, input.dataset)
  run.progress('intend', 0, 1)
  intend(ws, dataset)
  let erasure: DatasetErasure
  try {
    await breathe(run)
    run.progress('remove', 0, 1)
    erasure = remove(ws, dataset, started)
  } catch (error) {
    // Until the rows are gone nothing was changed, and the ledger says so.
    undo(ws, dataset.id, run.signal.aborted ? 'cancelled' : 'failed')
    throw error
  }
  return finish(ws, erasure, run, started)
}

/** The erasure of this dataset, by its id, where its rows are gone but not yet searched for. */
export const unfinishedErasure = (db: Db, datasetId: string): DatasetErasure | undefined =>
  datasetErasuresIn(db, 'verifying').find(erasure => erasure.datasetId === datasetId)

function refuseOpenRequests(db: Db, dataset: Dataset): void {
  const open = openRequestsOf(db, dataset.id)
  if (open.length > 0) throw new CoreError('dataset/open-requests', { dataset: dataset.name, requests: open.length, first: open[0]! })
}

function intend({ db, ledger }: Workspace, dataset: Dataset): void {
  db.transaction(() => {
    refuseOpenRequests(db, dataset)
    const models = livingModels(db, dataset.id).map(({ id }) => id)
    const rows = rowCount(db, dataset.id)
    putDatasetErasure(db, { datasetId: dataset.id, state: 'executing', rows, models, leftOut: 0, spentMs: 0 })
    ledger.append({ kind: 'dataset-erasure-intended', dataset: dataset.id, rows, models })
  }).immediate()
}

function undo({ db, ledger }: Workspace, datasetId: string, why: 'interrupted' | 'cancelled' | 'failed'): void {
  db.transaction(() => {
    dropDatasetErasure(db, datasetId)
    ledger.append({ kind: 'dataset-erasure-undone', dataset: datasetId, why })
  }).immediate()
}

/** The one transaction: rows, columns and models gone, what to search for kept sealed, the entry for restoring older backups, the ledger entry. */
function remove(ws: Workspace, dataset: Dataset, started: number): DatasetErasure {
  const { db, ports, ledger } = ws
  const suppressed = { scope: 'dataset', hash: datasetHash(ws.secret('suppression-key'), dataset.id), request: null, at: toInstant(ports.clock.now()) } as const
  const sealingKey = ws.secret('sealing-key')
  const erasure = db.transaction(() => {
    // One may have been opened since the intent was written.
    refuseOpenRequests(db, dataset)
    const rows = rowCount(db, dataset.id)
    const { content, leftOut } = sampleContent(db, dataset)
    insertDatasetScan(db, dataset.id, content, sealingKey, ports.randomBytes)
    const models = shredModelsOf(db, dataset.id)
    for (const model of models) supersedeExports(db, model, 0, suppressed.at)
    eraseWholeDataset(db, dataset)
    insertSuppressions(db, [suppressed])
    const removed: DatasetErasure = { datasetId: dataset.id, state: 'verifying', rows, models, leftOut, spentMs: ports.clock.elapsed() - started }
    putDatasetErasure(db, removed)
    ledger.append({ kind: 'dataset-erased', dataset: dataset.id, erased: rows, models })
    return removed
  }).immediate()
  ports.views.dropOf(dataset.id)
  return erasure
}

/** From the rows being gone to completion; safe to run again after a crash. */
function finish(ws: Workspace, erasure: DatasetErasure, run: Run, started?: number): ErasedDataset {
  const { db, ports } = ws
  const { datasetId, rows, models, leftOut } = erasure
  const sealingKey = ws.secret('sealing-key')
  run.progress('overwrite', 0, 1)
  writeReapplyList(db, reapplyFile(ws.directory), sealingKey, ports.randomBytes)
  rewriteFile(db)
  run.progress('search', 0, 1)
  const searched = searchResidue(ws, readDatasetScan(db, datasetId, sealingKey))
  // A row that was not searched for counts as one that could not be: unknown, not clean.
  const residue = { ...searched, notSearchable: searched.notSearchable + leftOut }
  if (residue.found > 0) throw new CoreError('dataset/residue', { dataset: datasetId, found: residue.found })
  run.progress('complete', 0, 1)
  db.transaction(() => {
    deleteDatasetScan(db, datasetId)
    putDatasetErasure(db, { ...erasure, state: 'completed' })
    ws.ledger.append({ kind: 'dataset-erasure-completed', dataset: datasetId, searched: residue.searched, notSearchable: residue.notSearchable, residue: residue.found })
  }).immediate()
  truncateWal(db)
  return { datasetId, erasedRows: rows, models, residue, totalMs: started === undefined ? erasure.spentMs : ports.clock.elapsed() - started, notErasedByLethe }
}

export interface RecoveredDataset {
  readonly datasetId: string
  /** 'unfinished': traces are still in the files, or the disk is full; erasing it again, by its id, retries. */
  readonly how: 'undone' | 'finished' | 'unfinished'
  /** What a finished one did. */
  readonly report?: ErasedDataset
}

/** True where the last process left the erasure of a dataset half way. */
export const datasetErasuresUnderWay = (db: Db): boolean => datasetErasuresIn(db, 'executing').length + datasetErasuresIn(db, 'verifying').length > 0

const postponed: ReadonlySet<string> = new Set(['dataset/residue', 'workspace/reader-open', 'workspace/disk-full'])

/** Undoes or finishes every erasure of a dataset that was under way when the last process ended. */
export function recoverDatasetErasures(ws: Workspace, run: Run): RecoveredDataset[] {
  const undone = datasetErasuresIn(ws.db, 'executing').map(({ datasetId }) => {
    undo(asWhoBegan(ws, ws.ledger.entriesAbout(datasetId)), datasetId, 'interrupted')
    return { datasetId, how: 'undone' as const }
  })
  const finished = datasetErasuresIn(ws.db, 'verifying').map(erasure => {
    try {
      return { datasetId: erasure.datasetId, how: 'finished' as const, report: finish(asWhoBegan(ws, ws.ledger.entriesAbout(erasure.datasetId)), erasure, run) }
    } catch (error) {
      const known = databaseError(error)
      if (known instanceof CoreError && postponed.has(known.code)) return { datasetId: erasure.datasetId, how: 'unfinished' as const }
      throw error
    }
  })
  return [...undone, ...finished]
}
