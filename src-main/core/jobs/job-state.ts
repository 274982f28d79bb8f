import type { Output } from '../../contract/api.ts'
import type { ErrorData, JobState, JobSummary } from '../../contract/job.ts'
import type { TaskEnd } from '../ports.ts'

/** One job as the engine keeps it: its summary, and when its present stage began. */
export interface Job {
  readonly summary: JobSummary
  /** Milliseconds by the measuring clock. */
  readonly stageSince: number
}

/** The stages of each call from which on the old is gone, rows or a whole workspace, and the job can only be finished. */
const pastReturn: Readonly<Record<string, readonly string[]>> = {
  'erasure.run': ['adopt', 'overwrite', 'search', 'complete'],
  'erasure.run-together': ['adopt', 'overwrite', 'search', 'complete'],
  'dataset.erase': ['remove', 'overwrite', 'search', 'complete'],
  'workspace.restore': ['keys', 'place', 'destroy'],
}

/** Shortest time in a stage after which its pace says anything, in milliseconds. */
const paceNeedsMs = 500

export const queuedJob = (summary: Omit<JobSummary, 'state'>): Job => ({ summary: { ...summary, state: { kind: 'queued' } }, stageSince: 0 })

export function startedJob(job: Job, at: string, elapsed: number): Job {
  return withState(job, { kind: 'running', startedAt: at, stage: 'start', done: 0, total: 0, secondsLeft: null, lastSignAt: at, cancellable: true }, elapsed)
}

/** A sign of life. A job that is not running is left as it is: its worker's last words may come late. */
export function progressedJob(job: Job, { stage, done, total }: { readonly stage: string; readonly done: number; readonly total: number }, at: string, elapsed: number): Job {
  const { state } = job.summary
  if (state.kind !== 'running') return job
  const stageSince = state.stage === stage ? job.stageSince : elapsed
  return withState(job, {
    ...state, stage, done, total, lastSignAt: at, cancellable: pastReturn[job.summary.call]?.includes(stage) !== true,
    secondsLeft: secondsLeft(elapsed - stageSince, done, total),
  }, stageSince)
}

function secondsLeft(ms: number, done: number, total: number): number | null {
  if (ms < paceNeedsMs || done <= 0 || total <= 0) return null
  return (ms * Math.max(0, total - done)) / done / 1000
}

export function endedJob(job: Job, end: TaskEnd, at: string): Job {
  const { state } = job.summary
  const startedAt = state.kind === 'running' ? state.startedAt : at
  switch (end.kind) {
    case 'answered': return withState({ ...job, summary: { ...job.summary, about: aboutAnswer(job.summary, end.output) } }, { kind: 'succeeded', startedAt, finishedAt: at }, 0)
    case 'stopped': return withState(job, { kind: 'cancelled', finishedAt: at }, 0)
    case 'refused': return withState(job, end.error.code === 'run/cancelled' ? { kind: 'cancelled', finishedAt: at } : { kind: 'failed', startedAt, finishedAt: at, error: end.error }, 0)
    case 'died': return withState(job, { kind: 'failed', startedAt, finishedAt: at, error: diedError(state, end.outOfMemory) }, 0)
  }
}

/** What came into being by it is what it was about. */
function aboutAnswer({ call, about }: JobSummary, output: unknown): JobSummary['about'] {
  if (call === 'dataset.import') return { ...about, datasetId: (output as Output<'dataset.import'>).dataset?.datasetId ?? null }
  if (call === 'model.train') return { ...about, modelId: (output as Output<'model.train'>).modelId }
  return about
}

function diedError(state: JobState, outOfMemory: boolean): ErrorData {
  return { code: outOfMemory ? 'job/out-of-memory' : 'job/worker-died', details: { stage: state.kind === 'running' ? state.stage : null } }
}

const withState = (job: Job, state: JobState, stageSince: number): Job => ({ summary: { ...job.summary, state }, stageSince })

export const isOver = ({ kind }: JobState): boolean => kind !== 'queued' && kind !== 'running'
