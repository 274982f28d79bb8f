import { api, type ApiName } from '../contract/api.ts'
import type { JobResult, JobSummary } from '../contract/job.ts'
import { CoreError } from '../core/base/core-error.ts'
import { errorFrom } from '../core/base/error-data.ts'
import { newId } from '../core/base/ids.ts'
import { toInstant } from '../core/base/instant.ts'
import { jobQueue, type Lane } from '../core/jobs/job-queue.ts'
import { endedJob, isOver, progressedJob, queuedJob, startedJob, type Job } from '../core/jobs/job-state.ts'
import type { JobTable } from '../core/jobs/job-table.ts'
import type { Clock, JobHost, RandomBytes, RunningTask, TaskEnd } from '../core/ports.ts'
import type { Recovered } from '../contract/workspace.ts'

export interface JobRunner {
  /** Before anything else: calls the jobs of the last engine interrupted, returns them, and undoes or finishes what they left. */
  recoverFirst(): readonly JobSummary[]
  /** For this colleague. `around` is given the whole run of the task to do something before and after. */
  start(call: ApiName, input: unknown, about: JobSummary['about'], actor: string, around?: Around): JobSummary
  /** The answer of a job, once it is over; rejects with its error. */
  outputOf(jobId: string): Promise<unknown>
  list(): JobSummary[]
  find(jobId: string): JobSummary
  result(jobId: string): JobResult
  cancel(jobId: string): JobSummary
  close(): Promise<void>
}

export type Around = (work: () => Promise<void>) => Promise<void>

interface JobRunnerParts {
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly host: JobHost
  readonly table: () => JobTable
  told(job: JobSummary): void
  needsRecovery(): boolean
  recovered(list: readonly Recovered[]): void
  done(job: JobSummary): void
}

/** The task that undoes or finishes what a killed worker or engine left; no call of the contract, but shown as a job. */
export const recoverTask = 'workspace.recover'

interface Entry {
  job: Job
  /** Forgotten once the job is over: it may hold a passphrase, or a value looked for. */
  input: unknown
  readonly stored: boolean
  readonly around: Around | undefined
  readonly over: Promise<TaskEnd>
  readonly end: (end: TaskEnd) => void
  task?: RunningTask
  /** Cancelled, perhaps before there was a task to stop. */
  stopAsked: boolean
  /** Its own task is over, and what runs undoes or finishes what that one left: this is not cancelled. */
  recovering: boolean
  toldAt: number
}

/** Jobs that are over stay in memory with their answers up to this many. */
const mostRemembered = 50

/** Progress is told at most this often, in milliseconds; a new stage at once. */
const tellEveryMs = 100

function laneOf(call: string): Lane {
  if (call === recoverTask) return 'turn'
  // It puts another database in the place of the one that looking jobs have open.
  if (call === 'workspace.restore') return 'alone'
  return api[call as ApiName].kind === 'look' ? 'beside' : 'turn'
}

