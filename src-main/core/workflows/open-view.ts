import type { Input } from '../../contract/api.ts'
import type { OpenedView } from '../../contract/dataset.ts'
import { chooseRows } from '../datasets/choose-rows.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import type { Run } from '../ports.ts'
import type { Workspace } from './workspace.ts'

/** Chooses and orders the rows of a dataset; what comes of it is kept in memory for `readPage`. */
export async function openView({ db, ports }: Workspace, input: Input<'dataset.view'>, run: Run): Promise<OpenedView> {
  const dataset = findDataset(db, input.dataset)
  const { rows, ofRows } = await chooseRows(db, dataset, input, run)
  const viewId = `view-${ports.randomBytes(8).toString('hex')}`
  ports.views.put({ viewId, datasetId: dataset.id, ofRows, rows })
  return { viewId, rows: rows.length }
}
