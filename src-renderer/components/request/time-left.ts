import { owesNothing, type RequestSummary } from '../../../src-main/contract/request.ts'
import { useText } from '../../text.ts'
import { daysLeft } from './standing.ts'

/** "16 days", "today", "3 days late": calm, and red only when the day has passed. */
export function useTimeLeft() {
  const { t, counted } = useText()
  return (request: Pick<RequestSummary, 'dueAt' | 'state' | 'answeredOn'>, today: Date): string => {
    if (owesNothing(request)) return t('base.doesNotApply')
    const left = daysLeft(request, today)
    if (left === 0) return t('requests.dueToday')
    return left < 0 ? counted('requests.daysLate', -left) : counted('requests.daysLeft', left)
  }
}
