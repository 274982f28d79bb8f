import { z } from 'zod'
import { Cell, ColumnProfile, DatasetDetail, DatasetEvent, DatasetSummary, ErasedDataset, ImportReport, SampleFile, OpenedView, RowPage, ViewCondition, ViewOrder, viewId } from './dataset.ts'
import { JobLogLine, JobResult, JobSummary } from './job.ts'
import { ChangedKey, Countersigned, KeptKeys, KeyCard, KeySummary } from './key.ts'
import { entrySeq, ExportedProofs, LedgerPage, LedgerProof, LedgerReport, LedgerTopic } from './ledger.ts'
import { DueDays, LawSummary } from './law.ts'
import { DropColumns, DropList, ExportedStatements, ListAnswer, ListColumns, ListKind, ListReport, ListSummary } from './list.ts'
import { identifiers, MatchPreview, SuppressedPerson } from './matching.ts'
import { AnswerTo, ExportedLetter, KeptIdentifiers, LetterDraft, LetterKind, LetterSummary, letterText, LetterTemplate, LetterTemplates } from './letter.ts'
import { ExportedNotices, Notice, NoticeLetter, NoticeReason, Recipient } from './notice.ts'
import { ComparedModel, ExportedCopy, ExportedModel, LearnerOffer, ModelDetail, ModelSummary, TrainReport } from './model.ts'
import { ErasedReport, EraseReport, ExportedOpening, ExportedRecord, OwnRecordCheck, RecordPreview, RecordReport, RecordSummary, ReplayedModel, TogetherReport } from './record.ts'
import { Reason } from './reason.ts'
import { AskedBy, Channel, ErasurePlan, IdentityCheck, MatchedRows, NotedEvent, RequestCounts, RequestFilter, RequestOrder, RequestSummary, TimelineEntry, TogetherReason } from './request.ts'
import { AddedColleague, Colleague, colleagueName, Current, idleMinutes, Roles, SignedIn } from './people.ts'
import { ExportedReport, ReportFormat, ReportName } from './report.ts'
import { Settings } from './settings.ts'
import { count, fileToken, Law, rowNumber, shortText } from './shape.ts'
import { BackupReport, FoundValues, RestoreReport, WorkspaceOverview } from './workspace.ts'

/**
 * How a call is carried out. query: answered at once from the database; change: a short write; look: reads for some seconds, in a
 * worker beside the queue; job: takes its turn in the queue, one at a time, in a worker.
 */
export type CallKind = 'query' | 'change' | 'look' | 'job'

/** What a call may have changed when it is done, so that screens read it anew. */
export type Part = 'datasets' | 'models' | 'requests' | 'records' | 'ledger' | 'jobs' | 'settings' | 'people'

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
const ofLetter = z.strictObject({ requestId: shortText, kind: LetterKind })
const recipientFields = { name: z.string().trim().min(1).max(200), contact: z.string().trim().min(1).max(500), datasets: z.array(shortText).min(1).max(1000) }
const casework = ['requests', 'ledger'] as const
const noticeNote = { what: z.enum(['sent', 'confirmed', 'impossible']), on: z.iso.date().exactOptional(), reason: NoticeReason.exactOptional(), explanation: z.string().trim().min(1).max(2000).exactOptional() }
const passphrase = z.string().min(1).max(1000)
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'a fingerprint has 64 hexadecimal digits')

