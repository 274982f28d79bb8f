import { expect, test } from 'vitest'
import { insideSentence, typeable } from '../../../src-renderer/format/hostile-text.ts'

test('plain text stands in a sentence as it is', () => {
  for (const text of ['age', '<img onerror=x>', 'Zoë 👩‍🚀', '', 'a  b']) expect(insideSentence(text)).toBe(text)
})

test('what turns the rest of a sentence, or hides in it, is seen as its code', () => {
  expect(insideSentence('safe\u202Egpj.exe')).toBe('safe[U+202E]gpj.exe')
  expect(insideSentence('a\u2069b')).toBe('a[U+2069]b')
  expect(insideSentence('a\u2066b')).toBe('a[U+2066]b')
  expect(insideSentence('a\u0000b\u200Bc\nd')).toBe('a[U+0000]b[U+200B]c d')
})

test('text from right to left is kept by itself, also inside a part that is put into another sentence', () => {
  const once = insideSentence('גיל')
  expect(once).toBe('\u2068גיל\u2069')
  expect(insideSentence(`${once} is 4`)).toBe(`\u2068${once} is 4\u2069`)
})

test('what has to be typed holds nothing that cannot be typed', () => {
  expect(typeable(insideSentence('  גיל\u200B '))).toBe('גיל[U+200B]')
  expect(typeable('erase \u2068a\u0000b\u2069')).toBe('erase a b')
})
