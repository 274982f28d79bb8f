import type { Approval, IdentityCheck, RequestState, RequestStep } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { isAlone } from '../people/actor-table.ts'
import { requireOther } from '../people/four-eyes.ts'
import { dayOf, daysAfter } from '../requests/deadlines.ts'
import { moves, notFrom, stateAfter, type Guard, type MoveName } from '../requests/moves.ts'
import { reasonToDeny, reasonToKeep } from '../requests/reasons/reasons.ts'
import { keptByReason, setRequestState, type ErasureRequest } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/** What a move is made with, where its guards ask for it. */
export interface Given {
  readonly how?: IdentityCheck
  readonly deny?: string
  readonly keep?: string
  /** Traces that were found. */
  readonly found?: number
}

/** Inside a transaction: takes a request to the state a move leads to. Throws where its state or a guard of the move does not allow it. */
export function makeMove(ws: Workspace, request: ErasureRequest, name: MoveName, given: Given = {}): RequestState {
  const to = mayMove(ws, request, name, given)
  setRequestState(ws.db, request.id, to)
  return to
}

/** The same without making it. */
export function mayMove(ws: Workspace, request: ErasureRequest, name: MoveName, given: Given = {}): RequestState {
  const to = stateAfter(request, name)
  for (const guard of moves[name].guards) guards[guard](ws, request, given)
  return to
}

const guards: { readonly [guard in Guard]: (ws: Workspace, request: ErasureRequest, given: Given) => void } = {
  'how-it-was-verified'(ws, request, { how }) {
    const known = identityChecks(ws, request)
    if (how === undefined || !known.includes(how)) throw new CoreError('request/identity-how', { how: how ?? '', known: known.join(', ') })
  },
  verified(_, request) {
    if (!hasStep(request, 'verified')) throw notFrom(request, ['verified'])
  },
  'rows-to-erase'(_, { id, matched, kept }) {
    if (matched <= kept) throw new CoreError('request/nothing-to-erase', { request: id })
  },
  'someone-else': (ws, { openedBy }) => void requireOther(ws, openedBy),
  'nothing-matched'(_, { id, matched }) {
    if (matched > 0) throw new CoreError('request/rows-found', { request: id, count: matched })
  },
  'reason-of-the-law'({ db }, request, { keep, deny }) {
    if (keep !== undefined) reasonToKeep(request.law, keep)
    if (deny === undefined) return
    const { effect } = reasonToDeny(request.law, deny, request.matched > 0 && request.matched === request.kept ? keptByReason(db, request.id).map(({ reason }) => reason) : [])
    if (effect === 'ask first, refuse if not settled' && !hasStep(request, 'identity-asked')) throw new CoreError('request/identity-not-asked', { request: request.id })
  },
  'while-it-can-be-undone'({ ports: { clock } }, { id, graceUntil }) {
    if (graceUntil === null || toInstant(clock.now()) >= graceUntil) throw new CoreError('request/approval-final', { request: id, until: graceUntil })
  },
  'asked-and-time-is-up'(ws, request) {
    const asked = dayOfStep(request, 'identity-asked')
    if (asked === undefined) throw new CoreError('request/identity-not-asked', { request: request.id })
    const came = dayOfStep(request, 'identity-received')
    if (came !== undefined && came >= asked) throw new CoreError('request/identity-came', { request: request.id, on: came })
    const until = identityUntil(ws, request, asked)
    if (dayOf(ws.ports.clock.now(), zoneOf(ws, request)) <= until) throw new CoreError('request/expire-early', { request: request.id, until })
  },
  approved(_, request) {
    if (!hasStep(request, 'verified') || !hasStep(request, 'approved')) throw notFrom(request, ['approved'])
  },
  'grace-is-over'({ ports: { clock } }, { id, graceUntil }) {
    if (graceUntil !== null && toInstant(clock.now()) < graceUntil) throw new CoreError('request/in-grace', { request: id, until: graceUntil })
  },
  'no-hold'(_, { id, holdBlocks }) {
    if (holdBlocks) throw new CoreError('request/on-hold', { request: id })
  },
  'no-trace'(_, __, { found }) {
    if (found !== 0) throw new CoreError('erase/residue', { found: found ?? 0 })
  },
}

const hasStep = ({ steps }: ErasureRequest, name: string): boolean => steps.some(({ step }) => step === name)

/** The day noted with a step, "2026-11-25". */
export const dayOfStep = ({ steps }: ErasureRequest, name: string): string | undefined => steps.find(({ step }) => step === name)?.how ?? undefined

/** The last day on which a person who was asked may show who they are: that of the settings, never after the answer is due. */
function identityUntil({ db }: Workspace, { dueAt }: ErasureRequest, asked: string): string {
  const { identityDays } = readSettings(db).requests
  const due = dueAt.slice(0, 10)
  const last = identityDays === null ? due : daysAfter(asked, identityDays)
  return last < due ? last : due
}

/** Whose calendar days count for a request: as when it was opened. */
export const zoneOf = ({ db, ports: { clock } }: Workspace, { timeZone }: Pick<ErasureRequest, 'timeZone'>): string => timeZone ?? readSettings(db).timeZone ?? clock.timeZone

/** How an identity can be verified here: the operator vouches for it alone, where others work a colleague does. */
export const identityChecks = ({ db }: Workspace, { askedBy }: Pick<ErasureRequest, 'askedBy'>): IdentityCheck[] =>
  [isAlone(db) ? 'vouched-for-by-operator' : 'vouched-for', 'logged-in', 'data-points', 'document', ...(askedBy === 'agent' ? ['agent-authorised' as const] : [])]

/** A step taken now by whoever acts. */
export const stepNow = ({ actor, ports: { clock } }: Workspace, step: string, how: string | null = null): RequestStep => ({ step, at: toInstant(clock.now()), actor, how })

/** How whoever acts would approve what this request asks; throws where they opened it and others work here. */
export const approvalOf = (ws: Workspace, { openedBy }: ErasureRequest): Approval => requireOther(ws, openedBy)
