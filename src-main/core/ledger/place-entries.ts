import { parseCanonical } from './canonical-form.ts'

export type PlacedEntry =
  /** The entry at its place; fault says what its text alone shows to be wrong. */
  | { readonly kind: 'entry'; readonly seq: number; readonly text: string; readonly fault?: string; readonly at: unknown; readonly key: unknown }
  /** Entries seq to last are not there. */
  | { readonly kind: 'missing'; readonly seq: number; readonly last: number; readonly text?: undefined }
  /** A text before the entry seq that claims a place already taken. */
  | { readonly kind: 'inserted'; readonly seq: number; readonly claimed: number; readonly text: string }

interface ReadEntry {
  readonly text: string
  readonly claimed: number | undefined
  readonly at: unknown
  readonly key: unknown
}

/**
 * Puts each text at the place it should have, looking one text ahead to tell a missing entry from one whose number was
 * changed. A gap is believed where the text after it goes on from there.
 */
export function* placeEntries(texts: Iterable<string>, provenSize: number): Generator<PlacedEntry> {
  let expected = 1
  for (const [entry, next] of withNext(texts)) {
    const { text, claimed, at, key } = entry
    const here = { kind: 'entry', text, at, key } as const
    if (claimed === expected) {
      yield { ...here, seq: expected }
      expected += 1
      continue
    }
    if (claimed === undefined) {
      yield { ...here, seq: expected, fault: `Entry ${expected} was changed: it is not an entry in canonical JSON.` }
      expected += 1
      continue
    }
    const continues = next?.claimed === expected + 1
    const goesOn = next?.claimed === claimed + 1 || (claimed <= provenSize && (next?.claimed ?? Infinity) > claimed)
    if (!continues && claimed > expected && goesOn) {
      yield { kind: 'missing', seq: expected, last: claimed - 1 }
      yield { ...here, seq: claimed }
      expected = claimed + 1
    } else if (!continues && claimed < expected) {
      yield { kind: 'inserted', seq: expected, claimed, text }
    } else {
      yield { ...here, seq: expected, fault: `Entry ${expected} was changed: it says it is number ${claimed}.` }
      expected += 1
    }
  }
}

function* withNext(texts: Iterable<string>): Generator<[ReadEntry, ReadEntry | undefined]> {
  let held: ReadEntry | undefined
  for (const text of texts) {
    const next = readEntry(text)
    if (held !== undefined) yield [held, next]
    held = next
  }
  if (held !== undefined) yield [held, undefined]
}

function readEntry(text: string): ReadEntry {
  const value = parseCanonical(text)
  if (typeof value !== 'object' || value === null) return { text, claimed: undefined, at: undefined, key: undefined }
  const { seq, at, kind, key } = value as Record<string, unknown>
  return { text, claimed: Number.isSafeInteger(seq) && Number(seq) > 0 ? Number(seq) : undefined, at, key: kind === 'ledger-opened' ? key : undefined }
}
