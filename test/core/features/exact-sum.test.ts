import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactSum } from '../../../src-main/core/features/exact-sum.ts'
import { bitsOf, inSmallestUnits, nextDown, nextUp } from '../../support/float-bits.ts'
import { shuffled } from '../../support/shuffled.ts'

const anyNumber = fc.oneof(
  fc.double({ min: -1e300, max: 1e300, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1, -1, 2 ** -53, -(2 ** -53), 2 ** -1074, 1e16, 0.1),
)

/** Some of them again with the other sign, so that nearly everything cancels. */
const numbers = fc.array(fc.record({ value: anyNumber, cancelled: fc.boolean() }), { maxLength: 60 })
  .map(items => items.flatMap(({ value, cancelled }) => (cancelled ? [value, -value] : [value])))

test('the sum is the float64 nearest to the exact sum, of two equally near the even one', () => {
  fc.assert(fc.property(numbers, values => {
    const sum = exactSum(Float64Array.from(values))
    const exact = values.reduce((total, value) => total + inSmallestUnits(value), 0n)
    const off = (candidate: number) => {
      const difference = inSmallestUnits(candidate) - exact
      return difference < 0n ? -difference : difference
    }
    for (const other of [nextUp(sum), nextDown(sum)]) {
      expect(off(sum) < off(other) || (off(sum) === off(other) && (bitsOf(sum) & 1n) === 0n)).toBe(true)
    }
  }), { numRuns: 1000 })
})

test('the sum has the same bits in any order', () => {
  fc.assert(fc.property(numbers, fc.nat(), (values, seed) => {
    expect(bitsOf(exactSum(Float64Array.from(shuffled(values, seed))))).toBe(bitsOf(exactSum(Float64Array.from(values))))
  }))
})

test.each([
  ['nothing', [], 0],
  ['what plain addition loses', [1e100, 1, -1e100], 1],
  ['tenths', Array<number>(10).fill(0.1), 1],
  ['a half way that something far below decides upwards', [1, 2 ** -53, 2 ** -1074], 1 + 2 ** -52],
  ['a half way that something far below decides downwards', [1 + 2 ** -52, 2 ** -53, -(2 ** -1074)], 1 + 2 ** -52],
])('the sum of %s is right', (_, values, sum) => {
  expect(exactSum(Float64Array.from(values))).toBe(sum)
})
