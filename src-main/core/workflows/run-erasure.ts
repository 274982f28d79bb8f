import type { Input } from '../../contract/api.ts'
import type { LedgerModelChange } from '../../contract/ledger.ts'
import type { ErasureOutcome, Measured, ModelOutcome, ResidueReport } from '../../contract/record.ts'
import type { ErasedModel, EraseReport } from '../../contract/reports.ts'
import { canonicalJson, type Json } from '../base/canonical-json.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { toInstant } from '../base/instant.ts'
import { truncateWal } from '../database/open-database.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { deletePendingScan, insertPendingScan, readPendingScan } from '../datasets/pending-scan-table.ts'
import { deleteRows, readRows } from '../datasets/row-table.ts'
import { scanResidue } from '../datasets/scan-residue.ts'
import { currentVersion, insertVersion, livingModels, readContent, shredContent, type Model, type ModelContent, type ModelVersion } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { readCheckerSource } from '../records/checker-source.ts'
import { readmeText } from '../records/readme-text.ts'
import { clearRequestMatches, findRequest, readOutcome, replaceOutcome, requestPerson, requestRows, requestsInState, setRequestState, type ErasureRequest } from '../requests/request-table.ts'
import { insertSuppressions, rowHash, writeReapplyList, type Suppression } from '../requests/suppression.ts'
import { chooseMethod, methodsFor, retrainMethod, type Method } from '../unlearning/methods.ts'
import { digestOf, runMethod, type MethodResult, type TrainedModel } from '../unlearning/run-method.ts'
import { measureUnseen } from '../verification/measure-unseen.ts'
import { missingDecisions, operatorDecides } from './approve-request.ts'
import { readKeptRows } from './kept-rows.ts'
import { commitmentTo, loadModel, stateParts, trainCount } from './model-content.ts'
import { notClaimed, notErasedByLethe } from './limits.ts'
import { reapplyFile, type Workspace } from './workspace.ts'

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
    ws.ledger.append(...decisions, { kind: 'erasure-intended', request: request.id, rows: rows.length, models: models.map(m => m.id) })
  })()
  const forgotten: Forgotten[] = []
  try {
    for (const [i, model] of models.entries()) {
      await breathe(run)
      run.progress('compute', i, models.length)
      forgotten.push(forgetIn(ws, dataset, model, plans[i]!, new Set(rows), input.compare, run))
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

/** The report of an erasure that another process began. */
function lateReport(ws: Workspace, outcome: ErasureOutcome): EraseReport {
  return {
    requestId: outcome.request.id, erasedRows: outcome.data.erased, residueFound: outcome.residue.found, totalMs: outcome.timing.totalMs, decisions: operatorDecides, outcome,
    models: outcome.models.map(m => ({
      modelId: m.model, learner: m.learner, method: m.method, guarantee: m.guarantee, boundary: m.boundary, unlearned: m.unlearned, unchanged: null,
      publishedSha256: m.commitmentAfter === null ? null : digestOf(readContent(ws.db, m.model).published), computeMs: m.unlearned?.computeMs ?? 0,
    })),
  }
}

function undo(ws: Workspace, requestId: string, why: 'interrupted' | 'cancelled' | 'failed'): void {
  ws.db.transaction(() => {
    setRequestState(ws.db, requestId, 'approved')
    ws.ledger.append({ kind: 'erasure-undone', request: requestId, why })
  })()
}

interface Plan {
  readonly trained: TrainedModel
  readonly before: ModelVersion
  readonly method: Method
}

function planFor(ws: Workspace, model: Model, asked: string): Plan {
  const trained = loadModel(ws, model)
  const before = currentVersion(ws.db, model.id)
  const methods = methodsFor(trained.learner, model.recipe, before.trainRows)
  return { trained, before, method: chooseMethod(methods, asked, trained.learner.name) }
}

interface Forgotten {
  readonly shown: ErasedModel
  readonly change: LedgerModelChange
  readonly outcome: ModelOutcome
  readonly version: ModelVersion
  readonly content: ModelContent | null
}

function forgetIn(ws: Workspace, dataset: Dataset, model: Model, plan: Plan, erased: ReadonlySet<number>, compare: boolean, run: Run): Forgotten {
  const { trained, before, method } = plan
  const { learner, recipe } = trained
  const { clock, randomBytes } = ws.ports
  const readKept = () => readKeptRows(ws, dataset, trained, erased)
  const empty = trainedOnNothingWithout(trained, erased)
  const result = empty ? undefined : runMethod(trained, method, erased, readKept, clock, run)
  const retrained = result === undefined || !compare ? undefined
    : result.method === 'retrain' ? result
      : runMethod(trained, retrainMethod, erased, readKept, clock, run)
  const measured = (r: MethodResult): Measured => ({ computeMs: r.computeMs, cpuMs: r.cpuMs, ...r.effort, unseen: measureUnseen(learner, r.state, r.kept) })
  const unlearned = result === undefined ? null : measured(result)
  const beside = retrained === undefined || result === undefined ? undefined : {
    ...(retrained === result ? unlearned! : measured(retrained)),
    publishedSha256: retrained.publishedSha256, sameBits: retrained.publishedSha256 === result.publishedSha256, distance: learner.distance(result.state, retrained.state),
  }
  const { salt, commitment } = commitmentTo(result?.published ?? new Uint8Array(), randomBytes)
  const trainRows = result === undefined ? 0 : trainCount(result.kept)
  const version: ModelVersion = {
    model: model.id, version: before.version + 1, at: toInstant(clock.now()), method: result?.method ?? 'retrain', guarantee: method.guarantee,
    boundary: result?.boundary ?? false, request: null, trainRows, testRows: (result?.kept.count ?? 0) - trainRows, commitment,
  }
  const content: ModelContent | null = result === undefined ? null : {
    salt, published: result.published, metrics: unlearned!.unseen, timings: { computeMs: result.computeMs },
    state: stateParts(learner, learner.prepare(result.state, result.kept, recipe), result.kept),
  }
  const after = result === undefined ? null : commitment
  const common = { model: model.id, version: version.version, method: version.method, guarantee: version.guarantee, boundary: version.boundary }
  return {
    version, content,
    change: { ...common, before: before.commitment, after },
    outcome: {
      ...common, learner: learner.name, methodAsked: method.name, commitmentBefore: before.commitment, commitmentAfter: after,
      settings: { ...recipe.settings, testShare: recipe.testShare }, rows: { train: trainRows, test: version.testRows },
      unlearned, retrained: beside === undefined ? null : withoutDigest(beside),
    },
    shown: {
      modelId: model.id, learner: learner.name, method: version.method, guarantee: version.guarantee, boundary: version.boundary,
      publishedSha256: result?.publishedSha256 ?? null, computeMs: result?.computeMs ?? 0, unlearned,
      unchanged: result !== undefined && sameBytes(result.published, readContent(ws.db, model.id).published),
      ...(beside === undefined ? {} : { retrained: beside }),
    },
  }
}

const withoutDigest = ({ publishedSha256: _, ...rest }: Measured & { publishedSha256: string; sameBits: boolean; distance: number | null }) => rest

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

function trainedOnNothingWithout({ rows }: TrainedModel, erased: ReadonlySet<number>): boolean {
  for (let i = 0; i < rows.count; i += 1) if (rows.test[i] === 0 && !erased.has(rows.rows[i]!)) return false
  return true
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
    const erased = deleteRows(db, dataset, rows)
    for (const { version, content } of forgotten) {
      shredContent(db, version.model)
      insertVersion(db, { ...version, request: request.id }, content)
    }
    insertSuppressions(db, suppressed)
    setRequestState(db, request.id, 'verifying')
    replaceOutcome(db, request.id, JSON.stringify(draftOutcome(ws, request, erased, forgotten.map(f => f.outcome), ports.clock.elapsed() - started)))
    ws.ledger.append({ kind: 'erasure-adopted', request: request.id, erased, models: forgotten.map(f => f.change) })
  })()
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
    models, machine: ws.ports.machine, residue: notSearchedYet, timing: { totalMs }, notErasedByLethe, notClaimed,
  }
}

