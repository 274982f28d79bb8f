import { computed, ref } from 'vue'
import { dayText, formatDay, formatLongDay, readDay } from '../../format/dates.ts'
import { useText } from '../../text.ts'

/** A day as it is typed: judged when its field is left, and echoed back written out. Never later than today. */
export function useTypedDay(first = formatDay(dayText(new Date()))) {
  const { t } = useText()
  const typed = ref(first)
  const judged = ref(false)
  const date = computed(() => readDay(typed.value))
  const problem = computed(() => {
    if (typed.value.trim() === '') return t('base.dayMissing')
    if (date.value === undefined) return t('base.dayBad')
    return date.value > new Date() ? t('base.dayFuture') : undefined
  })
  return {
    typed, leave: () => { judged.value = true },
    error: computed(() => (judged.value ? problem.value : undefined)),
    hint: computed(() => (date.value === undefined ? t('base.dayHint') : formatLongDay(dayText(date.value)))),
    reset: () => { ;[typed.value, judged.value] = [first, false] },
    /** The day as 2026-12-09; undefined where there is none yet, which is then said at the field. */
    read(): string | undefined {
      judged.value = true
      return problem.value === undefined && date.value !== undefined ? dayText(date.value) : undefined
    },
  }
}
export type TypedDay = ReturnType<typeof useTypedDay>
