import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { DueDays } from '../../../src-main/contract/law.ts'
import type { Law } from '../../../src-main/contract/shape.ts'
import { useApiClient } from '../../client/injected.ts'
import { dayText, formatDay, formatLongDay, readDay } from '../../format/dates.ts'
import { useText } from '../../text.ts'

/** The day a request was received as it is typed, echoed back with the deadlines it causes. Nothing typed is today. */
export function useReceivedDay(law: Readonly<Ref<Law>>) {
  const { t } = useText()
  const client = useApiClient()
  const typed = ref('')
  /** The day is judged when its field is left, and from then on while it is typed. */
  const judged = ref(false)
  const date = computed(() => (typed.value.trim() === '' ? undefined : readDay(typed.value)))
  const problem = computed(() => {
    if (typed.value.trim() === '') return undefined
    if (date.value === undefined) return t('requests.receivedBad')
    return date.value > new Date() ? t('requests.receivedFuture') : undefined
  })
  const due = shallowRef<DueDays & { readonly of: string }>()
  const askedFor = computed(() => (problem.value === undefined ? `${law.value} ${dayText(date.value ?? new Date())}` : undefined))
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  watch(askedFor, of => {
    clearTimeout(timer)
    if (of === undefined) return
    // While it is typed nothing is asked; what is not known is not echoed.
    timer = setTimeout(() => void ask(of), 150)
  }, { immediate: true })

  async function ask(of: string): Promise<void> {
    try {
      due.value = { ...(await client.call('law.due', { law: law.value, receivedAt: instant() ?? new Date().toISOString() })), of }
    } catch {
      due.value = undefined
    }
  }

  /** Midday of that day is that day in every time zone the operator may be in. */
  const instant = (): string | undefined => (date.value === undefined ? undefined : new Date(Math.min(Date.now(), date.value.getTime() + 12 * 3_600_000)).toISOString())
  const hint = computed(() => {
    const day = formatLongDay(dayText(date.value ?? new Date()))
    if (due.value !== undefined && due.value.of === askedFor.value) {
      const words = { day, due: formatLongDay(due.value.dueAt) }
      return due.value.acknowledgeBy === null ? t('opening.echo', words) : t('opening.echoAcknowledge', { ...words, acknowledge: formatDay(due.value.acknowledgeBy) })
    }
    return date.value === undefined ? t('requests.receivedHint') : t('requests.receivedEcho', { day })
  })
  return {
    typed, hint, instant, error: computed(() => (judged.value ? problem.value : undefined)),
    judge(): string | undefined {
      judged.value = true
      return problem.value
    },
  }
}
