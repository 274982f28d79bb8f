import { createHash } from 'node:crypto'
import type { KeyProtection } from '../../contract/ledger.ts'
import type { ErasureOutcome, KeySince } from '../../contract/record.ts'
import { canonicalForm } from '../ledger/canonical-form.ts'

export const statementType = 'https://in-toto.io/Statement/v1'

/**
 * What the predicate is, by a name and not an address: ".invalid" is reserved (RFC 6761 section 6.4), so it is ours to use and can
 * never come to lead to somebody else's page. The number at its end goes up when an old reader would misread a new record.
 */
export const predicateTypeBase = 'https://lethe.invalid/erasure-record/v'
export const predicateVersion = 3
export type PredicateType = `${typeof predicateTypeBase}${number}`

/** An outcome that was stated before a request could be about several datasets goes on being stated as it was. */
const predicateType = ({ data }: ErasureOutcome): PredicateType => `${predicateTypeBase}${data.datasets === undefined ? 2 : predicateVersion}`

/** What ties the statement to the ledger. */
export interface LedgerFactsOfRecord {
  readonly origin: string
  readonly size: number
  /** RFC 6962 root of the checkpoint, hex. */
  readonly root: string
  /** Fingerprint of the key: SHA-256 of its SPKI DER, hex. */
  readonly key: string
  readonly keyProtection: KeyProtection
  /** Where it is not the ledger's first key. */
  readonly keySince?: KeySince
}

export interface ErasurePredicate {
  readonly ledger: LedgerFactsOfRecord
  readonly outcome: ErasureOutcome
}

/** An in-toto Statement v1 (in-toto/attestation, spec/v1/statement.md). */
export interface ErasureStatement {
  readonly _type: typeof statementType
  /** The files of the record the statement speaks for. Never data or a model: their digests would answer guesses about people. */
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicateType: PredicateType
  readonly predicate: ErasurePredicate
}

/** The files the statement names as its subject, in this order. */
export const subjectFiles = ['checkpoint.txt', 'entries.jsonl'] as const

const sha256Hex = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 of the outcome's canonical JSON, hex: what the ledger's entry 'erasure-completed' carries as its outcome. */
export function outcomeDigest(outcome: ErasureOutcome): string {
  return sha256Hex(canonicalForm(outcome))
}

/** The statement about one erasure. */
export function statementOf(files: ReadonlyMap<string, Buffer>, predicate: ErasurePredicate): ErasureStatement {
  const subject = subjectFiles.map(name => ({ name, digest: { sha256: sha256Hex(files.get(name)!) } }))
  return { _type: statementType, subject, predicateType: predicateType(predicate.outcome), predicate }
}

/** A statement as the bytes that are signed: canonical JSON in UTF-8. */
export const statementBytes = (statement: ErasureStatement): Buffer => Buffer.from(canonicalForm(statement))
