import { expect, test } from 'vitest'
import { nearest } from '../../../src-main/core/base/nearest.ts'

test.each([
  ['incom', ['income', 'age'], 'income'], ['AGE', ['income', 'age'], 'age'], ['recrod check', ['record check', 'record export'], 'record check'],
  ['xyz', ['income', 'age'], null], ['', ['age'], null],
])('"%s" is most like %j: %s', (typed, names, expected) => {
  expect(nearest(typed, names)).toBe(expected)
})
