import type { AskedBy, Channel, Law, RequestScope } from '../../contract/request.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { dayOf, deadlinesOf, readingsOf } from '../requests/deadlines.ts'
import { holidayCalendar, noHolidays } from '../requests/holidays/holiday-calendar.ts'
import { laws } from '../requests/laws/laws.ts'
import { insertRequest, type NewRequest, type RowsOf } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/** What is asked when a request comes in. */
export interface Asked {
  readonly law: Law
  readonly receivedAt: Date
  readonly scope: RequestScope
  readonly channel: Channel
  readonly askedBy: AskedBy
  readonly duplicateOf: string | null
}

/** A function that makes a request with its deadlines under the settings as they are now; the days of each law and day are reckoned once. */
export function requestMaker({ db, ports, actor }: Workspace): (asked: Asked) => NewRequest {
  const settings = readSettings(db)
  const timeZone = settings.timeZone ?? ports.clock.timeZone
  const openedAt = toInstant(ports.clock.now())
  const known = new Map<string, ReturnType<typeof deadlinesOf>>()
  return ({ law: lawId, receivedAt, ...asked }) => {
    const law = laws[lawId]
    const calendar = settings.calendars[lawId] ?? null
    const name = `${lawId} ${dayOf(receivedAt, timeZone)}`
    const days = known.get(name) ?? deadlinesOf(law, settings.readings, { receivedAt, timeZone }, calendar === null ? noHolidays : holidayCalendar(calendar))
    known.set(name, days)
    return {
      ...asked, id: newId('request', ports.randomBytes), law: lawId, ruleVersion: law.version, receivedAt: toInstant(receivedAt), dueAt: days.dueAt, acknowledgeBy: days.acknowledgeBy,
      extendable: days.extension, calendar, readings: readingsOf(law, settings.readings), timeZone, openedBy: actor, openedAt, state: 'received',
    }
  }
}

/** Within a transaction: stores a request, and returns the entry that says so. */
export function putRequest({ db }: Workspace, request: NewRequest, matches: readonly RowsOf[], person: readonly Buffer[]): Extract<LedgerFacts, { kind: 'request-opened' }> {
  insertRequest(db, request, matches, person)
  return {
    kind: 'request-opened', request: request.id, datasets: matches.map(({ dataset }) => dataset.id), channel: request.channel, askedBy: request.askedBy, law: request.law, ruleVersion: request.ruleVersion,
    scope: request.scope, matched: matches.reduce((sum, { rows }) => sum + rows.length, 0), receivedAt: request.receivedAt, dueAt: request.dueAt,
  }
}
