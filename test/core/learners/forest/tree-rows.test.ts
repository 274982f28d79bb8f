import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ForestRows } from '../../../../src-main/core/learners/forest/forest-rows.ts'
import { codesFor, rankNumbers } from '../../../../src-main/core/learners/forest/rank-numbers.ts'
import { treeRows } from '../../../../src-main/core/learners/forest/tree-rows.ts'

test('the rows of one tree have the values, levels, labels and hashes they had, and every rank has a row', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(-Infinity))
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 400 }), fc.infiniteStream(fc.boolean()), (values, chosen) => {
    const count = values.length
    const levels = codesFor(count, 300).map((_, i) => i % 7)
    const table: ForestRows = {
      count, classes: 3, labels: Uint16Array.from(values, (_, i) => i % 3), hashes: Int32Array.from(values, (_, i) => i * 7919),
      columns: [{ kind: 'number', ...rankNumbers(Float64Array.from(values)) }, { kind: 'category', codes: levels, levels: 7 }],
    }
    const rows = Int32Array.from(values.keys()).filter(() => chosen.next().value === true)
    const own = treeRows(table, rows)
    const [number, category] = own.columns as [ForestRows['columns'][0] & { kind: 'number' }, ForestRows['columns'][1] & { kind: 'category' }]
    expect([...number.codes].map(code => number.distinct[code])).toEqual([...rows].map(row => values[row]))
    expect([...number.distinct]).toEqual([...number.distinct].toSorted((a, b) => a - b))
    const { distinct, hashes } = table.columns[0] as typeof number
    expect([...number.hashes]).toEqual([...number.distinct].map(one => hashes[distinct.indexOf(one)]))
    // Ranked anew where there are more values than rows, and as they were elsewhere.
    expect(number.distinct.length).toBe(distinct.length > rows.length ? new Set([...rows].map(row => values[row])).size : distinct.length)
    expect([[...category.codes], [...own.labels], [...own.hashes]]).toEqual([[...rows].map(row => row % 7), [...rows].map(row => row % 3), [...rows].map(row => row * 7919)])
  }))
})
