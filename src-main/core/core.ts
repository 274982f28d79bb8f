import { api, type ApiName, type Input, type JobCall, type Output } from '../contract/api.ts'
import type { JobSummary } from '../contract/job.ts'
import { CoreError } from './base/core-error.ts'
import { databaseError, tidy, truncateWal } from './database/open-database.ts'
import { datasetErasuresIn } from './datasets/dataset-erasure-table.ts'
import { datasetSummary, findDataset, listDatasets } from './datasets/dataset-table.ts'
import { jobTable, type JobTable } from './jobs/job-table.ts'
import { findModel } from './learners/model-table.ts'
import { checkLedger } from './ledger/check-ledger.ts'
import { ledgerProof } from './ledger/prove.ts'
import type { PickedFile, Ports, Run } from './ports.ts'
import { findRequest, listRequests, requestSummary } from './requests/request-table.ts'
import { readSettings } from './settings/settings-table.ts'
import { approveRequest, verifyRequest } from './workflows/approve-request.ts'
import { backupWorkspace } from './workflows/backup-workspace.ts'
import { declareKeyLost, rotateKey } from './workflows/change-key.ts'
import { changeSettings } from './workflows/change-settings.ts'
import { checkRecordAndReplay, checkRecordFile, witnessedCheckpoint } from './workflows/check-record-file.ts'
import { compareMethods } from './workflows/compare-methods.ts'
import { countersignRecord } from './workflows/countersign-record.ts'
import { datasetHistory } from './workflows/dataset-history.ts'
import { eraseDataset, unfinishedErasure } from './workflows/erase-dataset.ts'
import { extendTime } from './workflows/extend-request.ts'
import { exportKeyCard } from './workflows/export-key-card.ts'
import { exportOpening } from './workflows/export-opening.ts'
import { exportProofs } from './workflows/export-proofs.ts'
import { exportRecord } from './workflows/export-record.ts'
import { importDataset } from './workflows/import-dataset.ts'
import { listLaws } from './workflows/list-laws.ts'
import { listKeys } from './workflows/list-keys.ts'
import { listLedger } from './workflows/list-ledger.ts'
import { listLearners } from './workflows/list-learners.ts'
import { listRecords } from './workflows/list-records.ts'
import { noteKeyProtection } from './workflows/note-key-protection.ts'
import { openRequest } from './workflows/open-request.ts'
import { openView } from './workflows/open-view.ts'
import { overview } from './workflows/overview.ts'
import { planErasure } from './workflows/plan-erasure.ts'
import { previewRecord, replayRequest } from './workflows/preview-record.ts'
import { profileColumn } from './workflows/profile-column.ts'
import { readWholeCell } from './workflows/read-cell.ts'
import { readPage, readRowNumbers } from './workflows/read-page.ts'
import { readRequestRows } from './workflows/request-rows.ts'
import { erasuresUnderWay, recoverErasures, type Recovered } from './workflows/recover-erasures.ts'
import { runErasure } from './workflows/run-erasure.ts'
import { scanWorkspace } from './workflows/scan-workspace.ts'
import { showDataset } from './workflows/show-dataset.ts'
import { showErasure } from './workflows/show-erasure.ts'
import { showModel } from './workflows/show-model.ts'
import { modelSummaries, trainModel } from './workflows/train-model.ts'
import { joinWorkspace, openWorkspace, settleKeys, type OpenOptions, type Workspace } from './workflows/workspace.ts'

/** Calls a core carries out itself: those about jobs are the engine's, and restoring replaces the workspace the core has open. */
export type CoreCall = Exclude<ApiName, JobCall | 'workspace.restore'>

/** Lethe with one workspace open. */
export interface Core {
  readonly directory: string
  call<N extends CoreCall>(name: N, input: Input<N>, run: Run): Promise<Output<N>>
  /** The ids of what a call works on, where its input names any; throws where there is no such thing. */
  aboutOf(input: unknown): JobSummary['about']
  readonly jobs: JobTable
  isCompleted(requestId: string): boolean
  /** True of a dataset that was erased whole, traces and all. */
  isErased(datasetId: string): boolean
  /** True where the last process left an erasure half way: `recover` before anything else is changed. */
  needsRecovery(): boolean
  /** Says in the ledger how the keys are kept now, where that was changed. */
  noteKeyProtection(): void
  /** Undoes or finishes every erasure the last process left half way. */
  recover(run: Run): Recovered[]
  close(): void
}

