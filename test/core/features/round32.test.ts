import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { round32 } from '../../../src-main/core/features/round32.ts'
import { bitsOf, fromBits, inSmallestUnits } from '../../support/float-bits.ts'

const ordinary = fc.double({ min: -1e300, max: 1e300, noNaN: true })
const coarse = 1n << 21n

test('keeps 32 significant bits and is the nearest such number, halves away from zero', () => {
  fc.assert(fc.property(ordinary, value => {
    const rounded = round32(value)
    expect(bitsOf(rounded) % coarse).toBe(0n)
    const below = fromBits(bitsOf(value) - (bitsOf(value) % coarse))
    const above = fromBits(bitsOf(below) + coarse)
    const off = (candidate: number) => {
      const difference = inSmallestUnits(candidate) - inSmallestUnits(value)
      return difference < 0n ? -difference : difference
    }
    expect(rounded).toBe(off(below) < off(above) ? below : above)
  }), { numRuns: 1000 })
})

test('rounding twice changes nothing, and the sign does not matter', () => {
  fc.assert(fc.property(ordinary, value => {
    expect(round32(round32(value))).toBe(round32(value))
    expect(round32(-value)).toBe(-round32(value))
  }))
})

test.each([[1 + 2 ** -32, 1 + 2 ** -31], [1 + 2 ** -32 - 2 ** -52, 1], [2 - 2 ** -52, 2], [0, 0], [2 ** 31 + 0.5, 2 ** 31 + 1], [123456.75, 123456.75]])('%d becomes %d', (value, rounded) => {
  expect(round32(value)).toBe(rounded)
})
