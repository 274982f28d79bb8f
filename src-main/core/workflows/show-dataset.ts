import type { Input } from '../../contract/api.ts'
import type { DatasetDetail } from '../../contract/dataset.ts'
import { datasetSummary, findDataset, listRejects } from '../datasets/dataset-table.ts'
import { livingModels } from '../learners/model-table.ts'
import { pendingCounts } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

const mostRejects = 200

/** One dataset with what stands beside its rows: the first rejected records, open requests, and the models that learned from it. */
export function showDataset({ db }: Workspace, input: Input<'dataset.show'>): DatasetDetail {
  const dataset = findDataset(db, input.dataset)
  return {
    dataset: datasetSummary(db, dataset), rejects: listRejects(db, dataset.id, mostRejects), pending: pendingCounts(db, dataset.id),
    models: livingModels(db, dataset.id).map(({ id }) => id),
  }
}
