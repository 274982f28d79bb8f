import { Temporal } from 'temporal-polyfill'

const day = /^\d{4}-\d{2}-\d{2}$/
const time = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/

/** A time as "2026-11-24", "2026-11-24T09:30" (both there) or with an offset; a day alone is its noon, so that no time zone moves it to another. undefined: none of these, or no such day. */
export function timeOf(text: string, timeZone: string): Date | undefined {
  try {
    if (day.test(text)) return new Date(Temporal.PlainDate.from(text).toZonedDateTime({ timeZone, plainTime: '12:00' }).epochMilliseconds)
    if (!time.test(text)) return undefined
    const found = text.replace(' ', 'T')
    const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(found.slice(11))
    return new Date(hasOffset ? Temporal.Instant.from(found).epochMilliseconds : Temporal.PlainDateTime.from(found).toZonedDateTime(timeZone).epochMilliseconds)
  } catch {
    return undefined
  }
}
