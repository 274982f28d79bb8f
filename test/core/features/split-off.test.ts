import { expect, test } from 'vitest'
import { splitOff, withoutRows, type FeatureRows } from '../../../src-main/core/features/feature-rows.ts'

const many = 50_000

/** Rows of two numbers and a category, and how often each array was asked for. */
function countedRows(): { rows: FeatureRows; reads: Map<string, number> } {
  const reads = new Map<string, number>()
  const plain: FeatureRows = {
    names: { numbers: ['a', 'b'], categories: ['c'] }, count: many, rows: Uint32Array.from({ length: many }, (_, i) => 2 * i + 1), test: new Uint8Array(many), task: 'binary',
    labels: Uint8Array.from({ length: many }, (_, i) => i % 2), classes: [], numbers: Float64Array.from({ length: 2 * many }, (_, i) => i), codes: Uint16Array.from({ length: many }, (_, i) => i % 3),
    levels: [['x', 'y', 'z']],
  }
  const rows = new Proxy(plain, {
    get(target, name, receiver) {
      reads.set(String(name), (reads.get(String(name)) ?? 0) + 1)
      return Reflect.get(target, name, receiver) as unknown
    },
  })
  return { rows, reads }
}

test('kept rows are copied when they are first read, array by array, and then once', () => {
  const { rows, reads } = countedRows()
  const { erased, kept } = splitOff(rows, new Set([7, 9, 99_999]))
  expect(kept.count).toBe(many - 3)
  expect(erased.rows).toEqual(Uint32Array.of(7, 9, 99_999))
  const before = reads.get('numbers')
  const { numbers } = kept
  expect(reads.get('numbers')).toBe(before! + 1)
  expect(kept.numbers).toBe(numbers)
  expect(numbers.slice(0, 8)).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5, 10, 11))
})

test('read whole, they are those of a copy', () => {
  const { rows } = countedRows()
  const gone = new Set([1, 3, 1000, 5001])
  expect({ ...splitOff(rows, gone).kept }).toEqual(withoutRows(rows, gone))
})

test('rows that are not there are no one\'s, and rows in any order are found', () => {
  const { rows } = countedRows()
  expect(splitOff(rows, new Set([2, 5])).erased.rows).toEqual(Uint32Array.of(5))
  expect(splitOff(rows, new Set()).erased.count).toBe(0)
  const turned = { ...rows, rows: rows.rows.toReversed() }
  expect(splitOff(turned, new Set([1, 99_999])).erased.rows).toEqual(Uint32Array.of(99_999, 1))
  expect(splitOff(turned, new Set([1, 99_999])).kept.count).toBe(many - 2)
})
