import type { LedgerFacts } from '../../contract/ledger.ts'
import type { ErasureOutcome } from '../../contract/record.ts'
import type { Approval, IdentityCheck, RequestSummary } from '../../contract/request.ts'
import type { Input } from '../../contract/api.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { isAlone } from '../people/actor-table.ts'
import { moves, notFrom } from '../requests/moves.ts'
import { findRequest, forgetStep, noteStep, requestSummary, setGrace, type ErasureRequest } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import { approvalOf, identityChecks, makeMove, stepNow } from './make-move.ts'
import type { Workspace } from './workspace.ts'

/** What everything made in a workspace of one person says about its decisions. */
export const operatorDecides = 'identity vouched for and approved by the operator'

/** Records that the person who asked is who they say, and how that was told; where nothing is said, whoever acts vouches for it. */
export function verifyRequest(ws: Workspace, { requestId, how }: Input<'request.verify'>): RequestSummary {
  return changed(ws, requestId, request => verify(ws, request, how))
}

/** Says that everything is decided, for someone to approve it. */
export function submitRequest(ws: Workspace, { requestId }: Input<'request.submit'>): RequestSummary {
  return changed(ws, requestId, request => {
    makeMove(ws, request, 'submit')
    noteStep(ws.db, requestId, stepNow(ws, 'submitted'))
    return { kind: 'request-submitted', request: requestId }
  })
}

/** Approves a verified request. From here on its rows are out of every new training. */
export function approveRequest(ws: Workspace, { requestId }: Input<'request.approve'>): RequestSummary {
  return changed(ws, requestId, request => approve(ws, request))
}

/** Takes an approval back as long as the settings of then allow it: its rows are no longer restricted. */
export function undoApproval(ws: Workspace, { requestId }: Input<'request.undo-approval'>): RequestSummary {
  return changed(ws, requestId, request => {
    makeMove(ws, request, 'undo-approval')
    return unapprove(ws, request)
  })
}

function changed(ws: Workspace, requestId: string, change: (request: ErasureRequest) => LedgerFacts): RequestSummary {
  const { db, ledger } = ws
  db.transaction(() => ledger.append(change(findRequest(db, requestId))))()
  return requestSummary(findRequest(db, requestId))
}

function verify(ws: Workspace, request: ErasureRequest, said?: IdentityCheck): LedgerFacts {
  const how = said ?? identityChecks(ws, request)[0]!
  makeMove(ws, request, 'verify', { how })
  noteStep(ws.db, request.id, stepNow(ws, 'verified', how))
  return { kind: 'request-verified', request: request.id, how }
}

function approve(ws: Workspace, request: ErasureRequest): LedgerFacts {
  const { db, ports: { clock } } = ws
  makeMove(ws, request, 'approve')
  const how = approvalOf(ws, request)
  const { graceHours } = readSettings(db).requests
  const graceUntil = graceHours === 0 ? null : toInstant(new Date(clock.now().getTime() + graceHours * 3_600_000))
  setGrace(db, request.id, graceUntil)
  noteStep(db, request.id, stepNow(ws, 'approved', how))
  return { kind: 'request-approved', request: request.id, how, ...(graceUntil === null ? {} : { graceUntil }) }
}

/** Inside a transaction: an approval no longer holds. */
export function unapprove({ db }: Workspace, { id }: ErasureRequest): LedgerFacts {
  forgetStep(db, id, 'approved')
  setGrace(db, id, null)
  return { kind: 'approval-undone', request: id }
}

/**
 * The steps before execution that were not taken and that one who works alone takes by beginning it. Where two or more work here, and
 * where an approval can be taken back for some hours, each is taken by itself: throws.
 */
export function missingSteps({ db }: Workspace, request: ErasureRequest): readonly ('verify' | 'approve')[] {
  const startsFrom = (move: 'begin' | 'verify' | 'approve') => moves[move].from.some(state => state === request.state)
  if (startsFrom('begin')) return []
  if ((!startsFrom('verify') && !startsFrom('approve')) || !isAlone(db)) throw notFrom(request, ['approved'])
  const { graceHours } = readSettings(db).requests
  if (graceHours > 0) throw new CoreError('request/grace-first', { request: request.id, hours: graceHours })
  return startsFrom('verify') ? ['verify', 'approve'] : ['approve']
}

/** Inside a transaction: takes them; what the ledger says of each. */
export const takeMissingSteps = (ws: Workspace, requestId: string): LedgerFacts[] =>
  missingSteps(ws, findRequest(ws.db, requestId)).map(step => (step === 'verify' ? verify : approve)(ws, findRequest(ws.db, requestId)))

/** How it came to be carried out, from the steps that were taken. */
export function decisionsOf({ steps }: ErasureRequest): ErasureOutcome['decisions'] {
  const how = (name: string) => steps.findLast(({ step }) => step === name)?.how
  const identity = (how('verified') ?? 'vouched-for-by-operator') as IdentityCheck
  const approved = (how('approved') ?? 'by-operator') as Approval
  return { identity, approval: approved, sentence: identity === 'vouched-for-by-operator' && approved === 'by-operator' ? operatorDecides : `identity ${identityWords[identity]}, approved ${approvalWords[approved]}` }
}

const identityWords: { readonly [check in IdentityCheck]: string } = {
  'vouched-for-by-operator': 'vouched for by the operator', 'vouched-for': 'vouched for by a colleague', 'logged-in': 'verified by logging in', 'data-points': 'verified by matching data points',
  document: 'verified by a document', 'agent-authorised': 'of an agent with an authorisation verified',
}
const approvalWords: { readonly [approval in Approval]: string } = { 'by-operator': 'by the operator', 'by-second-person': 'by another person than opened it' }
