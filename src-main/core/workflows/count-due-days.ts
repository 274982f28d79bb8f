import type { Input } from '../../contract/api.ts'
import type { DueDays } from '../../contract/law.ts'
import { deadlinesOf } from '../requests/deadlines.ts'
import { holidayCalendar, noHolidays } from '../requests/holidays/holiday-calendar.ts'
import { laws } from '../requests/laws/laws.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/** What would be due when for a request received then, as the settings count now. */
export function dueDays({ db, ports: { clock } }: Workspace, { law, receivedAt }: Input<'law.due'>): DueDays {
  const { timeZone, calendars, readings } = readSettings(db)
  const calendar = calendars[law]
  const { acknowledgeBy, dueAt, extension } = deadlinesOf(laws[law], readings, { receivedAt: receivedAt === undefined ? clock.now() : new Date(receivedAt), timeZone: timeZone ?? clock.timeZone }, calendar === undefined ? noHolidays : holidayCalendar(calendar))
  return { dueAt, acknowledgeBy, extension }
}
