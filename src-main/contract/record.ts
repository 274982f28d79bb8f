import { z } from 'zod'
import { Guarantee, ModelMetrics } from './model.ts'
import { count, digest, instant, Law } from './shape.ts'
import { RequestScope } from './request.ts'

export const Measured = z.strictObject({
  computeMs: z.number(), cpuMs: z.number(), gradientPasses: count, hessianPasses: count, unseen: ModelMetrics,
}).readonly()
export type Measured = z.output<typeof Measured>

export const ModelOutcome = z.strictObject({
  model: z.string(), learner: z.string(), version: count,
  /** The method asked for, and the one that ran: 'refined' becomes 'retrain' where a weight could not be settled. */
  methodAsked: z.string(), method: z.string(),
  guarantee: Guarantee, boundary: z.boolean(), commitmentBefore: digest,
  /** null where no row was left to learn from, and the model is gone. */
  commitmentAfter: digest.nullable(),
  /** Settings a reader may see; the seed is in the opening for an auditor, never here. */
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).readonly(),
  rows: z.strictObject({ train: count, test: count }).readonly(),
  unlearned: Measured.nullable(),
  /** null where retraining was not run beside. */
  retrained: z.strictObject({ ...Measured.unwrap().shape, sameBits: z.boolean(), distance: z.number().nullable() }).readonly().nullable(),
}).readonly()
export type ModelOutcome = z.output<typeof ModelOutcome>

/** What the search for erased values in the workspace's files came to. */
export const ResidueReport = z.strictObject({
  files: count, bytes: count,
  /** Byte patterns searched for: whole row images and values no kept row has. */
  searched: count,
  /** Values too short or too common to be searched for: unknown, not clean. */
  notSearchable: count,
  found: count,
  /** True where a first search found something and the file was rebuilt before searching again. */
  rebuilt: z.boolean(),
}).readonly()
export type ResidueReport = z.output<typeof ResidueReport>

/**
 * The facts of one carried-out erasure, fixed when it is completed: the predicate of the signed statement.
 * No identifiers, no values from rows, no digest of anything a person's rows went into, no measure of the model before.
 */
export const ErasureOutcome = z.strictObject({
  product: z.strictObject({ name: z.literal('lethe'), version: z.string() }).readonly(),
  request: z.strictObject({
    id: z.string(), law: Law, ruleVersion: z.string(), scope: RequestScope, receivedAt: instant, dueAt: instant, completedAt: z.string(),
  }).readonly(),
  decisions: z.strictObject({ identity: z.literal('vouched-for-by-operator'), approval: z.literal('by-operator'), sentence: z.string() }).readonly(),
  data: z.strictObject({ dataset: z.string(), matched: count, erased: count, keptOfMatched: count }).readonly(),
  models: z.array(ModelOutcome).readonly(),
  machine: z.strictObject({ runtime: z.string(), engine: z.string(), platform: z.string(), processor: z.string(), cores: count }).readonly(),
  residue: ResidueReport,
  timing: z.strictObject({ totalMs: z.number() }).readonly(),
  notErasedByLethe: z.array(z.string()).readonly(),
  notClaimed: z.array(z.string()).readonly(),
}).readonly()
export type ErasureOutcome = z.output<typeof ErasureOutcome>

/** What became of one model, for the operator's eyes: digests are shown here and stored nowhere. */
export const ErasedModel = z.strictObject({
  modelId: z.string(), learner: z.string(), method: z.string(), guarantee: Guarantee, boundary: z.boolean(),
  /** null where no row was left to learn from, and the model is gone. */
  publishedSha256: digest.nullable(),
  computeMs: z.number(),
  unlearned: Measured.nullable(),
  /**
   * True where the published bits are those of before: the published model did not depend on these rows. null where that can no
   * longer be told, because the erasure was finished by a later process and the bits of before are destroyed.
   */
  unchanged: z.boolean().nullable(),
  retrained: z.strictObject({ ...Measured.unwrap().shape, publishedSha256: digest, sameBits: z.boolean(), distance: z.number().nullable() }).readonly().exactOptional(),
}).readonly()
export type ErasedModel = z.output<typeof ErasedModel>

export const EraseReport = z.strictObject({
  requestId: z.string(), erasedRows: count, residueFound: count, totalMs: z.number(),
  /** How the decisions before the erasure were made. */
  decisions: z.string(),
  models: z.array(ErasedModel).readonly(),
  outcome: ErasureOutcome,
}).readonly()
export type EraseReport = z.output<typeof EraseReport>

/** A request that has a record, and when it was last given away. */
export const RecordSummary = z.strictObject({
  requestId: z.string(), completedAt: instant, law: Law, erasedRows: count, models: count,
  exports: count, lastExportedAt: instant.nullable(),
}).readonly()
export type RecordSummary = z.output<typeof RecordSummary>

export const ExportedRecord = z.strictObject({
  requestId: z.string(),
  /** The file as the shell calls it. */
  file: z.string(),
  sizeBytes: count, sha256: digest,
  /** Fingerprint of the key that signed it, for whoever checks it. */
  key: digest,
}).readonly()
export type ExportedRecord = z.output<typeof ExportedRecord>

export const ExportedOpening = z.strictObject({ requestId: z.string(), file: z.string(), models: count }).readonly()
export type ExportedOpening = z.output<typeof ExportedOpening>

export const RecordProblem = z.strictObject({
  /** The file within the record, or "record" for the ZIP itself. */
  file: z.string(), path: z.string().exactOptional(), code: z.string(), message: z.string(),
}).readonly()
export type RecordProblem = z.output<typeof RecordProblem>

export const RecordReport = z.strictObject({
  /** Nothing in the record contradicts anything else in it. */
  intact: z.boolean(),
  /** intact, and signed by the key whose fingerprint was given; never true without one. */
  ok: z.boolean(),
  /** Fingerprint of the signing key: SHA-256 of its SPKI DER, hex. Null where no signature could be read. */
  signedBy: z.string().nullable(),
  problems: z.array(RecordProblem).readonly(),
}).readonly()
export type RecordReport = z.output<typeof RecordReport>
