import { learnHere } from './learn-here.ts'

/** What the learners ask of Node's Buffer, which a page does not have: the bytes of a text, and which of two comes first. */
const buffer = {
  from: (text: string) => new TextEncoder().encode(text),
  compare(a: Uint8Array, b: Uint8Array) {
    const at = a.findIndex((byte, i) => byte !== b[i])
    return at === -1 || at >= b.length ? Math.sign(a.length - b.length) : Math.sign(a[at]! - b[at]!)
  },
}

const page = globalThis as unknown as { Buffer?: unknown; learnHere: typeof learnHere }
page.Buffer ??= buffer
page.learnHere = learnHere
