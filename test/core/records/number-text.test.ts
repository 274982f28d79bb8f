import { expect, test } from 'vitest'
import { countText, dayText, digestText, durationText, measureText, shareText, timeText } from '../../../src-main/core/records/number-text.ts'

test('counts are grouped by thousands', () => {
  expect([0, 12, 999, 1000, 26_050, 1_048_576].map(countText)).toEqual(['0', '12', '999', '1,000', '26,050', '1,048,576'])
})

test('times have three significant figures and the unit that suits', () => {
  expect([0, 0.0004, 0.6, 2.7, 12.25, 321.5, 999.4, 999.6, 5910.2, 59_999, 119_499, 119_500, 754_321, 7_200_000].map(durationText)).toEqual(
    ['0.00 ms', '0.000400 ms', '0.600 ms', '2.70 ms', '12.3 ms', '322 ms', '999 ms', '1.00 s', '5.91 s', '60.0 s', '119 s', '1.99 min', '12.6 min', '120 min'])
})

test('other measures have three significant figures, very small ones an exponent', () => {
  expect([0, 0.4512345678901234, 0.8, 1, 0.001, 3.59e-9, 1.13e-3, -0.25, 99_999, 123_456].map(measureText)).toEqual(
    ['0', '0.451', '0.800', '1.00', '0.00100', '3.59 × 10^-9', '0.00113', '-0.250', '99,999', '1.23 × 10^5'])
})

test('shares, days, times and digests', () => {
  expect([0.765, 1, 0].map(shareText)).toEqual(['76.50 %', '100.00 %', '0.00 %'])
  expect(['2026-12-09', '2026-12-09T10:00:08.123Z', 'soon'].map(dayText)).toEqual(['9 December 2026', '9 December 2026', 'soon'])
  expect(timeText('2026-11-24T10:00:08.000Z')).toBe('24 November 2026, 10:00:08 UTC')
  expect(digestText('0123456789abcdef'.repeat(4))).toBe('01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef')
})