/** Runs jobs of one engine: a queue, workers behind the JobHost, states that everybody is told. */
export function jobRunner({ clock, randomBytes, host, table, told, needsRecovery, recovered, done }: JobRunnerParts): JobRunner {
  const queue = jobQueue()
  const entries = new Map<string, Entry>()
  const outputs = new Map<string, unknown>()
  let closing = false
  const now = () => toInstant(clock.now())

  function find(jobId: string): Entry {
    const entry = entries.get(jobId)
    if (entry === undefined) throw new CoreError('job/not-found', { job: jobId })
    return entry
  }

  function change(entry: Entry, job: Job): void {
    entry.job = job
    entry.toldAt = clock.elapsed()
    told(job.summary)
  }

  function stop(entry: Entry): void {
    entry.stopAsked = true
    entry.task?.stop()
  }

  /** A job that had not begun, and never will. */
  function takeOut(entry: Entry): void {
    queue.remove(entry.job.summary.jobId)
    change(entry, endedJob(entry.job, { kind: 'stopped' }, now()))
    entry.input = undefined
    void store(entry)
    entry.end({ kind: 'stopped' })
    // What waited behind it may begin.
    next()
  }

  /** Writes where the job stands, as soon as no worker writes. What only looks is not written down. */
  async function store(entry: Entry): Promise<void> {
    if (!entry.stored) return
    for (;;) {
      try {
        table().put(entry.job.summary)
        return
      } catch (error) {
        if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return // the workspace being restored, or a full disk: the job itself goes on
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    }
  }

  function add(call: string, input: unknown, about: JobSummary['about'], actor: string | null, around: Around | undefined): Entry {
    const { promise: over, resolve: end } = Promise.withResolvers<TaskEnd>()
    const lane = laneOf(call)
    const summary = { jobId: newId('job', randomBytes), call, about, createdAt: now(), ...(actor === null ? {} : { actor }) }
    const entry: Entry = { job: queuedJob(summary), input, stored: lane === 'turn', around, over, end, stopAsked: false, recovering: false, toldAt: 0 }
    entries.set(summary.jobId, entry)
    told(entry.job.summary)
    void store(entry)
    queue.add(summary.jobId, lane)
    return entry
  }

  function next(): void {
    if (closing) return
    for (const jobId of queue.take()) void run(find(jobId))
  }

  async function run(entry: Entry): Promise<void> {
    const { jobId } = entry.job.summary
    change(entry, startedJob(entry.job, now(), clock.elapsed()))
    await store(entry)
    const end = entry.stopAsked ? { kind: 'stopped' as const } : await aroundOf(entry)
    entry.input = undefined
    if (end.kind === 'answered') outputs.set(jobId, end.output)
    forgetOldest(jobId)
    change(entry, endedJob(entry.job, end, now()))
    await store(entry)
    queue.remove(jobId)
    if (end.kind === 'answered') done(entry.job.summary)
    entry.end(end)
    next()
  }

  async function aroundOf(entry: Entry): Promise<TaskEnd> {
    if (entry.around === undefined) return carryOut(entry)
    const ends: TaskEnd[] = []
    try {
      await entry.around(async () => void ends.push(await carryOut(entry)))
    } catch {
      // The workspace could not be opened again: whatever the task answered, every call says so from now on.
      return { kind: 'died', outOfMemory: false }
    }
    return ends[0]!
  }

  /** One task from its start to its end, and the tidying after a worker that was ended by force. */
  async function carryOut(entry: Entry): Promise<TaskEnd> {
    const { call } = entry.job.summary
    const end = await inWorker(entry, call, entry.input)
    if (call === recoverTask) {
      if (end.kind === 'answered') recovered(end.output as readonly Recovered[])
      return end
    }
    const isChange = api[call as ApiName].kind === 'job' && call !== 'workspace.restore'
    if (!isChange || (end.kind !== 'stopped' && end.kind !== 'died') || closing) return end
    const list = await recoverNow(entry)
    const { requestId, datasetId } = entry.job.summary.about
    const own = list.find(r => r.how === 'finished' && ('requestId' in r ? call === 'erasure.run' && r.requestId === requestId : call === 'dataset.erase' && r.datasetId === datasetId))
    // It was past the point of return when it was ended: the rows are gone, and the truth is that it succeeded.
    return own?.report !== undefined ? { kind: 'answered', output: own.report } : end
  }

  function inWorker(entry: Entry, call: string, input: unknown): Promise<TaskEnd> {
    return new Promise(resolve => {
      entry.task = host.start({ call, input, actor: call === recoverTask ? null : entry.job.summary.actor ?? null }, {
        progress(stage, done, total) {
          const before = entry.job.summary.state
          entry.job = progressedJob(entry.job, { stage, done, total }, now(), clock.elapsed())
          const isNewStage = before.kind === 'running' && before.stage !== stage
          if (isNewStage || clock.elapsed() - entry.toldAt >= tellEveryMs) change(entry, entry.job)
        },
        ended: resolve,
      })
    })
  }

  async function recoverNow(entry: Entry): Promise<readonly (Recovered & { readonly report?: unknown })[]> {
    entry.recovering = true
    const end = await inWorker(entry, recoverTask, {})
    if (end.kind !== 'answered') return []
    const list = end.output as readonly (Recovered & { readonly report?: unknown })[]
    recovered(list)
    return list
  }

  function forgetOldest(jobId: string): void {
    for (const [old, { job }] of entries) {
      if (entries.size <= mostRemembered) return
      if (!isOver(job.summary.state) || old === jobId) continue
      entries.delete(old)
      outputs.delete(old)
    }
  }

  return {
    recoverFirst() {
      const interrupted = table().interruptAll(now()).filter(({ jobId }) => !entries.has(jobId))
      // After a restore that changed nothing: what waited behind it still does.
      for (const entry of entries.values()) if (!isOver(entry.job.summary.state)) void store(entry)
      if (needsRecovery()) {
        add(recoverTask, {}, { datasetId: null, modelId: null, requestId: null }, null, undefined)
        next()
      }
      return interrupted
    },
    start(call, input, about, actor, around) {
      if (closing) throw new CoreError('engine/gone', {})
      const entry = add(call, input, about, actor, around)
      // Told as queued first, however short the queue.
      queueMicrotask(next)
      return entry.job.summary
    },
    async outputOf(jobId) {
      const entry = find(jobId)
      const end = await entry.over
      if (end.kind === 'answered') return end.output
      if (end.kind === 'refused') throw errorFrom(end.error as never)
      if (end.kind === 'stopped') throw new CoreError('run/cancelled', {})
      const { state } = entry.job.summary
      throw state.kind === 'failed' ? errorFrom(state.error as never) : new CoreError('job/worker-died', { stage: null })
    },
    list() {
      const present = [...entries.values()].map(({ job }) => job.summary).reverse()
      const known = new Set(present.map(({ jobId }) => jobId))
      let stored: JobSummary[] = []
      try {
        stored = table().newest(200)
      } catch {
        // While the workspace is being restored there is no table to read.
      }
      return [...present, ...stored.filter(({ jobId }) => !known.has(jobId))]
    },
    find(jobId) {
      const entry = entries.get(jobId)
      if (entry !== undefined) return entry.job.summary
      const stored = table().find(jobId)
      if (stored === undefined) throw new CoreError('job/not-found', { job: jobId })
      return stored
    },
    result(jobId) {
      const job = this.find(jobId)
      if (!isOver(job.state)) throw new CoreError('job/not-finished', { job: jobId })
      if (!outputs.has(jobId)) {
        if (job.state.kind === 'failed') throw errorFrom(job.state.error as never)
        if (job.state.kind === 'cancelled') throw new CoreError('run/cancelled', {})
        throw new CoreError('job/no-result', { job: jobId })
      }
      return { job, output: outputs.get(jobId) }
    },
    cancel(jobId) {
      const job = this.find(jobId)
      const { state } = job
      if (state.kind === 'queued' && job.call !== recoverTask) {
        takeOut(find(jobId))
        return this.find(jobId)
      }
      if (state.kind !== 'running' || !state.cancellable || job.call === recoverTask) throw new CoreError('job/cannot-be-cancelled', { job: jobId, state: state.kind === 'running' ? `at the stage "${state.stage}"` : state.kind })
      const entry = find(jobId)
      if (!entry.recovering) stop(entry)
      return job
    },
    async close() {
      closing = true
      const left = [...entries.values()].filter(({ job }) => !isOver(job.summary.state))
      for (const entry of left) (entry.job.summary.state.kind === 'queued' ? takeOut : stop)(entry)
      await Promise.all(left.map(({ over }) => over))
      await host.close()
    },
  }
}
