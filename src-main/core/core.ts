import { api, type ApiName, type Input, type JobCall, type KeepingCall, type Output } from '../contract/api.ts'
import type { JobSummary } from '../contract/job.ts'
import { isCarriedOut } from '../contract/request.ts'
import { CoreError } from './base/core-error.ts'
import { databaseError, tidy, truncateWal } from './database/open-database.ts'
import { datasetErasuresIn } from './datasets/dataset-erasure-table.ts'
import { datasetSummary, findDataset, listDatasets } from './datasets/dataset-table.ts'
import { jobTable, type JobTable } from './jobs/job-table.ts'
import { findModel } from './learners/model-table.ts'
import { checkLedger } from './ledger/check-ledger.ts'
import { ledgerProof } from './ledger/prove.ts'
import { isAlone, listColleagues } from './people/actor-table.ts'
import { admit, nobody, type Caller } from './people/admit.ts'
import type { Door } from './people/door.ts'
import { openSessions, type Sessions } from './people/sessions.ts'
import type { PickedFile, Ports, Run } from './ports.ts'
import { reasonsOf } from './requests/reasons/reasons.ts'
import { findRequest, requestSummary } from './requests/request-table.ts'
import { readSettings } from './settings/settings-table.ts'
import { prepareToAdd } from './workflows/add-colleague.ts'
import { approveRequest, submitRequest, undoApproval, verifyRequest } from './workflows/approve-request.ts'
import { backupWorkspace } from './workflows/backup-workspace.ts'
import { changeRoles, removeColleague, renameColleague } from './workflows/change-colleague.ts'
import { declareKeyLost, rotateKey } from './workflows/change-key.ts'
import { addRecipient, changeRecipient, dropRecipient, showRecipients } from './workflows/change-recipients.ts'
import { changeSettings } from './workflows/change-settings.ts'
import { checkRecordAndReplay, checkRecordFile, witnessedCheckpoint } from './workflows/check-record-file.ts'
import { compareMethods } from './workflows/compare-methods.ts'
import { countersignRecord } from './workflows/countersign-record.ts'
import { datasetHistory } from './workflows/dataset-history.ts'
import { decideMatches } from './workflows/decide-rows.ts'
import { closeNotFound, denyRequest, expireRequest, withdrawRequest } from './workflows/end-request.ts'
import { eraseDataset, unfinishedErasure } from './workflows/erase-dataset.ts'
import { extendTime } from './workflows/extend-request.ts'
import { exportKeyCard } from './workflows/export-key-card.ts'
import { exportModel } from './workflows/export-model.ts'
import { exportNotices } from './workflows/export-notices.ts'
import { exportOpening } from './workflows/export-opening.ts'
import { exportProofs } from './workflows/export-proofs.ts'
import { exportRecord } from './workflows/export-record.ts'
import { exportReport } from './workflows/export-report.ts'
import { holdRequest, liftRequestHold } from './workflows/hold-request.ts'
import { importDataset } from './workflows/import-dataset.ts'
import { changeTemplate, letterTemplates } from './workflows/letter-templates.ts'
import { expireSuppressions, keepReapplyList, liftSuppression, listSuppressed } from './workflows/lift-suppression.ts'
import { exportAnswer, listLists } from './workflows/answer-list.ts'
import { exportStatements } from './workflows/export-statements.ts'
import { loadList } from './workflows/load-list.ts'
import { dueDays } from './workflows/count-due-days.ts'
import { listLaws } from './workflows/list-laws.ts'
import { confirmReplaced, showExports } from './workflows/list-exports.ts'
import { listKeys } from './workflows/list-keys.ts'
import { listLedger } from './workflows/list-ledger.ts'
import { listLearners } from './workflows/list-learners.ts'
import { listRecords } from './workflows/list-records.ts'
import { listRequests, requestCounts } from './workflows/list-requests.ts'
import { askIdentity, noteEvent } from './workflows/note-event.ts'
import { noteLetterSent } from './workflows/note-letter.ts'
import { noteNotice, noteNotices } from './workflows/note-notice.ts'
import { setAnswerTo, showIdentifiers } from './workflows/request-identifiers.ts'
import { noteKeyProtection } from './workflows/note-key-protection.ts'
import { prepareToMatch } from './workflows/match-request.ts'
import { prepareToOpen } from './workflows/open-request.ts'
import { openView } from './workflows/open-view.ts'
import { overview } from './workflows/overview.ts'
import { planErasure } from './workflows/plan-erasure.ts'
import { checkOwnRecord, previewRecord, replayRequest } from './workflows/preview-record.ts'
import { previewRequest } from './workflows/preview-request.ts'
import { profileColumn } from './workflows/profile-column.ts'
import { readWholeCell } from './workflows/read-cell.ts'
import { readPage, readRowNumbers } from './workflows/read-page.ts'
import { readRequestRows } from './workflows/request-rows.ts'
import { requestTimeline } from './workflows/request-timeline.ts'
import { erasuresUnderWay, recoverErasures, type Recovered } from './workflows/recover-erasures.ts'
import { runErasure, runErasures } from './workflows/run-erasure.ts'
import { scanWorkspace } from './workflows/scan-workspace.ts'
import { prepareToSetPassphrase } from './workflows/set-passphrase.ts'
import { showDataset } from './workflows/show-dataset.ts'
import { showErasure } from './workflows/show-erasure.ts'
import { noticeLetter, showNotices } from './workflows/show-notices.ts'
import { showModel } from './workflows/show-model.ts'
import { currentColleague, setIdle, signIn, signOut } from './workflows/sign-in.ts'
import { modelSummaries, trainModel } from './workflows/train-model.ts'
import { draftLetter, exportLetter, keepLetter, listLetters } from './workflows/write-letters.ts'
import { joinWorkspace, openWorkspace, readyKeys, settleKeys, type OpenOptions, type Workspace } from './workflows/workspace.ts'

