import { computed, ref, shallowRef, watch } from 'vue'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import type { EraseReport } from '../../../src-main/contract/record.ts'
import { errorOf } from '../../client/failure.ts'
import { hasEnded } from '../../stores/job-order.ts'
import { useJobsStore } from '../../stores/jobs-store.ts'

/** The erasure of one request, whether this page, another one or an earlier visit started it. */
export function useErasure(requestId: string) {
  const jobs = useJobsStore()
  const report = shallowRef<EraseReport>()
  const error = shallowRef<ApiError>()
  const stopped = ref<'cancelled' | 'interrupted'>()
  /** True where it ended well but what it measured is no longer in memory. */
  const figuresGone = ref(false)
  const starting = ref(false)

  const latest = computed(() => jobs.latest('erasure.run', { requestId }))
  const job = computed(() => (latest.value === undefined || hasEnded(latest.value) ? undefined : latest.value))
  const isUnderWay = computed(() => starting.value || job.value !== undefined)

  async function follow(jobId: string): Promise<void> {
    const end = await jobs.endOf('erasure.run', jobId)
    if (latest.value?.jobId !== jobId) return
    if (end.kind === 'succeeded') report.value = end.output
    else if (end.kind === 'failed') {
      figuresGone.value = end.error.code === 'job/no-result'
      error.value = figuresGone.value ? undefined : end.error
    } else stopped.value = end.kind
  }
  watch(() => latest.value?.jobId, jobId => {
    ;[report.value, error.value, stopped.value, figuresGone.value] = [undefined, undefined, undefined, false]
    if (jobId !== undefined) void follow(jobId)
  }, { immediate: true })

  async function run(method: string, compare: boolean): Promise<void> {
    if (isUnderWay.value) return
    starting.value = true
    error.value = undefined
    stopped.value = undefined
    try {
      await jobs.start('erasure.run', { requestId, method, compare })
    } catch (thrown) {
      error.value = errorOf(thrown)
    } finally {
      starting.value = false
    }
  }

  return { job, isUnderWay, report, error, stopped, figuresGone, run }
}
