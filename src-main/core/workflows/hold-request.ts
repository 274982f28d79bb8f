import type { Input } from '../../contract/api.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { notFrom, restingStates } from '../requests/moves.ts'
import { findRequest, liftHold, placeHold, requestSummary, type ErasureRequest } from '../requests/request-table.ts'
import { datasetOf, refuseOtherRows } from './decide-rows.ts'
import type { Workspace } from './workspace.ts'

/**
 * Lays a legal hold over rows of a request, or over all of it: what it names is not erased as long as it lies there. It stops an erasure
 * that is under way too, up to the moment the rows are gone.
 */
export function holdRequest(ws: Workspace, { requestId, rows: over }: Input<'request.hold'>): RequestSummary {
  const { db, ledger, actor, ports } = ws
  db.transaction(() => {
    const request = holdable(findRequest(db, requestId))
    const dataset = over === undefined ? undefined : datasetOf(ws, request, over.dataset)
    const rows = [...new Set(over?.rows)]
    if (dataset !== undefined) refuseOtherRows(ws, request, dataset, rows)
    const holdId = newId('hold', ports.randomBytes)
    placeHold(db, requestId, { holdId, placedAt: toInstant(ports.clock.now()), placedBy: actor }, dataset === undefined ? null : { dataset, rows })
    ledger.append({ kind: 'hold-placed', request: requestId, hold: holdId, rows: dataset === undefined ? null : rows.length })
  })()
  return requestSummary(findRequest(db, requestId))
}

/** Lifts a legal hold: the one there is, or the one named. */
export function liftRequestHold(ws: Workspace, { requestId, hold }: Input<'request.lift-hold'>): RequestSummary {
  const { db, ledger, actor, ports } = ws
  db.transaction(() => {
    const holdId = holdToLift(holdable(findRequest(db, requestId)), hold)
    liftHold(db, holdId, toInstant(ports.clock.now()), actor)
    ledger.append({ kind: 'hold-lifted', request: requestId, hold: holdId })
  })()
  return requestSummary(findRequest(db, requestId))
}

/** Not one that has ended or whose rows are gone: a hold ends with its request. */
function holdable(request: ErasureRequest): ErasureRequest {
  if (request.state !== 'executing' && !restingStates.includes(request.state)) throw notFrom(request, [...restingStates, 'executing'])
  return request
}

function holdToLift({ id, holds }: ErasureRequest, named: string | undefined): string {
  if (holds.length === 0) throw new CoreError('request/not-held', { request: id })
  const ids = holds.map(({ holdId }) => holdId)
  if (named !== undefined && !ids.includes(named)) throw new CoreError('request/no-such-hold', { request: id, hold: named })
  if (named === undefined && ids.length > 1) throw new CoreError('request/several-holds', { request: id, holds: ids.join(', ') })
  return named ?? ids[0]!
}
