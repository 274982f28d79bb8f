import { computed, ref, shallowRef, watch } from 'vue'
import type { ApiError, ErrorCode } from '../../../src-main/contract/errors.ts'
import type { JobSummary } from '../../../src-main/contract/job.ts'
import type { EraseReport } from '../../../src-main/contract/record.ts'
import { errorOf } from '../../client/failure.ts'
import { hasEnded } from '../../stores/job-order.ts'
import { useJobsStore } from '../../stores/jobs-store.ts'

const overtakenCodes: ReadonlySet<string> = new Set<ErrorCode>(['request/wrong-state', 'request/already-completed'])

/** True where a step came too late: somebody in another window, or at the command line, had taken one before. */
export const isOvertaken = (error: { readonly code: string }): boolean => overtakenCodes.has(error.code)

const cameTooLate = (job: JobSummary): boolean => job.state.kind === 'failed' && isOvertaken(job.state.error)

/** The erasure of one request, whether this page, another one or an earlier visit started it. `onOvertaken` is called where one started here came too late. */
export function useErasure(requestId: string, onOvertaken: () => void) {
  const jobs = useJobsStore()
  const report = shallowRef<EraseReport>()
  const error = shallowRef<ApiError>()
  const stopped = ref<'cancelled' | 'interrupted'>()
  const starting = ref(false)
  const ownJob = ref<string>()
  watch(() => (ownJob.value === undefined ? undefined : jobs.byId.get(ownJob.value)), own => { if (own !== undefined && cameTooLate(own)) onOvertaken() })
  /** What was asked for here, to ask for it once more. */
  let asked = { method: 'auto', compare: true }

  // One that came too late says nothing about the one that did the work.
  const latest = computed(() => jobs.all.find(job => job.call === 'erasure.run' && job.about.requestId === requestId && !cameTooLate(job)))
  const job = computed(() => (latest.value === undefined || hasEnded(latest.value) ? undefined : latest.value))
  const isUnderWay = computed(() => starting.value || job.value !== undefined)

  async function follow(jobId: string): Promise<void> {
    // What one came to that ended before it was looked at here is kept in the workspace.
    if (latest.value?.state.kind === 'succeeded') return
    const end = await jobs.endOf('erasure.run', jobId)
    if (latest.value?.jobId !== jobId) return
    if (end.kind === 'succeeded') report.value = end.output
    // What is no longer in memory is read from what is kept.
    else if (end.kind === 'failed') error.value = end.error.code === 'job/no-result' ? undefined : end.error
    else stopped.value = end.kind
  }

  /** Reads what the workspace does not keep and the engine may still have in memory, such as a digest that differs. */
  async function readAnswer(): Promise<void> {
    const done = latest.value
    if (done?.state.kind !== 'succeeded' || report.value !== undefined) return
    const end = await jobs.endOf('erasure.run', done.jobId)
    if (end.kind === 'succeeded' && latest.value?.jobId === done.jobId) report.value = end.output
  }
  watch(() => latest.value?.jobId, jobId => {
    ;[report.value, error.value, stopped.value] = [undefined, undefined, undefined]
    if (jobId !== undefined) void follow(jobId)
  }, { immediate: true })

  async function run(method: string, compare: boolean, acceptBelowFloor = false): Promise<void> {
    if (isUnderWay.value) return
    asked = { method, compare }
    starting.value = true
    error.value = undefined
    stopped.value = undefined
    try {
      const { jobId } = await jobs.start('erasure.run', { requestId, method, compare, ...(acceptBelowFloor ? { acceptBelowFloor } : {}) })
      ownJob.value = jobId
    } catch (thrown) {
      const failed = errorOf(thrown)
      if (isOvertaken(failed)) onOvertaken()
      else error.value = failed
    } finally {
      starting.value = false
    }
  }

  return {
    job, isUnderWay,
    /** True where it was asked for here: its result is news. */
    ranHere: computed(() => ownJob.value !== undefined),
    report, error, stopped, run, readAnswer, runAllTheSame: () => run(asked.method, asked.compare, true),
  }
}
