import type { Law, RequestScope, RequestState, RequestSummary } from '../../contract/request.ts'
import type { ErasureOutcome, RecordSummary } from '../../contract/record.ts'
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
  acknowledge_by: string | null
  notice_by: string | null
  extended_due_at: string | null
  calendar: string | null
  readings: string
  extended_at: string | null
  extension_reason: string | null
  first_due_at: string | null
  state: RequestState
  matched: number
}

/** Stores a request with the rows it concerns and, for a person's, their keyed hash: never an identifier. */
export function insertRequest(db: Db, r: ErasureRequest, rows: readonly number[], person: Buffer | null): void {
  db.prepare(`INSERT INTO request (id, dataset_id, scope, law, rule_version, received_at, due_at, state, matched, acknowledge_by, notice_by, extended_due_at, calendar, readings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(r.id, r.datasetId, r.scope, r.law, r.ruleVersion, r.receivedAt, r.dueAt, r.state, r.matched, r.acknowledgeBy, r.extendable?.noticeBy ?? null, r.extendable?.dueAt ?? null, r.calendar, JSON.stringify(r.readings))
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

/** Moves the day a request is due to that of its extension. Days and codes are no personal values. */
export function extendRequest(db: Db, id: string, { at, reason }: Omit<NonNullable<ErasureRequest['extension']>, 'firstDueAt'>): void {
  db.prepare(`UPDATE request SET first_due_at = due_at, due_at = extended_due_at, extended_at = ?, extension_reason = ? WHERE id = ?`).run(at, reason, id)
}

export const requestRows = (db: Db, id: string): number[] =>
  db.prepare<[string], number>(`SELECT row FROM request_row WHERE request_id = ? ORDER BY row`).pluck().all(id)

/** A part of a request's rows, in their order. */
export const someRequestRows = (db: Db, id: string, offset: number, limit: number): number[] =>
  db.prepare<[string, number, number], number>(`SELECT row FROM request_row WHERE request_id = ? ORDER BY row LIMIT ? OFFSET ?`).pluck().all(id, limit, offset)

/** True until the rows a request is about are erased. */
export const rowsAreThere = ({ state }: ErasureRequest): boolean => state !== 'verifying' && state !== 'completed'

export const requestPerson = (db: Db, id: string): Buffer | undefined =>
  db.prepare<[string], Buffer>(`SELECT subject FROM request_subject WHERE request_id = ?`).pluck().get(id)

/** Forgets which rows and whom a completed request was about; how many it matched stays. */
export function clearRequestMatches(db: Db, id: string): void {
  db.prepare(`DELETE FROM request_row WHERE request_id = ?`).run(id)
  db.prepare(`DELETE FROM request_subject WHERE request_id = ?`).run(id)
}

/** Which of these rows of the dataset already belong to a request that is not completed. */
export function pendingRows(db: Db, datasetId: string, rows: readonly number[]): { row: number; request: string }[] {
  const pending = new Map(pendingRowsOf(db, datasetId))
  return pending.size === 0 ? [] : rows.flatMap(row => {
    const request = pending.get(row)
    return request === undefined ? [] : [{ row, request }]
  })
}

/** Rows that are restricted: approved for erasure and so out of every new training. */
export const restrictedRows = (db: Db, datasetId: string): Set<number> =>
  new Set(db.prepare<[string], number>(`SELECT m.row FROM request_row m JOIN request r ON r.id = m.request_id WHERE r.dataset_id = ? AND r.state IN ('approved', 'executing')`)
    .pluck().all(datasetId))

const isRestricted = `r.state IN ('approved', 'executing', 'verifying')`

/** What open requests say of these rows of a dataset; nothing of a row that none is about. */
export function pendingAmong(db: Db, datasetId: string, rows: readonly number[]): Map<number, 'named' | 'restricted'> {
  // A request about fewer rows than these is read whole; in a larger one each of these is looked up.
  const found = db.prepare<[{ datasetId: string; rows: string; count: number }], [row: number, restricted: 0 | 1]>(`
    SELECT m.row, ${isRestricted} FROM request r CROSS JOIN request_row m ON m.request_id = r.id
      WHERE r.dataset_id = @datasetId AND r.state != 'completed' AND r.matched <= @count AND +m.row IN (SELECT value FROM json_each(@rows))
    UNION ALL
    SELECT m.row, ${isRestricted} FROM request r CROSS JOIN json_each(@rows) page CROSS JOIN request_row m ON m.request_id = r.id AND m.row = page.value
      WHERE r.dataset_id = @datasetId AND r.state != 'completed' AND r.matched > @count`).raw()
    .all({ datasetId, rows: JSON.stringify(rows), count: rows.length })
  return new Map(found.map(([row, restricted]) => [row, restricted === 1 ? 'restricted' : 'named']))
}

/** Requests about a dataset that are not completed, the one that came first ahead. */
export const openRequestsOf = (db: Db, datasetId: string): string[] =>
  db.prepare<[string], string>(`SELECT id FROM request WHERE dataset_id = ? AND state != 'completed' ORDER BY received_at, id`).pluck().all(datasetId)

/** Open requests about a dataset, the rows they name that are still there, and how many of those are restricted. */
export const pendingCounts = (db: Db, datasetId: string): { requests: number; rows: number; restricted: number } =>
  db.prepare<[string], { requests: number; rows: number; restricted: number }>(`
    SELECT count(*) AS requests, coalesce(sum(matched) FILTER (WHERE state != 'verifying'), 0) AS rows,
      coalesce(sum(matched) FILTER (WHERE state IN ('approved', 'executing')), 0) AS restricted
    FROM request WHERE dataset_id = ? AND state != 'completed'`).get(datasetId)!

/** Rows of a dataset that open requests name, in order, each with its request; rows that are gone already are not among them. */
export const pendingRowsOf = (db: Db, datasetId: string): [row: number, request: string][] =>
  db.prepare<[string], [row: number, request: string]>(`
    SELECT m.row, r.id FROM request r CROSS JOIN request_row m ON m.request_id = r.id
    WHERE r.dataset_id = ? AND r.state NOT IN ('completed', 'verifying') ORDER BY m.row`).raw().all(datasetId)

/** How requests stand on a day, "2026-11-25": those due before it are overdue, those due up to `soon` are due soon. */
export const requestCounts = (db: Db, today: string, soon: string): { open: number; overdue: number; dueSoon: number; completed: number } =>
  db.prepare<[{ today: string; soon: string }], { open: number; overdue: number; dueSoon: number; completed: number }>(`
    SELECT count(*) FILTER (WHERE state != 'completed') AS open, count(*) FILTER (WHERE state != 'completed' AND due_at < @today) AS overdue,
      count(*) FILTER (WHERE state != 'completed' AND due_at BETWEEN @today AND @soon) AS dueSoon, count(*) FILTER (WHERE state = 'completed') AS completed
    FROM request`).get({ today, soon })!

/** The open requests that are due first. */
export const nextDue = (db: Db, most: number): ErasureRequest[] =>
  db.prepare<[number], RequestRecord>(`SELECT * FROM request WHERE state != 'completed' ORDER BY due_at, received_at, id LIMIT ?`).all(most).map(toRequest)

/** Stores the outcome of an erasure in place of its draft. */
export function replaceOutcome(db: Db, id: string, outcome: string): void {
  db.prepare(`DELETE FROM request_outcome WHERE request_id = ?`).run(id)
  db.prepare(`INSERT INTO request_outcome (request_id, outcome) VALUES (?, ?)`).run(id, outcome)
}

export function readOutcome(db: Db, id: string): ErasureOutcome | undefined {
  const text = db.prepare<[string], string>(`SELECT outcome FROM request_outcome WHERE request_id = ?`).pluck().get(id)
  return text === undefined ? undefined : (JSON.parse(text) as ErasureOutcome)
}

/**
 * In short what was carried out for each completed request, the last completed first; up to `most` of them where that is given.
 * Outcomes are stored when requests are completed, so their order in the table is that order.
 */
export const completedOutcomes = (db: Db, most = -1): Pick<RecordSummary, 'requestId' | 'completedAt' | 'law' | 'erasedRows' | 'models'>[] =>
  db.prepare<[number], Pick<RecordSummary, 'requestId' | 'completedAt' | 'law' | 'erasedRows' | 'models'>>(`
    SELECT r.id AS requestId, o.outcome ->> '$.request.completedAt' AS completedAt, r.law, o.outcome ->> '$.data.erased' AS erasedRows, json_array_length(o.outcome, '$.models') AS models
    FROM request_outcome o CROSS JOIN request r ON r.id = o.request_id WHERE r.state = 'completed' ORDER BY o.rowid DESC LIMIT ?`).all(most)

/** The erasures of rows of one dataset that were completed: when, how many rows, for which request. */
export const erasuresOf = (db: Db, datasetId: string): { at: string; rows: number; requestId: string }[] =>
  db.prepare<[string], { at: string; rows: number; requestId: string }>(`
    SELECT o.outcome ->> '$.request.completedAt' AS at, o.outcome ->> '$.data.erased' AS rows, r.id AS requestId
    FROM request r JOIN request_outcome o ON o.request_id = r.id WHERE r.dataset_id = ? AND r.state = 'completed' ORDER BY o.rowid`).all(datasetId)

export const requestSummary = ({ id, matched, ...rest }: ErasureRequest): RequestSummary => ({ requestId: id, ...rest, matchedRows: matched })

const toRequest = (r: RequestRecord): ErasureRequest => ({
  id: r.id, datasetId: r.dataset_id, scope: r.scope, law: r.law, ruleVersion: r.rule_version,
  receivedAt: r.received_at, dueAt: r.due_at, acknowledgeBy: r.acknowledge_by,
  extendable: r.notice_by === null || r.extended_at !== null || r.state === 'completed' ? null : { noticeBy: r.notice_by, dueAt: r.extended_due_at! },
  extension: r.extended_at === null ? null : { at: r.extended_at, reason: r.extension_reason!, firstDueAt: r.first_due_at! },
  calendar: r.calendar, readings: JSON.parse(r.readings) as ErasureRequest['readings'], state: r.state, matched: r.matched,
})
