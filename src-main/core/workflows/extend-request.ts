import type { Input } from '../../contract/api.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { dayOf } from '../requests/deadlines.ts'
import { laws } from '../requests/laws/laws.ts'
import { notFrom, restingStates } from '../requests/moves.ts'
import { extendRequest, findRequest, requestSummary } from '../requests/request-table.ts'
import { zoneOf } from './make-move.ts'
import type { Workspace } from './workspace.ts'

/**
 * Notes that the answer takes longer, for a reason the law knows, and moves the day it is due to the one that was computed when
 * the request was opened. Refused once the day is over by which the person had to be told: telling them is the operator's.
 */
export function extendTime(ws: Workspace, { requestId, reason }: Input<'request.extend'>): RequestSummary {
  const { db, ledger, ports: { clock } } = ws
  const request = findRequest(db, requestId)
  const law = laws[request.law]
  // While it is carried out the outcome states the day that held before.
  if (!restingStates.includes(request.state)) throw notFrom(request, restingStates)
  if (request.extension !== null) throw new CoreError('request/already-extended', { request: requestId, dueAt: request.dueAt })
  const { extendable } = request
  if (extendable === null) throw new CoreError('request/not-extendable', { request: requestId, ruleVersion: request.ruleVersion })
  const reasons = law.extensionReasons.map(one => one.reason)
  if (!reasons.includes(reason)) throw new CoreError('request/extension-reason', { law: law.name, reason, known: reasons.join(', ') })
  const now = clock.now()
  if (dayOf(now, zoneOf(ws, request)) > extendable.noticeBy) throw new CoreError('request/extension-late', { request: requestId, noticeBy: extendable.noticeBy })
  db.transaction(() => {
    extendRequest(db, requestId, { at: toInstant(now), reason })
    ledger.append({ kind: 'request-extended', request: requestId, reason, ...extendable })
  })()
  return requestSummary(findRequest(db, requestId))
}
