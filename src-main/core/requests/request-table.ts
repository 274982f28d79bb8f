import type { Law, RequestScope, RequestState, RequestSummary } from '../../contract/request.ts'
import type { ErasureOutcome } from '../../contract/record.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'

export interface ErasureRequest extends Omit<RequestSummary, 'requestId' | 'matchedRows'> {
  readonly id: string
  readonly matched: number
}

interface RequestRecord {
  id: string
  dataset_id: string
  scope: RequestScope
  law: Law
  rule_version: string
  received_at: string
  due_at: string
  state: RequestState
  matched: number
}

/** Stores a request with the rows it concerns and, for a person's, their keyed hash: never an identifier. */
export function insertRequest(db: Db, r: ErasureRequest, rows: readonly number[], person: Buffer | null): void {
  db.prepare(`INSERT INTO request (id, dataset_id, scope, law, rule_version, received_at, due_at, state, matched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(r.id, r.datasetId, r.scope, r.law, r.ruleVersion, r.receivedAt, r.dueAt, r.state, r.matched)
  const row = db.prepare(`INSERT INTO request_row (request_id, row) VALUES (?, ?)`)
  for (const number of rows) row.run(r.id, number)
  if (person !== null) db.prepare(`INSERT INTO request_subject (request_id, subject) VALUES (?, ?)`).run(r.id, person)
}

export function findRequest(db: Db, id: string): ErasureRequest {
  const record = db.prepare<[string], RequestRecord>(`SELECT * FROM request WHERE id = ?`).get(id)
  if (record === undefined) throw new CoreError('request/not-found', { request: id })
  return toRequest(record)
}

export const listRequests = (db: Db): ErasureRequest[] =>
  db.prepare<[], RequestRecord>(`SELECT * FROM request ORDER BY received_at, id`).all().map(toRequest)

export const requestsInState = (db: Db, state: RequestState): ErasureRequest[] =>
  db.prepare<[string], RequestRecord>(`SELECT * FROM request WHERE state = ? ORDER BY received_at, id`).all(state).map(toRequest)

/** A request's state is no personal value, so it may be updated in place. */
export function setRequestState(db: Db, id: string, state: RequestState): void {
  db.prepare(`UPDATE request SET state = ? WHERE id = ?`).run(state, id)
}

export const requestRows = (db: Db, id: string): number[] =>
  db.prepare<[string], number>(`SELECT row FROM request_row WHERE request_id = ? ORDER BY row`).pluck().all(id)

export const requestPerson = (db: Db, id: string): Buffer | undefined =>
  db.prepare<[string], Buffer>(`SELECT subject FROM request_subject WHERE request_id = ?`).pluck().get(id)

/** Forgets which rows and whom a completed request was about; how many it matched stays. */
export function clearRequestMatches(db: Db, id: string): void {
  db.prepare(`DELETE FROM request_row WHERE request_id = ?`).run(id)
  db.prepare(`DELETE FROM request_subject WHERE request_id = ?`).run(id)
}

/** Which of these rows of the dataset already belong to a request that is not completed. */
export function pendingRows(db: Db, datasetId: string, rows: readonly number[]): { row: number; request: string }[] {
  const find = db.prepare<[string, number], string>(
    `SELECT r.id FROM request_row m JOIN request r ON r.id = m.request_id WHERE r.dataset_id = ? AND m.row = ? AND r.state != 'completed' LIMIT 1`).pluck()
  return rows.flatMap(row => {
    const request = find.get(datasetId, row)
    return request === undefined ? [] : [{ row, request }]
  })
}

/** Rows that are restricted: approved for erasure and so out of every new training. */
export const restrictedRows = (db: Db, datasetId: string): Set<number> =>
  new Set(db.prepare<[string], number>(`SELECT m.row FROM request_row m JOIN request r ON r.id = m.request_id WHERE r.dataset_id = ? AND r.state IN ('approved', 'executing')`)
    .pluck().all(datasetId))

/** Stores the outcome of an erasure in place of its draft. */
export function replaceOutcome(db: Db, id: string, outcome: string): void {
  db.prepare(`DELETE FROM request_outcome WHERE request_id = ?`).run(id)
  db.prepare(`INSERT INTO request_outcome (request_id, outcome) VALUES (?, ?)`).run(id, outcome)
}

export function readOutcome(db: Db, id: string): ErasureOutcome | undefined {
  const text = db.prepare<[string], string>(`SELECT outcome FROM request_outcome WHERE request_id = ?`).pluck().get(id)
  return text === undefined ? undefined : (JSON.parse(text) as ErasureOutcome)
}

export const requestSummary = ({ id, matched, ...rest }: ErasureRequest): RequestSummary => ({ requestId: id, ...rest, matchedRows: matched })

const toRequest = (r: RequestRecord): ErasureRequest => ({
  id: r.id, datasetId: r.dataset_id, scope: r.scope, law: r.law, ruleVersion: r.rule_version,
  receivedAt: r.received_at, dueAt: r.due_at, state: r.state, matched: r.matched,
})
