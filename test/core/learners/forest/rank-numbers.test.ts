import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankNumbers } from '../../../../src-main/core/learners/forest/rank-numbers.ts'

const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }), fc.constantFrom(-Infinity, 5e-324, 1e300)).map(value => value + 0)

test('every row has the place of its value among the values there are, which rise', () => {
  fc.assert(fc.property(fc.array(number, { maxLength: 1500 }), values => {
    const { distinct, hashes, codes } = rankNumbers(Float64Array.from(values))
    expect([...distinct]).toEqual([...new Set(values)].sort((a, b) => a - b))
    expect([...codes].map(code => distinct[code])).toEqual(values)
    expect(hashes).toHaveLength(distinct.length)
  }))
})

test('a value has the same hash whatever other values there are', () => {
  const few = rankNumbers(Float64Array.of(3, 1e9))
  const many = rankNumbers(Float64Array.from({ length: 5000 }, (_, i) => (i === 77 ? 1e9 : i)))
  expect(few.hashes[0]).toBe(many.hashes[many.distinct.indexOf(3)])
  expect(few.hashes[1]).toBe(many.hashes[many.distinct.indexOf(1e9)])
})

test.each([[2 ** 8, 1], [2 ** 8 + 1, 2], [2 ** 16, 2], [2 ** 16 + 1, 4]])('%i values take places of %i bytes', (count, bytes) => {
  expect(rankNumbers(Float64Array.from({ length: count }, (_, i) => i)).codes.BYTES_PER_ELEMENT).toBe(bytes)
})
