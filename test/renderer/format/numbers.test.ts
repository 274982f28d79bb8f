import { expect, test } from 'vitest'
import { formatBytes, formatCell, formatCount, formatDuration, formatNumber, formatShare } from '../../../src-renderer/format/numbers.ts'

test('durations have three significant figures and a unit', () => {
  expect([0, 0.5, 4.3, 99.9, 100, 409, 6840, 59_949, 125_000, 3_700_000].map(formatDuration)).toEqual([
    '0 ms', '0.500 ms', '4.30 ms', '99.9 ms', '0.100 s', '0.409 s', '6.84 s', '59.9 s', '2 min 5 s', '1 h 1 min',
  ])
})

test('a duration is never rounded into another unit than it is written in', () => {
  expect(formatDuration(99.97)).toBe('0.100 s')
  expect(formatDuration(59_951)).toBe('1 min 0 s')
})

test('counts have separators and shares a per cent sign', () => {
  expect(formatCount(1_048_576)).toBe('1,048,576')
  expect(formatShare(0.8491)).toBe('84.91 %')
  expect(formatShare(0.061, 1)).toBe('6.1 %')
})

test('very small and very large numbers are powers of ten', () => {
  expect([0, 8.1e-11, -0.00042, 0.484, 1234.5, 2.5e9].map(value => formatNumber(value))).toEqual(['0', '8.1 × 10⁻¹¹', '−4.2 × 10⁻⁴', '0.484', '1,235', '2.5 × 10⁹'])
})

test('a cell keeps every digit it has, and a year stays a year', () => {
  expect([2019, 41_800, 0.1, 28.3, 123456789.123, -5, 1e20, 1e-9].map(formatCell)).toEqual(['2019', '41,800', '0.1', '28.3', '123,456,789.123', '-5', '100000000000000000000', '1e-9'])
})

test('sizes are in powers of a thousand', () => {
  expect([0, 999, 1000, 184_000, 118_000_000, 999_600].map(formatBytes)).toEqual(['0 bytes', '999 bytes', '1 kB', '184 kB', '118 MB', '1 MB'])
})
