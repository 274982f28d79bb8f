import type { Input } from '../../contract/api.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { dayOf } from '../requests/deadlines.ts'
import { laws } from '../requests/laws/laws.ts'
import { extendRequest, findRequest, requestSummary } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/**
 * Notes that the answer takes longer, for a reason the law knows, and moves the day it is due to the one that was computed when
 * the request was opened. Refused once the day is over by which the person had to be told: telling them is the operator's.
 */
export function extendTime({ db, ledger, ports: { clock } }: Workspace, { requestId, reason }: Input<'request.extend'>): RequestSummary {
  const request = findRequest(db, requestId)
  const law = laws[request.law]
  if (request.state === 'completed') throw new CoreError('request/already-completed', { request: requestId })
  // While it is carried out the outcome states the day that held before.
  if (request.state === 'executing' || request.state === 'verifying') throw new CoreError('request/wrong-state', { request: requestId, state: request.state, wanted: 'received, verified or approved' })
  if (request.extension !== null) throw new CoreError('request/already-extended', { request: requestId, dueAt: request.dueAt })
  const { extendable } = request
  if (extendable === null) throw new CoreError('request/not-extendable', { request: requestId, ruleVersion: request.ruleVersion })
  const reasons = law.extensionReasons.map(one => one.reason)
  if (!reasons.includes(reason)) throw new CoreError('request/extension-reason', { law: law.name, reason, known: reasons.join(', ') })
  const now = clock.now()
  if (dayOf(now, readSettings(db).timeZone ?? clock.timeZone) > extendable.noticeBy) throw new CoreError('request/extension-late', { request: requestId, noticeBy: extendable.noticeBy })
  db.transaction(() => {
    extendRequest(db, requestId, { at: toInstant(now), reason })
    ledger.append({ kind: 'request-extended', request: requestId, reason, ...extendable })
  })()
  return requestSummary(findRequest(db, requestId))
}
