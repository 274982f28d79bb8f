import { z } from 'zod'
import { Identifier } from './request.ts'
import { count, instant } from './shape.ts'

/** What a person is known by, as typed; several of one person. */
export const identifiers = z.array(Identifier).min(1).max(100)

/** What one dataset holds of a person: how many rows in all, and how many each of the identifiers found, in their order. */
export const DatasetMatch = z.strictObject({
  datasetId: z.string(), rows: count, byIdentifier: z.array(count).readonly(),
  /** The columns that were searched: the subject column, and every ignored column of texts or whole numbers. */
  columns: z.array(z.string()).readonly(),
  /** Of these rows, those that another open request is about. */
  pending: count,
}).readonly()
export type DatasetMatch = z.output<typeof DatasetMatch>

/** Who a request would be about, before it is opened: nothing is stored. */
export const MatchPreview = z.strictObject({
  rows: count, datasets: z.array(DatasetMatch).readonly(),
  models: z.array(z.strictObject({ modelId: z.string(), datasetId: z.string(), learnedFrom: count, heldBack: count }).readonly()).readonly(),
  /** Open requests about a person with one of these identifiers, and ended ones received inside the time their law gives for an answer. */
  duplicates: z.array(z.string()).readonly(),
  /** One of the identifiers is on the list of erased people. */
  erasedBefore: z.boolean(),
  /** What else may hold their data, and is not erased by Lethe: the source files of these datasets, backups, copies given away. */
  elsewhere: z.array(z.string()).readonly(),
}).readonly()
export type MatchPreview = z.output<typeof MatchPreview>

/** What keeps the person of one request that was carried out from being imported again: keyed hashes of so many identifiers, and of rows; never an identifier. */
export const SuppressedPerson = z.strictObject({
  requestId: z.string(), erasedAt: instant, identifiers: count, rows: count,
  /** The day from which they are destroyed by the settings; null where they stay. */
  until: z.string().nullable(),
}).readonly()
export type SuppressedPerson = z.output<typeof SuppressedPerson>
