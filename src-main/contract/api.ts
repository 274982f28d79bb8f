import { z } from 'zod'
import { Cell, ColumnProfile, DatasetDetail, DatasetEvent, DatasetSummary, ErasedDataset, ImportReport, SampleFile, OpenedView, RowPage, ViewCondition, ViewOrder, viewId } from './dataset.ts'
import { JobLogLine, JobResult, JobSummary } from './job.ts'
import { ChangedKey, Countersigned, KeyCard, KeySummary } from './key.ts'
import { entrySeq, ExportedProofs, LedgerPage, LedgerProof, LedgerReport, LedgerTopic } from './ledger.ts'
import { LawSummary } from './law.ts'
import { ComparedModel, LearnerOffer, ModelDetail, ModelSummary, TrainReport } from './model.ts'
import { ErasedReport, EraseReport, ExportedOpening, ExportedRecord, RecordPreview, RecordReport, RecordSummary, ReplayedModel } from './record.ts'
import { ErasurePlan, MatchedRows, RequestSummary } from './request.ts'
import { Settings } from './settings.ts'
import { count, fileToken, Law, rowNumber, shortText } from './shape.ts'
import { BackupReport, FoundValues, RestoreReport, WorkspaceOverview } from './workspace.ts'

/**
 * How a call is carried out. query: answered at once from the database; change: a short write; look: reads for some seconds, in a
 * worker beside the queue; job: takes its turn in the queue, one at a time, in a worker.
 */
export type CallKind = 'query' | 'change' | 'look' | 'job'

/** What a call may have changed when it is done, so that screens read it anew. */
export type Part = 'datasets' | 'models' | 'requests' | 'records' | 'ledger' | 'jobs' | 'settings'

export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: CallKind
  /** Strict: what crosses a boundary is validated on its way in. */
  readonly input: I
  readonly output: O
  readonly touches: readonly Part[]
}

const call = (kind: CallKind, touches: readonly Part[] = []) => <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({ kind, input, output, touches })
const query = call('query')
const look = call('look')

const rowNumbers = z.array(rowNumber).max(1_000_000)
const ofRequest = z.strictObject({ requestId: shortText })
const ofModel = z.strictObject({ modelId: shortText })
const ofJob = z.strictObject({ jobId: shortText })
const nothing = z.strictObject({})
const passphrase = z.string().min(1).max(1000)
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'a fingerprint has 64 hexadecimal digits')

