import { z } from 'zod'
import { JobSummary } from './job.ts'

/** What a shell is told without asking. */
export const events = {
  'job.changed': JobSummary,
  // read these parts anew
  'workspace.changed': z.strictObject({ parts: z.array(z.enum(['datasets', 'models', 'requests', 'records', 'ledger', 'jobs', 'settings', 'people'])).readonly() }).readonly(),
  // ready: calls are answered; restarting: the engine ended by itself and is being started again; stopped: it will not come back
  'engine.changed': z.strictObject({ state: z.enum(['ready', 'restarting', 'stopped']) }).readonly(),
} as const

export type EventName = keyof typeof events
export type EventData<N extends EventName> = z.output<(typeof events)[N]>

/** One event as it crosses a boundary. */
export type AnyEvent = { [N in EventName]: { readonly event: N; readonly data: EventData<N> } }[EventName]
