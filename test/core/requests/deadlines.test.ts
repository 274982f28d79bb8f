import { describe, expect, test } from 'vitest'
import { standingOn } from '../../../src-main/contract/request.ts'
import { complaintAcknowledgeBy, deadlinesOf, readingsOf, type Readings } from '../../../src-main/core/requests/deadlines.ts'
import { noHolidays, type HolidayCalendar } from '../../../src-main/core/requests/holidays/holiday-calendar.ts'
import { laws } from '../../../src-main/core/requests/laws/laws.ts'
import type { LawRules } from '../../../src-main/core/requests/laws/law-rules.ts'

const due = (law: keyof typeof laws, received: string, timeZone: string, readings: Readings = {}) => deadlinesOf(laws[law], readings, { receivedAt: new Date(received), timeZone }, noHolidays)

// GDPR and UK GDPR: one calendar month from receipt, else its last day, weekends to Monday; CCPA: 45 calendar days.
test.each([
  ['gdpr', '2024-03-05T10:00:00+01:00', 'Europe/Berlin', '2024-04-05'],
  ['gdpr', '2026-08-31T10:00:00+02:00', 'Europe/Amsterdam', '2026-09-30'],
  ['gdpr', '2024-01-31T10:00:00+01:00', 'Europe/Paris', '2024-02-29'],
  ['gdpr', '2027-01-29T10:00:00+01:00', 'Europe/Berlin', '2027-03-01'],
  ['gdpr', '2099-12-31T10:00:00+01:00', 'Europe/Berlin', '2100-02-01'],
  ['gdpr', '2100-01-31T10:00:00+01:00', 'Europe/Berlin', '2100-03-01'], // 2100 is no leap year; 28 February is a Sunday
  ['uk-gdpr', '2026-10-15T09:00:00+01:00', 'Europe/London', '2026-11-16'],
  ['ccpa', '2026-01-01T12:00:00-08:00', 'America/Los_Angeles', '2026-02-15'],
  ['ccpa', '2028-01-20T12:00:00-08:00', 'America/Los_Angeles', '2028-03-05'],
] as const)('%s, received %s in %s, is due on %s', (law, received, timeZone, expected) => {
  expect(due(law, received, timeZone).dueAt).toBe(expected)
})

describe('the day of receipt', () => {
  test.each([
    ['Europe/London', '2026-04-09'], ['Europe/Berlin', '2026-04-10'], ['Pacific/Kiritimati', '2026-04-10'], ['Pacific/Pago_Pago', '2026-04-09'], ['Asia/Kathmandu', '2026-04-10'],
  ])('at 23:30 of 9 March in Greenwich is that of %s', (timeZone, expected) => {
    expect(due('gdpr', '2026-03-09T23:30:00Z', timeZone).dueAt).toBe(expected)
  })

  test.each([
    // Cairo and Beirut put their clocks forward at midnight: 24 April and 29 March 2026 have no 00:00.
    ['2026-04-23T21:59:59Z', 'Africa/Cairo', '2026-05-25'], ['2026-04-23T22:00:00Z', 'Africa/Cairo', '2026-05-25'], ['2026-03-28T22:00:00Z', 'Asia/Beirut', '2026-04-29'],
    // Samoa had no 30 December 2011.
    ['2011-12-30T09:59:00Z', 'Pacific/Apia', '2012-01-30'], ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2012-01-31'],
  ])('at %s in %s is one that there was', (received, timeZone, expected) => {
    expect(due('gdpr', received, timeZone).dueAt).toBe(expected)
  })
})

