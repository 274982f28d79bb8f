import type { Input, Output } from '../../contract/api.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import type { ErasedFrom, ErasedModel, EraseReport, ErasureOutcome, ModelOutcome } from '../../contract/record.ts'
import type { TogetherReason } from '../../contract/request.ts'
import type { ResidueReport } from '../../contract/residue.ts'
import { canonicalJson, type Json } from '../base/canonical-json.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { databaseError, truncateWal, type Db } from '../database/open-database.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { deletePendingScans, insertPendingScan, readPendingScans } from '../datasets/pending-scan-table.ts'
import { readRows, type StoredRow } from '../datasets/row-table.ts'
import type { ErasedContent } from '../datasets/scan-residue.ts'
import { exportsToReplace } from '../exports/model-export-table.ts'
import { findPresentContent, livingModels, readContent, type Model } from '../learners/model-table.ts'
import { recipientsOfDatasets } from '../notices/recipient-table.ts'
import type { Run } from '../ports.ts'
import { clearRequestMatches, endRequest, findRequest, keptRowsOf, noteStep, readOutcome, replaceOutcome, requestPerson, requestsInState, requestsOfErasure, rowsToErase, setErasure, type ErasureRequest } from '../requests/request-table.ts'
import { dayOf } from '../requests/deadlines.ts'
import { insertSuppressions, personHash, rowHash, writeReapplyList, type Suppression } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import { digestOf } from '../unlearning/run-method.ts'
import { decisionsOf, missingSteps, takeMissingSteps } from './approve-request.ts'
import { forgetIn, planFor, swapIn, type Forgotten, type Plan } from './forget-rows.ts'
import { notClaimed, notErasedByLethe } from './limits.ts'
import { makeMove, mayMove, stepNow, zoneOf } from './make-move.ts'
import { batchUntil } from './plan-erasure.ts'
import { erasedFor, oweNotices } from './owe-notices.ts'
import { searchResidue } from './search-residue.ts'
import { asWhoBegan } from './who-began.ts'
import type { Workspace } from './workspace.ts'
import { reapplyFile } from './workspace-folder.ts'

/** How requests are carried out together. */
interface How {
  readonly method: string
  readonly compare: boolean
  readonly acceptBelowFloor?: boolean | undefined
  readonly because?: TogetherReason | undefined
}

/** What one erasure does to one dataset: the rows of all its requests, and every model that learned from it. */
interface Part {
  readonly dataset: Dataset
  readonly rows: readonly number[]
  readonly plans: readonly { readonly model: Model; readonly plan: Plan }[]
}

/** One request and the rows it has erased from each dataset. */
interface Share {
  readonly request: ErasureRequest
  readonly rows: ReadonlyMap<string, readonly number[]>
}

/** What an erasure did, for each of its requests in their order. */
export interface Erased {
  readonly models: readonly ErasedModel[]
  readonly outcomes: readonly ErasureOutcome[]
}

/** Carries out one request. */
export async function runErasure(ws: Workspace, { requestId, ...how }: Input<'erasure.run'>, run: Run): Promise<EraseReport> {
  const started = ws.ports.clock.elapsed()
  const request = findRequest(ws.db, requestId)
  if (request.state === 'verifying') return lateReport(ws, finishErasure(ws, request.erasureId!, run).find(outcome => outcome.request.id === requestId)!)
  const { models, outcomes } = await eraseTogether(ws, [request], how, run, started)
  const outcome = outcomes[0]!
  return {
    requestId, erasedRows: outcome.data.erased, residueFound: outcome.residue.found, totalMs: outcome.timing.totalMs,
    decisions: outcome.decisions.sentence, models, outcome,
  }
}

/** Carries out many requests as one erasure: each model forgets once, the rows of all of them. */
export async function runErasures(ws: Workspace, { requestIds, ...how }: Input<'erasure.run-together'>, run: Run): Promise<Output<'erasure.run-together'>> {
  const started = ws.ports.clock.elapsed()
  const requests = [...new Set(requestIds)].map(id => findRequest(ws.db, id))
  for (const { erasureId } of requests.filter(({ state }) => state === 'verifying')) finishErasure(ws, erasureId!, run)
  const left = requests.filter(({ state }) => state !== 'verifying')
  const { models, outcomes } = left.length === 0 ? { models: [], outcomes: [] } : await eraseTogether(ws, left, how, run, started)
  return {
    requests: outcomes.map(({ request, data }) => ({ requestId: request.id, erasedRows: data.erased, keptRows: data.keptOfMatched })),
    erasedRows: outcomes.reduce((sum, { data }) => sum + data.erased, 0), residueFound: outcomes[0]?.residue.found ?? 0,
    totalMs: ws.ports.clock.elapsed() - started, models, late: waitedTooLong(ws, left),
  }
}

