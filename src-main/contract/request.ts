import { z } from 'zod'
import { Column, RowPage } from './dataset.ts'
import { Guarantee } from './model.ts'
import { count, instant, Law } from './shape.ts'

export { Law } from './shape.ts'
export const laws = Law.options

/** A person's request covers all their rows; a request by rows covers just those named. */
export const RequestScope = z.enum(['person', 'rows'])
export type RequestScope = z.output<typeof RequestScope>

export const RequestState = z.enum(['received', 'verified', 'approved', 'executing', 'verifying', 'completed'])
export type RequestState = z.output<typeof RequestState>

export const RequestSummary = z.strictObject({
  requestId: z.string(), datasetId: z.string(), scope: RequestScope, law: Law, ruleVersion: z.string(),
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
  state: RequestState, matchedRows: count,
}).readonly()
export type RequestSummary = z.output<typeof RequestSummary>

/** Rows a request is about, as they are now. */
export const MatchedRows = z.strictObject({ columns: z.array(Column).readonly(), ...RowPage.unwrap().shape }).readonly()
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

/** How a request stands on a day, both days as "2026-11-25": due soon within so many days before it is due, overdue once that day is over. */
export type Standing = 'met' | 'on-track' | 'due-soon' | 'overdue'
export function standingOn({ state, dueAt }: Pick<RequestSummary, 'state' | 'dueAt'>, today: string, dueSoonDays: number): Standing {
  if (state === 'completed') return 'met'
  const days = (Date.parse(`${dueAt.slice(0, 10)}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000
  return days < 0 ? 'overdue' : days <= dueSoonDays ? 'due-soon' : 'on-track'
}
