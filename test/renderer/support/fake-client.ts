import type { ApiName, Input, Output } from '../../../src-main/contract/api.ts'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import type { EventData, EventName } from '../../../src-main/contract/events.ts'
import type { JobSummary } from '../../../src-main/contract/job.ts'
import type { ApiClient } from '../../../src-main/contract/reply.ts'

type Answers = { readonly [N in ApiName]?: (input: Input<N>) => Output<N> | Promise<Output<N>> }

export interface FakeClient extends ApiClient {
  /** Every call in its order: name and input. */
  readonly calls: (readonly [name: string, input: unknown])[]
  tell<E extends EventName>(event: E, data: EventData<E>): void
  /** Answers of these calls from now on. */
  answer(answers: Answers): void
  /** How many listen to this event. */
  listeners(event: EventName): number
}

/** Stands for an engine where a test is about what the window makes of its answers and events. */
export function fakeClient(answers: Answers = {}): FakeClient {
  const known: { [name: string]: unknown } = { ...answers }
  const told = new Map<EventName, Set<(data: never) => void>>()
  const calls: (readonly [string, unknown])[] = []
  const listenersOf = (event: EventName) => told.get(event) ?? told.set(event, new Set()).get(event)!
  let jobs = 0
  return {
    calls,
    async call(name, input) {
      calls.push([name, input])
      const answer = known[name] as ((input: unknown) => Output<typeof name>) | undefined
      if (answer === undefined) throw refusal({ code: 'engine/gone', details: {} })
      return await answer(input)
    },
    async start(name, input) {
      calls.push([`start ${name}`, input])
      jobs += 1
      return job({ jobId: `job-${jobs}`, call: name })
    },
    on(event, listener) {
      listenersOf(event).add(listener as (data: never) => void)
      return () => void listenersOf(event).delete(listener as (data: never) => void)
    },
    tell(event, data) {
      for (const listener of listenersOf(event)) listener(data as never)
    },
    answer: more => void Object.assign(known, more),
    listeners: event => listenersOf(event).size,
  }
}

/** What a client rejects with. */
export const refusal = (error: ApiError): Error => Object.assign(new Error(error.code), error)

export const job = (parts: Partial<JobSummary> = {}): JobSummary => ({
  jobId: 'job-1', call: 'model.train', about: { datasetId: null, modelId: null, requestId: null }, createdAt: '2026-11-25T10:00:00Z', state: { kind: 'queued' }, ...parts,
})

export const running = (stage: string, done: number, total: number, lastSignAt = '2026-11-25T10:00:05Z'): JobSummary['state'] => ({
  kind: 'running', startedAt: '2026-11-25T10:00:01Z', stage, done, total, secondsLeft: null, lastSignAt, cancellable: true,
})

export const succeeded: JobSummary['state'] = { kind: 'succeeded', startedAt: '2026-11-25T10:00:01Z', finishedAt: '2026-11-25T10:00:09Z' }
