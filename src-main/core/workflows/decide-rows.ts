import type { Input } from '../../contract/api.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { moves } from '../requests/moves.ts'
import { decideRows, findRequest, heldRowsOf, keptByReason, noteStep, requestSummary, rowsNotMatched, type ErasureRequest } from '../requests/request-table.ts'
import { unapprove } from './approve-request.ts'
import { makeMove, stepNow } from './make-move.ts'
import type { Workspace } from './workspace.ts'

/**
 * Decides for rows of a request whether they are erased, or kept for a reason of its law. Once it is approved the decisions stand, but
 * that rows a legal hold names may still be kept, so that the others can be erased: it then has to be approved anew.
 */
export function decideMatches(ws: Workspace, { requestId, dataset: of, rows, decision }: Input<'request.decide'>): RequestSummary {
  const { db, ledger } = ws
  const keep = decision === 'erase' ? null : decision.keep
  db.transaction(() => {
    const request = findRequest(db, requestId)
    const dataset = datasetOf(ws, request, of)
    const chosen = rows === 'all' ? null : [...new Set(rows)]
    const facts = decidedAnew(ws, request, dataset, chosen, keep)
    if (chosen !== null) refuseOtherRows(ws, request, dataset, chosen)
    decideRows(db, requestId, dataset, chosen, keep)
    noteStep(db, requestId, stepNow(ws, 'decided'))
    const { matched, kept } = findRequest(db, requestId)
    ledger.append(...facts, { kind: 'matches-decided', request: requestId, erase: matched - kept, keep: keptByReason(db, requestId) })
  })()
  return requestSummary(findRequest(db, requestId))
}

/** Makes the move; what the ledger says besides where an approval no longer holds. */
function decidedAnew(ws: Workspace, request: ErasureRequest, dataset: Dataset, rows: readonly number[] | null, keep: string | null): LedgerFacts[] {
  const given = keep === null ? {} : { keep }
  if (!moves['keep-held'].from.some(state => state === request.state)) {
    makeMove(ws, request, 'decide', given)
    return []
  }
  const held = new Set(heldRowsOf(ws.db, request.id, dataset))
  if (keep === null || rows === null || !rows.every(row => held.has(row))) throw new CoreError('request/decided', { request: request.id, state: request.state })
  makeMove(ws, request, 'keep-held', given)
  return [unapprove(ws, request)]
}

/** A dataset of the request, by its id or name. */
export function datasetOf({ db }: Workspace, request: ErasureRequest, idOrName: string): Dataset {
  const dataset = findDataset(db, idOrName)
  if (request.datasets.every(({ datasetId }) => datasetId !== dataset.id)) throw new CoreError('request/other-dataset', { request: request.id, dataset: dataset.name })
  return dataset
}

export function refuseOtherRows({ db }: Workspace, { id }: ErasureRequest, dataset: Dataset, rows: readonly number[]): void {
  const others = rowsNotMatched(db, id, dataset, rows)
  if (others.length > 0) throw new CoreError('request/rows-not-matched', { request: id, count: others.length, first: Math.min(...others.slice(0, 10_000)) })
}
