/** An integer finaliser (Chris Wellons' lowbias32): every bit of the input moves half of the output's. Signed 32 bits. */
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}

const golden = 0x9e3779b9

/** One hash of a hash and one more integer; the order in which integers are folded in counts. */
export const fold = (h: number, more: number): number => mix((mix(h + golden) ^ more) | 0)

export function hashText(text: string): number {
  let h = text.length
  for (let i = 0; i < text.length; i += 1) h = fold(h, text.charCodeAt(i))
  return h
}

/** The hash of a float64, from its first and last 32 bits. */
export const hashWords = (high: number, low: number): number => mix(mix(high) ^ low)

/** A whole number below `count`, without the time a remainder takes. */
export const pick = (h: number, count: number): number => Math.floor(((h >>> 0) * count) / 2 ** 32)

/** Keys of a forest: a node's comes from its path alone, never from the rows or the splits above it. */
export const treeKey = (seed: number, tree: number): number => fold(seed, tree)
export const leftKey = (key: number): number => mix(key ^ 0x3c6ef372)
export const rightKey = (key: number): number => mix(key ^ 0x1b873593)
