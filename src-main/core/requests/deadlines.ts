import { Temporal } from 'temporal-polyfill'
import type { Law } from '../../contract/request.ts'

/** A law's basic rule for when the answer is due. Holidays, pauses and extensions come with a later version of the rules. */
interface AnswerRule {
  readonly version: string
  readonly source: string
  due(received: Temporal.PlainDate): Temporal.PlainDate
}

/** One calendar month: the same date next month, else its last day; on a weekend the next Monday. */
const oneMonth = (received: Temporal.PlainDate): Temporal.PlainDate => afterWeekend(received.add({ months: 1 }))

const afterWeekend = (date: Temporal.PlainDate): Temporal.PlainDate => (date.dayOfWeek > 5 ? date.add({ days: 8 - date.dayOfWeek }) : date)

export const answerRules: Readonly<Record<Law, AnswerRule>> = {
  gdpr: { version: 'gdpr-basic-1', source: 'GDPR Art. 12(3); Reg. (EEC, Euratom) 1182/71 Art. 3(2)(c), 3(4)', due: oneMonth },
  'uk-gdpr': { version: 'uk-gdpr-basic-1', source: 'UK GDPR Art. 12A (in force 5 February 2026)', due: oneMonth },
  ccpa: { version: 'ccpa-basic-1', source: '11 CCR § 7021(b)', due: received => received.add({ days: 45 }) },
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

/** The day so many days after it. */
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()

const plainDay = (at: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()

/** The day, "2026-12-24", by whose end a request received at this moment, in this time zone, must be answered. */
export function dueDate(law: Law, receivedAt: Date, timeZone: string): string {
  return answerRules[law].due(plainDay(receivedAt, timeZone)).toString()
}
