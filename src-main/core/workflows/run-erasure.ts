import type { Input } from '../../contract/api.ts'
import type { EraseReport, ErasureOutcome, ModelOutcome } from '../../contract/record.ts'
import type { ResidueReport } from '../../contract/residue.ts'
import { canonicalJson, type Json } from '../base/canonical-json.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { toInstant } from '../base/instant.ts'
import { truncateWal } from '../database/open-database.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { deletePendingScan, insertPendingScan, readPendingScan } from '../datasets/pending-scan-table.ts'
import { readRows } from '../datasets/row-table.ts'
import { findPresentContent, livingModels, readContent } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { clearRequestMatches, findRequest, readOutcome, replaceOutcome, requestPerson, requestRows, requestsInState, setRequestState, type ErasureRequest } from '../requests/request-table.ts'
import { insertSuppressions, rowHash, writeReapplyList, type Suppression } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import { digestOf } from '../unlearning/run-method.ts'
import { missingDecisions, operatorDecides } from './approve-request.ts'
import { forgetIn, planFor, swapIn, type Forgotten } from './forget-rows.ts'
import { notClaimed, notErasedByLethe } from './limits.ts'
import { searchResidue } from './search-residue.ts'
import type { Workspace } from './workspace.ts'
import { reapplyFile } from './workspace-folder.ts'

/**
 * Carries out a request: ledger entry of intent, new models computed and verified, then one transaction that deletes the
 * rows and swaps every model, then the bytes: log truncated, old content overwritten, every file searched, and the entry of
 * completion. Stopped at any point, the next start undoes it (before that transaction) or finishes it (after).
 */
export async function runErasure(ws: Workspace, input: Input<'erasure.run'>, run: Run): Promise<EraseReport> {
  const started = ws.ports.clock.elapsed()
  const { db } = ws
  const request = findRequest(db, input.requestId)
  if (request.state === 'verifying') {
    return lateReport(ws, finishErasure(ws, request.id, run))
  }
  const decisions = missingDecisions(request)
  const dataset = findDataset(db, request.datasetId)
  const rows = requestRows(db, request.id)
  const models = livingModels(db, dataset.id)
  const plans = models.map(model => planFor(ws, model, input.method))

  run.progress('intend', 0, 1)
  db.transaction(() => {
    setRequestState(db, request.id, 'executing')
    ws.ledger.append(...decisions, {
      kind: 'erasure-intended', request: request.id, rows: rows.length, models: models.map(m => m.id),
      ...(input.acceptBelowFloor === true && readSettings(db).policy.accuracyFloor !== null ? { accuracyFloor: 'waived' as const } : {}),
    })
  })()
  const forgotten: Forgotten[] = []
  try {
    for (const [i, model] of models.entries()) {
      await breathe(run)
      run.progress('compute', i, models.length)
      const one = forgetIn(ws, dataset, model, plans[i]!, new Set(rows), input.compare, run)
      if (input.acceptBelowFloor !== true) refuseBelowFloor(ws, one)
      forgotten.push(one)
    }
    await breathe(run)
    run.progress('adopt', 0, 1)
    adopt(ws, request, dataset, rows, forgotten, started)
  } catch (error) {
    // Until adoption nothing was changed: the request is as it was, and the ledger says so.
    undo(ws, request.id, run.signal.aborted ? 'cancelled' : 'failed')
    throw error
  }
  const outcome = finishErasure(ws, request.id, run, started)
  return {
    requestId: request.id, erasedRows: outcome.data.erased, residueFound: outcome.residue.found, totalMs: outcome.timing.totalMs,
    decisions: operatorDecides, models: forgotten.map(f => f.shown), outcome,
  }
}

/** Stops where a model that was not below the accuracy the policy asks for would fall below it. Without rows to measure on nothing can be told. */
function refuseBelowFloor({ db }: Workspace, { outcome: { model, unlearned } }: Forgotten): void {
  const { accuracyFloor } = readSettings(db).policy
  const after = unlearned?.unseen.accuracy ?? null
  if (accuracyFloor === null || after === null || after >= accuracyFloor) return
  const before = readContent(db, model).metrics.accuracy
  if (before === null || before >= accuracyFloor) throw new CoreError('erase/below-accuracy-floor', { model, floorPercent: percentOf(accuracyFloor) })
}

/** 0.775 as 77.5, without the digits that a binary fraction adds. */
const percentOf = (fraction: number): number => Number((fraction * 100).toPrecision(12))

/** null where no row was left to learn from, or the model was erased with its dataset since. */
function presentDigest({ db }: Workspace, { model, version }: ModelOutcome): string | null {
  const present = findPresentContent(db, model)
  return present?.version === version ? digestOf(present.published) : null
}

/** The report of an erasure that another process began. */
function lateReport(ws: Workspace, outcome: ErasureOutcome): EraseReport {
  return {
    requestId: outcome.request.id, erasedRows: outcome.data.erased, residueFound: outcome.residue.found, totalMs: outcome.timing.totalMs, decisions: operatorDecides, outcome,
    models: outcome.models.map(m => ({
      modelId: m.model, learner: m.learner, method: m.method, guarantee: m.guarantee, boundary: m.boundary, unlearned: m.unlearned, unchanged: null,
      publishedSha256: presentDigest(ws, m), computeMs: m.unlearned?.computeMs ?? 0,
    })),
  }
}

function undo(ws: Workspace, requestId: string, why: 'interrupted' | 'cancelled' | 'failed'): void {
  ws.db.transaction(() => {
    setRequestState(ws.db, requestId, 'approved')
    ws.ledger.append({ kind: 'erasure-undone', request: requestId, why })
  })()
}