/** Those of these requests that waited longer for others than the policy lets them. */
function waitedTooLong(ws: Workspace, requests: readonly ErasureRequest[]): string[] {
  const { policy } = readSettings(ws.db)
  return requests.filter(request => {
    const zone = zoneOf(ws, request)
    const until = batchUntil(request, policy, zone)
    return until !== null && dayOf(ws.ports.clock.now(), zone) > until
  }).map(({ id }) => id)
}

/**
 * Ledger entries of intent, new models computed and verified, then one transaction that deletes the rows and swaps every model,
 * then the bytes: log truncated, old content overwritten, every file searched, and the entries of completion. Stopped at any point,
 * the next start undoes it (before that transaction) or finishes it (after).
 */
async function eraseTogether(ws: Workspace, requests: readonly ErasureRequest[], how: How, run: Run, started: number): Promise<Erased> {
  const { db } = ws
  for (const request of requests) refuseUnready(ws, request)
  const plansFor = planner(ws, how.method)
  // Models are read, and refused, before anything is written.
  for (const { datasetId, matchedRows, keptRows } of requests.flatMap(({ datasets }) => datasets)) if (matchedRows > keptRows) plansFor(datasetId)
  const erasureId = newId('erasure', ws.ports.randomBytes)

  run.progress('intend', 0, 1)
  const { shares, parts } = db.transaction(() => {
    const taken = requests.flatMap(({ id }) => takeMissingSteps(ws, id))
    for (const { id } of requests) {
      makeMove(ws, findRequest(db, id), 'begin')
      setErasure(db, id, erasureId)
    }
    // Nothing is decided any more from here on.
    const shares = requests.map((request): Share => ({ request, rows: rowsOfRequest(db, request) }))
    const parts = partsOf(ws, shares, plansFor)
    const waived = how.acceptBelowFloor === true && readSettings(db).policy.accuracyFloor !== null ? { accuracyFloor: 'waived' as const } : {}
    const together = requests.length === 1 ? {} : { together: { requests: requests.length, ...(how.because === undefined ? {} : { because: how.because }) } }
    ws.ledger.append(...taken, ...shares.map(({ request, rows }): LedgerFacts => ({
      kind: 'erasure-intended', request: request.id, rows: [...rows.values()].reduce((sum, of) => sum + of.length, 0),
      models: parts.filter(({ dataset }) => rows.has(dataset.id)).flatMap(({ plans }) => plans.map(({ model }) => model.id)), ...waived, ...together,
    })))
    return { shares, parts }
  }).immediate()
  const forgotten = new Map<string, Forgotten[]>()
  try {
    const all = parts.flatMap(part => part.plans.map(plan => ({ part, ...plan })))
    for (const [i, { part, model, plan }] of all.entries()) {
      await breathe(run)
      run.progress('compute', i, all.length)
      const one = forgetIn(ws, part.dataset, model, plan, new Set(part.rows), how.compare, run)
      if (how.acceptBelowFloor !== true) refuseBelowFloor(ws, one)
      forgotten.set(part.dataset.id, [...forgotten.get(part.dataset.id) ?? [], one])
    }
    await breathe(run)
    run.progress('adopt', 0, 1)
    adopt(ws, erasureId, shares, parts, forgotten, started)
  } catch (error) {
    // Until adoption nothing was changed, and the ledger says so.
    undo(ws, requests.map(({ id }) => id), run.signal.aborted ? 'cancelled' : whyUndone(error), codeOf(error))
    throw error
  }
  return { models: [...forgotten.values()].flat().map(f => f.shown), outcomes: finishErasure(ws, erasureId, run, started) }
}

/** What can be told before any model is read. */
function refuseUnready(ws: Workspace, request: ErasureRequest): void {
  if (missingSteps(ws, request).length === 0) mayMove(ws, request, 'begin')
  if (request.holdBlocks) throw new CoreError('request/on-hold', { request: request.id })
  if (request.matched === request.kept) throw new CoreError('request/nothing-to-erase', { request: request.id })
}