/** Calls a core carries out itself: those about jobs and about how keys are kept are the engine's, and restoring replaces the workspace the core has open. */
export type CoreCall = Exclude<ApiName, JobCall | KeepingCall | 'workspace.restore'>

/** Lethe with one workspace open. */
export interface Core {
  readonly directory: string
  /** Throws 'people/sign-in-needed' and 'people/role-missing' where this caller may not. */
  call<N extends CoreCall>(name: N, input: Input<N>, run: Run, caller?: Caller): Promise<Output<N>>
  /** The id of whoever acts in a call that others carry out; throws the same. */
  admit(name: ApiName, input: unknown, caller: Caller): string
  /** True where nobody signs in. */
  isAlone(): boolean
  /** The ids of what a call works on, where its input names any; throws where there is no such thing. */
  aboutOf(input: unknown): JobSummary['about']
  readonly jobs: JobTable
  isCompleted(requestId: string): boolean
  /** True of a dataset that was erased whole, traces and all. */
  isErased(datasetId: string): boolean
  /** True where the last process left an erasure half way: `recover` before anything else is changed. */
  needsRecovery(): boolean
  /** Says in the ledger how the keys are kept now, where that was changed, and that this colleague did. */
  noteKeyProtection(actor: string): void
  /** Destroys what keeps people from being imported again where the settings keep it no longer; not while anything is under way. */
  expireSuppressions(): void
  /** Throws where the keys cannot be kept otherwise now: one is missing, or a change of keys cannot be settled. */
  readyKeys(): void
  /** Undoes or finishes every erasure the last process left half way. */
  recover(run: Run): Recovered[]
  close(): void
}

/** Changes that need something made beforehand which takes a while: the rest of each is one short transaction, as of every change. */
const prepared = { 'people.add': prepareToAdd, 'people.set-passphrase': prepareToSetPassphrase, 'request.open': prepareToOpen, 'request.match': prepareToMatch } as const

const destroying: ReadonlySet<ApiName> = new Set<ApiName>(['people.remove', 'people.rename', 'suppression.lift', 'request.deny', 'request.withdraw', 'request.close-not-found', 'request.expire', 'request.answer-to', 'letter.save', 'letter.sent', 'notice.note', 'notice.note-all', 'model.export-replaced', 'recipient.change', 'recipient.remove'])

