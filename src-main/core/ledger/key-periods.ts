import type { KeyProtection, LedgerEntry } from '../../contract/ledger.ts'

/** One key the ledger names, and for which entries it counts. */
export interface KeyPeriod {
  readonly fingerprint: string
  /** How it is kept, or was in the end. */
  readonly protection: KeyProtection
  readonly sinceSeq: number
  readonly since: string
  /** The entry that put another in its place. */
  readonly untilSeq: number | null
  readonly ended: 'rotated' | 'lost' | null
}

type KeyFacts = Extract<LedgerEntry, { kind: 'ledger-opened' | 'key-rotated' | 'key-lost' | 'key-protection-changed' | 'workspace-restored' }>

/**
 * The keys in order, told from the entries about keys alone: the first entry, every one whose kind begins with "key-", and restores,
 * which take a key along but not how it was kept. A change that does not name the key before it is none.
 */
export function keyPeriods(entries: Iterable<string>): KeyPeriod[] {
  const periods: KeyPeriod[] = []
  for (const text of entries) {
    const entry = parsed(text)
    const last = periods.at(-1)
    if (entry?.kind === 'ledger-opened' && last === undefined) periods.push(beginning(entry.key, entry))
    if (entry === undefined || last === undefined) continue
    if (entry.kind === 'workspace-restored' || (entry.kind === 'key-protection-changed' && entry.key === last.fingerprint)) periods[periods.length - 1] = { ...last, protection: entry.keyProtection }
    const before = entry.kind === 'key-rotated' ? entry.before : entry.kind === 'key-lost' ? entry.lost : undefined
    if (before !== last.fingerprint || (entry.kind !== 'key-rotated' && entry.kind !== 'key-lost')) continue
    periods[periods.length - 1] = { ...last, untilSeq: entry.seq, ended: entry.kind === 'key-rotated' ? 'rotated' : 'lost' }
    periods.push(beginning(entry.key, entry))
  }
  return periods
}

const beginning = (fingerprint: string, { keyProtection, seq, at }: KeyFacts): KeyPeriod => ({ fingerprint, protection: keyProtection, sinceSeq: seq, since: at, untilSeq: null, ended: null })

function parsed(text: string): KeyFacts | undefined {
  try {
    return JSON.parse(text) as KeyFacts
  } catch {
    // Not JSON: not what was written, and whoever checks the ledger says so.
    return undefined
  }
}

/** The key that signs when the ledger has so many entries. */
export const periodAt = <P extends Pick<KeyPeriod, 'sinceSeq' | 'untilSeq'>>(periods: readonly P[], size: number): P | undefined =>
  periods.find(({ sinceSeq, untilSeq }) => sinceSeq <= size && (untilSeq === null || size < untilSeq))
