import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dyadic, dyadicText, minus, nothing, plus, ratio, readDyadic, roughly, scaled, squareRoot, times, unscaled } from '../../../src-main/core/features/dyadic.ts'
import { fromLimbs, limbsOf } from '../../../src-main/core/features/limbs.ts'
import { inSmallestUnits } from '../../support/float-bits.ts'

const anyNumber = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(5e-324, 2 ** -1022, 1.7976931348623157e308, 0.1, 1e150))

/** The exact value as a whole number of 2⁻²²⁰⁰. */
const fine = ({ digits, unit }: { digits: bigint; unit: number }) => digits << BigInt(unit + 2200)

test('sums, differences and products lose nothing', () => {
  fc.assert(fc.property(anyNumber, anyNumber, (a, b) => {
    const [x, y] = [inSmallestUnits(a), inSmallestUnits(b)]
    const shift = BigInt(2200 - 1074)
    expect(fine(plus(dyadic(a), dyadic(b)))).toBe((x + y) << shift)
    expect(fine(minus(dyadic(a), dyadic(b)))).toBe((x - y) << shift)
    expect(fine(times(dyadic(a), dyadic(b)))).toBe((x * y) << BigInt(2200 - 2148))
  }))
})

test('a number is its fraction times its power of two', () => {
  fc.assert(fc.property(anyNumber, value => {
    const { fraction, exponent } = scaled(value)
    expect(unscaled({ fraction, exponent }) + 0).toBe(value + 0)
    expect(Math.abs(fraction) === 0 || (Math.abs(fraction) >= 1 && Math.abs(fraction) < 2)).toBe(true)
  }))
})

test('a quotient is the nearest float64, where it is a normal one', () => {
  const normal = fc.double({ noNaN: true, min: -1e100, max: 1e100 }).map(value => (Math.abs(value) < 1e-100 ? value + 1 : value))
  fc.assert(fc.property(normal, fc.integer({ min: 1, max: 2 ** 31 }), (value, divisor) => {
    // Division of float64 numbers rounds the exact quotient to the nearest.
    expect(unscaled(ratio(dyadic(value), BigInt(divisor)))).toBe(value / divisor)
    expect(unscaled(roughly(dyadic(value)))).toBe(value)
  }))
})

test('a half is rounded by the digits far behind it', () => {
  const half = { digits: (1n << 53n) + 1n, unit: 0 }
  expect(unscaled(ratio(half))).toBe(2 ** 53)
  expect(unscaled(ratio(plus(half, dyadic(1e-300))))).toBe(2 ** 53 + 2)
  expect(unscaled(ratio(minus(half, dyadic(1e-300))))).toBe(2 ** 53)
})

test('roots are taken where the square is no float64 number any more', () => {
  for (const value of [1e-170, 5e-324, 3, 1e150, 1e300]) {
    const root = unscaled(squareRoot(ratio(times(dyadic(value), dyadic(value)))))
    expect(Math.abs(root - value)).toBeLessThanOrEqual(value * 2 ** -52)
  }
})

test('equal numbers have one text, whatever they came from, and it is read back', () => {
  fc.assert(fc.property(anyNumber, anyNumber, (a, b) => {
    const detour = minus(plus(dyadic(a), dyadic(b)), dyadic(b))
    expect(dyadicText(detour)).toBe(dyadicText(dyadic(a)))
    expect(fine(readDyadic(dyadicText(detour))!)).toBe(fine(dyadic(a)))
  }))
  for (const text of ['', 'p1', '1', '1p', '1p9999999', 'xp1', '1.5p2', '--1p1', null, 1]) expect(readDyadic(text)).toBeUndefined()
  expect(readDyadic('0')).toBe(nothing)
})

test('limbs stand for the numbers they were made of; missing ones for nothing', () => {
  fc.assert(fc.property(fc.array(fc.tuple(anyNumber, fc.oneof(anyNumber, fc.constant(Number.NaN))), { minLength: 1, maxLength: 5 }), rows => {
    const { units, firsts, lengths, perRow, limbs } = limbsOf(Float64Array.from(rows.flat()), 2)
    for (const [i, row] of rows.entries()) {
      for (const [k, value] of row.entries()) {
        const digits = fromLimbs(limbs, i * perRow + firsts[k]!, lengths[k]!)
        expect(fine({ digits, unit: units[k]! })).toBe(Number.isNaN(value) ? 0n : fine(dyadic(value)))
      }
    }
    expect(limbs.every(limb => Math.abs(limb) < 2 ** 20)).toBe(true)
  }))
})
