import { expect, test } from 'vitest'
import { dueDate } from '../../../src-main/core/requests/deadlines.ts'

// GDPR and UK GDPR: one calendar month from receipt, else its last day, weekends to Monday; CCPA: 45 calendar days.
test.each([
  ['gdpr', '2024-03-05T10:00:00+01:00', 'Europe/Berlin', '2024-04-05'],
  ['gdpr', '2026-08-31T10:00:00+02:00', 'Europe/Amsterdam', '2026-09-30'],
  ['gdpr', '2025-01-31T10:00:00+01:00', 'Europe/Paris', '2025-02-28'],
  ['gdpr', '2024-01-31T10:00:00+01:00', 'Europe/Paris', '2024-02-29'],
  ['gdpr', '2027-01-29T10:00:00+01:00', 'Europe/Berlin', '2027-03-01'],
  ['gdpr', '2026-01-31T10:00:00+01:00', 'Europe/Berlin', '2026-03-02'],
  ['uk-gdpr', '2026-10-15T09:00:00+01:00', 'Europe/London', '2026-11-16'],
  ['ccpa', '2026-01-01T12:00:00-08:00', 'America/Los_Angeles', '2026-02-15'],
  ['ccpa', '2028-01-20T12:00:00-08:00', 'America/Los_Angeles', '2028-03-05'],
] as const)('%s, received %s in %s, is due on %s', (law, received, timeZone, expected) => {
  expect(dueDate(law, new Date(received), timeZone)).toBe(expected)
})

test('the day of receipt is that of the place, not of Greenwich', () => {
  const justBeforeMidnightInUtc = new Date('2026-03-09T23:30:00Z')
  expect(dueDate('gdpr', justBeforeMidnightInUtc, 'Europe/London')).toBe('2026-04-09')
  expect(dueDate('gdpr', justBeforeMidnightInUtc, 'Europe/Berlin')).toBe('2026-04-10')
  expect(dueDate('ccpa', justBeforeMidnightInUtc, 'America/Los_Angeles')).toBe('2026-04-23')
})
