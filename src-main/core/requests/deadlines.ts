import { Temporal } from 'temporal-polyfill'
import type { HolidayCalendar } from './holidays/holiday-calendar.ts'
import type { LawRules, Period, Terms } from './laws/law-rules.ts'

/** What happened to a request, and whose calendar days count. */
export interface RequestEvents {
  readonly timeZone: string
  readonly receivedAt: Date
  readonly identityAskedAt?: Date
  readonly identityReceivedAt?: Date
  readonly feeReceivedAt?: Date
  readonly respondedAt?: Date
}

/** Days, "2026-12-24", by whose end something must have happened; null where the law asks for nothing, or it cannot be told yet. */
export interface Deadlines {
  readonly acknowledgeBy: string | null
  readonly dueAt: string
  /** By when the person must be told that the answer takes longer, and when it is then due. */
  readonly extension: { readonly noticeBy: string; readonly dueAt: string } | null
  readonly keepRecordUntil: string | null
}

/** Which choice holds for each reading of a law; those that are not named hold as they are at first. */
export type Readings = Readonly<Record<string, string>>

/** Every reading of the law with the choice that holds for it. */
export const readingsOf = (law: LawRules, chosen: Readings): Readings =>
  Object.fromEntries(law.readings.map(({ reading, choices }) => [reading, (choices.find(({ choice }) => choice === chosen[reading]) ?? choices[0]).choice]))

/** The terms of a law under these readings. */
export function termsOf(law: LawRules, chosen: Readings): Terms {
  const chosenOnes = law.readings.map(({ reading, choices }) => choices.find(({ choice }) => choice === chosen[reading]) ?? choices[0])
  return Object.assign({}, law.terms, ...chosenOnes.map(({ terms }) => terms), { counts: [...law.terms.counts, ...chosenOnes.flatMap(({ alsoCounts = [] }) => alsoCounts)] }) as Terms
}

/** What is due when. Pure: the same law, readings, events and calendar give the same days. */
export function deadlinesOf(law: LawRules, chosen: Readings, events: RequestEvents, calendar: HolidayCalendar): Deadlines {
  const terms = termsOf(law, chosen)
  const isWorkingDay = (day: Temporal.PlainDate): boolean => {
    if (terms.weekend.includes(day.dayOfWeek)) return false
    const kind = calendar(day.toString())
    return kind === undefined || !terms.counts.includes(kind)
  }
  const workingDay = (day: Temporal.PlainDate, rollsOver: boolean): Temporal.PlainDate => {
    if (!rollsOver) return day
    let moved = day
    while (!isWorkingDay(moved)) moved = moved.add({ days: 1 })
    return moved
  }
  const endOf = (start: Temporal.PlainDate, { amount, unit }: Period): Temporal.PlainDate => {
    if (unit !== 'business-day') return start.add(unit === 'month' ? { months: amount } : { days: amount }).subtract({ days: terms.firstDay === 'same-day' ? 1 : 0 })
    let [day, left] = [start, amount]
    while (left > 0) {
      day = day.add({ days: 1 })
      if (isWorkingDay(day)) left -= 1
    }
    return day
  }

  const received = plainDay(events.receivedAt, events.timeZone)
  const start = startOf(terms, events)
  const paused = pausedDays(terms, events)
  const answerEnd = endOf(start, terms.answer).add({ days: paused })
  const firstDue = workingDay(answerEnd, terms.answerRollsOver)
  const { keepRecord } = terms
  const kept = keepRecord === null ? undefined : keepRecord.from === 'receipt' ? received : events.respondedAt === undefined ? undefined : plainDay(events.respondedAt, events.timeZone)
  return {
    acknowledgeBy: terms.acknowledge === null ? null : endOf(received, terms.acknowledge).toString(),
    dueAt: firstDue.toString(),
    extension: terms.extension === null ? null : {
      noticeBy: workingDay(answerEnd, terms.noticeRollsOver).toString(),
      dueAt: extendedDue(terms.extension, endOf(start, terms.extension.total).add({ days: paused }), firstDue, day => workingDay(day, terms.extensionRollsOver)).toString(),
    },
    keepRecordUntil: kept === undefined ? null : addPeriod(kept, keepRecord!.period).toString(),
  }
}

/** By when a complaint must be acknowledged; null where the law of that day asked for nothing. */
export function complaintAcknowledgeBy(law: LawRules, receivedAt: Date, timeZone: string): string | null {
  const { complaint } = law.terms
  const received = dayOf(receivedAt, timeZone)
  return complaint === null || received < complaint.since ? null : addPeriod(Temporal.PlainDate.from(received), complaint.acknowledge).toString()
}

const addPeriod = (day: Temporal.PlainDate, { amount, unit }: Period): Temporal.PlainDate => day.add(unit === 'month' ? { months: amount } : { days: amount })

function extendedDue({ added, counted }: NonNullable<Terms['extension']>, total: Temporal.PlainDate, firstDue: Temporal.PlainDate, rolled: (day: Temporal.PlainDate) => Temporal.PlainDate): Temporal.PlainDate {
  if (added === null || counted === 'total') return rolled(total)
  const fromFirst = rolled(addPeriod(firstDue, added))
  return counted === 'earlier' && Temporal.PlainDate.compare(rolled(total), fromFirst) < 0 ? rolled(total) : fromFirst
}

/** The day the periods run from, there where the answer is given. */
function startOf({ start }: Terms, { timeZone, receivedAt, identityReceivedAt, feeReceivedAt }: RequestEvents): Temporal.PlainDate {
  const events = start === 'receipt' ? [receivedAt] : [receivedAt, identityReceivedAt, feeReceivedAt].filter(at => at !== undefined)
  return plainDay(new Date(Math.max(...events.map(at => at.getTime()))), timeZone)
}

/** Days that do not count while the person was asked who they are. */
function pausedDays({ pause }: Terms, { timeZone, identityAskedAt, identityReceivedAt }: RequestEvents): number {
  if (pause === 'none' || identityAskedAt === undefined || identityReceivedAt === undefined) return 0
  return Math.max(0, plainDay(identityAskedAt, timeZone).until(plainDay(identityReceivedAt, timeZone), { largestUnit: 'day' }).days)
}

/** True for the name of a place in the time zone database, such as "Europe/Berlin"; not for an offset, whose day moves with the season. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    plainDay(new Date(0), name)
    return true
  } catch {
    return false
  }
}

/** The day, "2026-11-25", it is at this moment in this time zone. */
export const dayOf = (at: Date, timeZone: string): string => plainDay(at, timeZone).toString()

/** The middle of a day there: a moment that is on it, whatever the season. */
export const noonOf = (day: string, timeZone: string): Date => new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: '12:00' }).epochMilliseconds)

/** The day so many days after it. */
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()

const plainDay = (at: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
