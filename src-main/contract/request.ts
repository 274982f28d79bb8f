import { z } from 'zod'
import { Column, RowPage } from './dataset.ts'
import { Guarantee } from './model.ts'
import { count, instant, Law } from './shape.ts'

export { Law } from './shape.ts'
export const laws = Law.options

/** A person's request covers all their rows; a request by rows covers just those named. */
export const RequestScope = z.enum(['person', 'rows'])
export type RequestScope = z.output<typeof RequestScope>

/**
 * received → awaiting-verification → verified → matching → awaiting-approval → approved → executing → verifying → completed or
 * completed-in-part; steps that have nothing to do are passed over. Where an erasure fails the request is failed, and is retried from
 * there. A legal hold is no state: it lies over any of them.
 */
export const RequestState = z.enum([
  'received', 'awaiting-verification', 'verified', 'matching', 'awaiting-approval', 'approved', 'executing', 'verifying', 'failed',
  'completed', 'completed-in-part', 'denied', 'not-found', 'withdrawn', 'expired-unverified',
])
export type RequestState = z.output<typeof RequestState>

/** Nothing more is done for it; its answer may still be owed. */
export const endedStates = ['completed', 'completed-in-part', 'denied', 'not-found', 'withdrawn', 'expired-unverified'] as const satisfies readonly RequestState[]
export const hasEnded = ({ state }: { readonly state: RequestState }): boolean => (endedStates as readonly RequestState[]).includes(state)

export const openStates = RequestState.options.filter(state => !hasEnded({ state }))

/** Ended with rows erased. */
export const isCarriedOut = ({ state }: { readonly state: RequestState }): boolean => state === 'completed' || state === 'completed-in-part'

/** How a request came in (11 CCR 7101(b): "the manner in which it was made"). */
export const Channel = z.enum(['letter', 'e-mail', 'web-form', 'phone', 'in-person', 'list', 'drop', 'other'])
export type Channel = z.output<typeof Channel>

/** By the person, or by somebody who may act for them. */
export const AskedBy = z.enum(['person', 'agent'])
export type AskedBy = z.output<typeof AskedBy>

/** How the identity was verified; vouched-for-by-operator: by the one person who works here. */
export const IdentityCheck = z.enum(['vouched-for-by-operator', 'vouched-for', 'logged-in', 'data-points', 'document', 'agent-authorised'])
export type IdentityCheck = z.output<typeof IdentityCheck>

/** Who approved: the one person who works here, or another than who opened it. */
export const Approval = z.enum(['by-operator', 'by-second-person'])
export type Approval = z.output<typeof Approval>

/** exact: as it is written. any-case: upper and lower case are alike. e-mail, phone: as such, whatever way they are written. */
export const Identifier = z.strictObject({ kind: z.enum(['exact', 'any-case', 'e-mail', 'phone']), value: z.string().min(1).max(10_000) }).readonly()
export type Identifier = z.output<typeof Identifier>

/** Days that were noted because a deadline may depend on them. */
export const NotedEvent = z.enum(['acknowledged', 'identity-asked', 'identity-received', 'fee-asked', 'fee-paid'])
export type NotedEvent = z.output<typeof NotedEvent>

/** The rows of one dataset a request is about, and how many of those are kept; the counts stay when the rows are gone. */
export const RequestDataset = z.strictObject({ datasetId: z.string(), matchedRows: count, keptRows: count }).readonly()
export type RequestDataset = z.output<typeof RequestDataset>

/** A legal hold in force; rows: how many it names, null where it lies over all of the request. */
export const RequestHold = z.strictObject({ holdId: z.string(), placedAt: instant, placedBy: z.string(), rows: count.nullable() }).readonly()
export type RequestHold = z.output<typeof RequestHold>

/** A step that was taken, by whom (a pseudonymous id), and how where that matters. */
export const RequestStep = z.strictObject({ step: z.string(), at: instant, actor: z.string(), how: z.string().nullable() }).readonly()
export type RequestStep = z.output<typeof RequestStep>