describe('standing', () => {
  test.each([['2026-12-02', 'on-track'], ['2026-12-03', 'due-soon'], ['2026-12-10', 'due-soon'], ['2026-12-11', 'overdue'], ['2025-12-10', 'on-track']] as const)('on %s of what is due on 10 December 2026 is %s', (today, standing) => {
    expect(standingOn({ state: 'received', answeredOn: null, dueAt: '2026-12-10' }, today, 7)).toBe(standing)
    expect(standingOn({ state: 'completed', answeredOn: null, dueAt: '2026-12-10' }, today, 7)).toBe(standing)
    expect(standingOn({ state: 'completed', answeredOn: '2026-12-01', dueAt: '2026-12-10' }, today, 7)).toBe('met')
  })

  test('crosses the end of a year, a leap day and a change of clocks by whole days', () => {
    expect(standingOn({ state: 'received', answeredOn: null, dueAt: '2027-01-04' }, '2026-12-28', 7)).toBe('due-soon')
    expect(standingOn({ state: 'received', answeredOn: null, dueAt: '2028-03-07' }, '2028-02-28', 7)).toBe('on-track')
    expect(standingOn({ state: 'received', answeredOn: null, dueAt: '2026-03-30' }, '2026-03-23', 7)).toBe('due-soon')
  })
})

test('a complaint in the UK is acknowledged within 30 days, from 19 June 2026 on, and nowhere else', () => {
  expect(complaintAcknowledgeBy(laws['uk-gdpr'], new Date('2026-06-18T12:00Z'), 'Europe/London')).toBeNull()
  expect(complaintAcknowledgeBy(laws['uk-gdpr'], new Date('2026-06-19T12:00Z'), 'Europe/London')).toBe('2026-07-19')
  expect(complaintAcknowledgeBy(laws.gdpr, new Date('2026-06-19T12:00Z'), 'Europe/Berlin')).toBeNull()
})

const calendar: HolidayCalendar = day => (day === '2026-03-03' ? 'public' : day === '2026-03-04' ? 'local' : undefined)

describe('a law that is data alone', () => {
  // Friday and Saturday are free, ten working days to answer, three to confirm, five more once, kept for a year.
  const madeUp: LawRules = {
    id: 'made-up', name: 'Made-up Act', version: 'made-up-1', checkedOn: '2026-11-25', calendars: [],
    terms: {
      counts: ['public'], weekend: [5, 6], start: 'latest', firstDay: 'next-day', pause: 'identity',
      answer: { amount: 10, unit: 'business-day' }, answerRollsOver: false, acknowledge: { amount: 3, unit: 'day' },
      extension: { total: { amount: 30, unit: 'day' }, added: { amount: 1, unit: 'month' }, counted: 'added' }, extensionRollsOver: true, noticeRollsOver: false,
      complaint: null, keepRecord: { period: { amount: 12, unit: 'month' }, from: 'receipt' },
    },
    rules: [], extensionReasons: [],
    readings: [{ reading: 'made-up.weekend', about: '', source: '', choices: [{ choice: 'two-days', about: '', terms: {} }, { choice: 'friday', about: '', terms: { weekend: [5] }, alsoCounts: ['local'] }] }],
  }
  const events = { timeZone: 'Asia/Dubai', receivedAt: new Date('2026-03-01T10:00Z') }

  test('is counted as it says', () => {
    expect(deadlinesOf(madeUp, {}, events, calendar)).toEqual({ acknowledgeBy: '2026-03-04', dueAt: '2026-03-16', extension: { noticeBy: '2026-03-16', dueAt: '2026-04-16' }, keepRecordUntil: '2027-03-01' })
  })

  test('under another reading has other working days', () => {
    expect(deadlinesOf(madeUp, { 'made-up.weekend': 'friday' }, events, calendar)).toMatchObject({ dueAt: '2026-03-15' })
    expect(readingsOf(madeUp, { 'made-up.weekend': 'friday', 'gdpr.identity-pause': 'suspended' })).toEqual({ 'made-up.weekend': 'friday' })
  })

  test('starts with the fee where that came last', () => {
    expect(deadlinesOf(madeUp, {}, { ...events, feeReceivedAt: new Date('2026-03-10T10:00Z') }, noHolidays)).toMatchObject({ acknowledgeBy: '2026-03-04', dueAt: '2026-03-24' })
  })
})
