import { z } from 'zod'
import type { Guarantee } from './model.ts'
import type { RequestScope } from './request.ts'
import { count, digest, instant, type Law } from './shape.ts'

/** What a ledger entry may say: counts, codes, times, pseudonymous ids and salted commitments; nothing else fits the type. */
export type LedgerFacts =
  | { kind: 'ledger-opened'; key: string; keyProtection: KeyProtection }
  // Another key signs from here on. The checkpoint over a rotation is signed by both; that over a loss only by the new key.
  | { kind: 'key-rotated'; key: string; keyProtection: KeyProtection; before: string }
  | { kind: 'key-lost'; lost: string; key: string; keyProtection: KeyProtection }
  // The same key, kept otherwise.
  | { kind: 'key-protection-changed'; key: string; keyProtection: KeyProtection }
  | { kind: 'dataset-imported'; dataset: string; rows: number; rejected: number; suppressed: number }
  | { kind: 'model-trained'; model: string; dataset: string; learner: string; trainRows: number; testRows: number; commitment: string }
  | { kind: 'request-opened'; request: string; dataset: string; law: Law; ruleVersion: string; scope: RequestScope; matched: number; receivedAt: string; dueAt: string }
  // The answer takes longer: why, by when the person had to be told, and when it is due now.
  | { kind: 'request-extended'; request: string; reason: string; noticeBy: string; dueAt: string }
  | { kind: 'request-verified'; request: string; how: 'vouched-for-by-operator' }
  | { kind: 'request-approved'; request: string; how: 'by-operator' }
  // accuracyFloor: the person accepted beforehand that a model may fall below the policy's floor
  | { kind: 'erasure-intended'; request: string; rows: number; models: readonly string[]; accuracyFloor?: 'waived' }
  | { kind: 'erasure-undone'; request: string; why: 'interrupted' | 'cancelled' | 'failed' }
  | { kind: 'erasure-adopted'; request: string; erased: number; models: readonly LedgerModelChange[] }
  | { kind: 'erasure-completed'; request: string; searched: number; notSearchable: number; residue: number; outcome: string }
  // A dataset erased whole, for no request: its rows and every model that learned from them.
  | { kind: 'dataset-erasure-intended'; dataset: string; rows: number; models: readonly string[] }
  | { kind: 'dataset-erasure-undone'; dataset: string; why: 'interrupted' | 'cancelled' | 'failed' }
  | { kind: 'dataset-erased'; dataset: string; erased: number; models: readonly string[] }
  | { kind: 'dataset-erasure-completed'; dataset: string; searched: number; notSearchable: number; residue: number }
  | { kind: 'record-exported'; request: string }
  // A second person signed what the record of this request states, with this key.
  | { kind: 'record-countersigned'; request: string; key: string }
  | { kind: 'opening-exported'; request: string }
  // All entries before it are the backup's. What the ledger had become since then, where it was still there, is named by its size and root.
  | {
    kind: 'workspace-restored'; backupMadeAt: string; keyProtection: KeyProtection
    list: 'workspace' | 'file' | 'none'; replacedEntries: number | null; replacedRoot: string | null; reapplied: number; unresolved: number
  }
  // One for each request that was carried out after the backup: its rows were erased again, and the models of their dataset forgot them together with those of the others.
  | { kind: 'erasure-reapplied'; request: string; dataset: string; erased: number; firstErasedAt: string; models: readonly LedgerModelChange[] }
  // What the policy is from here on. Who answers for the data is never in the ledger.
  | { kind: 'settings-changed'; guarantee: Guarantee; accuracyFloor: number | null; batchDays: number }
  // A dataset that was erased whole after the backup.
  | { kind: 'dataset-erasure-reapplied'; dataset: string; erased: number; firstErasedAt: string; models: readonly string[] }
  | { kind: 'restore-searched'; searched: number; notSearchable: number; residue: number }

