import type { Input } from '../../contract/api.ts'
import type { DatasetEvent } from '../../contract/dataset.ts'
import type { LedgerEntry } from '../../contract/ledger.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { erasuresOf } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** What happened to a dataset, the newest first: what the ledger says of it, and the erasures that were completed. */
export function datasetHistory({ db, ledger }: Workspace, input: Input<'dataset.history'>): DatasetEvent[] {
  return db.transaction(() => {
    const dataset = findDataset(db, input.dataset)
    const erased = erasuresOf(db, dataset.id).map(({ at, rows, requestId }): DatasetEvent => ({ at, what: 'rows-erased', rows, modelId: null, requestId }))
    const events = [...eventsIn(ledger.entriesAbout(dataset.id), dataset), ...erased]
    // A stable sort: what has the same time stays in the order of the ledger.
    return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).reverse()
  })()
}

function eventsIn(entries: readonly LedgerEntry[], dataset: Dataset): DatasetEvent[] {
  const events: DatasetEvent[] = []
  let again = 0
  for (const entry of entries.toReversed()) {
    const { at } = entry
    switch (entry.kind) {
      case 'dataset-imported':
        events.push({ at, what: 'imported', rows: entry.rows, modelId: null, requestId: null })
        break
      case 'model-trained':
        events.push({ at, what: 'model-trained', rows: entry.trainRows, modelId: entry.model, requestId: null })
        break
      case 'request-opened':
        events.push({ at, what: 'request-opened', rows: entry.matched, modelId: null, requestId: entry.request })
        break
      case 'erasure-reapplied':
        again += entry.erased
        break
      case 'workspace-restored':
        // Those of this restore come right after it. A dataset that was imported later was not in the backup.
        if (at >= dataset.importedAt) events.push({ at, what: 'restored', rows: again, modelId: null, requestId: null })
        again = 0
        break
      default:
    }
  }
  return events.reverse()
}
