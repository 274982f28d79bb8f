import { ref } from 'vue'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import { errorOf } from '../../client/failure.ts'
import { useJobsStore } from '../../stores/jobs-store.ts'

/** Cancelling one job at a time, and why it could not be. */
export function useJobCancel() {
  const jobs = useJobsStore()
  const cancelling = ref<string>()
  const cancelError = ref<ApiError>()

  async function cancel(jobId: string): Promise<void> {
    cancelling.value = jobId
    cancelError.value = undefined
    try {
      await jobs.cancel(jobId)
    } catch (thrown) {
      cancelError.value = errorOf(thrown)
    } finally {
      cancelling.value = undefined
    }
  }
  return { cancel, cancelling, cancelError }
}
