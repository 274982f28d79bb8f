import type { Input } from '../../contract/api.ts'
import type { RowPage } from '../../contract/dataset.ts'
import { CoreError } from '../base/core-error.ts'
import { findDataset, rowCount, type Dataset } from '../datasets/dataset-table.ts'
import { pageRows } from '../datasets/page-rows.ts'
import { rowAtOffset } from '../datasets/row-offsets.ts'
import { readCells, readCellsFrom, rowNumbersFrom } from '../datasets/row-table.ts'
import type { RowView } from '../ports.ts'
import { pendingAmong } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** Reads up to `limit` rows of a dataset, or of a view of it, from an offset on. */
export function readPage(ws: Workspace, input: Input<'dataset.page'>): RowPage {
  const { db } = ws
  return db.transaction(() => {
    const dataset = findDataset(db, input.dataset)
    const view = viewOf(ws, dataset, input.viewId)
    const found = view === undefined ? cellsFrom(ws, dataset, input) : readCells(db, dataset, part(view, input))
    const pending = pendingAmong(db, dataset.id, found.map(([row]) => row))
    return {
      total: view?.rows.length ?? rowCount(db, dataset.id),
      rows: pageRows(found, pending),
    }
  })()
}

/** Reads just the numbers of these rows. */
export function readRowNumbers(ws: Workspace, input: Input<'dataset.rows'>): number[] {
  const { db } = ws
  return db.transaction(() => {
    const dataset = findDataset(db, input.dataset)
    const view = viewOf(ws, dataset, input.viewId)
    if (view !== undefined) return [...part(view, input)]
    const from = rowAtOffset(db, dataset, input.offset)
    return from === undefined ? [] : rowNumbersFrom(db, dataset, from, input.limit)
  })()
}

function cellsFrom({ db }: Workspace, dataset: Dataset, { offset, limit }: Input<'dataset.page'>): ReturnType<typeof readCellsFrom> {
  const from = rowAtOffset(db, dataset, offset)
  return from === undefined ? [] : readCellsFrom(db, dataset, from, limit)
}

const part = ({ rows }: RowView, { offset, limit }: { readonly offset: number; readonly limit: number }): Uint32Array => rows.subarray(offset, offset + limit)

/** The view named, which must be one of this dataset as it is now. */
function viewOf({ db, ports }: Workspace, dataset: Dataset, viewId: string | undefined): RowView | undefined {
  if (viewId === undefined) return undefined
  const view = ports.views.get(viewId)
  if (view?.datasetId !== dataset.id) throw new CoreError('dataset/view-gone', {})
  if (view.ofRows === rowCount(db, dataset.id)) return view
  ports.views.dropOf(dataset.id)
  throw new CoreError('dataset/view-gone', {})
}
