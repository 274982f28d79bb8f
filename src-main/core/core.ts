import { api, type ApiName, type Input, type Output } from '../contract/api.ts'
import { CoreError } from './base/core-error.ts'
import { databaseError } from './database/open-database.ts'
import { checkLedger } from './ledger/check-ledger.ts'
import type { Ports, Run } from './ports.ts'
import { datasetSummary, listDatasets } from './datasets/dataset-table.ts'
import { findRequest, listRequests, requestSummary } from './requests/request-table.ts'
import { approveRequest, verifyRequest } from './workflows/approve-request.ts'
import { checkpointOfRecord, checkRecordFile } from './workflows/check-record-file.ts'
import { compareMethods } from './workflows/compare-methods.ts'
import { exportOpening } from './workflows/export-opening.ts'
import { exportRecord } from './workflows/export-record.ts'
import { importDataset } from './workflows/import-dataset.ts'
import { openRequest } from './workflows/open-request.ts'
import { recoverErasures, runErasure, type Recovered } from './workflows/run-erasure.ts'
import { scanWorkspace } from './workflows/scan-workspace.ts'
import { modelSummaries, trainModel } from './workflows/train-model.ts'
import { openWorkspace, type Workspace } from './workflows/workspace.ts'

/** Lethe with one workspace open. */
export interface Core {
  readonly directory: string
  /** Erasures the last process left half way, undone or finished while opening. */
  readonly recovered: readonly Recovered[]
  call<N extends ApiName>(name: N, input: Input<N>, run: Run): Promise<Output<N>>
  close(): void
}

type Handlers = { readonly [N in ApiName]: (ws: Workspace, input: Input<N>, run: Run) => Output<N> | Promise<Output<N>> }

const handlers: Handlers = {
  'dataset.import': importDataset,
  'dataset.list': ({ db }) => listDatasets(db).map(dataset => datasetSummary(db, dataset)),
  'model.train': trainModel,
  'model.list': ({ db }) => modelSummaries(db),
  'model.compare': compareMethods,
  'request.open': openRequest,
  'request.verify': (ws, { requestId }) => verifyRequest(ws, requestId),
  'request.approve': (ws, { requestId }) => approveRequest(ws, requestId),
  'request.show': ({ db }, { requestId }) => requestSummary(findRequest(db, requestId)),
  'request.list': ({ db }) => listRequests(db).map(requestSummary),
  'erasure.run': runErasure,
  'record.export': (ws, { requestId, file }) => exportRecord(ws, requestId, file),
  'record.opening': (ws, { requestId, file }) => exportOpening(ws, requestId, file),
  'record.check': (_, { file, key }) => checkRecordFile(file, key),
  'ledger.check': ({ db, id, ports }, { against }) => checkLedger({ db, secrets: ports.secrets, workspaceId: id, ...(against === undefined ? {} : { against: checkpointOfRecord(against) }) }),
  'workspace.scan': (ws, { value }) => scanWorkspace(ws, value),
}

/** Opens a workspace folder (or makes it) and finishes or undoes what was under way; the only file that knows every part. */
export function openCore(directory: string, ports: Ports, run: Run): Core {
  const ws = openWorkspace(directory, ports)
  try {
    const recovered = recoverErasures(ws, run)
    return {
      directory,
      recovered,
      async call(name, input, callRun) {
        const parsed = parseInput(name, input)
        try {
          return await (handlers[name] as (ws: Workspace, input: unknown, run: Run) => Output<typeof name>)(ws, parsed, callRun)
        } catch (error) {
          if (callRun.signal.aborted && !(error instanceof CoreError)) throw new CoreError('run/cancelled', {})
          throw databaseError(error)
        }
      },
      close: () => ws.close(),
    }
  } catch (error) {
    ws.close()
    throw databaseError(error)
  }
}

/** Checks a record without any workspace. */
export function checkRecordAlone(input: Input<'record.check'>): Output<'record.check'> {
  const { file, key } = parseInput('record.check', input)
  return checkRecordFile(file, key)
}

function parseInput<N extends ApiName>(name: N, input: unknown): Input<N> {
  const parsed = api[name].input.safeParse(input)
  if (parsed.success) return parsed.data as Input<N>
  const issue = parsed.error.issues[0]!
  throw new CoreError('usage/bad-input', { field: issue.path.join('.') || name, problem: issue.message })
}

export { articleLines, articleReport } from './article/article-report.ts'
export { recordReportText } from './records/record-report-text.ts'
