import type { FeatureRows } from './feature-rows.ts'

/** The positions of the rows of one part of the split, in their order. */
export function placesOf({ count, test }: Pick<FeatureRows, 'count' | 'test'>, part: 'train' | 'test'): Uint32Array {
  const wanted = part === 'test' ? 1 : 0
  const places = new Uint32Array(count)
  let found = 0
  for (let i = 0; i < count; i += 1) {
    if (test[i] !== wanted) continue
    places[found] = i
    found += 1
  }
  return places.subarray(0, found)
}

/** The levels of each category that rows learned from have, missing (null) first, then by UTF-8 bytes. */
export function levelsPresent({ names, codes, levels, ...rows }: FeatureRows): (string | null)[][] {
  const categories = names.categories.length
  const train = placesOf(rows, 'train')
  return levels.map((texts, k) => present(train, i => codes[i * categories + k]!, texts))
}

/** The classes, of several, that rows learned from have, by UTF-8 bytes. */
export const classesPresent = ({ labels, classes, ...rows }: FeatureRows): string[] => present(placesOf(rows, 'train'), i => labels[i]!, classes)

function present<T extends string | null>(places: Uint32Array, codeOf: (i: number) => number, texts: readonly T[]): T[] {
  const seen = new Uint8Array(texts.length)
  for (let at = 0; at < places.length; at += 1) seen[codeOf(places[at]!)] = 1
  return sortTexts(texts.filter((_, code) => seen[code] === 1))
}

/** Each text's bytes are made once, and not at each comparison: there may be tens of thousands. */
function sortTexts<T extends string | null>(texts: readonly T[]): T[] {
  const bytes = texts.map(text => ({ text, utf8: text === null ? null : Buffer.from(text) }))
  return bytes.sort((a, b) => (a.utf8 === null ? -1 : b.utf8 === null ? 1 : Buffer.compare(a.utf8, b.utf8))).map(({ text }) => text)
}
