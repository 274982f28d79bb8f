/** A moment in UTC as ISO 8601 with milliseconds, "2026-11-24T23:59:59.123Z": how every time is stored. */
export type Instant = string

export const toInstant = (date: Date): Instant => date.toISOString()
