import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberContains } from '../../../src-main/core/datasets/numbers-contain.ts'

const rounded = fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -1e7, max: 1e7 })), fc.integer({ min: 0, max: 6 })).map(([digits, places]) => digits / 10 ** places)
const number = fc.oneof(rounded, fc.double({ noNaN: true }), fc.double({ noNaN: true, min: -20, max: 20 }), fc.constantFrom(0, -0, 0.1 + 0.2, 1e11, 1e15, 1e21, 5e-7, 99_999_999_999.9999, 0.0001, 0.00005, Infinity))

test('a number contains exactly the texts that stand in it as it is written', () => {
  fc.assert(fc.property(number, fc.nat(20), fc.integer({ min: 1, max: 18 }), fc.nat({ max: 9 }), (value, from, length, other) => {
    const written = String(value)
    const part = written.slice(from % written.length, from % written.length + length)
    // A part of it, and one that is just not.
    for (const wanted of [part, `${part.slice(0, -1)}${other}`, `${other}${part}`]) {
      expect({ value, wanted, contains: numberContains(wanted)(value) }).toEqual({ value, wanted, contains: written.includes(wanted) })
    }
  }), { numRuns: 20_000 })
})

test.each([
  [100, '1', true], [1234.5, '12345', false], [123.45, '345', false], [0.0123, '123', true], [0.0123, '0123', true], [-42.5, '42', true], [1e21, '21', true], [1.5e-7, '7', true], [0.1 + 0.2, '00004', true], [120, '12', true], [1.2, '120', false],
])('%j contains %j: %j', (value, wanted, contains) => {
  expect(numberContains(wanted)(value)).toBe(contains)
})
