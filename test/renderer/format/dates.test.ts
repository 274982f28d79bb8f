import { expect, test } from 'vitest'
import { dateOf, daysBetween, formatDay, formatLongDay, readDay } from '../../../src-renderer/format/dates.ts'

const day = (text: string) => { const read = readDay(text); return read === undefined ? undefined : [read.getFullYear(), read.getMonth() + 1, read.getDate()] }

test('a day is read in any usual form, the day first', () => {
  const forms = ['9 December 2026', '9 Dec 2026', 'Wed 9 Dec 2026', 'wednesday, 9 december, 2026', '2026-12-09', '09.12.2026', '9/12/2026', '  9 dec. 2026 ']
  expect(forms.map(day)).toEqual(forms.map(() => [2026, 12, 9]))
})

test('what is no day is not read as another one', () => {
  expect(['31 November 2026', '29 February 2026', '2026-13-01', '9 December', 'tomorrow', '', '12/31/2026', '9 Foo 2026'].filter(text => day(text) !== undefined)).toEqual([])
})

test('a calendar day is that day in every time zone', () => {
  expect(formatDay('2026-12-09')).toBe('Wed 9 Dec 2026')
  expect(formatLongDay('2026-12-09')).toBe('Wednesday 9 December 2026')
  expect(formatDay('2026-09-30')).toBe('Wed 30 Sep 2026')
})

test('days are counted by the calendar, over changes of the clock too', () => {
  expect(daysBetween(new Date(2026, 2, 28, 23), new Date(2026, 2, 30, 1))).toBe(2)
  expect(daysBetween(dateOf('2026-12-09'), dateOf('2026-12-06'))).toBe(-3)
})

test('a text that is no time is shown as none', () => {
  expect(formatDay('soon')).toBe('–')
})
