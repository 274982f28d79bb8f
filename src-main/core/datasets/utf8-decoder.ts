import { CoreError } from '../base/core-error.ts'

/** Decodes UTF-8 piece by piece, cut anywhere (a leading byte order mark is dropped); names line and byte of what is not part of any character. */
export function utf8Decoder(): (bytes: Uint8Array, more: boolean) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let offset = 0
  let feeds = 0
  let returns = 0
  /** The beginning of a character whose other bytes are in the next piece. */
  let begun: Uint8Array = new Uint8Array()
  return (bytes, more) => {
    try {
      const text = decoder.decode(bytes, { stream: more })
      offset += bytes.length
      feeds += count(bytes, lineFeed)
      returns += count(bytes, carriageReturn)
      begun = begunCharacter(bytes.length < 3 ? Buffer.concat([begun, bytes]) : bytes)
      return text
    } catch {
      const piece = Buffer.concat([begun, bytes])
      const at = firstInvalid(piece)
      const before = piece.subarray(0, at)
      const lines = feeds + count(before, lineFeed) || returns + count(before, carriageReturn)
      throw new CoreError('import/not-utf8', { line: 1 + lines, byte: offset - begun.length + at + 1 })
    }
  }
}

const lineFeed = 10
const carriageReturn = 13

function count(bytes: Uint8Array, wanted: number): number {
  let found = 0
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) found += 1
  return found
}

/** The bytes at the end that begin a character and do not finish it. */
function begunCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) break
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.slice(-back) : new Uint8Array()
  }
  return new Uint8Array()
}

function firstInvalid(bytes: Uint8Array): number {
  const valid = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
      return true
    } catch {
      return false
    }
  }
  // The whole is the beginning of something valid: what is wrong is the character cut off at its end.
  if (valid(bytes.length)) return bytes.length - begunCharacter(bytes).length
  let low = 0
  let high = bytes.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (valid(middle)) low = middle
    else high = middle
  }
  // A character of several bytes is named by its first one.
  return low - begunCharacter(bytes.subarray(0, low)).length
}
