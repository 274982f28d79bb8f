import type { Input } from '../../contract/api.ts'
import type { RequestCounts, RequestSummary } from '../../contract/request.ts'
import { dayOf, daysAfter } from '../requests/deadlines.ts'
import { countRequests, findRequests } from '../requests/request-list-table.ts'
import { requestSummary } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/** A page of the requests that are wanted; all of them where no page is named. */
export const listRequests = ({ db }: Workspace, { order, offset, limit, ...filter }: Input<'request.list'>): RequestSummary[] =>
  findRequests(db, filter, order, offset, limit).map(requestSummary)

/** How many there are, by their states and by how they stand today. */
export function requestCounts({ db, ports: { clock } }: Workspace, filter: Input<'request.counts'>): RequestCounts {
  const { timeZone, dueSoonDays } = readSettings(db)
  const today = dayOf(clock.now(), timeZone ?? clock.timeZone)
  return countRequests(db, filter, today, daysAfter(today, dueSoonDays))
}
