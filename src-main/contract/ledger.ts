import type { Guarantee } from './model.ts'
import type { Law, RequestScope } from './request.ts'

/** What a ledger entry may say: counts, codes, times, pseudonymous ids and salted commitments; nothing else fits the type. */
export type LedgerFacts =
  | { kind: 'ledger-opened'; key: string; keyProtection: KeyProtection }
  | { kind: 'dataset-imported'; dataset: string; rows: number; rejected: number; suppressed: number }
  | { kind: 'model-trained'; model: string; dataset: string; learner: string; trainRows: number; testRows: number; commitment: string }
  | { kind: 'request-opened'; request: string; dataset: string; law: Law; ruleVersion: string; scope: RequestScope; matched: number; receivedAt: string; dueAt: string }
  | { kind: 'request-verified'; request: string; how: 'vouched-for-by-operator' }
  | { kind: 'request-approved'; request: string; how: 'by-operator' }
  | { kind: 'erasure-intended'; request: string; rows: number; models: readonly string[] }
  | { kind: 'erasure-undone'; request: string; why: 'interrupted' | 'cancelled' | 'failed' }
  | { kind: 'erasure-adopted'; request: string; erased: number; models: readonly LedgerModelChange[] }
  | { kind: 'erasure-completed'; request: string; searched: number; notSearchable: number; residue: number; outcome: string }
  | { kind: 'record-exported'; request: string }
  | { kind: 'opening-exported'; request: string }

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

export type KeyProtection = 'os-keychain' | 'passphrase' | 'not-protected'

/** One entry: its place, its time by the operator's clock, who acted (a pseudonymous id), and the facts. */
export type LedgerEntry = { seq: number; at: string; actor: string } & LedgerFacts

export interface LedgerProblem {
  /** The first entry concerned; 0 where it is the ledger as a whole. */
  readonly seq: number
  readonly code: 'entry-changed' | 'entry-missing' | 'tree-damaged' | 'checkpoint-signature' | 'checkpoint-differs' | 'checkpoint-missing' | 'tail-missing' | 'other-ledger'
  readonly message: string
}

export interface LedgerReport {
  readonly ok: boolean
  readonly entries: number
  /** RFC 6962 root over all entries, hex. */
  readonly root: string
  readonly problems: readonly LedgerProblem[]
}
