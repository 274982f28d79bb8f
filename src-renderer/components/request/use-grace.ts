import { computed, onScopeDispose, shallowRef } from 'vue'
import type { RequestSummary } from '../../../src-main/contract/request.ts'
import { useText } from '../../text.ts'

/** The time in which an approval can be taken back and nothing is erased, as it runs down. */
export function useGrace(request: () => RequestSummary | undefined) {
  const { t, counted } = useText()
  const now = shallowRef(Date.now())
  const timer = setInterval(() => { now.value = Date.now() }, 20_000)
  onScopeDispose(() => clearInterval(timer))
  const until = computed(() => {
    const { state, graceUntil } = request() ?? {}
    return state === 'approved' && graceUntil !== null && graceUntil !== undefined && Date.parse(graceUntil) > now.value ? graceUntil : undefined
  })
  const left = computed(() => {
    if (until.value === undefined) return undefined
    const minutes = Math.max(1, Math.ceil((Date.parse(until.value) - now.value) / 60_000))
    return t('request.graceLeft', { time: minutes >= 120 ? counted('request.graceHours', Math.floor(minutes / 60)) : counted('request.graceMinutes', minutes) })
  })
  return { until, left }
}
