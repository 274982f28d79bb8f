import { computed, ref, shallowRef } from 'vue'
import type { ApiName, Input, Output } from '../../../src-main/contract/api.ts'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import { errorOf } from '../../client/failure.ts'
import { useJobsStore } from '../../stores/jobs-store.ts'

/** One job of a form, started and waited for here. */
export function useOneJob<N extends ApiName>(name: N) {
  const jobs = useJobsStore()
  const jobId = ref<string>()
  const busy = ref(false)
  const error = shallowRef<ApiError>()
  const stopped = ref(false)
  const output = shallowRef<Output<N>>()
  const job = computed(() => (jobId.value === undefined ? undefined : jobs.byId.get(jobId.value)))

  /** Makes the input and carries it out; `makeInput` may ask for files and answers undefined where nothing is to be done. */
  async function run(makeInput: () => Promise<Input<N> | undefined>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = undefined
    stopped.value = false
    output.value = undefined
    try {
      const input = await makeInput()
      if (input === undefined) return false
      const started = await jobs.start(name, input)
      jobId.value = started.jobId
      const end = await jobs.endOf(name, started.jobId)
      if (end.kind === 'failed') error.value = end.error
      else if (end.kind === 'succeeded') output.value = end.output
      else stopped.value = true
      return end.kind === 'succeeded'
    } catch (thrown) {
      error.value = errorOf(thrown)
      return false
    } finally {
      busy.value = false
      jobId.value = undefined
    }
  }
  return { job, busy, error, stopped, output, run }
}
