import { endedStates, hasEnded, type AskedBy, type Channel, type Law, type RequestDataset, type RequestHold, type RequestScope, type RequestState, type RequestStep, type RequestSummary } from '../../contract/request.ts'
import type { ErasureOutcome, RecordSummary } from '../../contract/record.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'

const ready = statementKeeper()

export interface ErasureRequest extends Omit<RequestSummary, 'requestId' | 'matchedRows' | 'keptRows'> {
  readonly id: string
  readonly matched: number
  readonly kept: number
  /** The erasure it is or was carried out by, together with all that name the same; null before. */
  readonly erasureId: string | null
  /** Whose calendar days were counted when it was opened; null in requests of earlier versions. */
  readonly timeZone: string | null
}

/** What is known of a request when it is opened. */
export type NewRequest = Omit<ErasureRequest, 'kept' | 'extension' | 'onHold' | 'holds' | 'holdBlocks' | 'graceUntil' | 'reason' | 'endedAt' | 'answeredOn' | 'steps' | 'datasets' | 'matched' | 'erasureId'>

/** Rows of one dataset, by its id and number. */
export interface RowsOf {
  readonly dataset: { readonly id: string; readonly number: number }
  readonly rows: readonly number[]
}

export interface RequestRecord {
  id: string
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
  channel: Channel
  asked_by: AskedBy
  opened_by: string
  opened_at: string
  state: RequestState
  matched: number
  reason: string | null
  grace_until: string | null
  answered_on: string | null
  ended_at: string | null
  erasure_id: string | null
  datasets: string
  steps: string
  holds: string
  hold_blocks: 0 | 1
  time_zone: string | null
  duplicate_of: string | null
}

const stateList = (states: readonly RequestState[]) => `(${states.map(state => `'${state}'`).join(', ')})`
/** As SQL: the states in which nothing more is done. */
export const ended = stateList(endedStates)
/** Ended, or with its rows gone and not yet searched for. */
const withoutRows = stateList([...endedStates, 'verifying'])
/** Approved: out of every new training and profile until erased, though still there. */
const restricting = stateList(['approved', 'executing', 'failed'])

/** One over all of it, or one that names a row of it that is not kept. */
const holdBlocks = `EXISTS (SELECT 1 FROM request_hold h WHERE h.request_id = r.id AND h.lifted_at IS NULL AND (
  NOT EXISTS (SELECT 1 FROM held_row w WHERE w.hold_id = h.id)
  OR EXISTS (SELECT 1 FROM held_row w JOIN request_row m ON m.request_id = r.id AND m.dataset = w.dataset AND m.row = w.row
    WHERE w.hold_id = h.id AND NOT EXISTS (SELECT 1 FROM request_keep k WHERE k.request_id = r.id AND k.dataset = w.dataset AND k.row = w.row))))`

/** What toRequest reads, of a table `r` of requests; read for those that are shown only. */
export const requestColumns = `
  r.*, ${holdBlocks} AS hold_blocks,
    (SELECT json_group_array(json_object('holdId', id, 'placedAt', placed_at, 'placedBy', placed_by, 'rows', (SELECT nullif(count(*), 0) FROM held_row w WHERE w.hold_id = h.id)))
      FROM (SELECT * FROM request_hold WHERE request_id = r.id AND lifted_at IS NULL ORDER BY rowid) h) AS holds,
    (SELECT json_group_array(json_object('datasetId', d.dataset_id, 'matchedRows', d.matched,
      'keptRows', (SELECT count(*) FROM request_keep k JOIN dataset s ON s.number = k.dataset WHERE k.request_id = r.id AND s.id = d.dataset_id) + d.kept))
      FROM (SELECT o.* FROM request_dataset o JOIN dataset n ON n.id = o.dataset_id WHERE o.request_id = r.id ORDER BY n.number) d) AS datasets,
    (SELECT json_group_array(json_object('step', step, 'at', at, 'actor', actor, 'how', how)) FROM (SELECT * FROM request_step s WHERE s.request_id = r.id ORDER BY s.place, s.at)) AS steps`

const selectRequest = `SELECT ${requestColumns} FROM request r`

