import { api, type ApiName } from '../../contract/api.ts'
import type { JobSummary } from '../../contract/job.ts'
import type { ApiClient } from '../../contract/reply.ts'

/** Nothing is lost with one that only looks. */
const isActive = ({ call, state }: JobSummary): boolean => (state.kind === 'queued' || state.kind === 'running') && Object.hasOwn(api, call) && api[call as ApiName].kind !== 'look'

/** The jobs that wait or run, as the engine last told; none while it is being started again, since then nothing runs. */
export function activeJobs(engine: ApiClient): { list(): JobSummary[] } {
  const active = new Map<string, JobSummary>()
  const take = (job: JobSummary) => (isActive(job) ? active.set(job.jobId, job) : active.delete(job.jobId))
  engine.on('job.changed', take)
  engine.on('engine.changed', ({ state }) => {
    if (state !== 'ready') active.clear()
  })
  return { list: () => [...active.values()] }
}
