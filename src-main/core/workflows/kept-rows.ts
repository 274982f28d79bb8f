import type { Dataset } from '../datasets/dataset-table.ts'
import { iterateRows } from '../datasets/row-table.ts'
import { encodeRows } from '../features/encode-rows.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import type { TrainedModel } from '../unlearning/run-method.ts'
import type { Workspace } from './workspace.ts'

/** Reads from the dataset, not from the model's state, the rows the model learned from or held out, without those erased. */
export function readKeptRows(ws: Workspace, dataset: Dataset, model: TrainedModel, erased: ReadonlySet<number>): FeatureRows {
  const wanted = new Set(model.rows.rows)
  for (const row of erased) wanted.delete(row)
  return encodeRows(only(iterateRows(ws.db, dataset), wanted), dataset.columns, model.recipe)
}

function* only<T extends readonly [number, ...unknown[]]>(records: Iterable<T>, wanted: ReadonlySet<number>): Generator<T> {
  for (const record of records) if (wanted.has(record[0])) yield record
}
