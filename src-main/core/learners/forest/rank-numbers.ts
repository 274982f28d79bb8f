import { hashWords } from './keyed-hash.ts'

/** Whole numbers from 0 on, in the smallest array that holds them: a tree looks at them in no order, and what is small stays near the processor. */
export type Codes = Uint8Array | Uint16Array | Int32Array

export function codesFor(count: number, size: number): Codes {
  return size <= 2 ** 8 ? new Uint8Array(count) : size <= 2 ** 16 ? new Uint16Array(count) : new Int32Array(count)
}

export interface Ranked {
  /** The values there are, rising, each once, and their hashes. */
  readonly distinct: Float64Array
  readonly hashes: Int32Array
  /** Where each row's value is among them. */
  readonly codes: Codes
}

/** Finds equal values by their hash, so that only those that differ are sorted. None may be NaN or −0. */
export function rankNumbers(values: Float64Array): Ranked {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length)
  const foundAs = new Int32Array(values.length)
  let found = new Float64Array(256)
  let foundHashes = new Int32Array(256)
  let count = 0
  /** Of each hash, cut short, which of the found it is; −1 where there is none. At most half full. */
  let places = new Int32Array(512).fill(-1)

  const placeOf = (value: number, hash: number): number => {
    let place = hash & (places.length - 1)
    while (places[place] !== -1 && found[places[place]!] !== value) place = (place + 1) & (places.length - 1)
    return place
  }
  const grow = (): void => {
    const [before, hashesBefore] = [found, foundHashes]
    found = new Float64Array(2 * count)
    found.set(before)
    foundHashes = new Int32Array(2 * count)
    foundHashes.set(hashesBefore)
    places = new Int32Array(4 * count).fill(-1)
    for (let i = 0; i < count; i += 1) places[placeOf(found[i]!, foundHashes[i]!)] = i
  }

  for (let i = 0; i < values.length; i += 1) {
    const hash = hashWords(words[2 * i + high]!, words[2 * i + low]!)
    const value = values[i]!
    const place = placeOf(value, hash)
    let which = places[place]!
    if (which === -1) {
      which = count
      places[place] = count
      found[count] = value
      foundHashes[count] = hash
      count += 1
      if (count === found.length) grow()
    }
    foundAs[i] = which
  }
  const distinct = found.slice(0, count).sort()
  const hashes = new Int32Array(count)
  const rankOf = new Int32Array(count)
  for (let rank = 0; rank < count; rank += 1) {
    const hash = hashNumber(distinct[rank]!)
    hashes[rank] = hash
    rankOf[places[placeOf(distinct[rank]!, hash)]!] = rank
  }
  const codes = codesFor(values.length, count)
  for (let i = 0; i < values.length; i += 1) codes[i] = rankOf[foundAs[i]!]!
  return { distinct, hashes, codes }
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
const [high, low] = littleEndian ? [1, 0] as const : [0, 1] as const

const oneNumber = new Float64Array(1)
const twoWords = new Int32Array(oneNumber.buffer)

function hashNumber(value: number): number {
  oneNumber[0] = value
  return hashWords(twoWords[high]!, twoWords[low]!)
}
