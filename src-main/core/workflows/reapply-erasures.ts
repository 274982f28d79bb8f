import type { LedgerFacts } from '../../contract/ledger.ts'
import { hasEnded } from '../../contract/request.ts'
import { breathe } from '../base/breathe.ts'
import { toInstant } from '../base/instant.ts'
import { rewriteFile, truncateWal } from '../database/open-database.ts'
import { putDatasetErasure } from '../datasets/dataset-erasure-table.ts'
import { eraseWholeDataset, listDatasets, rowCount, type Dataset } from '../datasets/dataset-table.ts'
import { readRows } from '../datasets/row-table.ts'
import { sampleContent, type ContentSample } from '../datasets/sample-content.ts'
import { supersedeExports } from '../exports/model-export-table.ts'
import { livingModels, shredModelsOf } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { clearRequestMatches, endRequest, findRequest, listRequests, openRequestsOf, requestsInState } from '../requests/request-table.ts'
import { datasetHash, insertSuppressions, isOfDataset, isOfRow, keepLifted, rowHash, type Suppression } from '../requests/suppression.ts'
import { forgetIn, planFor, swapIn, type Forgotten } from './forget-rows.ts'
import { oweNotices } from './owe-notices.ts'
import { searchResidue } from './search-residue.ts'
import type { Workspace } from './workspace.ts'

export interface Reapplied {
  /** By the requests they were first carried out for. */
  readonly requests: readonly { readonly requestId: string; readonly rows: number; readonly models: number }[]
  /** Datasets that were erased whole. */
  readonly datasets: readonly { readonly datasetId: string; readonly rows: number; readonly models: number }[]
  /** Rows on the list that no dataset here has or had. */
  readonly unresolved: number
  readonly residueFound: number
}

/** What is written together with the erasures: where they come from. */
export type RestoredFacts = Omit<Extract<LedgerFacts, { kind: 'workspace-restored' }>, 'kind' | 'reapplied' | 'unresolved'>

/**
 * Erases again what was erased after this database was backed up: exactly the rows that were erased then, found by their keyed
 * hashes, and every model that learned from them forgets them, by an exact method. Rows of the same person that no request named
 * stay, as they stayed then. A dataset that was erased whole is erased whole again. The requests need not be known here, so the
 * ledger says what was done again, and for which request; a request that was still open in the backup is completed by it, and so is
 * every one about a dataset that is gone.
 *
 * Meant for a workspace that nobody can reach yet: stopped half way, it is thrown away whole.
 */
export async function reapplyErasures(ws: Workspace, later: readonly Suppression[], facts: RestoredFacts, run: Run): Promise<Reapplied> {
  const { db, ledger } = ws
  const rows = later.filter(isOfRow)
  const doomed = findDoomed(ws, later)
  const { batches, found } = await findBatches(ws, rows, run)
  for (const [i, batch] of batches.entries()) {
    await breathe(run)
    run.progress('forget', i, batches.length)
    if (doomed.has(batch.dataset.id)) continue
    for (const model of livingModels(db, batch.dataset.id)) {
      batch.forgotten.push(forgetIn(ws, batch.dataset, model, planFor(ws, model, 'auto'), new Set(batch.rows.keys()), false, run))
      await breathe(run)
    }
  }

  run.progress('erase', 0, 1)
  const contents = batches.map(({ dataset, rows: erased }): ContentSample => ({ content: { columns: dataset.columns, rows: readRows(db, dataset, [...erased.keys()]) }, leftOut: 0 }))
  const unresolved = rows.length - found
  const again = batches.flatMap(entriesOf)
  const requests = perRequest(again)
  const whole = db.transaction(() => {
    for (const { dataset, rows: erased, forgotten } of batches) swapIn(db, dataset, [...erased.keys()], forgotten, requests.length === 1 ? requests[0]!.requestId : null)
    const datasetsAgain = [...doomed.values()].map(({ dataset, firstErasedAt }) => {
      contents.push(sampleContent(db, dataset))
      return eraseAgain(ws, dataset, firstErasedAt)
    })
    insertSuppressions(db, later)
    keepLifted(db)
    const done = new Set(requests.map(({ requestId }) => requestId))
    for (const request of listRequests(db)) {
      if (hasEnded(request) || !done.has(request.id)) continue
      endRequest(db, request.id, 'completed', toInstant(ws.ports.clock.now()))
      clearRequestMatches(db, request.id)
      const mine = again.filter(entry => entry.request === request.id)
      oweNotices(ws, [{ requestId: request.id, datasets: mine.map(({ dataset }) => dataset), models: mine.flatMap(({ models }) => models.map(({ model }) => model)) }])
    }
    ledger.append({ kind: 'workspace-restored', ...facts, reapplied: requests.length, unresolved }, ...again, ...datasetsAgain)
    return datasetsAgain
  })()
  if (whole.length > 0) rewriteFile(db)
  else truncateWal(db)
  const datasets = whole.map(({ dataset, erased, models }) => ({ datasetId: dataset, rows: erased, models: models.length }))
  return { requests, datasets, unresolved, residueFound: await search(ws, contents, run) }
}

interface Doomed {
  readonly dataset: Dataset
  readonly firstErasedAt: string
}

