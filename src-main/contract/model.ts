/** What a method promises about the model it leaves behind. */
export type Guarantee = 'same-bits' | 'certified' | 'none'

export interface ModelSummary {
  readonly modelId: string
  readonly datasetId: string
  readonly learner: string
  readonly version: number
  readonly method: string
  readonly guarantee: Guarantee
  readonly publishedSha256: string
  readonly testAccuracy: number | null
  readonly trainRows: number
  readonly testRows: number
}

/** Measures on rows the model did not learn from; null where there were none of the kind needed. */
export interface ModelMetrics {
  readonly rows: number
  readonly accuracy: number | null
  /** Accuracy of always answering the more frequent class. */
  readonly baseline: number | null
  readonly logLoss: number | null
  readonly auc: number | null
}
