import { standingOn, type RequestSummary, type Standing } from '../../../src-main/contract/request.ts'
import { dateOf, daysBetween, dayText } from '../../format/dates.ts'
import { useSettingsStore } from '../../stores/settings-store.ts'
import type { IconName } from '../base/icons.ts'

export type { Standing }

/** From this many days before the due date on a request is due soon, until the settings are known. */
const usualSoonDays = 7

/** Days until the end of the day an answer is due; negative where that day is past. */
export const daysLeft = (request: Pick<RequestSummary, 'dueAt'>, today: Date): number => daysBetween(today, dateOf(request.dueAt))

export const standingOf = (request: Pick<RequestSummary, 'dueAt' | 'state' | 'answeredOn'>, today: Date, soonDays = usualSoonDays): Standing => standingOn(request, dayText(today), soonDays)

/** Where a request stands, by the settings of this workspace. */
export function useStanding() {
  const settings = useSettingsStore()
  return (request: Pick<RequestSummary, 'dueAt' | 'state' | 'answeredOn'>, today: Date): Standing => standingOf(request, today, settings.current.content.value?.dueSoonDays)
}

export const standingLooks: Readonly<Record<Standing, { readonly tone: 'failed' | 'warn' | 'none' | 'same'; readonly icon: IconName }>> = {
  overdue: { tone: 'failed', icon: 'alarm-clock' }, 'due-soon': { tone: 'warn', icon: 'clock-alert' }, 'on-track': { tone: 'none', icon: 'clock' }, met: { tone: 'same', icon: 'check' },
}
