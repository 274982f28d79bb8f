import { z } from 'zod'
import type { Guarantee } from './model.ts'
import type { Roles } from './people.ts'
import type { Approval, AskedBy, Channel, IdentityCheck, NotedEvent, RequestScope, TogetherReason } from './request.ts'
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
  // A copy of a model left the workspace; the commitment is to the file. smallBatch: somebody accepted that few people tell it from an earlier copy.
  | { kind: 'model-exported'; model: string; version: number; copy: string; commitment: string; smallBatch?: 'accepted' }
  // By the operator's word: whoever had the copy has the model as it is now, or none.
  | { kind: 'export-replaced'; model: string; copy: string; replacedAt: string }
  // Until a request could be about several datasets it named one, as dataset, and not how it came in.
  | { kind: 'request-opened'; request: string; dataset?: string; datasets?: readonly string[]; channel?: Channel; askedBy?: AskedBy; law: Law; ruleVersion: string; scope: RequestScope; matched: number; receivedAt: string; dueAt: string }
  // A day that a deadline may depend on, and the day the answer is due now.
  | { kind: 'request-noted'; request: string; what: NotedEvent; on: string; dueAt: string }
  // Other identifiers, or rows that came since: what it is about from here on.
  | { kind: 'request-matched'; request: string; datasets: readonly string[]; matched: number }
  // How many of its rows are to be erased, and how many stay, by the codes of reasons.
  | { kind: 'matches-decided'; request: string; erase: number; keep: readonly { readonly reason: string; readonly rows: number }[] }
  | { kind: 'request-submitted'; request: string }
  // The answer takes longer: why, by when the person had to be told, and when it is due now.
  | { kind: 'request-extended'; request: string; reason: string; noticeBy: string; dueAt: string }
  | { kind: 'request-verified'; request: string; how: IdentityCheck }
  // graceUntil: until then the approval can be taken back
  | { kind: 'request-approved'; request: string; how: Approval; graceUntil?: string }
  | { kind: 'approval-undone'; request: string }
  // Ends without an erasure.
  | { kind: 'request-denied'; request: string; reason: string }
  | { kind: 'request-withdrawn'; request: string }
  | { kind: 'request-not-found'; request: string }
  | { kind: 'request-expired'; request: string }
  // A legal hold over rows of a request; rows: null where it lies over all of it.
  | { kind: 'hold-placed'; request: string; hold: string; rows: number | null }
  | { kind: 'hold-lifted'; request: string; hold: string }
  | { kind: 'answer-sent'; request: string; letter: string; on: string }
  // Whoever had the data from us was told, or could not be.
  | { kind: 'notice-sent'; request: string; notice: string; on: string }
  | { kind: 'notice-confirmed'; request: string; notice: string; on: string }
  | { kind: 'notice-impossible'; request: string; notice: string; reason: string }
  // What the person was known by and answered at is destroyed.
  | { kind: 'identifiers-destroyed'; request: string }
  // The person of a request that was carried out may come back.
  | { kind: 'suppression-lifted'; request: string; hashes: number }
  // As long as the settings keep them: the keyed hashes of people of so many requests are destroyed.
  | { kind: 'suppressions-expired'; requests: number; hashes: number }
  // A list of requests was loaded, or answered.
  | { kind: 'list-loaded'; list: string; rows: number; opened: number; duplicates: number; notFound: number; refused: number }
  | { kind: 'list-answered'; list: string; rows: number }
  | { kind: 'report-exported'; report: string; requests: number }
  // accuracyFloor: the person accepted beforehand that a model may fall below the policy's floor
  // together: how many requests are carried out as one, and why they waited for each other
  | { kind: 'erasure-intended'; request: string; rows: number; models: readonly string[]; accuracyFloor?: 'waived'; together?: { readonly requests: number; readonly because?: TogetherReason } }
  // refused: by the policy; the request is approved as before. failed: by an error
  | { kind: 'erasure-undone'; request: string; why: 'interrupted' | 'cancelled' | 'failed' | 'held' | 'refused' }
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
  | { kind: 'settings-changed'; guarantee: Guarantee; accuracyFloor: number | null; batchDays: number; smallBatch?: number }
  // Who works here, by pseudonymous ids: someone came, has other roles from here on, or left. Names are never in the ledger.
  | { kind: 'actor-added'; who: string; roles: Roles }
  // passphrase: an administrator gave them a new one, and so could sign in as them
  | { kind: 'actor-changed'; who: string; roles: Roles; passphrase?: 'given-by-another' }
  | { kind: 'actor-left'; who: string }
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
