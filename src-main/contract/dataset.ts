import { z } from 'zod'
import { ResidueReport } from './residue.ts'
import { count, digest, fileToken, instant, rowNumber } from './shape.ts'

export const ColumnType = z.enum(['integer', 'number', 'text'])
export type ColumnType = z.output<typeof ColumnType>

/** subject: the person's identifier; label: what a model predicts; feature: what it predicts from; ignored: kept, never learned from. */
export const ColumnRole = z.enum(['subject', 'label', 'feature', 'ignored'])
export type ColumnRole = z.output<typeof ColumnRole>

export const Column = z.strictObject({ name: z.string(), type: ColumnType, role: ColumnRole }).readonly()
export type Column = z.output<typeof Column>

/** Why a record was set aside. */
export const RejectReason = z.enum(['cell-count', 'not-a-number', 'bad-quote', 'nul-character', 'blank', 'suppressed', 'no-identifier'])
export type RejectReason = z.output<typeof RejectReason>

export const Reject = z.strictObject({
  /** 1-based position of the record in the file, as --rows counts. */
  row: rowNumber,
  /** 1-based line on which the record starts. */
  line: rowNumber,
  /** 0-based position of the column concerned, or null where it is the whole record. */
  position: count.nullable(),
  reason: RejectReason,
}).readonly()
export type Reject = z.output<typeof Reject>

export const DatasetSummary = z.strictObject({
  datasetId: z.string(), name: z.string(), importedAt: instant, rows: count, rejected: count,
  /** The highest row number given out, rejected records included. */
  lastRow: count,
  labelPositive: z.string().nullable(),
  columns: z.array(Column).readonly(),
}).readonly()
export type DatasetSummary = z.output<typeof DatasetSummary>

export const DatasetDetail = z.strictObject({
  dataset: DatasetSummary,
  /** The first rejected records, 200 at most. */
  rejects: z.array(Reject).readonly(),
  /** Rows named by open requests, and how many of them are restricted (approved, not yet erased). */
  pending: z.strictObject({ requests: count, rows: count, restricted: count }).readonly(),
  models: z.array(z.string()).readonly(),
}).readonly()
export type DatasetDetail = z.output<typeof DatasetDetail>

/** A column as found in a file: why it has its role, how many different values (up to 1,000; 1,001 means more) and empty cells it has. */
export const ProposedColumn = z.strictObject({
  name: z.string(), type: ColumnType, role: ColumnRole,
  why: z.enum(['asked', 'name', 'two-values', 'no-values', 'many-texts', 'rest']), distinct: count, empty: count,
}).readonly()
export type ProposedColumn = z.output<typeof ProposedColumn>

export const ImportReport = z.strictObject({
  /** Absent after a dry run. */
  dataset: DatasetSummary.exactOptional(),
  delimiter: z.string(),
  columns: z.array(ProposedColumn).readonly(),
  labelPositive: z.string().nullable(),
  rows: count,
  rejects: z.array(Reject).readonly(),
  /** After a dry run, the first records as they stand in the file: for the operator's screen only, stored nowhere. */
  preview: z.array(z.strictObject({
    row: rowNumber, line: rowNumber,
    /** The first 200 characters of each; as many as the record has, 100 at most. */
    cells: z.array(z.string()).readonly(),
    /** What keeps the record out; position is null where it is the whole record. */
    problem: Reject.unwrap().pick({ position: true, reason: true }).readonly().nullable(),
  }).readonly()).readonly().exactOptional(),
  /** SHA-256 of the file read: for the operator's screen only, stored nowhere. */
  sha256: digest,
}).readonly()
export type ImportReport = z.output<typeof ImportReport>

export const Cell = z.union([z.string(), z.number(), z.null()])

/** Which rows of a dataset to show, and in which order: kept in memory under its id until the dataset changes or the program ends. */
export const ViewOrder = z.array(z.strictObject({ column: z.string(), direction: z.enum(['up', 'down']) })).max(3)

/** One condition on one column. Text compares without regard to case; `between` includes both ends. */
export const ViewCondition = z.discriminatedUnion('is', [
  z.strictObject({ column: z.string(), is: z.literal('equal'), value: z.union([z.string().max(10_000), z.number()]) }),
  z.strictObject({ column: z.string(), is: z.literal('containing'), value: z.string().min(1).max(10_000) }),
  z.strictObject({ column: z.string(), is: z.literal('starting'), value: z.string().min(1).max(10_000) }),
  z.strictObject({ column: z.string(), is: z.literal('between'), from: z.number().nullable(), to: z.number().nullable() }),
  z.strictObject({ column: z.string(), is: z.enum(['empty', 'present']) }),
])
export type ViewCondition = z.output<typeof ViewCondition>

export const viewId = z.string().regex(/^view-[0-9a-f]{16}$/)

export const OpenedView = z.strictObject({ viewId, rows: count }).readonly()
export type OpenedView = z.output<typeof OpenedView>

/** Rows as shown: their numbers, their cells, and what an open request says of them. */
export const RowPage = z.strictObject({
  /** Rows of the view, or of the dataset where no view was named. */
  total: count,
  rows: z.array(z.strictObject({
    row: rowNumber, cells: z.array(Cell).readonly(),
    /** named: an open request is about this row; restricted: it is approved, and the row is out of every new training. */
    pending: z.enum(['named', 'restricted']).nullable(),
    /** Positions of the columns whose text is longer than the 1,000 characters shown here. */
    cut: z.array(count).readonly().exactOptional(),
  }).readonly()).readonly(),
}).readonly()
export type RowPage = z.output<typeof RowPage>

/** What one column holds: for numbers equal-width bins, for text the most frequent values. Restricted rows are left out. */
export const ColumnProfile = z.strictObject({
  column: Column, rows: count, empty: count,
  /** Different values, up to 10,000; 10,001 means more. */
  distinct: count,
  numbers: z.strictObject({
    least: z.number(), most: z.number(), mean: z.number(), standardDeviation: z.number(),
    bins: z.array(z.strictObject({ from: z.number(), to: z.number(), rows: count }).readonly()).readonly(),
  }).readonly().nullable(),
  frequent: z.array(z.strictObject({ value: Cell, rows: count }).readonly()).readonly(),
}).readonly()
export type ColumnProfile = z.output<typeof ColumnProfile>

/** A file of made-up people that the shell has at hand. */
export const SampleFile = z.strictObject({ name: z.string(), file: fileToken, sizeBytes: count }).readonly()
export type SampleFile = z.output<typeof SampleFile>

/** One thing that happened to a dataset. Rows: imported, learned from, named or erased. */
export const DatasetEvent = z.strictObject({
  at: instant, what: z.enum(['imported', 'model-trained', 'request-opened', 'rows-erased', 'restored']),
  rows: count, modelId: z.string().nullable(), requestId: z.string().nullable(),
}).readonly()
export type DatasetEvent = z.output<typeof DatasetEvent>

/** What is left of a dataset that was erased whole. */
export const ErasedDataset = z.strictObject({
  datasetId: z.string(), erasedRows: count,
  /** Models that learned from it: shredded. */
  models: z.array(z.string()).readonly(),
  residue: ResidueReport, totalMs: z.number(), notErasedByLethe: z.array(z.string()).readonly(),
}).readonly()
export type ErasedDataset = z.output<typeof ErasedDataset>
