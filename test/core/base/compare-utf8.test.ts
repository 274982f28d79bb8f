import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareUtf8 } from '../../../src-main/core/base/compare-utf8.ts'

test('texts are ordered by code points, also where UTF-16 units would order them otherwise', () => {
  expect(['\u{1F600}', '\uFF5E', 'é', 'z', 'Z', ''].toSorted(compareUtf8)).toEqual(['', 'Z', 'z', 'é', '\uFF5E', '\u{1F600}'])
})

test('the order is that of code points for any two texts', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
    expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(byPoints(points(a), points(b))))
  }))
})

const points = (text: string) => Array.from(text, c => c.codePointAt(0)!)

function byPoints(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((point, i) => point !== b[i])
  return at === -1 ? a.length - b.length : a[at]! - (b[at] ?? -1)
}
