import { z } from 'zod'
import { Guarantee, ModelMetrics } from './model.ts'
import { count, digest, instant, Law } from './shape.ts'
import { Approval, IdentityCheck, RequestScope } from './request.ts'
import { ResidueReport } from './residue.ts'

export const Measured = z.strictObject({
  computeMs: z.number(), cpuMs: z.number(), gradientPasses: count, hessianPasses: count,
  /**
   * Of a model of trees, which counts no passes; absent where this was not counted yet. What was done within them is not stated: whoever has
   * the model from before could do it again with a row they suspect, and compare.
   */
  treesChanged: count.exactOptional(),
  unseen: ModelMetrics,
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
  /** Copies of the model that others have, which hold what it has forgotten; whoever has one has to be told. Absent where copies were not registered yet. */
  copiesToReplace: count.exactOptional(),
}).readonly()
export type ModelOutcome = z.output<typeof ModelOutcome>

/** Who answers for the data, in their own words. */
export const Organisation = z.strictObject({ name: z.string(), contact: z.string() }).readonly()
export type Organisation = z.output<typeof Organisation>

/** What became of the matched rows of one dataset: erased, or kept for reasons of the law's list. */
export const ErasedFrom = z.strictObject({
  dataset: z.string(), matched: count, erased: count, kept: z.array(z.strictObject({ reason: z.string(), rows: count }).readonly()).readonly(),
}).readonly()
export type ErasedFrom = z.output<typeof ErasedFrom>

/**
 * The facts of one carried-out erasure, fixed when it is completed: the predicate of the signed statement.
 * No identifiers, no values from rows, no digest of anything a person's rows went into, no measure of the model before.
 */
