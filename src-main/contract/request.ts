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
  receivedAt: instant, dueAt: instant, state: RequestState, matchedRows: count,
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