export interface LedgerModelChange {
  readonly model: string
  readonly version: number
  readonly method: string
  readonly guarantee: Guarantee
  readonly boundary: boolean
  /** Salted commitments to the published bytes; after is null where no row is left to learn from. */
  readonly before: string
  readonly after: string | null
}

export const KeyProtection = z.enum(['os-keychain', 'passphrase', 'not-protected'])
export type KeyProtection = z.output<typeof KeyProtection>

/** One entry: its place, its time by the operator's clock, who acted (a pseudonymous id), and the facts. */
export type LedgerEntry = { seq: number; at: string; actor: string } & LedgerFacts

export const LedgerProblem = z.strictObject({
  /** The first entry concerned; 0 where it is the ledger as a whole. */
  seq: count,
  code: z.enum(['entry-changed', 'entry-missing', 'tree-damaged', 'checkpoint-signature', 'checkpoint-differs', 'checkpoint-missing', 'tail-missing', 'other-ledger']),
  message: z.string(),
}).readonly()
export type LedgerProblem = z.output<typeof LedgerProblem>

/** What a reader has to know though nothing is wrong: where another key began to count, and on whose word. */
export const LedgerNote = z.strictObject({
  seq: count, code: z.enum(['key-rotated', 'key-lost', 'key-unknown']), message: z.string(),
}).readonly()
export type LedgerNote = z.output<typeof LedgerNote>

export const LedgerReport = z.strictObject({
  ok: z.boolean(), entries: count,
  /** Signed checkpoints there are, and how many signatures were verified: the newest and an even sample of the others. */
  checkpoints: count, signaturesVerified: count,
  /** RFC 6962 root over all entries, hex. */
  root: z.string(),
  problems: z.array(LedgerProblem).readonly(),
  /** Where there are any. */
  notes: z.array(LedgerNote).readonly().exactOptional(),
}).readonly()
export type LedgerReport = z.output<typeof LedgerReport>

/** What entries are about, for finding them. */
export const LedgerTopic = z.enum(['data', 'requests', 'erasures', 'models', 'records', 'keys', 'settings'])
export type LedgerTopic = z.output<typeof LedgerTopic>

/** Entries as stored, newest first. */
export const LedgerPage = z.strictObject({
  total: count,
  /** How many entries the filter finds; absent where there is none. */
  found: count.exactOptional(),
  entries: z.array(z.looseObject({ seq: count, at: instant, actor: z.string(), kind: z.string() }).readonly()).readonly(),
}).readonly()
export type LedgerPage = z.output<typeof LedgerPage>

/** The number of an entry, and so a size the ledger has had. */
export const entrySeq = z.number().int().min(1)

/** That the ledger, as its latest checkpoint signs it, contains an entry; and that it begins with all it was at an earlier size. */
export const LedgerProof = z.strictObject({
  seq: entrySeq,
  /** As stored: SHA-256(0x00, these bytes) is the leaf. */
  entry: z.string(), leafHash: digest,
  origin: z.string(), size: count, root: digest,
  /** RFC 6962 section 2.1.1, from the leaf up: each hash, and on which side of what was reckoned so far it stands. */
  path: z.array(z.strictObject({ side: z.enum(['left', 'right']), hash: digest }).readonly()).readonly(),
  /** The signed note over all entries, and the fingerprint of the key that signed it. */
  checkpoint: z.string(), key: digest,
  /** RFC 6962 section 2.1.2; checkpoint is null where no transaction ended at that size. */
  earlier: z.strictObject({ size: entrySeq, root: digest, hashes: z.array(digest).readonly(), checkpoint: z.string().nullable() }).readonly().nullable(),
}).readonly()
export type LedgerProof = z.output<typeof LedgerProof>

export const ExportedProofs = z.strictObject({
  /** The file as the shell calls it. */
  file: z.string(), sizeBytes: count, sha256: digest,
  /** How many entries it proves, and the checkpoint it holds. */
  entries: count, size: count, root: digest, key: digest,
}).readonly()
export type ExportedProofs = z.output<typeof ExportedProofs>
