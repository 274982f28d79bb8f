import { z } from 'zod'
import { Law } from './shape.ts'

/** What a reason comes to, in the words of its source. */
export const ReasonEffect = z.enum([
  'keep or refuse', 'pass on', 'delay', 'charge a fee', 'fee or refuse', 'ask first, refuse if not settled', 'wait, then act or refuse', 'refuse: outside the law',
  'answer: not found', 'limits the notice to third parties, not the deletion',
])
export type ReasonEffect = z.output<typeof ReasonEffect>

/** A reason of a law for which rows are kept or a request is not followed; nothing else may be given as one. Not legal advice: a person chooses it. */
export const Reason = z.strictObject({
  code: z.string(), law: Law, article: z.string(), paraphrase: z.string(),
  /** What the person must be told where it is given. */
  mustBeTold: z.array(z.string()).readonly(),
  /** record: decided for each row. request: for all of it. */
  scope: z.enum(['record', 'request']), effect: ReasonEffect,
  /** What it can be given for here: keeping rows, denying the request, or neither. */
  givenFor: z.enum(['keep', 'deny', 'neither']),
  source: z.string(),
  /** How the source was checked. */
  verified: z.enum(['text read', 'secondary', 'not re-read']),
  note: z.string().exactOptional(),
}).readonly()
export type Reason = z.output<typeof Reason>
