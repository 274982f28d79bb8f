import { z } from 'zod'
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
