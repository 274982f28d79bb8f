import type { LedgerEntry, LedgerFacts } from '../../contract/ledger.ts'
import { canonicalJson, type Json } from '../base/canonical-json.ts'
import type { Instant } from '../base/instant.ts'

/** Builds one entry: its place (from 1), its time, who acted, and the facts. */
export function buildEntry(seq: number, at: Instant, actor: string, facts: LedgerFacts): LedgerEntry {
  return { ...facts, seq, at, actor }
}

/** The entry as it is stored and hashed: canonical JSON (RFC 8785). Its UTF-8 bytes are the leaf of the tree. */
export function entryText(entry: LedgerEntry): string {
  return canonicalJson(entry as unknown as Json)
}

/** The leaf of the Merkle tree an entry's text stands for. */
export const leafBytes = (text: string): Buffer => Buffer.from(text, 'utf8')