type Handlers = { readonly [N in Exclude<CoreCall, keyof typeof prepared>]: (ws: Workspace, input: Input<N>, run: Run, door: Door) => Output<N> | Promise<Output<N>> }

const handlers: Handlers = {
  'workspace.overview': ws => overview(ws),
  'workspace.scan': (ws, { value }) => scanWorkspace(ws, value),
  'workspace.backup': backupWorkspace,
  'settings.show': ({ db }) => readSettings(db),
  'settings.change': changeSettings,
  'people.list': ({ db }) => listColleagues(db),
  'people.change': changeRoles,
  'people.rename': renameColleague,
  'people.remove': removeColleague,
  'people.set-idle': (ws, { minutes }, _run, { actor }) => setIdle(ws, minutes, actor),
  'people.sign-in': (ws, input, _run, door) => signIn(ws, input, door),
  'people.sign-out': (ws, _input, _run, door) => signOut(ws, door),
  'people.current': (ws, _input, _run, { actor }) => currentColleague(ws, actor),
  'sample.list': ({ ports }) => ports.files.samples(),
  'dataset.import': importDataset,
  'dataset.list': ({ db }) => listDatasets(db).map(dataset => datasetSummary(db, dataset)),
  'dataset.show': showDataset,
  'dataset.view': openView,
  'dataset.page': readPage,
  'dataset.rows': readRowNumbers,
  'dataset.cell': readWholeCell,
  'dataset.history': datasetHistory,
  'dataset.erase': eraseDataset,
  'dataset.profile': profileColumn,
  'learner.list': () => listLearners(),
  'model.train': trainModel,
  'model.list': ({ db }) => modelSummaries(db),
  'model.show': (ws, { modelId }) => showModel(ws, modelId),
  'model.compare': compareMethods,
  'model.export': exportModel,
  'export.list': showExports,
  'model.export-replaced': confirmReplaced,
  'request.preview': previewRequest,
  'request.load-list': loadList,
  'list.list': listLists,
  'list.export-answer': exportAnswer,
  'suppression.list': listSuppressed,
  'suppression.lift': liftSuppression,
  'record.export-statements': exportStatements,
  'law.list': listLaws, 'law.due': dueDays,
  'request.extend': extendTime,
  'reason.list': (_, { law }) => reasonsOf(law),
  'request.ask-identity': askIdentity,
  'request.note': noteEvent,
  'request.verify': verifyRequest,
  'request.decide': decideMatches,
  'request.submit': submitRequest,
  'request.approve': approveRequest,
  'request.undo-approval': undoApproval,
  'request.deny': denyRequest,
  'request.withdraw': withdrawRequest,
  'request.close-not-found': closeNotFound,
  'request.expire': expireRequest,
  'request.hold': holdRequest,
  'request.lift-hold': liftRequestHold,
  'request.show': ({ db }, { requestId }) => requestSummary(findRequest(db, requestId)),
  'request.list': listRequests,
  'request.counts': requestCounts,
  'request.timeline': requestTimeline,
  'request.rows': readRequestRows,
  'request.plan': (ws, { requestId }) => planErasure(ws, requestId),
  'erasure.run': runErasure,
  'erasure.run-together': runErasures,
  'erasure.show': (ws, { requestId }) => showErasure(ws, requestId),
  'request.identifiers': showIdentifiers,
  'request.answer-to': setAnswerTo,
  'letter.list': listLetters,
  'letter.draft': draftLetter,
  'letter.save': keepLetter,
  'letter.export': exportLetter,
  'letter.sent': noteLetterSent,
  'letter.templates': letterTemplates,
  'letter.change-template': changeTemplate,
  'recipient.list': ws => showRecipients(ws),
  'recipient.add': addRecipient,
  'recipient.change': changeRecipient,
  'recipient.remove': dropRecipient,
  'notice.list': showNotices,
  'notice.letter': noticeLetter,
  'notice.note': noteNotice,
  'notice.note-all': noteNotices,
  'notice.export': exportNotices,
  'report.export': exportReport,
  'record.list': ws => listRecords(ws),
  'record.replay': (ws, { requestId }, run) => replayRequest(ws, requestId, run),
  'record.preview': (ws, { requestId }) => previewRecord(ws, requestId),
  'record.check-own': (ws, { requestId }) => checkOwnRecord(ws, requestId),
  'record.export': (ws, { requestId, file }) => exportRecord(ws, requestId, ws.ports.files.toWrite(file)),
  'record.opening': (ws, { requestId, file }) => exportOpening(ws, requestId, ws.ports.files.toWrite(file)),
  'record.countersign': countersignRecord,
  'record.check': (ws, { file, key, replay }, run) => {
    const record = ws.ports.files.toRead(file)
    return replay === true ? checkRecordAndReplay(ws, record, key, run) : checkRecordFile(record, key)
  },
  'key.list': ws => listKeys(ws),
  'key.card': (ws, { file }) => exportKeyCard(ws, ws.ports.files.toWrite(file)),
  'key.rotate': ws => rotateKey(ws),
  'key.declare-lost': (ws, { fingerprint }) => declareKeyLost(ws, fingerprint),
  'ledger.list': listLedger,
  // one transaction, so that entry, hashes and checkpoint are of the same moment while a worker writes
  'ledger.proof': ({ db, ledger }, { seq, against }) => db.transaction(() => ledgerProof(ledger, seq, against))(),
  'ledger.export': exportProofs,
  // one transaction, so that entries and checkpoints are of the same moment while a worker writes
  'ledger.check': ({ db, id, ports }, { against }) => db.transaction(() => checkLedger({
    db, secrets: ports.secrets, workspaceId: id, ...(against === undefined ? {} : { against: witnessedCheckpoint(ports.files.toRead(against)) }),
  }))(),
}

