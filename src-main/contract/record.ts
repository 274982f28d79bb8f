import type { Guarantee, ModelMetrics } from './model.ts'
import type { Law, RequestScope } from './request.ts'

/**
 * The facts of one carried-out erasure, fixed when it is completed: the predicate of the signed statement.
 * No identifiers, no values from rows, no digest of anything a person's rows went into, no measure of the model before.
 */
export interface ErasureOutcome {
  readonly product: { readonly name: 'lethe'; readonly version: string }
  readonly request: {
    readonly id: string
    readonly law: Law
    readonly ruleVersion: string
    readonly scope: RequestScope
    readonly receivedAt: string
    readonly dueAt: string
    readonly completedAt: string
  }
  readonly decisions: { readonly identity: 'vouched-for-by-operator'; readonly approval: 'by-operator'; readonly sentence: string }
  readonly data: { readonly dataset: string; readonly matched: number; readonly erased: number; readonly keptOfMatched: number }
  readonly models: readonly ModelOutcome[]
  readonly machine: { readonly runtime: string; readonly engine: string; readonly platform: string; readonly processor: string; readonly cores: number }
  readonly residue: ResidueReport
  readonly timing: { readonly totalMs: number }
  readonly notErasedByLethe: readonly string[]
  readonly notClaimed: readonly string[]
}

export interface ModelOutcome {
  readonly model: string
  readonly learner: string
  readonly version: number
  /** The method asked for, and the one that ran: 'refined' becomes 'retrain' where a weight could not be settled. */
  readonly methodAsked: string
  readonly method: string
  readonly guarantee: Guarantee
  readonly boundary: boolean
  readonly commitmentBefore: string
  /** null where no row was left to learn from, and the model is gone. */
  readonly commitmentAfter: string | null
  /** Settings a reader may see; the seed is in the opening for an auditor, never here. */
  readonly settings: Readonly<Record<string, number | string | boolean>>
  readonly rows: { readonly train: number; readonly test: number }
  readonly unlearned: Measured | null
  /** null where retraining was not run beside. */
  readonly retrained: (Measured & { readonly sameBits: boolean; readonly distance: number | null }) | null
}

export interface Measured {
  readonly computeMs: number
  readonly cpuMs: number
  readonly gradientPasses: number
  readonly hessianPasses: number
  readonly unseen: ModelMetrics
}

/** What the search for erased values in the workspace's files came to. */
export interface ResidueReport {
  readonly files: number
  readonly bytes: number
  /** Byte patterns searched for: whole row images and values no kept row has. */
  readonly searched: number
  /** Values too short or too common to be searched for: unknown, not clean. */
  readonly notSearchable: number
  readonly found: number
  /** True where a first search found something and the file was rebuilt before searching again. */
  readonly rebuilt: boolean
}

export interface RecordProblem {
  /** The file within the record, or "record" for the ZIP itself. */
  readonly file: string
  readonly path?: string
  readonly code: string
  readonly message: string
}

export interface RecordReport {
  /** Nothing in the record contradicts anything else in it. */
  readonly intact: boolean
  /** intact, and signed by the key whose fingerprint was given; never true without one. */
  readonly ok: boolean
  /** Fingerprint of the signing key: SHA-256 of its SPKI DER, hex. Null where no signature could be read. */
  readonly signedBy: string | null
  readonly problems: readonly RecordProblem[]
}
