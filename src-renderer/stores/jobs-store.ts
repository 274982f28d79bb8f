import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { ApiName, Input, Output } from '../../src-main/contract/api.ts'
import type { ApiError } from '../../src-main/contract/errors.ts'
import type { JobSummary } from '../../src-main/contract/job.ts'
import { errorOf, isCode } from '../client/failure.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { hasEnded, isLook, newerJob } from './job-order.ts'
import { loadable } from './loadable.ts'

/** How a job ended for whoever waited for it. */
export type JobEnd<N extends ApiName> = { readonly kind: 'succeeded'; readonly output: Output<N> } | { readonly kind: 'failed'; readonly error: ApiError } | { readonly kind: 'cancelled' } | { readonly kind: 'interrupted' }

/** Each page that is opened may be a job that looks, as many as the engine keeps answers of. */
const mostLooksKept = 50

const newestFirst = (jobs: Iterable<JobSummary>): JobSummary[] => [...jobs].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))

/** Jobs as the engine tells of them: from its list and from its events, whichever is newer. */
export const useJobsStore = defineStore('jobs', () => {
  const client = useApiClient()
  const byId = shallowRef<ReadonlyMap<string, JobSummary>>(new Map())
  const ended = new Map<string, (job: JobSummary) => void>()

  function put(...jobs: readonly JobSummary[]): void {
    const next = new Map(byId.value)
    for (const job of jobs) {
      const newest = newerJob(next.get(job.jobId), job)
      next.set(job.jobId, newest)
      if (hasEnded(newest)) {
        ended.get(job.jobId)?.(newest)
        ended.delete(job.jobId)
      }
    }
    const looked = [...next.values()].filter(job => isLook(job) && hasEnded(job))
    if (looked.length > mostLooksKept) for (const { jobId } of newestFirst(looked).slice(mostLooksKept)) next.delete(jobId)
    byId.value = next
  }

  const list = loadable(async () => {
    const jobs = await client.call('job.list', {})
    put(...jobs)
    return jobs
  })
  onScopeDispose(client.on('job.changed', job => put(job)))
  followParts(client, ['jobs'], () => void list.refresh())
  // An engine that comes back has ended every job of the one before; whoever waits for one is told.
  onScopeDispose(client.on('engine.changed', ({ state }) => {
    if (state === 'ready') for (const jobId of ended.keys()) void askAbout(jobId)
  }))

  async function askAbout(jobId: string): Promise<void> {
    try {
      put(await client.call('job.show', { jobId }))
    } catch (thrown) {
      const known = byId.value.get(jobId)
      if (known !== undefined && isCode(thrown, 'job/not-found')) put({ ...known, state: { kind: 'interrupted', finishedAt: new Date().toISOString() } })
    }
  }

  /** Newest first. */
  const all = computed(() => newestFirst(byId.value.values()))
  const running = computed(() => all.value.filter(job => job.state.kind === 'running'))
  const queued = computed(() => all.value.filter(job => job.state.kind === 'queued'))
  const done = computed(() => all.value.filter(hasEnded))

  async function start<N extends ApiName>(name: N, input: Input<N>): Promise<JobSummary> {
    void list.load()
    const job = await client.start(name, input)
    put(job)
    return byId.value.get(job.jobId) ?? job
  }

  /** Resolves when this job has ended, however it did. */
  function whenEnded(jobId: string): Promise<JobSummary> {
    const known = byId.value.get(jobId)
    if (known !== undefined && hasEnded(known)) return Promise.resolve(known)
    return new Promise(resolve => {
      const before = ended.get(jobId)
      ended.set(jobId, job => {
        before?.(job)
        resolve(job)
      })
    })
  }

  /** What a job came to. Answers live in the engine's memory: 'job/no-result' when that is gone. */
  async function endOf<N extends ApiName>(_name: N, jobId: string): Promise<JobEnd<N>> {
    const { state } = await whenEnded(jobId)
    if (state.kind === 'failed') return { kind: 'failed', error: state.error as unknown as ApiError }
    if (state.kind !== 'succeeded') return { kind: state.kind === 'interrupted' ? 'interrupted' : 'cancelled' }
    try {
      return { kind: 'succeeded', output: (await client.call('job.result', { jobId })).output as Output<N> }
    } catch (thrown) {
      return { kind: 'failed', error: errorOf(thrown) }
    }
  }

  return {
    list, byId, all, running, queued, done, start, endOf,
    cancel: async (jobId: string) => put(await client.call('job.cancel', { jobId })),
    /** The latest job of this call about this subject, if there is one. */
    latest: (call: ApiName, about: Partial<JobSummary['about']>): JobSummary | undefined =>
      all.value.find(job => job.call === call && Object.entries(about).every(([key, id]) => job.about[key as keyof JobSummary['about']] === id)),
  }
})
