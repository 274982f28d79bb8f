import { describe, expect, test } from 'vitest'
import { csvText } from '../../../src-main/core/base/csv-text.ts'
import { daysBetween, median } from '../../../src-main/core/reports/reported-request.ts'

describe('a CSV file', () => {
  test.each([
    ['=1+1', "'=1+1"], ['+49 30 1', "'+49 30 1"], ['-2', "'-2"], ['@sum', "'@sum"], ['\tx', "'\tx"], ['\rx', '"\'\rx"'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'], ['a,b', '"a,b"'], ['a"b', '"a""b"'], ['a\nb', '"a\nb"'], ['', ''], ['2026-01-01', '2026-01-01'], ['ü', 'ü'],
  ])('writes %j as %j', (value, written) => {
    expect(csvText([[value, 'next']])).toBe(`\ufeff${written},next\r\n`)
  })
})

test.each([[[], null], [[7], 7], [[9, 1], 5], [[3, 1, 2], 2], [[10, 1, 2, 100], 6], [[1, 2], 1.5]])('the median of %j is %j', (values, expected) => {
  expect(median(values)).toBe(expected)
})

test('days are counted by the calendar, whatever the clocks do', () => {
  expect(daysBetween('2025-03-08', '2025-03-10')).toBe(2)
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  expect(daysBetween('2025-11-01', '2025-11-03')).toBe(2)
  expect(daysBetween('2025-12-31', '2026-01-01')).toBe(1)
  expect(daysBetween('2025-05-05', '2025-05-05')).toBe(0)
})