/** Opens a workspace folder (or makes it), alone; the only file that knows every part. */
export const openCore = (directory: string, ports: Ports, { sessions = openSessions(ports), ...options }: OpenOptions & { readonly sessions?: Sessions } = {}): Core => coreOver(openWorkspace(directory, ports, options), sessions)

/** Opens it for a worker, beside the engine that holds it; `engineAlive` says whether that one still does. */
export const joinCore = (directory: string, ports: Ports, engineAlive: () => boolean): Core => coreOver(joinWorkspace(directory, ports, engineAlive), openSessions(ports))

function coreOver(ws: Workspace, sessions: Sessions): Core {
  /** The one place where it is decided who acts, and whether they may. */
  function doorFor(name: ApiName, input: unknown, caller: Caller): { readonly acting: Workspace; readonly door: Door } {
    const actor = admit(ws.db, sessions, name, input, caller)
    return { acting: actor === null ? ws : ws.as(actor), door: { sessions, session: 'session' in caller ? caller.session : undefined, actor } }
  }

  return {
    directory: ws.directory,
    async call(name, input, run, caller = nobody) {
      const parsed = parseInput(name, input)
      try {
        const ready = await readyChange(name, parsed, caller)
        const handle = () => {
          const { acting, door } = doorFor(name, parsed, caller)
          return ready === undefined ? (handlers[name as keyof Handlers] as Handler)(acting, parsed, run, door) : ready(acting, door)
        }
        // A change is one transaction from its first read on: where a worker writes just now, it fails before it has begun.
        const output = await (api[name].kind === 'change' ? ws.db.transaction(handle).immediate() : handle()) as Output<typeof name>
        // Only now that the ledger names another key, the old one is destroyed.
        if (name === 'key.rotate' || name === 'key.declare-lost') settleKeys(ws.ledger)
        // The list for restores follows what is in the database by now.
        if (name === 'suppression.lift') tidy(() => keepReapplyList(ws))
        // What it destroyed is in the log until then: the name of someone who left, or was called so; whom and what a request was about.
        if (destroying.has(name)) tidy(() => truncateWal(ws.db))
        return output
      } catch (error) {
        if (run.signal.aborted && !(error instanceof CoreError)) throw new CoreError('run/cancelled', {})
        // A restore took its turn while this one was made ready: nothing of it was done, and whoever has another core asks that.
        if (!ws.db.open) throw new CoreError('workspace/in-use', {})
        throw databaseError(error)
      }
    },
    admit(name, input, caller) {
      try {
        return admit(ws.db, sessions, name, input, caller) ?? ws.actor
      } catch (error) {
        throw databaseError(error)
      }
    },
    isAlone: () => isAlone(ws.db),
    aboutOf(input) {
      const { dataset, modelId, requestId } = input as { readonly dataset?: string; readonly modelId?: string; readonly requestId?: string }
      if (requestId !== undefined) return { datasetId: findRequest(ws.db, requestId).datasets[0]?.datasetId ?? null, modelId: null, requestId }
      if (modelId !== undefined) return { datasetId: findModel(ws.db, modelId).datasetId, modelId, requestId: null }
      // An erasure with traces left goes on by the id of a dataset that is no longer there.
      return { datasetId: dataset === undefined ? null : (unfinishedErasure(ws.db, dataset)?.datasetId ?? findDataset(ws.db, dataset).id), modelId: null, requestId: null }
    },
    jobs: jobTable(ws.db),
    isCompleted: requestId => isCarriedOut(findRequest(ws.db, requestId)),
    isErased: datasetId => datasetErasuresIn(ws.db, 'completed').some(erasure => erasure.datasetId === datasetId),
    needsRecovery: () => erasuresUnderWay(ws.db),
    readyKeys: () => readyKeys(ws.ledger),
    noteKeyProtection: actor => noteKeyProtection(ws.as(actor)),
    expireSuppressions: () => expireSuppressions(ws),
    recover(run) {
      try {
        const recovered = recoverErasures(ws, run)
        // What a killed worker had written but not committed is still in the log.
        tidy(() => truncateWal(ws.db))
        return recovered
      } catch (error) {
        throw databaseError(error)
      }
    },
    close: () => ws.close(),
  }

  /** What is made before the transaction of a change that needs it; undefined for every other call. */
  async function readyChange(name: ApiName, parsed: unknown, caller: Caller): Promise<((acting: Workspace, door: Door) => unknown) | undefined> {
    if (!Object.hasOwn(prepared, name)) return undefined
    const { acting, door } = doorFor(name, parsed, caller)
    return (prepared[name as keyof typeof prepared] as (acting: Workspace, input: unknown, door: Door) => Promise<(acting: Workspace, door: Door) => unknown>)(acting, parsed, door)
  }
}