/** The datasets here that were erased whole after the backup, by their ids. */
function findDoomed(ws: Workspace, later: readonly Suppression[]): Map<string, Doomed> {
  const key = ws.secret('suppression-key')
  const erasedAt = new Map(later.filter(isOfDataset).map(({ hash, at }) => [hash.toString('latin1'), at]))
  return new Map(listDatasets(ws.db).flatMap(dataset => {
    const firstErasedAt = erasedAt.get(datasetHash(key, dataset.id).toString('latin1'))
    return firstErasedAt === undefined ? [] : [[dataset.id, { dataset, firstErasedAt }]]
  }))
}

/** Within the transaction: a whole dataset again, with the requests that are open about it. */
function eraseAgain({ db, ports }: Workspace, dataset: Dataset, firstErasedAt: string): Extract<LedgerFacts, { kind: 'dataset-erasure-reapplied' }> {
  const erased = rowCount(db, dataset.id)
  // One whose rows are gone and not yet searched for is finished when the workspace is opened.
  const verifying = new Set(requestsInState(db, 'verifying').map(({ id }) => id))
  for (const id of openRequestsOf(db, dataset.id)) {
    // Its rows in other datasets are still to be erased.
    if (verifying.has(id) || findRequest(db, id).datasets.length > 1) continue
    endRequest(db, id, 'completed', toInstant(ports.clock.now()))
    clearRequestMatches(db, id)
  }
  const models = shredModelsOf(db, dataset.id)
  for (const model of models) supersedeExports(db, model, 0, toInstant(ports.clock.now()))
  eraseWholeDataset(db, dataset)
  putDatasetErasure(db, { datasetId: dataset.id, state: 'completed', rows: erased, models, leftOut: 0, spentMs: 0 })
  return { kind: 'dataset-erasure-reapplied', dataset: dataset.id, erased, firstErasedAt, models }
}

interface Batch {
  readonly dataset: Dataset
  /** The rows to erase that are here, each with the entry of the list. */
  readonly rows: Map<number, RowSuppression>
  readonly forgotten: Forgotten[]
}

type RowSuppression = Suppression & { readonly scope: 'row' }

/** Rows hashed between two breaths: about ten milliseconds. */
const rowsAtOnce = 2000

/** Finds the rows by hashing every number each dataset has given out; `found` counts also those that are gone already. */
async function findBatches(ws: Workspace, list: readonly RowSuppression[], run: Run): Promise<{ batches: Batch[]; found: number }> {
  const key = ws.secret('suppression-key')
  const wanted = new Map(list.map(entry => [entry.hash.toString('latin1'), entry]))
  const datasets = listDatasets(ws.db)
  const total = datasets.reduce((sum, { lastRow }) => sum + lastRow, 0)
  const batches: Batch[] = []
  let done = 0
  run.progress('find', 0, total)
  await breathe(run)
  for (const dataset of datasets) {
    const batch: Batch = { dataset, rows: new Map(), forgotten: [] }
    for (let row = 1; row <= dataset.lastRow && wanted.size > 0; row += 1) {
      const hash = rowHash(key, dataset.id, row).toString('latin1')
      const entry = wanted.get(hash)
      if (entry !== undefined) {
        wanted.delete(hash)
        if (readRows(ws.db, dataset, [row]).length > 0) batch.rows.set(row, entry)
      }
      done += 1
      if (done % rowsAtOnce === 0) {
        run.progress('find', done, total)
        await breathe(run)
      }
    }
    if (batch.rows.size > 0) batches.push(batch)
  }
  return { batches, found: list.length - wanted.size }
}

type ReappliedEntry = Extract<LedgerFacts, { kind: 'erasure-reapplied' }>

/** One entry for each request that had rows in this dataset. The models forgot the rows of all of them at once. */
function entriesOf({ dataset, rows, forgotten }: Batch): ReappliedEntry[] {
  const models = forgotten.map(({ change }) => change)
  const first = new Map<string, { erased: number; firstErasedAt: string }>()
  for (const { request, at } of rows.values()) first.set(request, { erased: (first.get(request)?.erased ?? 0) + 1, firstErasedAt: at })
  return [...first].map(([request, found]) => ({ kind: 'erasure-reapplied', request, dataset: dataset.id, ...found, models }))
}

const perRequest = (entries: readonly ReappliedEntry[]): Reapplied['requests'] =>
  [...Map.groupBy(entries, ({ request }) => request)].map(([requestId, of]) => ({
    requestId, rows: of.reduce((sum, { erased }) => sum + erased, 0), models: of.reduce((sum, { models }) => sum + models.length, 0),
  }))

/** Searches the files for what was erased again and enters the result into the ledger; returns the traces found. */
async function search(ws: Workspace, contents: readonly ContentSample[], run: Run): Promise<number> {
  if (contents.length === 0) return 0
  const sum = { searched: 0, notSearchable: 0, residue: 0 }
  for (const [i, { content, leftOut }] of contents.entries()) {
    await breathe(run)
    run.progress('comb', i, contents.length)
    const { searched, notSearchable, found } = searchResidue(ws, content)
    sum.searched += searched
    sum.notSearchable += notSearchable + leftOut
    sum.residue += found
  }
  ws.db.transaction(() => ws.ledger.append({ kind: 'restore-searched', ...sum }))()
  truncateWal(ws.db)
  return sum.residue
}