/** After these the requests are approved as before; after any other error they have failed. */
const whyUndone = (error: unknown): Undone => (error instanceof CoreError ? { 'request/on-hold': 'held' as const, 'erase/below-accuracy-floor': 'refused' as const }[error.code as string] : undefined) ?? 'failed'

function codeOf(error: unknown): string {
  const known = databaseError(error)
  return known instanceof CoreError ? known.code : 'internal'
}

const rowsOfRequest = (db: Db, request: ErasureRequest): Map<string, number[]> =>
  new Map(request.datasets.map(({ datasetId }) => [datasetId, rowsToErase(db, request.id, findDataset(db, datasetId))]))

type Plans = Part['plans']

/** Plans for the models of a dataset, which are read once. */
function planner(ws: Workspace, method: string): (datasetId: string) => Plans {
  const made = new Map<string, Plans>()
  return id => {
    const plans = made.get(id) ?? livingModels(ws.db, id).map(model => ({ model, plan: planFor(ws, model, method) }))
    made.set(id, plans)
    return plans
  }
}

function partsOf(ws: Workspace, shares: readonly Share[], plansFor: (datasetId: string) => Plans): Part[] {
  const rows = new Map<string, number[]>()
  for (const share of shares) {
    for (const [id, of] of share.rows) {
      const all = rows.get(id) ?? []
      for (const row of of) all.push(row)
      rows.set(id, all)
    }
  }
  return [...rows].filter(([, of]) => of.length > 0).map(([id, of]) => ({
    dataset: findDataset(ws.db, id), rows: of.sort((a, b) => a - b), plans: plansFor(id),
  }))
}

/** Stops where a model that was not below the accuracy the policy asks for would fall below it. Without rows to measure on nothing can be told. */
function refuseBelowFloor({ db }: Workspace, { shown: { modelId: model, unlearned } }: Forgotten): void {
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
    requestId: outcome.request.id, erasedRows: outcome.data.erased, residueFound: outcome.residue.found, totalMs: outcome.timing.totalMs, decisions: outcome.decisions.sentence, outcome,
    models: outcome.models.map(m => ({
      modelId: m.model, learner: m.learner, method: m.method, guarantee: m.guarantee, boundary: m.boundary, unlearned: m.unlearned, unchanged: null,
      publishedSha256: presentDigest(ws, m), computeMs: m.unlearned?.computeMs ?? 0,
    })),
  }
}

type Undone = Extract<LedgerFacts, { kind: 'erasure-undone' }>['why']

/** The requests can be carried out anew: as approved ones, or, where it was an error, as failed ones that say which. */
function undo(ws: Workspace, requestIds: readonly string[], why: Undone, code?: string): void {
  ws.db.transaction(() => {
    for (const id of requestIds) {
      makeMove(ws, findRequest(ws.db, id), why === 'failed' ? 'fail' : 'step-back')
      setErasure(ws.db, id, null)
      if (why === 'failed') noteStep(ws.db, id, stepNow(ws, 'failed', code))
    }
    ws.ledger.append(...requestIds.map((request): LedgerFacts => ({ kind: 'erasure-undone', request, why })))
  })()
}

