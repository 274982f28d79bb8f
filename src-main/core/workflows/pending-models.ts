import type { WorkspaceOverview } from '../../contract/workspace.ts'
import type { Db } from '../database/open-database.ts'
import { rowCount } from '../datasets/dataset-table.ts'
import { loadRowNumbers, rowNumbersPart } from '../features/feature-rows-bytes.ts'
import { livingModelRows, readStatePart } from '../learners/model-table.ts'
import { pendingRowsOf } from '../requests/request-table.ts'

/**
 * The models that exist and have rows, learned from or held out, that open requests name: how many requests and how many rows.
 * Models none is about are left out, and all but one where that is named.
 */
export function pendingModels(db: Db, modelId: string | null = null): WorkspaceOverview['pendingModels'] {
  const pendingOf = new Map<string, PendingRows>()
  return livingModelRows(db, modelId).flatMap(({ id, datasetId, rows }) => {
    const pending = pendingOf.get(datasetId) ?? counted(pendingRowsOf(db, datasetId))
    pendingOf.set(datasetId, pending)
    if (pending.rows.length === 0) return []
    // Nearly every model has all rows of its dataset; the others have left out rows without a label, or restricted ones.
    const concerned = rows === rowCount(db, datasetId) ? pending : counted(among(pending.rows, loadRowNumbers(readStatePart(db, id, rowNumbersPart))))
    return concerned.rows.length === 0 ? [] : [{ modelId: id, requests: concerned.requests, rows: concerned.rows.length }]
  })
}

interface PendingRows {
  readonly rows: readonly [row: number, request: string][]
  readonly requests: number
}

const counted = (rows: PendingRows['rows']): PendingRows => ({ rows, requests: new Set(rows.map(([, request]) => request)).size })

/** Those whose row is among these; both are in rising order of rows. */
function among(pending: PendingRows['rows'], rows: Uint32Array): PendingRows['rows'] {
  let k = 0
  return pending.filter(([row]) => {
    while (k < rows.length && rows[k]! < row) k += 1
    return rows[k] === row
  })
}
