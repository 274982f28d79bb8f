import { computed, ref, shallowRef, watch } from 'vue'
import type { ErasedDataset } from '../../../src-main/contract/dataset.ts'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import { errorOf } from '../../client/failure.ts'
import { hasEnded } from '../../stores/job-order.ts'
import { useDatasetsStore } from '../../stores/datasets-store.ts'
import { useJobsStore } from '../../stores/jobs-store.ts'

/** The erasure of one dataset, whether this page or an earlier visit started it. What it came to lasts as long as the engine. */
export function useDatasetErasure(datasetId: string) {
  const jobs = useJobsStore()
  const datasets = useDatasetsStore()
  const erased = shallowRef<ErasedDataset>()
  const error = shallowRef<ApiError>()
  const stopped = ref<'cancelled' | 'interrupted'>()
  /** It was erased, but what it came to is no longer in memory. */
  const figuresGone = ref(false)
  const starting = ref(false)
  const settling = ref(false)

  const latest = computed(() => jobs.latest('dataset.erase', { datasetId }))
  const job = computed(() => (latest.value === undefined || hasEnded(latest.value) ? undefined : latest.value))
  /** From the word to begin until it is known what came of it. */
  const isUnderWay = computed(() => starting.value || job.value !== undefined || settling.value)

  async function follow(jobId: string): Promise<void> {
    settling.value = true
    try {
      const end = await jobs.endOf('dataset.erase', jobId)
      if (latest.value?.jobId !== jobId) return
      if (end.kind === 'succeeded') erased.value = end.output
      else if (end.kind === 'failed') {
        figuresGone.value = end.error.code === 'job/no-result'
        error.value = figuresGone.value ? undefined : end.error
      } else stopped.value = end.kind
    } finally {
      settling.value = false
    }
  }
  watch(() => latest.value?.jobId, jobId => {
    ;[erased.value, error.value, stopped.value, figuresGone.value] = [undefined, undefined, undefined, false]
    if (jobId !== undefined) void follow(jobId)
  }, { immediate: true })

  async function run(): Promise<void> {
    if (isUnderWay.value) return
    starting.value = true
    datasets.forget(datasetId)
    error.value = undefined
    stopped.value = undefined
    try {
      await jobs.start('dataset.erase', { dataset: datasetId })
    } catch (thrown) {
      error.value = errorOf(thrown)
    } finally {
      starting.value = false
    }
  }

  return { job, isUnderWay, erased, error, stopped, figuresGone, run }
}
