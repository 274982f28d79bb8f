import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { comparedText, rankTexts } from '../../../src-main/core/datasets/text-order.ts'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'accent' })

/** Ranks as they must be, by asking the collator about all texts. */
function ranksByCollator(texts: readonly (string | null)[]): number[] {
  const sorted = texts.filter(text => text !== null).sort(collator.compare)
  const firsts = sorted.filter((text, i) => i === 0 || collator.compare(sorted[i - 1]!, text) !== 0)
  return texts.map(text => (text === null ? firsts.length : firsts.findIndex(first => collator.compare(first, text) === 0)))
}

const ranksOf = (texts: readonly (string | null)[]) => [...rankTexts(texts).ranks]

/** A list longer than those that are given to the collator whole. */
const manyTexts = (text: fc.Arbitrary<string>) => fc.array(fc.option(text, { freq: 9 }), { minLength: 300, maxLength: 400 })

const letters = ['a', 'A', 'b', 'B', 'é', 'É', 'ł', 'z', ' ', '-', '_', '%', '"', "'", '<', '0', '1', '2', '9', '٣', 'я', 'Я', 'ש', '中', '😀', '\u200d']

describe('texts', () => {
  test('stand in the order the collator gives them', () => {
    fc.assert(fc.property(manyTexts(fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 })), texts => {
      expect(ranksOf(texts)).toEqual(ranksByCollator(texts))
    }), { numRuns: 30 })
  })

  test('stand in that order also where they begin with the same fifty letters', () => {
    fc.assert(fc.property(manyTexts(fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 40 })), texts => {
      const long = texts.map(text => (text === null ? null : 'https://example.org/customers/north-east/no-7/file-' + text))
      expect(ranksOf(long)).toEqual(ranksByCollator(long))
    }), { numRuns: 15 })
  })

  test('stand in that order also where thousands of different characters occur', () => {
    const random = seededRandom(3)
    for (const first of [0x4e00, 0xac00]) {
      const character = () => String.fromCodePoint(first + Math.floor(random() * 3000))
      const texts = Array.from({ length: 2000 }, () => character() + character() + (random() < 0.3 ? String(Math.floor(random() * 1000)) : ''))
      expect(ranksOf(texts)).toEqual(ranksByCollator(texts))
    }
  })

  test('differ in nothing but case: the same rank; in an accent alone: neighbours; in a number: by its size', () => {
    const some = ['Zoe', 'item 10', 'ITEM 9', 'zoé', 'Item 010', 'zoë', 'zOE', 'apple', null, 'zof']
    for (const texts of [some, Array.from({ length: 40 }, () => some).flat()]) {
      const { ranks, classes } = rankTexts(texts)
      expect([classes, ...ranks.slice(0, some.length)]).toEqual([7, 3, 2, 1, 4, 2, 5, 3, 0, 7, 6])
    }
  })

  test('are looked at up to their thousandth character, with accents composed', () => {
    expect(comparedText('x'.repeat(5000))).toBe('x'.repeat(1000))
    expect(comparedText('Zoe\u0301')).toBe('Zo\u00e9')
  })

  test('of a column with nothing in it all have the rank of what is missing', () => {
    expect(rankTexts([null, null])).toEqual({ ranks: Uint32Array.of(0, 0), classes: 0 })
    expect(rankTexts([])).toEqual({ ranks: new Uint32Array(), classes: 0 })
  })
})
