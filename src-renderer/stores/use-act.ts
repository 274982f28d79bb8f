import { ref, shallowRef } from 'vue'
import type { ApiName, Input, Output } from '../../src-main/contract/api.ts'
import type { ApiError } from '../../src-main/contract/errors.ts'
import { errorOf } from '../client/failure.ts'
import { useApiClient } from '../client/injected.ts'

/** One change at a time, asked for at one place: busy while it is under way, and why it was refused. */
export function useAct() {
  const client = useApiClient()
  const busy = ref(false)
  const error = shallowRef<ApiError>()

  /** Whether it was done; what it came to goes to `then`. */
  async function act<N extends ApiName>(name: N, input: Input<N>, then?: (output: Output<N>) => unknown): Promise<boolean> {
    return attempt(async () => {
      // Not inside then?.(…), which would ask for nothing where there is no `then`.
      const output = await client.call(name, input)
      await then?.(output)
    })
  }

  /** The same for what takes more than one call. */
  async function attempt(what: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = undefined
    try {
      await what()
      return true
    } catch (thrown) {
      error.value = errorOf(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, error, act, attempt, forget: () => { error.value = undefined } }
}
