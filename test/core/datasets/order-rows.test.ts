import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderedBy, rankNumbers } from '../../../src-main/core/datasets/order-rows.ts'
import { quietRun } from '../../support/core-with.ts'

const anyNumber = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 }), fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE))

test('numbers are ranked by their size: negative ones, zeros of either sign, the smallest and the largest', () => {
  fc.assert(fc.property(fc.array(fc.option(anyNumber), { maxLength: 200 }), numbers => {
    const sizes = [...new Set(numbers.filter(n => n !== null).map(n => n + 0))].sort((a, b) => a - b)
    const { ranks, classes } = rankNumbers(numbers)
    expect([classes, ...ranks]).toEqual([sizes.length, ...numbers.map(n => (n === null ? sizes.length : sizes.indexOf(n + 0)))])
  }))
})

test('the first column weighs most, missing cells come last in both directions, and what is equal keeps its order', async () => {
  const direction = fc.constantFrom('up' as const, 'down' as const)
  const rows = fc.array(fc.record({ a: fc.option(fc.integer({ min: 0, max: 2 })), b: fc.option(fc.constantFrom('x', 'X', 'y')), c: fc.option(fc.integer({ min: 0, max: 1 })) }), { maxLength: 60 })
  await fc.assert(fc.asyncProperty(rows, fc.tuple(direction, direction, direction), async (list, directions) => {
    const columns = (['a', 'b', 'c'] as const).map((name, k) => ({ cells: list.map(row => row[name]), isText: name === 'b', direction: directions[k]! }))
    const expected = list.map((_, i) => i).sort((i, j) => {
      for (const { cells, direction: way } of columns) {
        const [one, other] = [cells[i]!, cells[j]!].map(cell => (typeof cell === 'string' ? cell.toLowerCase() : cell))
        if (one === other) continue
        if (one === null) return 1
        if (other === null) return -1
        return (one! < other! ? -1 : 1) * (way === 'up' ? 1 : -1)
      }
      return i - j
    })
    expect([...(await orderedBy(columns, list.length, quietRun()))!]).toEqual(expected)
  }))
})

test('without a column there is no order', async () => {
  expect(await orderedBy([], 3, quietRun())).toBeUndefined()
})