/** From adoption to completion; safe to run again after a crash. */
function finishErasure(ws: Workspace, requestId: string, run: Run, started?: number): ErasureOutcome {
  const { db, ports } = ws
  const draft = readOutcome(db, requestId)!
  run.progress('overwrite', 0, 1)
  writeReapplyList(db, reapplyFile(ws.directory), ws.secret('sealing-key'), ports.randomBytes)
  truncateWal(db)
  run.progress('search', 0, 1)
  const residue = searchResidue(ws, requestId)
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

function searchResidue(ws: Workspace, requestId: string): ResidueReport {
  const content = readPendingScan(ws.db, requestId, ws.secret('sealing-key'))
  const own = [readCheckerSource().toString(), readmeText]
  const first = scanResidue(ws.db, ws.directory, content, own)
  if (first.found === 0) return { ...first, rebuilt: false }
  // Copies that page splits left behind: writing the whole file anew leaves none.
  ws.db.exec('VACUUM')
  truncateWal(ws.db)
  return { ...scanResidue(ws.db, ws.directory, content, own), rebuilt: true }
}

export interface Recovered {
  readonly requestId: string
  /** 'unfinished': traces are still in the files; running the erasure again retries. */
  readonly how: 'undone' | 'finished' | 'unfinished'
  /** What a finished one did. */
  readonly report?: EraseReport
}

/** Undoes or finishes every erasure that was under way when the last process ended. */
export function recoverErasures(ws: Workspace, run: Run): Recovered[] {
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
