import { readSync } from 'node:fs'

/** Fewer bytes than this match by chance, so nothing shorter is searched for. */
export const leastPatternBytes = 6

const chunkBytes = 4 * 1024 * 1024
const bitmapBits = 20

/** Where a pattern was found: its index, and the byte offset in the source. */
export type OnHit = (pattern: number, offset: number) => void

/**
 * A search for many byte patterns in one pass: a bitmap over the hash of every four bytes rules out nearly every place,
 * the rest is compared in full. Cost per byte does not depend on the number of patterns.
 */
export function byteSearch(patterns: readonly Uint8Array[]) {
  const bitmap = new Uint8Array(1 << bitmapBits)
  const byStart = new Map<number, number[]>()
  let longest = leastPatternBytes
  patterns.forEach((pattern, index) => {
    if (pattern.length < leastPatternBytes) throw new RangeError(`A pattern must have at least ${leastPatternBytes} bytes`)
    const start = ((pattern[0]! << 24) | (pattern[1]! << 16) | (pattern[2]! << 8) | pattern[3]!) | 0
    bitmap[slot(start)] = 1
    const same = byStart.get(start)
    if (same === undefined) byStart.set(start, [index])
    else same.push(index)
    longest = Math.max(longest, pattern.length)
  })

  const searchBlock = (block: Uint8Array, base: number, from: number, onHit: OnHit) => {
    if (block.length < leastPatternBytes) return
    let start = (block[0]! << 16) | (block[1]! << 8) | block[2]!
    for (let i = 3; i < block.length; i += 1) {
      start = (start << 8) | block[i]!
      if (bitmap[slot(start)] === 0) continue
      const candidates = byStart.get(start)
      if (candidates === undefined) continue
      const at = i - 3
      for (const index of candidates) {
        const pattern = patterns[index]!
        const end = at + pattern.length
        if (end > block.length || end <= from) continue
        let k = 4
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

const slot = (start: number) => Math.imul(start, 0x9e3779b1) >>> (32 - bitmapBits)