export const RequestSummary = z.strictObject({
  requestId: z.string(), datasets: z.array(RequestDataset).readonly(), scope: RequestScope, law: Law, ruleVersion: z.string(),
  receivedAt: instant,
  /** The day the answer is due; that of the extension where there is one. */
  dueAt: instant,
  /** The day by which receipt must be confirmed; null where the law does not ask for it. */
  acknowledgeBy: z.string().nullable(),
  /** Until when the person can be told that the answer takes longer, and the day it is then due; null where the rules have no extension, or none any more. */
  extendable: z.strictObject({ noticeBy: z.string(), dueAt: z.string() }).readonly().nullable(),
  /** When it was extended and why, and the day that was due before; null where it was not. */
  extension: z.strictObject({ at: instant, reason: z.string(), firstDueAt: z.string() }).readonly().nullable(),
  /** Whose public holidays were counted, and which reading of the law: as they were when it was opened. Null: weekends alone. */
  calendar: z.string().nullable(), readings: z.record(z.string(), z.string()).readonly(),
  channel: Channel, askedBy: AskedBy, openedBy: z.string(), openedAt: instant,
  state: RequestState, matchedRows: count, keptRows: count,
  /** A legal hold lies over it, or over rows of it. */
  onHold: z.boolean(), holds: z.array(RequestHold).readonly(),
  /** Something of it that is to be erased is under a hold: nothing is erased until that is lifted, or its rows are kept. */
  holdBlocks: z.boolean(),
  /** An earlier request of a person with the same identifier, open or ended lately, when this one was opened. */
  duplicateOf: z.string().nullable(),
  /** Until when the approval can be taken back; null where it is not approved or there is no such time. */
  graceUntil: instant.nullable(),
  /** The code of the reason it was denied for; that of the error where it failed is with the step "failed". */
  reason: z.string().nullable(),
  endedAt: instant.nullable(),
  /** The day the answer was sent; an ended request without one still owes it. */
  answeredOn: z.string().nullable(),
  steps: z.array(RequestStep).readonly(),
}).readonly()
export type RequestSummary = z.output<typeof RequestSummary>

/** Rows a request is about, as they are now. */
export const MatchedRows = z.strictObject({
  datasetId: z.string().nullable(), columns: z.array(Column).readonly(), ...RowPage.unwrap().shape,
  /** Of these rows, those that stay and why, and those a legal hold names. */
  kept: z.array(z.strictObject({ row: count, reason: z.string() }).readonly()).readonly(), held: z.array(count).readonly(),
}).readonly()
export type MatchedRows = z.output<typeof MatchedRows>

/** What carrying a request out means for one model. */
export const PlannedModel = z.strictObject({
  modelId: z.string(), learner: z.string(),
  /** Of the matched rows, those it learned from and those held back to test it; the others it never saw. */
  learnedFrom: count, heldBack: count,
  /** What 'auto' comes to under the policy, and its guarantee. */
  method: z.string(), guarantee: Guarantee,
  /** Every method there is for it, retraining first, and whether the policy allows it. */
  methods: z.array(z.strictObject({ method: z.string(), guarantee: Guarantee, allowed: z.boolean() }).readonly()).readonly(),
}).readonly()
export type PlannedModel = z.output<typeof PlannedModel>

export const ErasurePlan = z.strictObject({
  rows: count, models: z.array(PlannedModel).readonly(),
  /** The day until which the policy lets the request wait for others; never after its due date. Null: it need not wait. */
  batchUntil: z.string().nullable(),
}).readonly()
export type ErasurePlan = z.output<typeof ErasurePlan>

/** How a request stands on a day, both days as "2026-11-25": met once it is answered, due soon within so many days before it is due, overdue once that day is over. */
export type Standing = 'met' | 'on-track' | 'due-soon' | 'overdue'
export function standingOn(request: Pick<RequestSummary, 'state' | 'dueAt' | 'answeredOn'>, today: string, dueSoonDays: number): Standing {
  if (owesNothing(request)) return 'met'
  const days = (Date.parse(`${request.dueAt.slice(0, 10)}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000
  return days < 0 ? 'overdue' : days <= dueSoonDays ? 'due-soon' : 'on-track'
}

/** Which requests are wanted; what is absent does not matter. owing: an answer is still owed. search: a part of the id. */
export const RequestFilter = z.strictObject({
  states: z.array(RequestState).min(1).max(15).exactOptional(), law: Law.exactOptional(), onHold: z.boolean().exactOptional(), owing: z.boolean().exactOptional(),
  search: z.string().trim().max(100).exactOptional(),
})
export type RequestFilter = z.output<typeof RequestFilter>

export const RequestOrder = z.strictObject({ by: z.enum(['received', 'due', 'state', 'rows']), direction: z.enum(['up', 'down']) })
export type RequestOrder = z.output<typeof RequestOrder>

/** How many requests the filter finds, and of these how many are in each state and stand how today. */
export const RequestCounts = z.strictObject({
  total: count, onHold: count, answersOwed: count,
  states: z.record(RequestState, count), standings: z.record(z.enum(['met', 'on-track', 'due-soon', 'overdue']), count),
}).readonly()
export type RequestCounts = z.output<typeof RequestCounts>

/** An entry of the ledger about a request. clockSetBack: its time is before that of the entry before it, so the clock was set back in between. */
export const TimelineEntry = z.looseObject({ seq: count, at: instant, actor: z.string(), kind: z.string(), clockSetBack: z.literal(true).exactOptional() }).readonly()
export type TimelineEntry = z.output<typeof TimelineEntry>

/** Why approved requests waited to be carried out as one: fewer single people told apart by a change of a model, one computation for many, or a list they came in. */
export const TogetherReason = z.enum(['privacy', 'effort', 'list'])
export type TogetherReason = z.output<typeof TogetherReason>

/** Answered, or withdrawn, which needs no answer. */
export const owesNothing = ({ state, answeredOn }: Pick<RequestSummary, 'state' | 'answeredOn'>): boolean => answeredOn !== null || state === 'withdrawn'
