import { isWork, type ApiName, type Input, type Output } from '../../src-main/contract/api.ts'
import type { ApiError } from '../../src-main/contract/errors.ts'
import type { AnyEvent, EventData, EventName } from '../../src-main/contract/events.ts'
import type { JobSummary } from '../../src-main/contract/job.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import { ApiFailure } from './api-failure.ts'
import type { PageRequest } from './page-request.ts'
import { serverEvents } from './server-events.ts'

export interface HttpClient extends ApiClient {
  /** Resolves when events come for the first time: what is read after that misses none. Rejects where the page is not let in or nobody answers. */
  readonly listening: Promise<void>
  close(): void
}

/** Whether anybody looks at this page; a browser connects to one server so often only, so a page nobody sees gives its place to others. */
export interface Visibility {
  hidden(): boolean
  /** Resolves when the page is looked at again. */
  shown(): Promise<void>
}

export interface HttpClientParts {
  readonly request: PageRequest
  readonly visibility?: Visibility
  /** Pauses before each next try to connect, in milliseconds; the last one is kept to. */
  readonly pausesMs?: readonly number[]
  /** The server gives a sign every 15 s; after this long without one the connection is taken for dead. */
  readonly silenceMs?: number
}

/** So many tries in a row that nobody answers, and the engine is taken to have stopped. */
const triesBeforeStopped = 3

/** A connection that lasted this long ended for a reason of its own, in milliseconds. */
const steadyMs = 10_000

/** How often a job is asked for that somebody waits for, while no events come, in milliseconds. */
const askEveryMs = 2000

const isUnreachable = (failure: unknown): boolean => failure instanceof ApiFailure && failure.code === 'page/unreachable'

const alwaysShown: Visibility = { hidden: () => false, shown: () => Promise.resolve() }

/** The contract over HTTP. What takes longer is started, followed by its events, and its answer fetched when it is over. */
export function httpClient({ request, visibility = alwaysShown, pausesMs = [0, 250, 1000, 2000, 5000, 10_000], silenceMs = 45_000 }: HttpClientParts): HttpClient {
  const listeners = new Map<EventName, Set<(data: never) => void>>()
  /** Jobs that somebody waits for, with the session they wait by. */
  const waiting = new Map<string, { readonly session: string | undefined; over(job: JobSummary): void; failed(failure: unknown): void }>()
  const closed = new AbortController()
  const { promise: listening, resolve: heard, reject: notListening } = Promise.withResolvers<void>()
  listening.catch(() => {})
  let state: EventData<'engine.changed'>['state'] = 'ready'
  let listensNow = false
  let listenedBefore = false

  function tell<E extends EventName>(event: E, data: EventData<E>): void {
    for (const told of listeners.get(event) ?? []) {
      try {
        told(data as never)
      } catch (mistake) {
        // A screen's mistake is seen where mistakes are seen; events go on.
        queueMicrotask(() => {
          throw mistake
        })
      }
    }
  }

  function tellState(next: typeof state): void {
    if (next === state) return
    state = next
    tell('engine.changed', { state })
  }

  function follow({ event, data }: AnyEvent): void {
    if (event === 'engine.changed') return tellState(data.state)
    if (event === 'job.changed') hear(data)
    tell(event, data)
  }

  function hear(job: JobSummary): void {
    if (job.state.kind === 'queued' || job.state.kind === 'running') return
    waiting.get(job.jobId)?.over(job)
  }

  function failWaiting(failure: unknown): void {
    for (const { failed } of waiting.values()) failed(failure)
  }

  async function askAbout(jobId: string): Promise<void> {
    try {
      hear(await request.ask<JobSummary>('/api/job.show', { jobId }, { session: waiting.get(jobId)?.session }))
    } catch (failure) {
      // Whether anybody answers is found out by connecting again.
      if (!isUnreachable(failure)) waiting.get(jobId)?.failed(failure)
    }
  }

  async function listen(): Promise<void> {
    for (let unanswered = 0, shortLived = 0; !closed.signal.aborted;) {
      await pause(pausesMs[Math.min(unanswered + shortLived, pausesMs.length - 1)]!)
      const since = performance.now()
      try {
        await hearAll(begun)
        unanswered = 0
        // Where more pages listen than may, they take turns, and not too fast.
        shortLived = performance.now() - since < steadyMs ? shortLived + 1 : 0
        if (visibility.hidden()) await visibility.shown()
      } catch (failure) {
        unanswered += 1
        const isFinal = !isUnreachable(failure)
        if (!isFinal && unanswered < triesBeforeStopped) continue
        notListening(failure)
        failWaiting(failure)
        tellState('stopped')
        if (isFinal) return
      }
    }
  }

  function begun(): void {
    listensNow = true
    // Whatever changed while nobody listened: everything is read anew.
    for (const jobId of waiting.keys()) void askAbout(jobId)
    if (listenedBefore || state !== 'ready') {
      state = 'ready'
      tell('engine.changed', { state })
    }
    listenedBefore = true
    heard()
  }

  /** Follows one connection until it ends. */
  async function hearAll(hears: () => void): Promise<void> {
    const connection = new AbortController()
    const end = () => connection.abort()
    closed.signal.addEventListener('abort', end)
    let silence = setTimeout(end, silenceMs)
    try {
      const stream = await request.stream('/events', connection.signal)
      let first = true
      for await (const event of serverEvents(stream, () => {
        clearTimeout(silence)
        silence = setTimeout(end, silenceMs)
        if (first) hears()
        first = false
      })) follow(event)
    } finally {
      listensNow = false
      clearTimeout(silence)
      closed.signal.removeEventListener('abort', end)
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        closed.signal.removeEventListener('abort', done)
        resolve()
      }
      closed.signal.addEventListener('abort', done)
    })
  }

  async function start<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<JobSummary> {
    return request.ask<JobSummary>(`/start/${name}`, input, { session })
  }

  async function call<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<Output<N>> {
    if (!isWork(name)) return request.ask<Output<N>>(`/api/${name}`, input, { session })
    const job = await whenOver(await start(name, input, session), session)
    if (job.state.kind === 'succeeded') return (await request.ask<Output<'job.result'>>('/api/job.result', { jobId: job.jobId }, { session })).output as Output<N>
    if (job.state.kind === 'failed') throw new ApiFailure(job.state.error as unknown as ApiError)
    throw new ApiFailure({ code: job.state.kind === 'cancelled' ? 'run/cancelled' : 'engine/gone', details: {} })
  }

  function whenOver(job: JobSummary, session: string | undefined): Promise<JobSummary> {
    const { promise, resolve, reject } = Promise.withResolvers<JobSummary>()
    waiting.set(job.jobId, { session, over: resolve, failed: reject })
    // It may have ended before its number was known here.
    void askAbout(job.jobId)
    const asking = setInterval(() => {
      if (!listensNow) void askAbout(job.jobId)
    }, askEveryMs)
    return promise.finally(() => {
      clearInterval(asking)
      waiting.delete(job.jobId)
    })
  }

  void listen()
  return {
    call, start, listening,
    on(event, told) {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all.add(told))
      return () => void all.delete(told)
    },
    close() {
      closed.abort()
      failWaiting(new ApiFailure({ code: 'engine/gone', details: {} }))
    },
  }
}
