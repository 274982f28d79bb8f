import type { Input } from '../../contract/api.ts'
import type { MatchedRows } from '../../contract/request.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { pageRows } from '../datasets/page-rows.ts'
import { readCells } from '../datasets/row-table.ts'
import { findRequest, pendingAmong, rowsAreThere, someRequestRows } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** The rows an open request is about, in their order; none once they are erased. */
export function readRequestRows({ db }: Workspace, { requestId, offset, limit }: Input<'request.rows'>): MatchedRows {
  return db.transaction(() => {
    const request = findRequest(db, requestId)
    if (!rowsAreThere(request)) return { columns: [], total: 0, rows: [] }
    const dataset = findDataset(db, request.datasetId)
    const rows = someRequestRows(db, requestId, offset, limit)
    return { columns: dataset.columns, total: request.matched, rows: pageRows(readCells(db, dataset, rows), pendingAmong(db, dataset.id, rows)) }
  })()
}
