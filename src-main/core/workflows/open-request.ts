import type { Input } from '../../contract/api.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { findDataset, listRejects, type Dataset } from '../datasets/dataset-table.ts'
import { missingRows, rowsOfSubject } from '../datasets/row-table.ts'
import { deadlinesOf, readingsOf } from '../requests/deadlines.ts'
import { holidayCalendar, noHolidays } from '../requests/holidays/holiday-calendar.ts'
import { laws } from '../requests/laws/laws.ts'
import { insertRequest, pendingRows, requestSummary, type ErasureRequest } from '../requests/request-table.ts'
import { personHash, subjectOf, suppressedSubjects } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/**
 * Opens a request to erase a person's rows, or rows by number. Nothing is deleted yet: running the erasure does that. The
 * request and its ledger entry are written in one transaction, so neither exists without the other.
 */
export function openRequest(ws: Workspace, input: Input<'request.open'>): RequestSummary {
  const { db, ports } = ws
  const dataset = findDataset(db, input.dataset)
  const { rows, person } = 'subject' in input.who ? rowsOfPerson(ws, dataset, input.who.subject) : { rows: rowsNamed(ws, dataset, input.who.rows), person: null }
  const pending = pendingRows(db, dataset.id, rows)
  if (pending.length > 0) throw new CoreError('request/rows-pending', { count: pending.length, request: pending[0]!.request })
  const receivedAt = input.receivedAt === undefined ? ports.clock.now() : new Date(input.receivedAt)
  const { timeZone, calendars, readings } = readSettings(db)
  const law = laws[input.law]
  const calendar = calendars[input.law] ?? null
  const { acknowledgeBy, dueAt, extension } = deadlinesOf(law, readings, { receivedAt, timeZone: timeZone ?? ports.clock.timeZone }, calendar === null ? noHolidays : holidayCalendar(calendar))
  const request: ErasureRequest = {
    id: newId('request', ports.randomBytes), datasetId: dataset.id, scope: person === null ? 'rows' : 'person', law: input.law,
    ruleVersion: law.version, receivedAt: toInstant(receivedAt), dueAt, acknowledgeBy, extendable: extension, extension: null, calendar, readings: readingsOf(law, readings),
    state: 'received', matched: rows.length,
  }
  db.transaction(() => {
    insertRequest(db, request, rows, person)
    ws.ledger.append({
      kind: 'request-opened', request: request.id, dataset: dataset.id, law: request.law, ruleVersion: request.ruleVersion,
      scope: request.scope, matched: request.matched, receivedAt: request.receivedAt, dueAt: request.dueAt,
    })
  })()
  return requestSummary(request)
}

function rowsOfPerson(ws: Workspace, dataset: Dataset, subject: string): { rows: number[]; person: Buffer } {
  if (!dataset.columns.some(column => column.role === 'subject')) throw new CoreError('request/no-subject-column', { dataset: dataset.name })
  const person = personHash(ws.secret('suppression-key'), subject.trim())
  const rows = rowsOfSubject(ws.db, dataset, subjectOf(person))
  if (rows.length === 0) throw new CoreError(suppressedSubjects(ws.db)?.(subjectOf(person)) === true ? 'request/person-erased' : 'request/person-not-found', { dataset: dataset.name })
  return { rows, person }
}

function rowsNamed(ws: Workspace, dataset: Dataset, named: readonly number[]): number[] {
  const rows = [...new Set(named)].sort((a, b) => a - b)
  if (rows.length === 0) throw new CoreError('request/no-rows-named', {})
  const missing = missingRows(ws.db, dataset, rows)
  if (missing.length === 0) return rows
  const rejected = new Set(listRejects(ws.db, dataset.id).map(reject => reject.row))
  const never = missing.filter(row => row > dataset.lastRow || rejected.has(row))
  if (never.length > 0) throw new CoreError('request/rows-not-found', { count: never.length, first: never[0]! })
  throw new CoreError('request/rows-erased', { count: missing.length, first: missing[0]! })
}