/** The one transaction: rows gone, every model swapped and its past overwritten, suppression, result and ledger entry. */
function adopt(ws: Workspace, request: ErasureRequest, dataset: Dataset, rows: readonly number[], forgotten: readonly Forgotten[], started: number): void {
  const { db, ports } = ws
  const at = toInstant(ports.clock.now())
  const suppressionKey = ws.secret('suppression-key')
  const person = requestPerson(db, request.id)
  const suppressed: Suppression[] = [
    ...(person === undefined ? [] : [{ scope: 'person' as const, hash: person, request: request.id, at }]),
    ...rows.map(row => ({ scope: 'row' as const, hash: rowHash(suppressionKey, dataset.id, row), request: request.id, at })),
  ]
  db.transaction(() => {
    insertPendingScan(db, request.id, { columns: dataset.columns, rows: readRows(db, dataset, rows) }, ws.secret('sealing-key'), ports.randomBytes)
    const erased = swapIn(db, dataset, rows, forgotten, request.id)
    insertSuppressions(db, suppressed)
    setRequestState(db, request.id, 'verifying')
    replaceOutcome(db, request.id, JSON.stringify(draftOutcome(ws, request, erased, forgotten.map(f => f.outcome), ports.clock.elapsed() - started)))
    ws.ledger.append({ kind: 'erasure-adopted', request: request.id, erased, models: forgotten.map(f => f.change) })
  })()
  ports.views.dropOf(dataset.id)
}

const notSearchedYet: ResidueReport = { files: 0, bytes: 0, searched: 0, notSearchable: 0, found: 0, rebuilt: false }

function draftOutcome(ws: Workspace, request: ErasureRequest, erased: number, models: readonly ModelOutcome[], totalMs: number): ErasureOutcome {
  return {
    product: { name: 'lethe', version: ws.ports.version },
    request: {
      id: request.id, law: request.law, ruleVersion: request.ruleVersion, scope: request.scope,
      receivedAt: request.receivedAt, dueAt: request.dueAt, completedAt: '',
    },
    decisions: { identity: 'vouched-for-by-operator', approval: 'by-operator', sentence: operatorDecides },
    data: { dataset: request.datasetId, matched: request.matched, erased, keptOfMatched: request.matched - erased },
    models, machine: ws.ports.machine, residue: notSearchedYet, timing: { totalMs }, ...statedOrganisation(ws), notErasedByLethe, notClaimed,
  }
}

/** Who answers for the data, where the settings state it. */
function statedOrganisation({ db }: Workspace): Pick<ErasureOutcome, 'organisation'> {
  const { organisation } = readSettings(db)
  return organisation.name === '' && organisation.contact === '' ? {} : { organisation }
}

/** From adoption to completion; safe to run again after a crash. */
function finishErasure(ws: Workspace, requestId: string, run: Run, started?: number): ErasureOutcome {
  const { db, ports } = ws
  const draft = readOutcome(db, requestId)!
  run.progress('overwrite', 0, 1)
  writeReapplyList(db, reapplyFile(ws.directory), ws.secret('sealing-key'), ports.randomBytes)
  truncateWal(db)
  run.progress('search', 0, 1)
  const residue = searchResidue(ws, readPendingScan(db, requestId, ws.secret('sealing-key')))
  if (residue.found > 0) throw new CoreError('erase/residue', { found: residue.found })
  run.progress('complete', 0, 1)
  const outcome: ErasureOutcome = {
    ...draft, residue, request: { ...draft.request, completedAt: toInstant(ports.clock.now()) },
    timing: { totalMs: started === undefined ? draft.timing.totalMs : ports.clock.elapsed() - started },
  }
  const text = canonicalJson(outcome as unknown as Json)
  db.transaction(() => {
    deletePendingScan(db, requestId)
    clearRequestMatches(db, requestId)
    replaceOutcome(db, requestId, text)
    setRequestState(db, requestId, 'completed')
    ws.ledger.append({
      kind: 'erasure-completed', request: requestId, searched: residue.searched, notSearchable: residue.notSearchable,
      residue: residue.found, outcome: sha256(text).toString('hex'),
    })
  })()
  truncateWal(db)
  return outcome
}

export interface RecoveredRequest {
  readonly requestId: string
  /** 'unfinished': traces are still in the files; running the erasure again retries. */
  readonly how: 'undone' | 'finished' | 'unfinished'
  /** What a finished one did. */
  readonly report?: EraseReport
}

/** True where the last process left the erasure for a request half way. */
export const requestErasuresUnderWay = (db: Workspace['db']): boolean => requestsInState(db, 'executing').length + requestsInState(db, 'verifying').length > 0

/** Undoes or finishes every erasure for a request that was under way when the last process ended. */
export function recoverRequestErasures(ws: Workspace, run: Run): RecoveredRequest[] {
  const undone = requestsInState(ws.db, 'executing').map(({ id }) => {
    undo(ws, id, 'interrupted')
    return { requestId: id, how: 'undone' as const }
  })
  const finished = requestsInState(ws.db, 'verifying').map(({ id }) => {
    try {
      return { requestId: id, how: 'finished' as const, report: lateReport(ws, finishErasure(ws, id, run)) }
    } catch (error) {
      if (error instanceof CoreError && (error.code === 'erase/residue' || error.code === 'workspace/reader-open')) return { requestId: id, how: 'unfinished' as const }
      throw error
    }
  })
  return [...undone, ...finished]
}
