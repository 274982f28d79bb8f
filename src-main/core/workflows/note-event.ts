import type { Input } from '../../contract/api.ts'
import type { NotedEvent, RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { dayOf, deadlinesOf, noonOf } from '../requests/deadlines.ts'
import { holidayCalendar, noHolidays } from '../requests/holidays/holiday-calendar.ts'
import { laws } from '../requests/laws/laws.ts'
import { notFrom, restingStates } from '../requests/moves.ts'
import { findRequest, noteStep, requestSummary, setDueDays, type ErasureRequest } from '../requests/request-table.ts'
import { dayOfStep, makeMove, stepNow, zoneOf } from './make-move.ts'
import type { Workspace } from './workspace.ts'

/** What must have been noted before, for the later to mean anything. */
const needs: { readonly [what in NotedEvent]?: NotedEvent } = { 'identity-received': 'identity-asked', 'fee-paid': 'fee-asked' }

/** Notes that the person was asked today who they are, and waits for them. */
export const askIdentity = (ws: Workspace, { requestId }: Input<'request.ask-identity'>): RequestSummary =>
  note(ws, requestId, 'identity-asked', request => {
    makeMove(ws, request, 'ask-identity')
    return dayOf(ws.ports.clock.now(), zoneOf(ws, request))
  })

/** Notes a day on which something happened that a deadline may depend on; what was noted of it before no longer counts. */
export const noteEvent = (ws: Workspace, { requestId, what, on }: Input<'request.note'>): RequestSummary =>
  note(ws, requestId, what, request => {
    refuseWrongDay(ws, request, what, on)
    if (what === 'identity-asked' && request.state === 'received') makeMove(ws, request, 'ask-identity')
    return on
  })

function note(ws: Workspace, requestId: string, what: NotedEvent, dayAfterChecks: (request: ErasureRequest) => string): RequestSummary {
  const { db, ledger } = ws
  db.transaction(() => {
    const request = findRequest(db, requestId)
    // While it is carried out the outcome states the day that held before.
    if (!restingStates.includes(request.state)) throw notFrom(request, restingStates)
    const on = dayAfterChecks(request)
    noteStep(db, requestId, stepNow(ws, what, on))
    const dueAt = recount(ws, findRequest(db, requestId))
    ledger.append({ kind: 'request-noted', request: requestId, what, on, dueAt })
  })()
  return requestSummary(findRequest(db, requestId))
}

function refuseWrongDay(ws: Workspace, request: ErasureRequest, what: NotedEvent, on: string): void {
  const zone = zoneOf(ws, request)
  const received = dayOf(new Date(request.receivedAt), zone)
  const today = dayOf(ws.ports.clock.now(), zone)
  // A clock that was set back knows no later day than the one of receipt.
  const latest = today < received ? received : today
  if (on > latest) throw new CoreError('request/noted-later', { on, today: latest })
  const before = needs[what]
  const asked = before === undefined ? received : dayOfStep(request, before)
  if (asked === undefined) throw new CoreError('request/not-asked', { request: request.id, what: before === 'fee-asked' ? 'fee' : 'identity' })
  if (on < asked) throw new CoreError('request/noted-too-early', { on, first: asked })
}

/** Counts anew when a request is due, with its own calendar and readings and what was noted of it; one under earlier rules keeps its days. */
function recount(ws: Workspace, request: ErasureRequest): string {
  const { id, law: lawId, ruleVersion, readings, calendar, extension } = request
  const law = laws[lawId]
  if (ruleVersion !== law.version) return request.dueAt
  const timeZone = zoneOf(ws, request)
  const noted = (what: NotedEvent) => {
    const day = dayOfStep(request, what)
    return day === undefined ? undefined : noonOf(day, timeZone)
  }
  const [identityAskedAt, identityReceivedAt, feeReceivedAt] = [noted('identity-asked'), noted('identity-received'), noted('fee-paid')]
  const due = deadlinesOf(law, readings, {
    timeZone, receivedAt: new Date(request.receivedAt),
    ...(identityAskedAt === undefined ? {} : { identityAskedAt }), ...(identityReceivedAt === undefined ? {} : { identityReceivedAt }), ...(feeReceivedAt === undefined ? {} : { feeReceivedAt }),
  }, calendar === null ? noHolidays : holidayCalendar(calendar))
  const dueAt = extension === null ? due.dueAt : due.extension!.dueAt
  setDueDays(ws.db, id, { dueAt, firstDueAt: extension === null ? null : due.dueAt, extendable: due.extension })
  return dueAt
}