/** The one transaction: rows gone, every model swapped and its past overwritten, suppression, results and ledger entries. */
function adopt(ws: Workspace, erasureId: string, shares: readonly Share[], parts: readonly Part[], forgotten: ReadonlyMap<string, readonly Forgotten[]>, started: number): void {
  const { db, ports } = ws
  const at = toInstant(ports.clock.now())
  const suppressionKey = ws.secret('suppression-key')
  const only = shares.length === 1 ? shares[0]!.request.id : null
  db.transaction(() => {
    // A hold may have been placed while models were computed.
    for (const { request } of shares) makeMove(ws, findRequest(db, request.id), 'adopt')
    const subjects = new Map<string, ReadonlyMap<number, string>>()
    for (const { dataset, rows } of parts) {
      const stored = readRows(db, dataset, rows)
      insertPendingScan(db, erasureId, dataset.id, { columns: dataset.columns, rows: stored }, ws.secret('sealing-key'), ports.randomBytes)
      subjects.set(dataset.id, subjectsOf(dataset, stored))
      swapIn(db, dataset, rows, forgotten.get(dataset.id) ?? [], only)
    }
    const totalMs = ports.clock.elapsed() - started
    const copies = new Map([...Map.groupBy(exportsToReplace(db), ({ modelId }) => modelId)].map(([model, of]) => [model, of.length]))
    ws.ledger.append(...shares.map(({ request, rows }): LedgerFacts => {
      insertSuppressions(db, [
        ...peopleOf(ws, request, rows, subjects).map((hash): Suppression => ({ scope: 'person', hash, request: request.id, at })),
        ...[...rows].flatMap(([dataset, of]) => of.map((row): Suppression => ({ scope: 'row', hash: rowHash(suppressionKey, dataset, row), request: request.id, at }))),
      ])
      const mine = [...rows].flatMap(([dataset, of]) => (of.length === 0 ? [] : forgotten.get(dataset) ?? []))
      const outcome = draftOutcome(ws, request, rows, mine.map(f => ({ ...f.outcome, copiesToReplace: copies.get(f.version.model) ?? 0 })), totalMs)
      replaceOutcome(db, request.id, JSON.stringify(outcome))
      return { kind: 'erasure-adopted', request: request.id, erased: outcome.data.erased, models: mine.map(f => f.change) }
    }))
  })()
  for (const { dataset } of parts) ports.views.dropOf(dataset.id)
}

/** What rows of a dataset hold in its subject column. */
function subjectsOf({ columns }: Dataset, rows: readonly StoredRow[]): ReadonlyMap<number, string> {
  const position = columns.findIndex(({ role }) => role === 'subject')
  return position === -1 ? new Map() : new Map(rows.map(({ row, cells }) => [row, String(cells[position])]))
}

/** Keyed hashes that keep a person from being imported again: of the identifiers they gave, and of those their erased rows stand under, however they were found. */
function peopleOf(ws: Workspace, { id, scope }: ErasureRequest, rows: Share['rows'], subjects: ReadonlyMap<string, ReadonlyMap<number, string>>): Buffer[] {
  if (scope === 'rows') return []
  const key = ws.secret('suppression-key')
  const known = [...rows].flatMap(([dataset, of]) => of.flatMap(row => subjects.get(dataset)?.get(row) ?? []))
  return [...requestPerson(ws.db, id), ...[...new Set(known)].map(subject => personHash(key, subject))]
}

const notSearchedYet: ResidueReport = { files: 0, bytes: 0, searched: 0, notSearchable: 0, found: 0, rebuilt: false }

function draftOutcome(ws: Workspace, request: ErasureRequest, rows: Share['rows'], models: readonly ModelOutcome[], totalMs: number): ErasureOutcome {
  const datasets = request.datasets.map(({ datasetId, matchedRows }): ErasedFrom => ({
    dataset: datasetId, matched: matchedRows, erased: rows.get(datasetId)!.length, kept: keptByReason(ws.db, request.id, findDataset(ws.db, datasetId)),
  }))
  const erased = datasets.reduce((sum, one) => sum + one.erased, 0)
  return {
    product: { name: 'lethe', version: ws.ports.version },
    request: {
      id: request.id, law: request.law, ruleVersion: request.ruleVersion, scope: request.scope,
      receivedAt: request.receivedAt, dueAt: request.dueAt, completedAt: '',
    },
    decisions: decisionsOf(findRequest(ws.db, request.id)),
    data: { datasets, matched: request.matched, erased, keptOfMatched: request.matched - erased },
    models, machine: ws.ports.machine, residue: notSearchedYet, timing: { totalMs }, ...statedOrganisation(ws), ...recipientsToTell(ws, datasets), notErasedByLethe, notClaimed,
  }
}

/** How many rows are kept for each reason, in the order of its codes. */
function keptByReason(db: Db, requestId: string, dataset: Dataset): ErasedFrom['kept'] {
  const counts = new Map<string, number>()
  for (const { reason } of keptRowsOf(db, requestId, dataset)) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, rows]) => ({ reason, rows }))
}

/** How many had data of what rows were erased from, where there is anyone. */
function recipientsToTell({ db }: Workspace, datasets: readonly ErasedFrom[]): Pick<ErasureOutcome, 'recipientsToTell'> {
  const { size } = recipientsOfDatasets(db, datasets.filter(({ erased }) => erased > 0).map(({ dataset }) => dataset))
  return size === 0 ? {} : { recipientsToTell: size }
}

