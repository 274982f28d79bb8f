import { formatLocale } from './locale.ts'

const day = new Intl.DateTimeFormat(formatLocale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const longDay = new Intl.DateTimeFormat(formatLocale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const shortDay = new Intl.DateTimeFormat(formatLocale, { day: 'numeric', month: 'short' })
const time = new Intl.DateTimeFormat(formatLocale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A calendar day, "2026-12-09", as the start of that day here; a full instant as it is. */
export const dateOf = (text: string): Date => (/^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00`) : new Date(text))

const written = (format: Intl.DateTimeFormat, date: Date): string => (Number.isNaN(date.getTime()) ? '–' : format.format(date).replaceAll(',', '').replace('Sept', 'Sep'))

/** Wed 9 Dec 2026 */
export const formatDay = (text: string): string => written(day, dateOf(text))

/** Wednesday 9 December 2026 */
export const formatLongDay = (text: string): string => written(longDay, dateOf(text))

/** 9 Dec */
export const formatShortDay = (date: Date): string => written(shortDay, date)

/** 9 Dec 2026, 09:14 */
export const formatShortInstant = (text: string): string => `${formatDay(text).replace(/^\w+ /, '')}, ${written(time, dateOf(text))}`

/** Wed 9 Dec 2026, 09:14 */
export const formatInstant = (text: string): string => `${formatDay(text)}, ${written(time, dateOf(text))}`

const timeOfDay = new Intl.DateTimeFormat(formatLocale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** 9 Dec 2026, 09:14:33 */
export const formatSecond = (text: string): string => `${formatDay(text).replace(/^\w+ /, '')}, ${written(timeOfDay, dateOf(text))}`

/** The calendar day here, as 2026-12-09. */
export const dayText = (date: Date): string => `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`

const msPerDay = 86_400_000

/** Whole calendar days from one day to another, in this place's calendar; negative where `to` is earlier. */
export const daysBetween = (from: Date, to: Date): number => Math.round((midday(to) - midday(from)) / msPerDay)

const midday = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), 12)

export const addDays = (date: Date, days: number): Date => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A day as a person types it: "9 December 2026", "9 Dec 2026", "2026-12-09", "09.12.2026" or "9/12/2026", the day first. Undefined where it is no day. */
export function readDay(text: string): Date | undefined {
  const typed = text.trim().toLowerCase().replaceAll(',', ' ')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed)
  if (iso !== null) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numbers = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(typed)
  if (numbers !== null) return realDay(Number(numbers[3]), Number(numbers[2]), Number(numbers[1]))
  const named = /^(?:[a-z]+ +)?(\d{1,2})\.? +([a-z]{3,})\.? +(\d{4})$/.exec(typed)
  const month = named === null ? -1 : months.indexOf(named[2]!.slice(0, 3))
  return named === null || month === -1 ? undefined : realDay(Number(named[3]), month + 1, Number(named[1]))
}

function realDay(year: number, month: number, dayOfMonth: number): Date | undefined {
  const date = new Date(year, month - 1, dayOfMonth)
  return date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === dayOfMonth ? date : undefined
}
