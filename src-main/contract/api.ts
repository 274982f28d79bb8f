import { z } from 'zod'
import type { DatasetSummary } from './dataset.ts'
import type { LedgerReport } from './ledger.ts'
import type { ModelSummary } from './model.ts'
import type { RecordReport } from './record.ts'
import { laws, type RequestSummary } from './request.ts'
import type { ComparedModel, EraseReport, ExportedOpening, ExportedRecord, FoundValues, ImportReport, TrainReport } from './reports.ts'

z.config({ jitless: true })

/** The call's output, as a type only: what crosses a boundary is validated on its way in. */
interface Call<I extends z.ZodType, O> {
  readonly input: I
  readonly output?: O
}

const call = <O>() => <I extends z.ZodType>(input: I): Call<I, O> => ({ input })

const text = z.string().trim().min(1).max(500)
const path = z.string().min(1).max(4096)
const rowNumber = z.number().int().min(1).max(4_294_967_295)
const rowNumbers = z.array(rowNumber).max(10_000_000)
const requestId = text
const nothing = z.strictObject({})

/** Everything the core can be asked, one line a call. Names are noun.verb; inputs are strict. */
export const api = {
  // delimiter and columnNames (for a file without a header line) are found where absent, subject and label guessed;
  // positive is the label's value that counts as positive; text names columns to keep as text; dryRun looks only.
  'dataset.import': call<ImportReport>()(z.strictObject({
    file: path, name: text, delimiter: z.string().length(1).optional(), columnNames: z.array(z.string()).optional(),
    subject: text.optional(), label: text.optional(), positive: z.string().optional(),
    ignore: z.array(text), features: z.array(text), text: z.array(text), dryRun: z.boolean(),
  })),
  'dataset.list': call<readonly DatasetSummary[]>()(nothing),
  // settings as typed: lambda, seed, test-share.
  'model.train': call<TrainReport>()(z.strictObject({ dataset: text, learner: text, settings: z.record(z.string(), z.string()) })),
  'model.list': call<readonly ModelSummary[]>()(nothing),
  'model.compare': call<ComparedModel>()(z.strictObject({
    modelId: text, erased: z.union([z.strictObject({ rows: rowNumbers }), z.strictObject({ requestId })]), methods: z.array(text).max(20),
  })),
  'request.open': call<RequestSummary>()(z.strictObject({
    dataset: text, who: z.union([z.strictObject({ subject: z.string().min(1).max(10_000) }), z.strictObject({ rows: rowNumbers })]),
    law: z.enum(laws), receivedAt: z.date().optional(),
  })),
  'request.verify': call<RequestSummary>()(z.strictObject({ requestId })),
  'request.approve': call<RequestSummary>()(z.strictObject({ requestId })),
  'request.show': call<RequestSummary>()(z.strictObject({ requestId })),
  'request.list': call<readonly RequestSummary[]>()(nothing),
  // method: 'auto', 'retrain' or a method of the models' learner; compare runs retraining beside.
  'erasure.run': call<EraseReport>()(z.strictObject({ requestId, method: text, compare: z.boolean() })),
  'record.export': call<ExportedRecord>()(z.strictObject({ requestId, file: path })),
  // for an auditor who holds the kept rows: salt, digest and recipe of each model, until the next erasure
  'record.opening': call<ExportedOpening>()(z.strictObject({ requestId, file: path })),
  'record.check': call<RecordReport>()(z.strictObject({ file: path, key: z.string().regex(/^[0-9a-f]{64}$/, 'a fingerprint has 64 hexadecimal digits').optional() })),
  'ledger.check': call<LedgerReport>()(z.strictObject({ against: path.optional() })),
  'workspace.scan': call<FoundValues>()(z.strictObject({ value: z.string().min(1).max(100_000) })),
}

export type ApiName = keyof typeof api
export type Input<N extends ApiName> = z.output<(typeof api)[N]['input']>
export type Output<N extends ApiName> = NonNullable<(typeof api)[N]['output']>
