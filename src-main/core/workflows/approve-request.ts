import type { LedgerFacts } from '../../contract/ledger.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { findRequest, requestSummary, setRequestState, type ErasureRequest } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** What everything made in a workspace of one person says about its decisions. */
export const operatorDecides = 'identity vouched for and approved by the operator'

/** Records that the person who asked is who they say: in a workspace of one, the operator vouches for it. */
export function verifyRequest(ws: Workspace, requestId: string): RequestSummary {
  const request = findRequest(ws.db, requestId)
  if (request.state !== 'received') throw wrongState(request, 'received')
  ws.db.transaction(() => {
    setRequestState(ws.db, requestId, 'verified')
    ws.ledger.append({ kind: 'request-verified', request: requestId, how: 'vouched-for-by-operator' })
  })()
  return requestSummary({ ...request, state: 'verified' })
}

/** Approves a verified request. From here on its rows are out of every new training. */
export function approveRequest(ws: Workspace, requestId: string): RequestSummary {
  const request = findRequest(ws.db, requestId)
  if (request.state !== 'verified') throw wrongState(request, 'verified')
  ws.db.transaction(() => {
    setRequestState(ws.db, requestId, 'approved')
    ws.ledger.append({ kind: 'request-approved', request: requestId, how: 'by-operator' })
  })()
  return requestSummary({ ...request, state: 'approved' })
}

/** The steps before execution that a workspace of one takes by itself when the erasure is run. */
export function missingDecisions(request: ErasureRequest): LedgerFacts[] {
  const verified: LedgerFacts = { kind: 'request-verified', request: request.id, how: 'vouched-for-by-operator' }
  const approved: LedgerFacts = { kind: 'request-approved', request: request.id, how: 'by-operator' }
  switch (request.state) {
    case 'received': return [verified, approved]
    case 'verified': return [approved]
    case 'approved': return []
    case 'completed': throw new CoreError('request/already-completed', { request: request.id })
    default: throw wrongState(request, 'approved')
  }
}

const wrongState = (request: ErasureRequest, wanted: string) => new CoreError('request/wrong-state', { request: request.id, state: request.state, wanted })
