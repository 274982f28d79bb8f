/** Characters that turn the direction of everything after them, and those that are not seen. */
const controls = /[\p{Cc}\u200B\u202A-\u202E\u2060\uFEFF]/gu
const isolates = /[\u2066-\u2069]/g
const rightToLeft = /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

const [isolate, endOfIsolate] = ['\u2068', '\u2069']

/**
 * A name or value from somebody's file, to stand inside a sentence of ours: what would turn the sentence or hide in it is shown as
 * its code, and text that runs from right to left does so by itself only.
 */
export function insideSentence(text: string): string {
  const seen = (areBalanced(text) ? text : text.replaceAll(isolates, codeOf)).replaceAll(controls, control => (control === '\n' || control === '\t' || control === '\r' ? ' ' : codeOf(control)))
  return rightToLeft.test(seen) ? `${isolate}${seen}${endOfIsolate}` : seen
}

/** The same text without them: what a person can type. */
export const typeable = (text: string): string => text.replaceAll(controls, ' ').replaceAll(isolates, '').replaceAll(/\s+/g, ' ').trim()

/** Whether every isolate that begins also ends: such text turns nothing outside of itself, a part of a sentence that was made here least of all. */
function areBalanced(text: string): boolean {
  let depth = 0
  for (const [character] of text.matchAll(isolates)) {
    depth += character === endOfIsolate ? -1 : 1
    if (depth < 0) return false
  }
  return depth === 0
}

const codeOf = (control: string): string => `[U+${control.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`
