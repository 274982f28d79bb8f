import { z } from 'zod'
import { count, digest, instant } from './shape.ts'

/** What a method promises about the model it leaves behind. */
export const Guarantee = z.enum(['same-bits', 'certified', 'none'])
export type Guarantee = z.output<typeof Guarantee>

/** What is predicted: one of two classes, one of several, or a number. */
export const Task = z.enum(['binary', 'multiclass', 'regression'])
export type Task = z.output<typeof Task>

export const ModelSummary = z.strictObject({
  modelId: z.string(), datasetId: z.string(), learner: z.string(), task: Task, version: count, method: z.string(), guarantee: Guarantee,
  publishedSha256: digest, testAccuracy: z.number().nullable(), testR2: z.number().nullable(), trainRows: count, testRows: count,
}).readonly()
export type ModelSummary = z.output<typeof ModelSummary>

/** Measures on rows the model did not learn from; null where there were none of the kind needed. */
export const ModelMetrics = z.strictObject({
  rows: count,
  accuracy: z.number().nullable(),
  /** Accuracy of always answering the more frequent class. */
  baseline: z.number().nullable(),
  logLoss: z.number().nullable(),
  auc: z.number().nullable(),
  /** Where numbers are predicted; the four above are null then. r2 is null where all labels are equal. */
  regression: z.strictObject({ rmse: z.number(), mae: z.number(), r2: z.number().nullable() }).readonly().exactOptional(),
}).readonly()
export type ModelMetrics = z.output<typeof ModelMetrics>

export const TrainReport = z.strictObject({
  ...ModelSummary.unwrap().shape,
  metrics: ModelMetrics, trainMs: z.number(), prepareMs: z.number(), boundary: z.boolean(),
  /** Why an exact method is not exact with this recipe, where that is so. */
  weakened: z.string().nullable(),
}).readonly()
export type TrainReport = z.output<typeof TrainReport>

/** One version in a model's lineage; its content exists of the present one only. */
export const ModelVersionSummary = z.strictObject({
  version: count, at: instant,
  /** 'train', or the method that made it forget. */
  method: z.string(),
  guarantee: Guarantee, boundary: z.boolean(), requestId: z.string().nullable(), trainRows: count, testRows: count,
  state: z.enum(['present', 'shredded']),
}).readonly()

export const MethodOffer = z.strictObject({
  method: z.string(), guarantee: Guarantee, about: z.string(),
  /** Why the guarantee is weaker here than the method's own. */
  weakened: z.string().nullable(),
}).readonly()
export type MethodOffer = z.output<typeof MethodOffer>

export const ModelDetail = z.strictObject({
  model: ModelSummary,
  datasetName: z.string(),
  /** What it was trained with, by name; the seed too, which only this screen shows. */
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).readonly(),
  metrics: ModelMetrics,
  lineage: z.array(ModelVersionSummary).readonly(),
  /** Every way it can be made to forget, retraining first. */
  methods: z.array(MethodOffer).readonly(),
  /** Open requests that name rows it learned from or held out. */
  pendingRequests: count,
  /** How much each feature matters to it, the largest share first; null where the learner does not say. */
  importance: z.array(z.strictObject({ feature: z.string(), share: z.number() }).readonly()).readonly().nullable(),
}).readonly()
export type ModelDetail = z.output<typeof ModelDetail>

/** A model written as a file that others have from now on. */
export const ExportedModel = z.strictObject({
  exportId: z.string(), modelId: z.string(), version: count,
  /** The file as the shell calls it. */
  file: z.string(),
  sizeBytes: count, sha256: digest,
  /** Where it was accepted that fewer people than the policy asks for tell it from an earlier copy: how many, and the policy's least. */
  warning: z.strictObject({ people: count, least: count }).readonly().nullable(),
}).readonly()
export type ExportedModel = z.output<typeof ExportedModel>

/** A copy of a model that left the workspace. */
export const ExportedCopy = z.strictObject({
  exportId: z.string(), modelId: z.string(), version: count, exportedAt: instant, sizeBytes: count,
  /** Who has it, as the operator wrote it; empty where that was not said. */
  recipient: z.string(),
  smallBatch: z.boolean(),
  /** present: of the model as it is. to-be-replaced: the model has forgotten since, or is gone. replaced: by the operator's word. */
  state: z.enum(['present', 'to-be-replaced', 'replaced']),
  supersededAt: instant.nullable(), replacedAt: instant.nullable(),
  /** False where there is nothing to replace it by: it can only be destroyed. */
  modelExists: z.boolean(),
}).readonly()
export type ExportedCopy = z.output<typeof ExportedCopy>

/** A learner and what a person may choose for it: the train form is made from this. */
export const LearnerOffer = z.strictObject({
  learner: z.string(),
  /** What it can predict. */
  tasks: z.array(Task).readonly(),
  /** Named sets of values for its settings, such as "fast"; the first is the default. */
  presets: z.array(z.strictObject({ preset: z.string(), about: z.string(), settings: z.record(z.string(), z.number()).readonly() }).readonly()).readonly(),
  settings: z.array(z.strictObject({ name: z.string(), default: z.number(), expected: z.string(), about: z.string() }).readonly()).readonly(),
}).readonly()
export type LearnerOffer = z.output<typeof LearnerOffer>

/** What was done to a model of trees. */
export const TreeWork = z.strictObject({
  /** Trees grown or changed, nodes whose split was looked at again, and subtrees grown from their rows (a whole tree is one). */
  trees: count, nodesRevised: count, subtreesGrown: count,
}).readonly()
export type TreeWork = z.output<typeof TreeWork>

export const ComparedMethod = z.strictObject({
  method: z.string(), guarantee: Guarantee, publishedSha256: digest, sameBits: z.boolean(), boundary: z.boolean(),
  distanceToRetrained: z.number().nullable(),
  /** Median over the runs. */
  computeMs: z.number(),
  runs: count, cpuMs: z.number(), gradientPasses: count, hessianPasses: count,
  /** Of a model of trees; others count passes. */
  treeWork: TreeWork.exactOptional(),
  testAccuracy: z.number().nullable(), testR2: z.number().nullable(), about: z.string(),
}).readonly()
export type ComparedMethod = z.output<typeof ComparedMethod>

export const ComparedModel = z.strictObject({
  modelId: z.string(), task: Task, rows: count,
  /** Retraining first; it is always among them. */
  methods: z.array(ComparedMethod).readonly(),
}).readonly()
export type ComparedModel = z.output<typeof ComparedModel>