/** Who answers for the data, where the settings state it. */
function statedOrganisation({ db }: Workspace): Pick<ErasureOutcome, 'organisation'> {
  const { organisation } = readSettings(db)
  return organisation.name === '' && organisation.contact === '' ? {} : { organisation }
}

/** From adoption to completion; safe to run again after a crash. */
function finishErasure(ws: Workspace, erasureId: string, run: Run, started?: number): ErasureOutcome[] {
  const { db, ports } = ws
  run.progress('overwrite', 0, 1)
  writeReapplyList(db, reapplyFile(ws.directory), ws.secret('sealing-key'), ports.randomBytes)
  truncateWal(db)
  run.progress('search', 0, 1)
  const residue = searchAll(ws, readPendingScans(db, erasureId, ws.secret('sealing-key')))
  if (residue.found > 0) throw new CoreError('erase/residue', { found: residue.found })
  run.progress('complete', 0, 1)
  const completedAt = toInstant(ports.clock.now())
  const totalMs = started === undefined ? undefined : ports.clock.elapsed() - started
  const outcomes = requestsOfErasure(db, erasureId).map((id): ErasureOutcome => {
    const draft = readOutcome(db, id)!
    return { ...draft, residue, request: { ...draft.request, completedAt }, timing: { totalMs: totalMs ?? draft.timing.totalMs } }
  })
  db.transaction(() => {
    deletePendingScans(db, erasureId)
    ws.ledger.append(...outcomes.map((outcome): LedgerFacts => {
      const { request: { id }, data } = outcome
      const text = canonicalJson(outcome as unknown as Json)
      const done = data.keptOfMatched > 0 ? 'completed-in-part' : 'completed'
      mayMove(ws, findRequest(db, id), done === 'completed' ? 'complete' : 'complete-in-part', { found: residue.found })
      endRequest(db, id, done, completedAt)
      clearRequestMatches(db, id)
      replaceOutcome(db, id, text)
      return {
        kind: 'erasure-completed', request: id, searched: residue.searched, notSearchable: residue.notSearchable,
        residue: residue.found, outcome: sha256(text).toString('hex'),
      }
    }))
    oweNotices(ws, outcomes.map(erasedFor))
  })()
  truncateWal(db)
  return outcomes
}

/** One search for the traces of each dataset, reported as one. */
function searchAll(ws: Workspace, contents: readonly ErasedContent[]): ResidueReport {
  const reports = contents.map(content => searchResidue(ws, content))
  const sum = (of: (one: ResidueReport) => number) => reports.reduce((total, one) => total + of(one), 0)
  return {
    files: Math.max(...reports.map(({ files }) => files)), bytes: Math.max(...reports.map(({ bytes }) => bytes)),
    searched: sum(one => one.searched), notSearchable: sum(one => one.notSearchable), found: sum(one => one.found), rebuilt: reports.some(({ rebuilt }) => rebuilt),
  }
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

/** Undoes or finishes every erasure for requests that was under way when the last process ended. */
export function recoverRequestErasures(ws: Workspace, run: Run): RecoveredRequest[] {
  const executing = requestsInState(ws.db, 'executing').map(({ id }) => id)
  if (executing.length > 0) undo(asWhoBegan(ws, ws.ledger.entriesOf(executing[0]!)), executing, 'interrupted')
  const verifying = Map.groupBy(requestsInState(ws.db, 'verifying'), ({ erasureId }) => erasureId!)
  const finished = [...verifying].flatMap(([erasureId, requests]): RecoveredRequest[] => {
    try {
      return finishErasure(asWhoBegan(ws, ws.ledger.entriesOf(requests[0]!.id)), erasureId, run).map(outcome => ({ requestId: outcome.request.id, how: 'finished', report: lateReport(ws, outcome) }))
    } catch (error) {
      if (error instanceof CoreError && (error.code === 'erase/residue' || error.code === 'workspace/reader-open')) return requests.map(({ id }) => ({ requestId: id, how: 'unfinished' }))
      throw error
    }
  })
  return [...executing.map(requestId => ({ requestId, how: 'undone' as const })), ...finished]
}
