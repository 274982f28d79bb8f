import type { ApiName, Input, Output } from './api.ts'
import type { EventData, EventName } from './events.ts'
import type { ApiError } from './errors.ts'
import type { JobSummary } from './job.ts'

/** How every call is answered across a boundary: errors travel as data, since a thrown error loses all but its message. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ApiError }

/** The one way a screen or a command reaches the engine; a shell implements it. `session` is that of whoever signed in, where people do. */
export interface ApiClient {
  /** Answers when it is done, however long that takes. Rejects with ApiFailure. */
  call<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<Output<N>>
  /** Starts a call that is carried out as a job and answers with the job at once. */
  start<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<JobSummary>
  /** Calls `told` at each event until the returned function is called. */
  on<E extends EventName>(event: E, told: (data: EventData<E>) => void): () => void
}