/** Everything the core can be asked, one line a call. Names are noun.verb. A file is a token that the shell handed out. */
export const api = {
  'workspace.overview': query(nothing, WorkspaceOverview),
  'workspace.scan': look(z.strictObject({ value: z.string().min(1).max(100_000) }), FoundValues),
  // the whole workspace with its keys as one file, encrypted with the passphrase
  'workspace.backup': call('job')(z.strictObject({ file: fileToken, passphrase }), BackupReport),
  // takes the place of everything in the workspace; list is a list of later erasures kept elsewhere
  'workspace.restore': call('job', ['datasets', 'models', 'requests', 'records', 'ledger', 'jobs', 'settings', 'people'])(z.strictObject({ file: fileToken, passphrase, list: fileToken.exactOptional() }), RestoreReport),

  'settings.show': query(nothing, Settings),
  // all of them at once; a changed policy is an entry of the ledger
  'settings.change': call('change', ['settings', 'requests', 'ledger'])(Settings, Settings),

  // the colleagues who work here
  'people.list': query(nothing, z.array(Colleague).readonly()),
  // first: the name and passphrase of the one who was alone so far and has none; from then on everyone signs in
  'people.add': call('change', ['people', 'ledger'])(z.strictObject({ name: colleagueName, roles: Roles, passphrase, first: z.strictObject({ name: colleagueName, passphrase }).exactOptional() }), AddedColleague),
  'people.change': call('change', ['people', 'ledger'])(z.strictObject({ id: shortText, roles: Roles }), Colleague),
  // without an id one's own; a name is in no ledger
  'people.rename': call('change', ['people'])(z.strictObject({ id: shortText.exactOptional(), name: colleagueName }), Colleague),
  // current: one's own until now; an administrator gives another a new one, and the ledger says so
  'people.set-passphrase': call('change', ['people', 'ledger'])(z.strictObject({ id: shortText.exactOptional(), current: passphrase.exactOptional(), passphrase }), Colleague),
  // the name is destroyed; what is left of them is the id in the ledger
  'people.remove': call('change', ['people', 'ledger'])(z.strictObject({ id: shortText }), z.array(Colleague).readonly()),
  // for everyone, from the next call on
  'people.set-idle': call('change', ['people'])(z.strictObject({ minutes: idleMinutes }), Current),
  // the answer holds the session that every later call carries
  'people.sign-in': query(z.strictObject({ name: z.string().min(1).max(500), passphrase }), SignedIn),
  'people.sign-out': query(nothing, Current),
  'people.current': query(nothing, Current),

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
  // as an ONNX file; recipient: who gets it, in words that stay here. version: refused where the model has forgotten since. acceptSmallBatch: go on where few people tell it from an earlier copy
  'model.export': call('change', ['models', 'ledger'])(z.strictObject({
    modelId: shortText, file: fileToken, recipient: z.string().trim().max(500).exactOptional(), version: count.exactOptional(), acceptSmallBatch: z.boolean().exactOptional(),
  }), ExportedModel),
  // copies that left, of all models or of one, the newest first
  'export.list': query(z.strictObject({ modelId: shortText.exactOptional() }), z.array(ExportedCopy).readonly()),
  // on the operator's word: whoever had the copy has the model as it is now, or none; at: since when, now by default
  'model.export-replaced': call('change', ['models', 'ledger'])(z.strictObject({ exportId: shortText, at: z.iso.datetime().exactOptional() }), ExportedCopy),
  'model.compare': call('job')(z.strictObject({
    modelId: shortText, erased: z.union([z.strictObject({ rows: rowNumbers }), ofRequest]), methods: z.array(shortText).max(20),
  }), ComparedModel),

  // datasets: where to look for the identifiers, every one that can be searched where absent; dataset, where it is given, is the only one. A request with identifiers is opened also where nothing is found
  'request.open': call('change', ['requests', 'ledger'])(z.strictObject({
    dataset: shortText.exactOptional(), datasets: z.array(shortText).min(1).max(1000).exactOptional(),
    who: z.union([z.strictObject({ subject: z.string().min(1).max(10_000) }), z.strictObject({ rows: rowNumbers }), z.strictObject({ identifiers, answerTo: AnswerTo.exactOptional() })]),
    law: Law, receivedAt: z.iso.datetime().optional(), channel: Channel.exactOptional(), askedBy: AskedBy.exactOptional(),
  }), RequestSummary),
  // what such a request would be about; nothing is stored
  'request.preview': look(z.strictObject({ identifiers, datasets: z.array(shortText).min(1).max(1000).exactOptional(), law: Law }), MatchPreview),
  // looks again for the person, with these identifiers in the place of those given before, or with those: rows that came since
  'request.match': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, identifiers: identifiers.exactOptional() }), RequestSummary),
  // a file of requests. columns: which means what, by the header line; remembered for that header, guessed where absent. law, received, channel: of every line that states none. drop: for the lists of that platform, in which columns of which datasets to look
  'request.load-list': call('job', ['requests', 'ledger'])(z.strictObject({
    file: fileToken, kind: ListKind, delimiter: z.string().length(1).exactOptional(), columns: ListColumns.exactOptional(), drop: z.array(DropColumns).min(1).max(100).exactOptional(), dropList: DropList.exactOptional(),
    datasets: z.array(shortText).min(1).max(1000).exactOptional(), law: Law, receivedAt: z.iso.datetime().exactOptional(), channel: Channel.exactOptional(), dryRun: z.boolean(),
  }), ListReport),
  'list.list': query(nothing, z.array(ListSummary).readonly()),
  // the answer to a list of DROP, as that platform takes it. optedOut: the people who share an identifier were all opted out of sale and sharing
  'list.export-answer': call('change', ['ledger'])(z.strictObject({ listId: shortText, file: fileToken, optedOut: z.boolean().exactOptional() }), ListAnswer),
  // who may not be imported again, counted by request; no identifier
  'suppression.list': query(nothing, z.array(SuppressedPerson).readonly()),
  // the person comes back: the rows that were erased stay erased, also after a restore
  'suppression.lift': call('change', ['requests', 'ledger'])(ofRequest, z.array(SuppressedPerson).readonly()),
  // each law in words, with the calendars and readings there are and those that hold now
  'law.list': query(nothing, z.array(LawSummary).readonly()),
  // what is due when for a request received then, or now
  'law.due': query(z.strictObject({ law: Law, receivedAt: z.iso.datetime().exactOptional() }), DueDays),
  // the answer takes longer, for one of the reasons of its law; the person must be told by the notice limit
  'request.extend': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, reason: shortText }), RequestSummary),
  // why rows may be kept, or a request denied, under a law
  'reason.list': query(z.strictObject({ law: Law }), z.array(Reason).readonly()),
  // the person was asked today who they are; on another day: request.note
  'request.ask-identity': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  // a day on which a deadline may depend; noted again, the later note holds
  'request.note': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, what: NotedEvent, on: z.iso.date() }), RequestSummary),
  // how: vouched for, where it is absent
  'request.verify': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, how: IdentityCheck.exactOptional() }), RequestSummary),
  // keep: the code of a reason of its law
  'request.decide': call('change', ['requests', 'ledger'])(z.strictObject({
    requestId: shortText, dataset: shortText, rows: z.union([rowNumbers.min(1), z.literal('all')]), decision: z.union([z.literal('erase'), z.strictObject({ keep: shortText })]),
  }), RequestSummary),
  'request.submit': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  'request.approve': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  'request.undo-approval': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  'request.deny': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, reason: shortText }), RequestSummary),
  'request.withdraw': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  'request.close-not-found': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  // the person did not show who they are in time
  'request.expire': call('change', ['requests', 'ledger'])(ofRequest, RequestSummary),
  // a legal hold over rows, or over all of it
  'request.hold': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, rows: z.strictObject({ dataset: shortText, rows: rowNumbers.min(1) }).exactOptional() }), RequestSummary),
  // hold: which one, where there are several
  'request.lift-hold': call('change', ['requests', 'ledger'])(z.strictObject({ requestId: shortText, hold: shortText.exactOptional() }), RequestSummary),
  'request.show': query(ofRequest, RequestSummary),
  // by receipt, the oldest first, where no order is named
  'request.list': query(RequestFilter.extend({ order: RequestOrder.exactOptional(), offset: count.exactOptional(), limit: z.number().int().min(1).max(100_000).exactOptional() }), z.array(RequestSummary).readonly()),
  'request.counts': query(RequestFilter, RequestCounts),
  // every entry of the ledger about it, in the ledger's order
  'request.timeline': query(ofRequest, z.array(TimelineEntry).readonly()),
  // the rows an open request is about; none once it is carried out
  'request.rows': query(z.strictObject({ requestId: shortText, dataset: shortText.exactOptional(), offset: count, limit: z.number().int().min(1).max(500) }), MatchedRows),
  // what each model would have to forget, and how it may under the policy
  'request.plan': look(ofRequest, ErasurePlan),
  // acceptBelowFloor: go on where a model falls below the policy's accuracy. method: 'auto', 'retrain' or a method of the models' learner; compare runs retraining beside.
  'erasure.run': call('job', ['datasets', 'models', 'requests', 'records', 'ledger'])(z.strictObject({ requestId: shortText, method: shortText, compare: z.boolean(), acceptBelowFloor: z.boolean().exactOptional() }), EraseReport),
  // many requests as one erasure: each model forgets once
  'erasure.run-together': call('job', ['datasets', 'models', 'requests', 'records', 'ledger'])(z.strictObject({ requestIds: z.array(shortText).min(1).max(100_000), method: shortText, compare: z.boolean(), acceptBelowFloor: z.boolean().exactOptional(), because: TogetherReason.exactOptional() }), TogetherReport),
  // of a request that was carried out, whenever that was; null before
  'erasure.show': query(ofRequest, ErasedReport.nullable()),

  // what the person is known by and answered at; destroyed once the answer was sent and every recipient told
  'request.identifiers': query(ofRequest, KeptIdentifiers),
  // who the answer goes to; kept sealed, with the identifiers
  'request.answer-to': call('change', ['requests'])(z.strictObject({ requestId: shortText, ...AnswerTo.unwrap().shape }), KeptIdentifiers),
  // the letters that are owed, possible now, or sent
  'letter.list': query(ofRequest, z.array(LetterSummary).readonly()),
  'letter.draft': query(ofLetter, LetterDraft),
  // keeps a changed text, sealed; null: begin anew from the template
  'letter.save': call('change', ['requests'])(z.strictObject({ requestId: shortText, kind: LetterKind, text: letterText.nullable() }), LetterDraft),
  'letter.export': query(z.strictObject({ requestId: shortText, kind: LetterKind, format: z.enum(['text', 'pdf']), file: fileToken }), ExportedLetter),
  // the person was sent it on that day, today by default; an answer ends what is owed
  'letter.sent': call('change', casework)(z.strictObject({ requestId: shortText, kind: LetterKind, on: z.iso.date().exactOptional() }), z.array(LetterSummary).readonly()),
  'letter.templates': query(z.strictObject({ law: Law.exactOptional() }), LetterTemplates),
  // null: the one that came with the product
  'letter.change-template': call('change', ['settings'])(z.strictObject({ law: Law, kind: LetterKind, text: letterText.nullable() }), LetterTemplate),

  // who had data of which datasets from us, and is told when a person is erased from them
  'recipient.list': query(nothing, z.array(Recipient).readonly()),
  'recipient.add': call('change', ['requests', 'settings'])(z.strictObject(recipientFields), Recipient),
  'recipient.change': call('change', ['requests', 'settings'])(z.strictObject({ recipientId: shortText, ...recipientFields }), Recipient),
  'recipient.remove': call('change', ['requests', 'settings'])(z.strictObject({ recipientId: shortText }), z.array(Recipient).readonly()),
  'notice.list': query(ofRequest, z.array(Notice).readonly()),
  'notice.letter': query(z.strictObject({ noticeId: shortText }), NoticeLetter),
  // on: the day it was sent or confirmed, today by default; reason and, where the law asks for it, explanation: why nobody could be told
  'notice.note': call('change', [...casework, 'models'])(z.strictObject({ noticeId: shortText, ...noticeNote }), Notice),
  // the same of all that a recipient of datasets is still to be told, or to confirm; how many those were
  'notice.note-all': call('change', casework)(z.strictObject({ recipientId: shortText, ...noticeNote }), z.strictObject({ noted: count }).readonly()),
  // those as a CSV file, to be sent to the recipient: whom to erase, and nothing else of theirs
  'notice.export': query(z.strictObject({ recipientId: shortText, file: fileToken }), ExportedNotices),

  // year: of the calendar there where the answers are given; the yearly counts need one
  'report.export': call('job', ['ledger'])(z.strictObject({ report: ReportName, year: z.number().int().min(2018).max(9999).exactOptional(), format: ReportFormat, file: fileToken }), ExportedReport),

  'record.list': query(nothing, z.array(RecordSummary).readonly()),
  // trains the models of its record from nothing on the kept rows, and opens the record's commitments
  'record.replay': look(ofRequest, z.array(ReplayedModel).readonly()),
  // what its record says, in the words of its PDF
  'record.preview': query(ofRequest, RecordPreview),
  // what checking it comes to, as whoever gets it would; nothing is written
  'record.check-own': look(ofRequest, OwnRecordCheck),
  'record.export': call('change', ['records', 'ledger'])(z.strictObject({ requestId: shortText, file: fileToken }), ExportedRecord),
  // the signed statements of many requests in one file, a DSSE envelope a line; records with their documents are exported one by one
  'record.export-statements': call('job', ['records', 'ledger'])(z.strictObject({ requestIds: z.array(shortText).min(1).max(100_000), file: fileToken }), ExportedStatements),
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
  // puts the keys of the workspace behind a passphrase, or behind another one in the place of current; not while a job runs
  'key.protect': call('change', ['ledger'])(z.strictObject({ passphrase, current: passphrase.exactOptional() }), KeptKeys),
  // makes plain files of them again
  'key.unprotect': call('change', ['ledger'])(z.strictObject({ current: passphrase }), KeptKeys),

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

/** How keys are kept is changed by the engine, which holds them. */
export type KeepingCall = 'key.protect' | 'key.unprotect'