export const ErasureOutcome = z.strictObject({
  product: z.strictObject({ name: z.literal('lethe'), version: z.string() }).readonly(),
  request: z.strictObject({
    id: z.string(), law: Law, ruleVersion: z.string(), scope: RequestScope, receivedAt: instant, dueAt: instant, completedAt: z.string(),
  }).readonly(),
  decisions: z.strictObject({ identity: IdentityCheck, approval: Approval, sentence: z.string() }).readonly(),
  data: z.strictObject({
    /** Since version 3 of the predicate; before, a request was about one dataset, `dataset`, and kept nothing. */
    datasets: z.array(ErasedFrom).readonly().exactOptional(), dataset: z.string().exactOptional(),
    matched: count, erased: count, keptOfMatched: count,
  }).readonly(),
  models: z.array(ModelOutcome).readonly(),
  machine: z.strictObject({ runtime: z.string(), engine: z.string(), platform: z.string(), processor: z.string(), cores: count }).readonly(),
  residue: ResidueReport,
  timing: z.strictObject({ totalMs: z.number() }).readonly(),
  /** Who answers for the data, as the settings stated it then. */
  organisation: Organisation.exactOptional(),
  /** Who had data of the datasets and is to be told, where there is anyone; who they are is in no record. */
  recipientsToTell: count.exactOptional(),
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

/** Many requests carried out as one erasure. */
export const TogetherReport = z.strictObject({
  requests: z.array(z.strictObject({ requestId: z.string(), erasedRows: count, keptRows: count }).readonly()).readonly(),
  erasedRows: count, residueFound: count, totalMs: z.number(), models: z.array(ErasedModel).readonly(),
  /** Those that waited longer for others than the policy lets them. */
  late: z.array(z.string()).readonly(),
}).readonly()
export type TogetherReport = z.output<typeof TogetherReport>

/** An erasure as it is told afterwards: the figures its record states, and the digest of each model as long as it is the present one. */
export const ErasedReport = z.strictObject({
  outcome: ErasureOutcome,
  models: z.array(z.strictObject({
    modelId: z.string(),
    /** null where the model is gone or has forgotten more since: the digest of then was destroyed with it. */
    publishedSha256: digest.nullable(),
  }).readonly()).readonly(),
}).readonly()
export type ErasedReport = z.output<typeof ErasedReport>

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

/**
 * What training from nothing on the kept rows came to, for one model of a record. same-bits: it opens the record's commitment. within-bound:
 * the same but for numbers that lie on an edge of rounding, which the record says of it. not-comparable: made on another machine, by a
 * learner that is not here, or by a method that does not promise the bits of retraining. no-longer-replayable: superseded by a
 * later erasure, or gone. different: what the record states is not what the kept rows give.
 */
export const ReplayOutcome = z.enum(['same-bits', 'within-bound', 'not-comparable', 'no-longer-replayable', 'different'])
export type ReplayOutcome = z.output<typeof ReplayOutcome>

export const ReplayedModel = z.strictObject({ model: z.string(), outcome: ReplayOutcome }).readonly()
export type ReplayedModel = z.output<typeof ReplayedModel>

/** From which entry on a key that is not the ledger's first counts. After a loss only the holder of the new key vouches for what came before. */
export const KeySince = z.strictObject({ seq: count, how: z.enum(['rotated', 'lost']), before: digest }).readonly()
export type KeySince = z.output<typeof KeySince>

export const RecordReport = z.strictObject({
  /** Nothing in the record contradicts anything else in it. */
  intact: z.boolean(),
  /** intact, and signed by the key whose fingerprint was given; never true without one. */
  ok: z.boolean(),
  /** Fingerprint of the signing key: SHA-256 of its SPKI DER, hex. Null where no signature could be read. */
  signedBy: z.string().nullable(),
  /** The second person's key, where it signed the statement too; confirmed where its fingerprint was given as expected. */
  counterSignedBy: z.strictObject({ key: digest, confirmed: z.boolean() }).readonly().exactOptional(),
  /** Where the key is not the ledger's first: from which entry on it counts, and how it came in the place of the one before. */
  keySince: KeySince.exactOptional(),
  /** Who the statement says answers for the data, where it says so and is signed. Their own words, fit to be shown. */
  organisation: Organisation.exactOptional(),
  problems: z.array(RecordProblem).readonly(),
  /** Each model that is left, where replaying was asked for and the record is intact. */
  replay: z.array(ReplayedModel).readonly().exactOptional(),
}).readonly()
export type RecordReport = z.output<typeof RecordReport>

/** A part of what a record says to people, in its words: the same that its PDF draws. */
export const RecordBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), text: z.string() }).readonly(),
  z.strictObject({ kind: z.literal('paragraph'), text: z.string(), small: z.boolean().exactOptional() }).readonly(),
  z.strictObject({ kind: z.literal('list'), items: z.array(z.string()).readonly() }).readonly(),
  z.strictObject({ kind: z.literal('facts'), summary: z.string(), rows: z.array(z.strictObject({ name: z.string(), value: z.string(), digest: z.boolean().exactOptional() }).readonly()).readonly() }).readonly(),
  z.strictObject({ kind: z.literal('table'), summary: z.string(), head: z.array(z.string()).readonly(), rows: z.array(z.array(z.string()).readonly()).readonly() }).readonly(),
  z.strictObject({
    kind: z.literal('chart'),
    chart: z.strictObject({
      title: z.string(), note: z.string(), alt: z.string(), most: z.number(),
      bars: z.array(z.strictObject({ series: z.enum(['unlearned', 'retrained', 'baseline']), name: z.string(), value: z.number(), text: z.string() }).readonly()).readonly(),
    }).readonly(),
  }).readonly(),
])
export type RecordBlock = z.output<typeof RecordBlock>

/** What stands in a record, for looking at before it is given away or where it was checked. */
export const RecordPages = z.strictObject({
  title: z.string(), blocks: z.array(RecordBlock).readonly(),
  /** Above and below every page. */
  running: z.strictObject({ left: z.string(), right: z.string(), foot: z.string() }).readonly(),
}).readonly()
export type RecordPages = z.output<typeof RecordPages>

/** What the record of a request says as an export would write it now. */
export const RecordPreview = z.strictObject({
  requestId: z.string(), pages: RecordPages,
  /** The key it is signed by, and the second person's, where there is one. */
  key: digest, counterSignedBy: digest.exactOptional(),
  hasModels: z.boolean(), exports: count, lastExportedAt: instant.nullable(),
}).readonly()
export type RecordPreview = z.output<typeof RecordPreview>

/** The bytes an export would write now, and what checking them comes to. */
export const OwnRecordCheck = z.strictObject({ requestId: z.string(), report: RecordReport, sizeBytes: count, sha256: digest, key: digest }).readonly()
export type OwnRecordCheck = z.output<typeof OwnRecordCheck>
