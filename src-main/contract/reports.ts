import type { Column, DatasetSummary, Reject } from './dataset.ts'
import type { Guarantee, ModelMetrics, ModelSummary } from './model.ts'
import type { ErasureOutcome, Measured } from './record.ts'

/** A column as found in a file: why it has its role, how many different values (up to 1,000; 1,001 means more) and empty cells it has. */
export interface ProposedColumn extends Column {
  readonly why: 'asked' | 'name' | 'two-values' | 'no-values' | 'many-texts' | 'rest'
  readonly distinct: number
  readonly empty: number
}

export interface ImportReport {
  /** Absent after a dry run. */
  readonly dataset?: DatasetSummary
  readonly delimiter: string
  readonly columns: readonly ProposedColumn[]
  readonly labelPositive: string | null
  readonly rows: number
  readonly rejects: readonly Reject[]
  /** SHA-256 of the file read: for the operator's screen only, stored nowhere. */
  readonly sha256: string
}

export interface TrainReport extends ModelSummary {
  readonly metrics: ModelMetrics
  readonly trainMs: number
  readonly prepareMs: number
  readonly boundary: boolean
  /** Why an exact method is not exact with this recipe, where that is so. */
  readonly weakened: string | null
}

export interface ComparedMethod {
  readonly method: string
  readonly guarantee: Guarantee
  readonly publishedSha256: string
  readonly sameBits: boolean
  readonly boundary: boolean
  readonly distanceToRetrained: number | null
  /** Median over the runs. */
  readonly computeMs: number
  readonly runs: number
  readonly cpuMs: number
  readonly gradientPasses: number
  readonly hessianPasses: number
  readonly testAccuracy: number | null
  readonly about: string
}

export interface ComparedModel {
  readonly modelId: string
  readonly rows: number
  /** Retraining first; it is always among them. */
  readonly methods: readonly ComparedMethod[]
}

/** What became of one model, for the operator's eyes: digests are shown here and stored nowhere. */
export interface ErasedModel {
  readonly modelId: string
  readonly learner: string
  readonly method: string
  readonly guarantee: Guarantee
  readonly boundary: boolean
  /** null where no row was left to learn from, and the model is gone. */
  readonly publishedSha256: string | null
  readonly computeMs: number
  readonly unlearned: Measured | null
  /**
   * True where the published bits are those of before: the published model did not depend on these rows. null where that can no
   * longer be told, because the erasure was finished by a later process and the bits of before are destroyed.
   */
  readonly unchanged: boolean | null
  readonly retrained?: Measured & { readonly publishedSha256: string; readonly sameBits: boolean; readonly distance: number | null }
}

export interface EraseReport {
  readonly requestId: string
  readonly erasedRows: number
  readonly residueFound: number
  readonly totalMs: number
  /** How the decisions before the erasure were made. */
  readonly decisions: string
  readonly models: readonly ErasedModel[]
  readonly outcome: ErasureOutcome
}

export interface ExportedRecord {
  readonly requestId: string
  readonly file: string
  readonly sizeBytes: number
  readonly sha256: string
  /** Fingerprint of the key that signed it, for whoever checks it. */
  readonly key: string
}

export interface ExportedOpening {
  readonly requestId: string
  readonly file: string
  readonly models: number
}

export interface FoundValues {
  readonly found: readonly { readonly file: string; readonly offset: number }[]
  /** Values too short to be searched for. */
  readonly notSearchable: number
}
