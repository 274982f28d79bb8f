import { z } from 'zod'
import { count, instant } from './shape.ts'

/** Error details as data: a code of errors.ts and what its sentence needs. Never a value from a row. */
export const ErrorData = z.strictObject({ code: z.string(), details: z.record(z.string(), z.unknown()) }).readonly()
export type ErrorData = z.output<typeof ErrorData>

/** Where a long task stands. `interrupted`: the engine ended while it ran; what it had begun was undone or finished at the next start. */
export const JobState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('queued') }),
  z.strictObject({
    kind: z.literal('running'), startedAt: instant,
    /** In the order of the task; done and total are in the stage's own units (rows, bytes, steps), total 0 where unknown. */
    stage: z.string(), done: count, total: count,
    /** Of the present stage, estimated from its own pace; null until there is one. */
    secondsLeft: z.number().nonnegative().nullable(),
    /** When the worker last said anything. */
    lastSignAt: instant,
    /** False from the moment rows are gone: such an erasure can only be finished. */
    cancellable: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('succeeded'), startedAt: instant, finishedAt: instant }),
  z.strictObject({ kind: z.literal('failed'), startedAt: instant, finishedAt: instant, error: ErrorData }),
  z.strictObject({ kind: z.literal('cancelled'), finishedAt: instant }),
  z.strictObject({ kind: z.literal('interrupted'), finishedAt: instant }),
])
export type JobState = z.output<typeof JobState>

/** One long task. It says which call it carries out and on what, never with which words or values. */
export const JobSummary = z.strictObject({
  jobId: z.string(),
  call: z.string(),
  /** Ids of what it works on. */
  about: z.strictObject({ datasetId: z.string().nullable(), modelId: z.string().nullable(), requestId: z.string().nullable() }).readonly(),
  createdAt: instant,
  state: JobState,
  /** The pseudonymous id of the colleague who started it; absent in jobs of earlier versions, and where what was left half way is tidied up. */
  actor: z.string().exactOptional(),
}).readonly()
export type JobSummary = z.output<typeof JobSummary>

/** One line of a job's log: what it came to, when. Codes and stages only, so that a log may be shown to anyone. */
export const JobLogLine = z.strictObject({
  at: instant, state: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted']),
  /** The stage that began; null where it is the job that ended. */
  stage: z.string().nullable(),
  /** Code of the error that ended it. */
  code: z.string().nullable(),
}).readonly()
export type JobLogLine = z.output<typeof JobLogLine>

/** What a finished job answered; kept in memory only, so gone when the engine ends. */
export const JobResult = z.strictObject({ job: JobSummary, output: z.unknown() }).readonly()
export type JobResult = z.output<typeof JobResult>
