import { readSync } from 'node:fs'

/** Fewer bytes than this match by chance, so nothing shorter is searched for. */
export const leastPatternBytes = 6

const chunkBytes = 4 * 1024 * 1024
/** Slots of the bitmap, as a power of two: a small one stays in the processor's cache, of many patterns a larger one rules out more. */
const [fewBits, manyBits, manyPatterns] = [20, 22, 50_000]

/** Where a pattern was found: its index, and the byte offset in the source. */
export type OnHit = (pattern: number, offset: number) => void

/** Up to so many patterns may begin alike; of more, each is looked for by four bytes that tell it from the others. */
const mostAlike = 8
/** Four bytes are chosen among so many places of a pattern. */
const placesTried = 64

const fourBytes = (bytes: Uint8Array, at: number): number => ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) | 0

/** Where in each pattern the four bytes stand by which it is looked for: at its beginning, except where too many begin alike. */
function anchorsOf(patterns: readonly Uint8Array[]): Uint32Array {
  const anchors = new Uint32Array(patterns.length)
  for (const alike of Map.groupBy(patterns.keys(), index => fourBytes(patterns[index]!, 0)).values()) {
    if (alike.length <= mostAlike) continue
    const times = new Map<number, number>()
    const eachPlace = (pattern: Uint8Array, told: (at: number, four: number) => void) => {
      for (let at = 0; at <= Math.min(placesTried, pattern.length - 4); at += 1) told(at, fourBytes(pattern, at))
    }
    for (const index of alike) eachPlace(patterns[index]!, (_, four) => times.set(four, (times.get(four) ?? 0) + 1))
    for (const index of alike) {
      const pattern = patterns[index]!
      let fewest = Infinity
      eachPlace(pattern, (at, four) => {
        // A run of one byte may fill whole pages.
        if (times.get(four)! >= fewest || pattern.subarray(at, at + 4).every(byte => byte === pattern[at])) return
        fewest = times.get(four)!
        anchors[index] = at
      })
    }
  }
  return anchors
}

/**
 * A search for many byte patterns in one pass: a bitmap over the hash of every four bytes rules out nearly every place,
 * the rest is compared in full. Cost per byte does not depend on the number of patterns.
 */
export function byteSearch(patterns: readonly Uint8Array[]) {
  const shift = 32 - (patterns.length < manyPatterns ? fewBits : manyBits)
  const slot = (four: number) => Math.imul(four, 0x9e3779b1) >>> shift
  const bitmap = new Uint8Array(2 ** (32 - shift))
  const byFour = new Map<number, number[]>()
  let longest = leastPatternBytes
  if (patterns.some(pattern => pattern.length < leastPatternBytes)) throw new RangeError(`A pattern must have at least ${leastPatternBytes} bytes`)
  const anchors = anchorsOf(patterns)
  patterns.forEach((pattern, index) => {
    const four = fourBytes(pattern, anchors[index]!)
    bitmap[slot(four)] = 1
    const same = byFour.get(four)
    if (same === undefined) byFour.set(four, [index])
    else same.push(index)
    longest = Math.max(longest, pattern.length)
  })

  const searchBlock = (block: Uint8Array, base: number, from: number, onHit: OnHit) => {
    if (block.length < leastPatternBytes) return
    let four = (block[0]! << 16) | (block[1]! << 8) | block[2]!
    for (let i = 3; i < block.length; i += 1) {
      four = (four << 8) | block[i]!
      if (bitmap[slot(four)] === 0) continue
      const candidates = byFour.get(four)
      if (candidates === undefined) continue
      for (const index of candidates) {
        const pattern = patterns[index]!
        const at = i - 3 - anchors[index]!
        const end = at + pattern.length
        if (at < 0 || end > block.length || end <= from) continue
        let k = 0
        while (k < pattern.length && block[at + k] === pattern[k]) k += 1
        if (k === pattern.length) onHit(index, base + at)
      }
    }
  }

  return {
    searchBuffer: (bytes: Uint8Array, onHit: OnHit) => searchBlock(bytes, 0, 0, onHit),
    /** Searches a file of any size in bounded memory; returns how many bytes it has. */
    searchDescriptor: (descriptor: number, onHit: OnHit): number => {
      const overlap = longest - 1
      const buffer = Buffer.allocUnsafe(chunkBytes + overlap)
      let position = 0
      let carried = 0
      for (;;) {
        const read = readSync(descriptor, buffer, carried, chunkBytes, position)
        if (read === 0) return position
        const filled = carried + read
        // A match that ends inside the carried bytes was reported before.
        searchBlock(buffer.subarray(0, filled), position - carried, carried, onHit)
        position += read
        carried = Math.min(overlap, filled)
        buffer.copyWithin(0, filled - carried, filled)
      }
    },
  }
}