/** Everything the core can be asked, one line a call. Names are noun.verb. A file is a token that the shell handed out. */
export const api = {
  'workspace.overview': query(nothing, WorkspaceOverview),
  'workspace.scan': look(z.strictObject({ value: z.string().min(1).max(100_000) }), FoundValues),
  // the whole workspace with its keys as one file, encrypted with the passphrase
  'workspace.backup': call('job')(z.strictObject({ file: fileToken, passphrase }), BackupReport),
  // takes the place of everything in the workspace; list is a list of later erasures kept elsewhere
  'workspace.restore': call('job', ['datasets', 'models', 'requests', 'records', 'ledger', 'jobs', 'settings'])(z.strictObject({ file: fileToken, passphrase, list: fileToken.exactOptional() }), RestoreReport),

  'settings.show': query(nothing, Settings),
  // all of them at once; a changed policy is an entry of the ledger
  'settings.change': call('change', ['settings', 'requests', 'ledger'])(Settings, Settings),

  // made-up people that come with the product, to try it on
  'sample.list': query(nothing, z.array(SampleFile).readonly()),
  // delimiter and columnNames (for a file without a header line) are found where absent, subject and label guessed;
  // positive is the label's value that counts as positive; text names columns to keep as text; dryRun looks only.
  'dataset.import': call('job', ['datasets', 'ledger'])(z.strictObject({
    file: fileToken, name: shortText, delimiter: z.string().length(1).optional(), columnNames: z.array(z.string()).optional(),
    subject: shortText.optional(), label: shortText.optional(), positive: z.string().optional(),
    ignore: z.array(shortText), features: z.array(shortText), text: z.array(shortText), dryRun: z.boolean(),
  }), ImportReport),
  'dataset.list': query(nothing, z.array(DatasetSummary).readonly()),
  'dataset.show': query(z.strictObject({ dataset: shortText }), DatasetDetail),
  // chooses and orders rows; search looks in every column
  'dataset.view': look(z.strictObject({ dataset: shortText, order: ViewOrder, conditions: z.array(ViewCondition).max(20), search: z.string().max(1000).exactOptional() }), OpenedView),
  'dataset.page': query(z.strictObject({ dataset: shortText, viewId: viewId.exactOptional(), offset: count, limit: z.number().int().min(1).max(500) }), RowPage),
  // the row numbers of a part of a view, in its order: for marking them
  'dataset.rows': query(z.strictObject({ dataset: shortText, viewId: viewId.exactOptional(), offset: count, limit: z.number().int().min(1).max(1_000_000) }), z.array(rowNumber).readonly()),
  // a whole value that a page cut short
  'dataset.cell': query(z.strictObject({ dataset: shortText, row: rowNumber, column: z.string() }), Cell),
  'dataset.history': query(z.strictObject({ dataset: shortText }), z.array(DatasetEvent).readonly()),
  // every row and every model that learned from any; refused while a request about it is open
  'dataset.erase': call('job', ['datasets', 'models', 'requests', 'records', 'ledger'])(z.strictObject({ dataset: shortText }), ErasedDataset),
  'dataset.profile': look(z.strictObject({ dataset: shortText, column: z.string() }), ColumnProfile),

  'learner.list': query(nothing, z.array(LearnerOffer).readonly()),
  // settings as typed: lambda, seed, test-share.
  'model.train': call('job', ['models', 'ledger'])(z.strictObject({ dataset: shortText, learner: shortText, settings: z.record(z.string(), z.string()) }), TrainReport),
  'model.list': query(nothing, z.array(ModelSummary).readonly()),
  'model.show': query(ofModel, ModelDetail),
  'model.compare': call('job')(z.strictObject({
    modelId: shortText, erased: z.union([z.strictObject({ rows: rowNumbers }), ofRequest]), methods: z.array(shortText).max(20),
  }), ComparedModel),

  'request.open': call('change', ['requests', 'ledger'])(z.strictObject({
    dataset: shortText, who: z.union([z.strictObject({ subject: z.string().min(1).max(10_000) }), z.strictObject({ rows: rowNumbers })]),
    law: Law, receivedAt: z.iso.datetime().optional(),
  }), RequestSummary),
  // each law in words, with the calendars and readings there are and those that hold now
  'law.list': query(nothing, z.array(LawSummary).readonly()),
  // the answer takes longer, for one of the reasons of its law; the person must be told by the notice limit
  'request.extend': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, reason: shortText }), RequestSummary),
  'request.verify': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  'request.approve': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  'request.show': query(ofRequest, RequestSummary),
  'request.list': query(nothing, z.array(RequestSummary).readonly()),
  // the rows an open request is about; none once it is carried out
  'request.rows': query(z.strictObject({ requestId: shortText, offset: count, limit: z.number().int().min(1).max(500) }), MatchedRows),
  // what each model would have to forget, and how it may under the policy
  'request.plan': look(ofRequest, ErasurePlan),
  // acceptBelowFloor: go on where a model falls below the policy's accuracy. method: 'auto', 'retrain' or a method of the models' learner; compare runs retraining beside.
  'erasure.run': call('job', ['datasets', 'models', 'requests', 'records', 'ledger'])(z.strictObject({ requestId: shortText, method: shortText, compare: z.boolean(), acceptBelowFloor: z.boolean().exactOptional() }), EraseReport),
  // of a request that was carried out, whenever that was; null before
  'erasure.show': query(ofRequest, ErasedReport.nullable()),

  'record.list': query(nothing, z.array(RecordSummary).readonly()),
  // trains the models of its record from nothing on the kept rows, and opens the record's commitments
  'record.replay': look(ofRequest, z.array(ReplayedModel).readonly()),
  // what its record says, in the words of its PDF, and what checking it comes to; nothing is written
  'record.preview': query(ofRequest, RecordPreview),
  'record.export': call('change', ['records', 'ledger'])(z.strictObject({ requestId: shortText, file: fileToken }), ExportedRecord),
  // for an auditor who holds the kept rows: salt, digest and recipe of each model, until the next erasure
  'record.opening': call('change', ['ledger'])(z.strictObject({ requestId: shortText, file: fileToken }), ExportedOpening),
  // a second person's signature beside that of the workspace, from now on in the record; their key, Ed25519 as PKCS#8 in PEM, is read and not kept
  'record.countersign': call('change', ['records', 'ledger'])(z.strictObject({ requestId: shortText, key: fileToken, passphrase: passphrase.exactOptional() }), Countersigned),
  // key: the fingerprint expected, or two where a counter-signature is expected as well. replay: also train the record's models from nothing on the kept rows of this workspace, and open its commitments
  'record.check': look(z.strictObject({ file: fileToken, key: z.union([fingerprint, z.array(fingerprint).min(1).max(2).readonly()]).optional(), replay: z.boolean().exactOptional() }), RecordReport),
  // kinds: of any of these topics; about: a request, a model or a dataset by its id, a dataset also by its name; times: from the first, before the second
  'ledger.list': query(z.strictObject({
    before: count.exactOptional(), limit: z.number().int().min(1).max(500),
    kinds: z.array(LedgerTopic).min(1).max(7).exactOptional(), about: shortText.exactOptional(), from: z.iso.datetime().exactOptional(), to: z.iso.datetime().exactOptional(),
  }), LedgerPage),
  // against: an earlier size, to prove that nothing before it was changed since
  'ledger.proof': query(z.strictObject({ seq: entrySeq, against: entrySeq.exactOptional() }), LedgerProof),
  // the latest checkpoint as a file to give away, with proofs of these entries
  'ledger.export': query(z.strictObject({ file: fileToken, entries: z.array(entrySeq).max(1000), against: entrySeq.exactOptional() }), ExportedProofs),
  // against: a record, or an exported checkpoint
  'ledger.check': look(z.strictObject({ against: fileToken.optional() }), LedgerReport),

  // every key the ledger has named, in order
  'key.list': query(nothing, z.array(KeySummary).readonly()),
  // the fingerprint as a page to hand to an auditor on paper
  'key.card': query(z.strictObject({ file: fileToken }), KeyCard),
  // a new key; the old one signs that it takes its place, and is destroyed
  'key.rotate': call('change', ['ledger', 'records'])(nothing, ChangedKey),
  // where the key that the ledger names is not there: a new one. fingerprint, typed, is that of the lost key
  'key.declare-lost': call('change', ['ledger', 'records'])(z.strictObject({ fingerprint }), ChangedKey),

  'job.list': query(nothing, z.array(JobSummary).readonly()),
  'job.show': query(ofJob, JobSummary),
  'job.result': query(ofJob, JobResult),
  // what the engine wrote down about it, oldest first; the log keeps two megabytes
  'job.log': query(ofJob, z.array(JobLogLine).readonly()),
  'job.cancel': call('change', ['jobs'])(ofJob, JobSummary),
} as const

export type ApiName = keyof typeof api
export type Input<N extends ApiName> = z.output<(typeof api)[N]['input']>
export type Output<N extends ApiName> = z.output<(typeof api)[N]['output']>

/** Calls carried out in a worker, as jobs. */
export const isWork = (name: ApiName): boolean => api[name].kind === 'job' || api[name].kind === 'look'

/** Calls about jobs are the engine's own; all others are carried out by a core. */
export type JobCall = 'job.list' | 'job.show' | 'job.result' | 'job.log' | 'job.cancel'
