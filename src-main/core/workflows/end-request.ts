import type { Input } from '../../contract/api.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import type { endedStates, RequestSummary } from '../../contract/request.ts'
import { toInstant } from '../base/instant.ts'
import type { MoveName } from '../requests/moves.ts'
import { clearRequestMatches, endRequest, findRequest, forgetEarlierSubjects, noteStep, requestSummary } from '../requests/request-table.ts'
import { mayMove, stepNow, type Given } from './make-move.ts'
import { duplicatesFrom } from './open-request.ts'
import { settleRequest } from './settle-request.ts'
import type { Workspace } from './workspace.ts'

/** Does not follow a request, for a reason of its law. */
export const denyRequest = (ws: Workspace, { requestId, reason }: Input<'request.deny'>): RequestSummary =>
  end(ws, requestId, 'deny', { deny: reason }, { kind: 'request-denied', request: requestId, reason })

/** The person takes it back; it needs no answer. */
export const withdrawRequest = (ws: Workspace, { requestId }: Input<'request.withdraw'>): RequestSummary =>
  end(ws, requestId, 'withdraw', {}, { kind: 'request-withdrawn', request: requestId })

/** Nothing of the person was found. */
export const closeNotFound = (ws: Workspace, { requestId }: Input<'request.close-not-found'>): RequestSummary =>
  end(ws, requestId, 'close-not-found', {}, { kind: 'request-not-found', request: requestId })

/** The person was asked who they are, and did not show it in time. */
export const expireRequest = (ws: Workspace, { requestId }: Input<'request.expire'>): RequestSummary =>
  end(ws, requestId, 'expire', {}, { kind: 'request-expired', request: requestId })

/** Ends a request without an erasure: its rows are free again and no longer restricted, whom and what it was about is forgotten, and holds over it end. */
function end(ws: Workspace, requestId: string, move: MoveName, given: Given, entry: LedgerFacts): RequestSummary {
  const { db, ledger, ports: { clock } } = ws
  db.transaction(() => {
    const to = mayMove(ws, findRequest(db, requestId), move, given) as (typeof endedStates)[number]
    endRequest(db, requestId, to, toInstant(clock.now()), given.deny)
    clearRequestMatches(db, requestId)
    forgetEarlierSubjects(db, duplicatesFrom(ws))
    noteStep(db, requestId, stepNow(ws, to, given.deny))
    ledger.append(entry, ...settleRequest(ws, requestId))
  })()
  return requestSummary(findRequest(db, requestId))
}
