const digits = 65_536

/**
 * Puts places in the rising order of their words, the first weighing most; equal ones keep their order. A radix sort from the
 * least significant 16 bits up (Knuth, TAOCP 3, 5.2.5): a million places take some 10 ms for each half of a word that differs.
 */
export function sortByWords(places: Uint32Array, words: readonly Uint32Array[]): Uint32Array {
  let from = places
  let to: Uint32Array | undefined
  const counts = new Uint32Array(digits)
  for (const word of words.toReversed()) {
    for (const shift of [0, 16]) {
      counts.fill(0)
      for (let k = 0; k < from.length; k += 1) counts[(word[from[k]!]! >>> shift) & 0xffff]! += 1
      if (from.length === 0 || counts[(word[from[0]!]! >>> shift) & 0xffff] === from.length) continue
      let before = 0
      for (let digit = 0; digit < digits; digit += 1) {
        const count = counts[digit]!
        counts[digit] = before
        before += count
      }
      to ??= new Uint32Array(from.length)
      for (let k = 0; k < from.length; k += 1) {
        const place = from[k]!
        const digit = (word[place]! >>> shift) & 0xffff
        to[counts[digit]!] = place
        counts[digit]! += 1
      }
      [from, to] = [to, from === places ? undefined : from]
    }
  }
  return from
}
