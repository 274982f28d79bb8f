export type ColumnType = 'integer' | 'number' | 'text'

/** subject: the person's identifier; label: what a model predicts; feature: what it predicts from; ignored: kept, never learned from. */
export type ColumnRole = 'subject' | 'label' | 'feature' | 'ignored'

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly role: ColumnRole
}

/** Why a record was set aside. */
export type RejectReason = 'cell-count' | 'not-a-number' | 'bad-quote' | 'nul-character' | 'blank' | 'suppressed' | 'no-identifier'

export interface Reject {
  /** 1-based position of the record in the file, as --rows counts. */
  readonly row: number
  /** 1-based line on which the record starts. */
  readonly line: number
  /** 0-based position of the column concerned, or null where it is the whole record. */
  readonly position: number | null
  readonly reason: RejectReason
}

export interface DatasetSummary {
  readonly datasetId: string
  readonly name: string
  readonly importedAt: string
  readonly rows: number
  readonly rejected: number
  readonly lastRow: number
  readonly labelPositive: string | null
  readonly columns: readonly Column[]
}