type Handlers = { readonly [N in CoreCall]: (ws: Workspace, input: Input<N>, run: Run) => Output<N> | Promise<Output<N>> }

const handlers: Handlers = {
  'workspace.overview': ws => overview(ws),
  'workspace.scan': (ws, { value }) => scanWorkspace(ws, value),
  'workspace.backup': backupWorkspace,
  'settings.show': ({ db }) => readSettings(db),
  'settings.change': changeSettings,
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
  'request.open': openRequest,
  'law.list': listLaws,
  'request.extend': extendTime,
  'request.verify': (ws, { requestId }) => verifyRequest(ws, requestId),
  'request.approve': (ws, { requestId }) => approveRequest(ws, requestId),
  'request.show': ({ db }, { requestId }) => requestSummary(findRequest(db, requestId)),
  'request.list': ({ db }) => listRequests(db).map(requestSummary),
  'request.rows': readRequestRows,
  'request.plan': (ws, { requestId }) => planErasure(ws, requestId),
  'erasure.run': runErasure,
  'erasure.show': (ws, { requestId }) => showErasure(ws, requestId),
  'record.list': ws => listRecords(ws),
  'record.replay': (ws, { requestId }, run) => replayRequest(ws, requestId, run),
  'record.preview': (ws, { requestId }) => previewRecord(ws, requestId),
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
export const openCore = (directory: string, ports: Ports, options: OpenOptions = {}): Core => coreOver(openWorkspace(directory, ports, options))

/** Opens it for a worker, beside the engine that holds it; `engineAlive` says whether that one still does. */
export const joinCore = (directory: string, ports: Ports, engineAlive: () => boolean): Core => coreOver(joinWorkspace(directory, ports, engineAlive))

function coreOver(ws: Workspace): Core {
  return {
    directory: ws.directory,
    async call(name, input, run) {
      const parsed = parseInput(name, input)
      const handle = () => (handlers[name] as (ws: Workspace, input: unknown, run: Run) => Output<typeof name> | Promise<Output<typeof name>>)(ws, parsed, run)
      try {
        // A change is one transaction from its first read on: where a worker writes just now, it fails before it has begun.
        const output = await (api[name].kind === 'change' ? ws.db.transaction(handle).immediate() : handle())
        // Only now that the ledger names another key, the old one is destroyed.
        if (name === 'key.rotate' || name === 'key.declare-lost') settleKeys(ws.ledger)
        return output
      } catch (error) {
        if (run.signal.aborted && !(error instanceof CoreError)) throw new CoreError('run/cancelled', {})
        throw databaseError(error)
      }
    },
    aboutOf(input) {
      const { dataset, modelId, requestId } = input as { readonly dataset?: string; readonly modelId?: string; readonly requestId?: string }
      if (requestId !== undefined) return { datasetId: findRequest(ws.db, requestId).datasetId, modelId: null, requestId }
      if (modelId !== undefined) return { datasetId: findModel(ws.db, modelId).datasetId, modelId, requestId: null }
      // An erasure with traces left goes on by the id of a dataset that is no longer there.
      return { datasetId: dataset === undefined ? null : (unfinishedErasure(ws.db, dataset)?.datasetId ?? findDataset(ws.db, dataset).id), modelId: null, requestId: null }
    },
    jobs: jobTable(ws.db),
    isCompleted: requestId => findRequest(ws.db, requestId).state === 'completed',
    isErased: datasetId => datasetErasuresIn(ws.db, 'completed').some(erasure => erasure.datasetId === datasetId),
    needsRecovery: () => erasuresUnderWay(ws.db),
    noteKeyProtection: () => noteKeyProtection(ws),
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
}

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
export { articleLines, articleReport } from './article/article-report.ts'
export { memoryViews } from './datasets/view-store.ts'
export { recordReportText } from './records/record-report-text.ts'
export { isWorkspace } from './workflows/workspace-folder.ts'
export { restoreWorkspace } from './workflows/restore-workspace.ts'
