import type { Input } from '../../contract/api.ts'
import type { MatchedRows } from '../../contract/request.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { pageRows } from '../datasets/page-rows.ts'
import { readCells } from '../datasets/row-table.ts'
import { findRequest, heldRowsOf, keptRowsOf, pendingAmong, rowsAreThere, someRequestRows } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** The rows an open request is about in one dataset, the first where none is named, in their order; none once they are erased. */
export function readRequestRows({ db }: Workspace, { requestId, dataset: of, offset, limit }: Input<'request.rows'>): MatchedRows {
  return db.transaction(() => {
    const request = findRequest(db, requestId)
    const datasetId = of === undefined ? request.datasets[0]?.datasetId : findDataset(db, of).id
    const about = request.datasets.find(one => one.datasetId === datasetId)
    if (!rowsAreThere(request) || about === undefined) return { datasetId: null, columns: [], total: 0, rows: [], kept: [], held: [] }
    const dataset = findDataset(db, about.datasetId)
    const rows = someRequestRows(db, requestId, dataset, offset, limit)
    const shown = new Set(rows)
    return {
      datasetId: dataset.id, columns: dataset.columns, total: about.matchedRows, rows: pageRows(readCells(db, dataset, rows), pendingAmong(db, dataset.id, rows)),
      kept: keptRowsOf(db, requestId, dataset).filter(({ row }) => shown.has(row)), held: heldRowsOf(db, requestId, dataset).filter(row => shown.has(row)),
    }
  })()
}
