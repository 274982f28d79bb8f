import { z } from 'zod'
import { Identifier } from './request.ts'
import { count, instant, Law } from './shape.ts'

/** csv: people, a line each. drop: hashed identifiers of California's Delete Request and Opt-out Platform. */
export const ListKind = z.enum(['csv', 'drop'])
export type ListKind = z.output<typeof ListKind>

/** Which column of a list means what, by the names of its header line. */
export const ListColumns = z.strictObject({
  identifiers: z.array(z.strictObject({ column: z.string().min(1).max(1000), kind: Identifier.unwrap().shape.kind }).readonly()).min(1).max(20).readonly(),
  law: z.string().exactOptional(), received: z.string().exactOptional(), channel: z.string().exactOptional(),
  /** Who is answered, and where. */
  name: z.string().exactOptional(), contact: z.string().exactOptional(),
}).readonly()
export type ListColumns = z.output<typeof ListColumns>

/** The lists of DROP that can be matched: each names the identifier whose standardised form was hashed. */
export const DropList = z.enum(['Email', 'Phone', 'NDZ', 'MAID', 'NameVIN', 'CTVID'])
export type DropList = z.output<typeof DropList>

/** The columns of a dataset that hold what a list of DROP was hashed from, in the order it is hashed in. */
export const DropColumns = z.strictObject({ dataset: z.string().min(1).max(500), columns: z.array(z.string().min(1).max(1000)).min(1).max(4).readonly() }).readonly()
export type DropColumns = z.output<typeof DropColumns>

/** Why a line was refused. */
export const ListProblem = z.enum(['cell-count', 'bad-quote', 'nul-character', 'no-identifier', 'not-an-e-mail', 'not-a-phone', 'phone-without-country', 'too-long', 'unknown-law', 'not-a-time', 'in-the-future', 'unknown-channel', 'not-a-work-item', 'work-item-repeated', 'not-a-hash'])
export type ListProblem = z.output<typeof ListProblem>

/** A line of a list that is no request: where, and why. Never what stands there. */
export const RefusedLine = z.strictObject({ line: count, column: z.string().nullable(), problem: ListProblem }).readonly()
export type RefusedLine = z.output<typeof RefusedLine>

/** What loading a list did, or would do. */
export const ListReport = z.strictObject({
  /** Absent after a dry run. */
  listId: z.string().exactOptional(),
  kind: ListKind, delimiter: z.string(), header: z.array(z.string()).readonly(),
  /** As it was read: given, remembered for this header, or guessed from it. Null for DROP. */
  columns: ListColumns.nullable(), columnsFrom: z.enum(['given', 'remembered', 'guessed']),
  /** The list of DROP; null for people. */
  drop: DropList.nullable(),
  /** Lines after the header. */
  rows: count,
  /** Requests, and how many rows of datasets they are about. */
  opened: count, matchedRows: count,
  /** Lines about somebody who is in the list already, and about somebody whom an open request is about. */
  duplicates: count, duplicatesOpen: count,
  /** Lines for which no dataset holds a row, and those of them who were erased before. */
  notFound: count, erasedBefore: count,
  /** Lines whose rows another open request is erasing already, so that only the others are taken. */
  rowsPending: count,
  /** DROP: identifiers that several people share. They are opted out by you; no request is opened. */
  shared: count,
  /** Refused lines: how many, and the first thousand. */
  refused: count, refusedLines: z.array(RefusedLine).readonly(),
  /** What was searched. */
  searched: z.array(z.strictObject({ datasetId: z.string(), columns: z.array(z.string()).readonly() }).readonly()).readonly(),
}).readonly()
export type ListReport = z.output<typeof ListReport>

/** A list that was loaded, and how its requests stand. */
export const ListSummary = z.strictObject({
  listId: z.string(), kind: ListKind, drop: DropList.nullable(), law: Law, loadedAt: instant,
  rows: count, opened: count, duplicates: count, notFound: count, refused: count, shared: count,
  /** Of its requests, those that have not ended. */
  open: count,
  /** When an answer was last written; null where none was. */
  answeredAt: instant.nullable(),
}).readonly()
export type ListSummary = z.output<typeof ListSummary>

/** An answer to a list of DROP: how many work items have which code, and how many cannot be answered yet. */
export const ListAnswer = z.strictObject({
  listId: z.string(), file: z.string(), sizeBytes: count,
  exempted: count, deleted: count, optedOut: count, notFound: count,
  /** Work items whose request has not ended: they are not in the file. */
  open: count,
}).readonly()
export type ListAnswer = z.output<typeof ListAnswer>

/** Statements about many requests in one file, a signed envelope a line. */
export const ExportedStatements = z.strictObject({ file: z.string(), sizeBytes: count, sha256: z.string(), statements: count, key: z.string() }).readonly()
export type ExportedStatements = z.output<typeof ExportedStatements>