type Handler = (ws: Workspace, input: unknown, run: Run, door: Door) => unknown

/** Checks a record without any workspace. */
export const checkRecordAlone = (file: PickedFile, keys?: string | readonly string[]): Output<'record.check'> => checkRecordFile(file, keys)

/** The input as the contract wants it, or 'usage/bad-input' naming the field. */
export function parseInput<N extends ApiName>(name: N, input: unknown): Input<N> {
  if (!Object.hasOwn(api, name)) throw new CoreError('usage/unknown-call', { call: String(name).slice(0, 100) })
  const parsed = api[name].input.safeParse(input)
  if (parsed.success) return parsed.data as Input<N>
  const issue = parsed.error.issues[0]!
  throw new CoreError('usage/bad-input', { field: issue.path.join('.') || name, problem: issue.message })
}

export { whatRecovered, type Recovered } from './workflows/recover-erasures.ts'
export { databaseError } from './database/open-database.ts'
export type { Caller } from './people/admit.ts'
export { openSessions, type Sessions } from './people/sessions.ts'
export { articleLines, articleReport } from './article/article-report.ts'
export { memoryViews } from './datasets/view-store.ts'
export { recordReportText } from './records/record-report-text.ts'
export { countPeople } from './workflows/count-people.ts'
export { isWorkspace } from './workflows/workspace-folder.ts'
export { restoreWorkspace } from './workflows/restore-workspace.ts'
