import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Cell } from '../../../src-main/core/datasets/cell.ts'
import { contentText, rowKey, rowKeyKey } from '../../../src-main/core/features/split-rows.ts'
import { exampleRows } from '../../support/stored-rows.ts'

test('a row key is the fraction that the first eight bytes of the keyed digest make', () => {
  const key = createHash('sha256').update('lethe row key v1\n5').digest('hex')
  const digest = createHash('sha256').update(key).update('P-00417-XK').digest()
  expect(rowKeyKey(5)).toBe(key)
  expect(rowKey(key, 'P-00417-XK')).toBe(Number(digest.readBigUInt64BE()) / 2 ** 64)
})

test('a row without an identifier is known by its features and its label, as JSON', () => {
  expect(contentText([30, null, '"Ä'], 'yes')).toBe('[30,null,"\\"Ä","yes"]')
})

const rows = Array.from({ length: 2000 }, (_, i): Cell[] => [`town ${i % 40}`, i % 7, `p${i % 50}`, i % 3 === 0 ? 'yes' : 'no', Math.floor(i / 40)])

test('equal rows are on the same side, and about the wanted share is held out', () => {
  const { test: held } = exampleRows([...rows, ...rows], { testShare: 0.3 })
  expect(held.subarray(0, rows.length)).toEqual(held.subarray(rows.length))
  // 2,000 draws at 0.3 have a standard deviation of 0.01; five of them.
  expect(Math.abs(held.reduce((sum, value) => sum + value, 0) / held.length - 0.3)).toBeLessThan(0.05)
})

test('all rows of a person are on the same side, wherever and with whom they are', () => {
  const { test: held } = exampleRows(rows, { testShare: 0.3, subject: 'note' })
  const sides = rows.map(([, , person], i) => `${String(person)} ${held[i]}`)
  expect(new Set(sides).size).toBe(50)
  const some = rows.filter((_, i) => i % 3 === 1)
  expect([...exampleRows(some, { testShare: 0.3, subject: 'note' }).test]).toEqual([...held].filter((_, i) => i % 3 === 1))
})

test('another seed holds out other rows', () => {
  expect(exampleRows(rows, { testShare: 0.3, rowKey: rowKeyKey(2) }).test).not.toEqual(exampleRows(rows, { testShare: 0.3 }).test)
})