/** Stores a request with the rows it concerns and, for a person's, the keyed hash of each identifier: never an identifier. */
export function insertRequest(db: Db, r: NewRequest, matched: readonly RowsOf[], person: readonly Buffer[]): void {
  ready(db, `INSERT INTO request (id, scope, law, rule_version, received_at, due_at, acknowledge_by, notice_by, extended_due_at, calendar, readings, channel, asked_by, opened_by, opened_at, state, matched, time_zone, duplicate_of)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(r.id, r.scope, r.law, r.ruleVersion, r.receivedAt, r.dueAt, r.acknowledgeBy, r.extendable?.noticeBy ?? null, r.extendable?.dueAt ?? null, r.calendar, JSON.stringify(r.readings),
      r.channel, r.askedBy, r.openedBy, r.openedAt, r.state, 0, r.timeZone, r.duplicateOf)
  putPerson(db, r.id, person)
  putMatches(db, r.id, matched)
}

/** Puts the keyed hashes of a person's identifiers in the place of those there are. */
export function putPerson(db: Db, id: string, person: readonly Buffer[]): void {
  ready(db, `DELETE FROM request_subject WHERE request_id = ?`).run(id)
  const insert = ready(db, `INSERT OR IGNORE INTO request_subject (request_id, subject) VALUES (?, ?)`)
  for (const hash of person) insert.run(id, hash)
}

/** Puts these rows in the place of those a request was about, and forgets what was decided about them. */
export function putMatches(db: Db, id: string, matched: readonly RowsOf[]): void {
  for (const table of ['request_keep', 'request_row', 'request_dataset']) ready(db, `DELETE FROM ${table} WHERE request_id = ?`).run(id)
  const row = ready(db, `INSERT INTO request_row (request_id, dataset, row) VALUES (?, ?, ?)`)
  const of = ready(db, `INSERT INTO request_dataset (request_id, dataset_id, matched) VALUES (?, ?, ?)`)
  for (const { dataset, rows } of matched) {
    of.run(id, dataset.id, rows.length)
    for (const number of rows) row.run(id, dataset.number, number)
  }
  ready(db, `UPDATE request SET matched = ? WHERE id = ?`).run(matched.reduce((sum, { rows }) => sum + rows.length, 0), id)
}

export function findRequest(db: Db, id: string): ErasureRequest {
  const record = ready<[string], RequestRecord>(db, `${selectRequest} WHERE r.id = ?`).get(id)
  if (record === undefined) throw new CoreError('request/not-found', { request: id })
  return toRequest(record)
}

export const listRequests = (db: Db): ErasureRequest[] =>
  db.prepare<[], RequestRecord>(`${selectRequest} ORDER BY r.received_at, r.id`).all().map(toRequest)

export const requestsInState = (db: Db, state: RequestState): ErasureRequest[] =>
  db.prepare<[string], RequestRecord>(`${selectRequest} WHERE r.state = ? ORDER BY r.received_at, r.id`).all(state).map(toRequest)

/** The requests that one erasure carries out, the one that came first ahead. */
export const requestsOfErasure = (db: Db, erasureId: string): string[] =>
  db.prepare<[string], string>(`SELECT id FROM request WHERE erasure_id = ? ORDER BY received_at, id`).pluck().all(erasureId)

/** The requests that have not ended, the one that came first ahead. Holds in databases of every format. */
export const openRequestIds = (db: Db): string[] =>
  db.prepare<[], string>(`SELECT id FROM request WHERE state NOT IN ${ended} ORDER BY received_at, id`).pluck().all()

/** A request's state is no personal value, so it may be updated in place. */
export function setRequestState(db: Db, id: string, state: RequestState): void {
  ready(db, `UPDATE request SET state = ? WHERE id = ?`).run(state, id)
}

/** Says which erasure carries a request out. */
export function setErasure(db: Db, id: string, erasureId: string | null): void {
  ready(db, `UPDATE request SET erasure_id = ? WHERE id = ?`).run(erasureId, id)
}

/** Ends a request, and with it every hold over it; the reason is the code of a denial. */
export function endRequest(db: Db, id: string, state: (typeof endedStates)[number], at: string, reason: string | null = null): void {
  ready(db, `UPDATE request SET state = ?, ended_at = ?, reason = ?, grace_until = NULL WHERE id = ?`).run(state, at, reason, id)
  ready(db, `UPDATE request_hold SET lifted_at = ? WHERE request_id = ? AND lifted_at IS NULL`).run(at, id)
}

/** Until when an approval can be taken back; null where it cannot. */
export function setGrace(db: Db, id: string, until: string | null): void {
  ready(db, `UPDATE request SET grace_until = ? WHERE id = ?`).run(until, id)
}

/** Moves the days a request is due, as something noted since has them. */
export function setDueDays(db: Db, id: string, { dueAt, firstDueAt, extendable }: { readonly dueAt: string; readonly firstDueAt: string | null; readonly extendable: RequestSummary['extendable'] }): void {
  db.prepare(`UPDATE request SET due_at = ?, first_due_at = ?, notice_by = ?, extended_due_at = ? WHERE id = ?`).run(dueAt, firstDueAt, extendable?.noticeBy ?? null, extendable?.dueAt ?? null, id)
}

/** Notes a step as the last one; one that is taken again takes the place of the earlier. Codes and pseudonymous ids are no personal values. */
export function noteStep(db: Db, id: string, { step, at, actor, how }: RequestStep): void {
  ready(db, `INSERT OR REPLACE INTO request_step (request_id, step, at, actor, how, place) SELECT @id, @step, @at, @actor, @how, coalesce(max(place), 0) + 1 FROM request_step WHERE request_id = @id`).run({ id, step, at, actor, how })
}

export function forgetStep(db: Db, id: string, step: string): void {
  db.prepare(`DELETE FROM request_step WHERE request_id = ? AND step = ?`).run(id, step)
}

/** Moves the day a request is due to that of its extension. Days and codes are no personal values. */
export function extendRequest(db: Db, id: string, { at, reason }: Omit<NonNullable<ErasureRequest['extension']>, 'firstDueAt'>): void {
  db.prepare(`UPDATE request SET first_due_at = due_at, due_at = extended_due_at, extended_at = ?, extension_reason = ? WHERE id = ?`).run(at, reason, id)
}

/** The rows a request is about in one dataset, kept ones among them. */
export const requestRows = (db: Db, id: string, dataset: { readonly number: number }): number[] =>
  db.prepare<[string, number], number>(`SELECT row FROM request_row WHERE request_id = ? AND dataset = ? ORDER BY row`).pluck().all(id, dataset.number)

/** Those of them that are to be erased. */
export const rowsToErase = (db: Db, id: string, dataset: { readonly number: number }): number[] =>
  ready<[string, number], number>(db, `
    SELECT row FROM request_row m WHERE request_id = ? AND dataset = ?
      AND NOT EXISTS (SELECT 1 FROM request_keep k WHERE k.request_id = m.request_id AND k.dataset = m.dataset AND k.row = m.row) ORDER BY row`).pluck().all(id, dataset.number)

/** The rows of one dataset that are kept, and why. */
export const keptRowsOf = (db: Db, id: string, dataset: { readonly number: number }): { row: number; reason: string }[] =>
  ready<[string, number], { row: number; reason: string }>(db, `SELECT row, reason FROM request_keep WHERE request_id = ? AND dataset = ? ORDER BY row`).all(id, dataset.number)

/** The rows of one dataset that a legal hold in force names; a hold over the whole request names none. */
export const heldRowsOf = (db: Db, id: string, dataset: { readonly number: number }): number[] =>
  db.prepare<[string, number], number>(`SELECT DISTINCT w.row FROM held_row w JOIN request_hold h ON h.id = w.hold_id WHERE h.request_id = ? AND w.dataset = ? AND h.lifted_at IS NULL ORDER BY w.row`).pluck().all(id, dataset.number)

/** How many rows of a request are kept for each reason, in the order of its codes. */
export const keptByReason = (db: Db, id: string): { reason: string; rows: number }[] =>
  ready<[string], { reason: string; rows: number }>(db, `SELECT reason, count(*) AS rows FROM request_keep WHERE request_id = ? GROUP BY reason ORDER BY reason`).all(id)

/** Those of these row numbers that a request is not about. */
export const rowsNotMatched = (db: Db, id: string, dataset: { readonly number: number }, rows: readonly number[]): number[] =>
  db.prepare<[string, string, number], number>(`SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM request_row m WHERE m.request_id = ? AND m.dataset = ? AND m.row = value)`).pluck().all(JSON.stringify(rows), id, dataset.number)

/** Keeps rows of a request for a reason, or none of them where that is null; null rows: all in the dataset. Nothing is updated in place. */
export function decideRows(db: Db, id: string, dataset: { readonly number: number }, rows: readonly number[] | null, keep: string | null): void {
  const those = rows === null ? '' : 'AND row IN (SELECT value FROM json_each(@rows))'
  const values = { id, dataset: dataset.number, rows: JSON.stringify(rows ?? []) }
  db.prepare(`DELETE FROM request_keep WHERE request_id = @id AND dataset = @dataset ${those}`).run(values)
  if (keep !== null) db.prepare(`INSERT INTO request_keep (request_id, dataset, row, reason) SELECT request_id, dataset, row, @keep FROM request_row WHERE request_id = @id AND dataset = @dataset ${those}`).run({ ...values, keep })
}

/** Lays a legal hold over these rows of a request; over all of it where none are named. */
export function placeHold(db: Db, id: string, { holdId, placedAt, placedBy }: Omit<RequestHold, 'rows'>, over: RowsOf | null): void {
  db.prepare(`INSERT INTO request_hold (id, request_id, placed_at, placed_by) VALUES (?, ?, ?, ?)`).run(holdId, id, placedAt, placedBy)
  if (over !== null) db.prepare(`INSERT OR IGNORE INTO held_row (hold_id, dataset, row) SELECT ?, ?, value FROM json_each(?)`).run(holdId, over.dataset.number, JSON.stringify(over.rows))
}

/** Lifts a hold; which rows it named is forgotten. */
export function liftHold(db: Db, holdId: string, at: string, by: string): void {
  db.prepare(`UPDATE request_hold SET lifted_at = ?, lifted_by = ? WHERE id = ?`).run(at, by, holdId)
  db.prepare(`DELETE FROM held_row WHERE hold_id = ?`).run(holdId)
}

/** A part of a request's rows in one dataset, in their order. */
export const someRequestRows = (db: Db, id: string, dataset: { readonly number: number }, offset: number, limit: number): number[] =>
  db.prepare<[string, number, number, number], number>(`SELECT row FROM request_row WHERE request_id = ? AND dataset = ? ORDER BY row LIMIT ? OFFSET ?`).pluck().all(id, dataset.number, limit, offset)

/** True until the rows a request is about are erased, or it ended without that. */
export const rowsAreThere = ({ state }: ErasureRequest): boolean => state !== 'verifying' && !hasEnded({ state })

/** The keyed hash of each identifier of the person. */
export const requestPerson = (db: Db, id: string): Buffer[] =>
  ready<[string], Buffer>(db, `SELECT subject FROM request_subject WHERE request_id = ? ORDER BY subject`).pluck().all(id)

/** Forgets which rows and whom a request was about that has ended; how many it matched and kept stays. Its person is known a while as one who asked before. */
export function clearRequestMatches(db: Db, id: string): void {
  ready(db, `INSERT OR IGNORE INTO recent_subject (subject, request_id, ended_at) SELECT subject, request_id, r.ended_at FROM request_subject JOIN request r ON r.id = request_id WHERE request_id = ? AND r.ended_at IS NOT NULL`).run(id)
  ready(db, `UPDATE request_dataset SET kept = (SELECT count(*) FROM request_keep k JOIN dataset d ON d.number = k.dataset WHERE k.request_id = request_dataset.request_id AND d.id = request_dataset.dataset_id) WHERE request_id = ?`).run(id)
  ready(db, `DELETE FROM held_row WHERE hold_id IN (SELECT id FROM request_hold WHERE request_id = ?)`).run(id)
  for (const table of ['request_keep', 'request_row', 'request_subject']) ready(db, `DELETE FROM ${table} WHERE request_id = ?`).run(id)
}

/** Forgets the people whose requests ended before that time. */
export function forgetEarlierSubjects(db: Db, before: string): void {
  db.prepare(`DELETE FROM recent_subject WHERE ended_at < ?`).run(before)
}

/** Which of these rows of the dataset already belong to a request that has not ended. */
export function pendingRows(db: Db, datasetId: string, rows: readonly number[]): { row: number; request: string }[] {
  const pending = new Map(pendingRowsOf(db, datasetId))
  return pending.size === 0 ? [] : rows.flatMap(row => {
    const request = pending.get(row)
    return request === undefined ? [] : [{ row, request }]
  })
}

const isKept = `EXISTS (SELECT 1 FROM request_keep k WHERE k.request_id = m.request_id AND k.dataset = m.dataset AND k.row = m.row)`
const ofDataset = `request_dataset s JOIN request r ON r.id = s.request_id JOIN dataset d ON d.id = s.dataset_id`

/** Rows that are restricted: approved for erasure and so out of every new training. */
export const restrictedRows = (db: Db, datasetId: string): Set<number> =>
  new Set(db.prepare<[string], number>(`
    SELECT m.row FROM ${ofDataset} CROSS JOIN request_row m ON m.request_id = r.id AND m.dataset = d.number
    WHERE s.dataset_id = ? AND r.state IN ${restricting} AND NOT ${isKept}`).pluck().all(datasetId))

/** What open requests say of these rows of a dataset; nothing of a row that none is about. */
export function pendingAmong(db: Db, datasetId: string, rows: readonly number[]): Map<number, 'named' | 'restricted'> {
  const restricted = `(r.state IN ${restricting} OR r.state = 'verifying') AND NOT ${isKept}`
  // A request about fewer rows than these is read whole; in a larger one each of these is looked up.
  const found = db.prepare<[{ datasetId: string; rows: string; count: number }], [row: number, restricted: 0 | 1]>(`
    SELECT m.row, ${restricted} FROM ${ofDataset} CROSS JOIN request_row m ON m.request_id = r.id AND m.dataset = d.number
      WHERE s.dataset_id = @datasetId AND r.state NOT IN ${ended} AND s.matched <= @count AND +m.row IN (SELECT value FROM json_each(@rows))
    UNION ALL
    SELECT m.row, ${restricted} FROM ${ofDataset} CROSS JOIN json_each(@rows) page CROSS JOIN request_row m ON m.request_id = r.id AND m.dataset = d.number AND m.row = page.value
      WHERE s.dataset_id = @datasetId AND r.state NOT IN ${ended} AND s.matched > @count`).raw()
    .all({ datasetId, rows: JSON.stringify(rows), count: rows.length })
  return new Map(found.map(([row, restricted]) => [row, restricted === 1 ? 'restricted' : 'named']))
}

/** Requests about a dataset that have not ended, the one that came first ahead. */
export const openRequestsOf = (db: Db, datasetId: string): string[] =>
  db.prepare<[string], string>(`SELECT r.id FROM ${ofDataset} WHERE s.dataset_id = ? AND r.state NOT IN ${ended} ORDER BY r.received_at, r.id`).pluck().all(datasetId)

/** Open requests about a dataset, the rows they name that are still there, and how many of those are restricted. */
export const pendingCounts = (db: Db, datasetId: string): { requests: number; rows: number; restricted: number } =>
  db.prepare<[string], { requests: number; rows: number; restricted: number }>(`
    SELECT count(*) AS requests, coalesce(sum(s.matched) FILTER (WHERE r.state != 'verifying'), 0) AS rows,
      coalesce(sum(s.matched - (SELECT count(*) FROM request_keep k WHERE k.request_id = r.id AND k.dataset = d.number)) FILTER (WHERE r.state IN ${restricting}), 0) AS restricted
    FROM ${ofDataset} WHERE s.dataset_id = ? AND r.state NOT IN ${ended}`).get(datasetId)!

/** Rows of a dataset that open requests name, in order, each with its request; rows that are gone already are not among them. */
export const pendingRowsOf = (db: Db, datasetId: string): [row: number, request: string][] =>
  db.prepare<[string], [row: number, request: string]>(`
    SELECT m.row, r.id FROM ${ofDataset} CROSS JOIN request_row m ON m.request_id = r.id AND m.dataset = d.number
    WHERE s.dataset_id = ? AND r.state NOT IN ${withoutRows} ORDER BY m.row`).raw().all(datasetId)

/** How requests stand on a day, "2026-11-25": those due before it are overdue, those due up to `soon` are due soon; ended ones too, as long as their answer is owed. */
export const requestCounts = (db: Db, today: string, soon: string): { open: number; overdue: number; dueSoon: number; completed: number; answersOwed: number } =>
  db.prepare<[{ today: string; soon: string }], { open: number; overdue: number; dueSoon: number; completed: number; answersOwed: number }>(`
    SELECT count(*) FILTER (WHERE state NOT IN ${ended}) AS open, count(*) FILTER (WHERE ${owing} AND due_at < @today) AS overdue,
      count(*) FILTER (WHERE ${owing} AND due_at BETWEEN @today AND @soon) AS dueSoon, count(*) FILTER (WHERE state IN ('completed', 'completed-in-part')) AS completed,
      count(*) FILTER (WHERE ${owing} AND state IN ${ended}) AS answersOwed
    FROM request`).get({ today, soon })!

export const owing = `(answered_on IS NULL AND state != 'withdrawn')`

/** The requests that are due first, of those something is still owed for. */
export const nextDue = (db: Db, most: number): ErasureRequest[] =>
  db.prepare<[number], RequestRecord>(`${selectRequest} WHERE r.answered_on IS NULL AND r.state != 'withdrawn' ORDER BY r.due_at, r.received_at, r.id LIMIT ?`).all(most).map(toRequest)

/** Stores the outcome of an erasure in place of its draft. */
export function replaceOutcome(db: Db, id: string, outcome: string): void {
  ready(db, `DELETE FROM request_outcome WHERE request_id = ?`).run(id)
  ready(db, `INSERT INTO request_outcome (request_id, outcome) VALUES (?, ?)`).run(id, outcome)
}

export function readOutcome(db: Db, id: string): ErasureOutcome | undefined {
  const text = ready<[string], string>(db, `SELECT outcome FROM request_outcome WHERE request_id = ?`).pluck().get(id)
  return text === undefined ? undefined : (JSON.parse(text) as ErasureOutcome)
}

/**
 * In short what was carried out for each completed request, the last completed first; up to `most` of them where that is given.
 * Outcomes are stored when requests are completed, so their order in the table is that order.
 */
export const completedOutcomes = (db: Db, most = -1): Pick<RecordSummary, 'requestId' | 'completedAt' | 'law' | 'erasedRows' | 'models'>[] =>
  db.prepare<[number], Pick<RecordSummary, 'requestId' | 'completedAt' | 'law' | 'erasedRows' | 'models'>>(`
    SELECT r.id AS requestId, o.outcome ->> '$.request.completedAt' AS completedAt, r.law, o.outcome ->> '$.data.erased' AS erasedRows, json_array_length(o.outcome, '$.models') AS models
    FROM request_outcome o CROSS JOIN request r ON r.id = o.request_id WHERE r.state IN ('completed', 'completed-in-part') ORDER BY o.rowid DESC LIMIT ?`).all(most)

/** The erasures of rows of one dataset that were completed: when, how many rows, for which request. */
export const erasuresOf = (db: Db, datasetId: string): { at: string; rows: number; requestId: string }[] =>
  db.prepare<[string], { at: string; rows: number; requestId: string }>(`
    SELECT o.outcome ->> '$.request.completedAt' AS at, r.id AS requestId,
      CASE WHEN o.outcome -> '$.data.datasets' IS NULL THEN o.outcome ->> '$.data.erased'
        ELSE (SELECT e.value ->> '$.erased' FROM json_each(o.outcome, '$.data.datasets') e WHERE e.value ->> '$.dataset' = s.dataset_id) END AS rows
    FROM ${ofDataset} JOIN request_outcome o ON o.request_id = r.id WHERE s.dataset_id = ? AND r.state IN ('completed', 'completed-in-part') ORDER BY o.rowid`).all(datasetId)

export const requestSummary = ({ id, matched, kept, erasureId: _, timeZone: __, ...rest }: ErasureRequest): RequestSummary => ({ requestId: id, ...rest, matchedRows: matched, keptRows: kept })

export function toRequest(r: RequestRecord): ErasureRequest {
  const datasets = JSON.parse(r.datasets) as RequestDataset[]
  const holds = JSON.parse(r.holds) as RequestHold[]
  return {
    id: r.id, datasets, scope: r.scope, law: r.law, ruleVersion: r.rule_version,
    receivedAt: r.received_at, dueAt: r.due_at, acknowledgeBy: r.acknowledge_by,
    extendable: r.notice_by === null || r.extended_at !== null || hasEnded(r) ? null : { noticeBy: r.notice_by, dueAt: r.extended_due_at! },
    extension: r.extended_at === null ? null : { at: r.extended_at, reason: r.extension_reason!, firstDueAt: r.first_due_at! },
    calendar: r.calendar, readings: JSON.parse(r.readings) as ErasureRequest['readings'],
    channel: r.channel, askedBy: r.asked_by, openedBy: r.opened_by, openedAt: r.opened_at,
    state: r.state, matched: r.matched, kept: datasets.reduce((sum, { keptRows }) => sum + keptRows, 0),
    onHold: holds.length > 0, holds, holdBlocks: r.hold_blocks === 1, duplicateOf: r.duplicate_of, timeZone: r.time_zone, graceUntil: r.grace_until, reason: r.reason, endedAt: r.ended_at, erasureId: r.erasure_id, answeredOn: r.answered_on, steps: JSON.parse(r.steps) as RequestStep[],
  }
}
