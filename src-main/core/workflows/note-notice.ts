import type { Input } from '../../contract/api.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import { NoticeReason, type Notice } from '../../contract/notice.ts'
import { CoreError } from '../base/core-error.ts'
import { findExport } from '../exports/model-export-table.ts'
import { findNotice, isSettled, setExplanation, setNotice, unsettledOfRecipient, type StoredNotice } from '../notices/notice-table.ts'
import { requireRecipient } from '../notices/recipient-table.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { confirmReplaced } from './list-exports.ts'
import { settleRequest } from './settle-request.ts'
import { shownNotice } from './show-notices.ts'
import { dayFor, todayFor } from './today.ts'
import type { Workspace } from './workspace.ts'

/** Notes that a recipient was told, confirmed it, or could not be told; the last of these lets go of what names the person. */
export function noteNotice(ws: Workspace, input: Input<'notice.note'>): Notice {
  const { db } = ws
  const notice = findNotice(db, input.noticeId)
  if (isSettled(notice)) throw new CoreError('notice/settled', { notice: notice.id, state: notice.state })
  const entry = entryFor(ws, notice, input)
  if (entry !== null) ws.ledger.append(entry, ...settleRequest(ws, notice.requestId))
  return shownNotice(ws, findNotice(db, notice.id))
}

/** The same of all that a recipient is still to be told, or to confirm, as far as each can be noted so: only whom was told can have been silent, and nobody is told twice. */
export function noteNotices(ws: Workspace, { recipientId, ...note }: Input<'notice.note-all'>): { noted: number } {
  requireRecipient(ws.db, recipientId)
  const silent = note.what === 'impossible' && note.reason === 'no-confirmation'
  const wanted = unsettledOfRecipient(ws.db, recipientId).filter(({ state }) => (note.what === 'sent' ? state === 'open' : !silent || state === 'sent'))
  if (wanted.length === 0) throw new CoreError('notice/none-open', { recipient: recipientId })
  ws.ledger.append(...wanted.flatMap(notice => [entryFor(ws, notice, note)!, ...settleRequest(ws, notice.requestId)]))
  return { noted: wanted.length }
}

type Note = Omit<Input<'notice.note'>, 'noticeId'>

const entryFor = (ws: Workspace, notice: StoredNotice, { what, ...note }: Note): LedgerFacts | null =>
  (what === 'impossible' ? noteImpossible(ws, notice, { what, ...note }) : noteDay(ws, notice, { ...note, what }))

/** null: the copy it is about was noted as replaced, which settled this notice and every other about it. */
function noteDay(ws: Workspace, notice: StoredNotice, { what, on: given, reason, explanation }: Note & { readonly what: 'sent' | 'confirmed' }): LedgerFacts | null {
  if (reason !== undefined || explanation !== undefined) throw new CoreError('notice/reason-unwanted', { what })
  const { on, isToday } = dayOfNotice(ws, notice, given)
  if (what === 'confirmed' && notice.exportId !== null && findExport(ws.db, notice.exportId).replacedAt === null) {
    confirmReplaced(ws, { exportId: notice.exportId, ...(isToday ? {} : { at: `${on}T23:59:59.999Z` }) })
    return null
  }
  setNotice(ws.db, notice.id, what === 'sent' ? { state: 'sent', sentOn: on, confirmedOn: null, reason: null } : { state: 'confirmed', sentOn: notice.sentOn, confirmedOn: on, reason: null })
  return { kind: `notice-${what}`, request: notice.requestId, notice: notice.id, on }
}

function noteImpossible(ws: Workspace, notice: StoredNotice, { on, reason, explanation }: Note): LedgerFacts {
  if (on !== undefined) throw new CoreError('notice/day-unwanted', {})
  if (reason === undefined) throw new CoreError('notice/reason-needed', { notice: notice.id, known: NoticeReason.options.join(', ') })
  if (reason === 'no-confirmation' && notice.state !== 'sent') throw new CoreError('notice/not-sent', { notice: notice.id })
  if (findRequest(ws.db, notice.requestId).law === 'ccpa' && notice.state === 'open' && explanation === undefined) throw new CoreError('notice/explanation-needed', { notice: notice.id })
  setNotice(ws.db, notice.id, { state: 'impossible', sentOn: notice.sentOn, confirmedOn: null, reason })
  setExplanation(ws.db, notice.id, explanation ?? null, () => ws.secret('sealing-key'), ws.ports.randomBytes)
  return { kind: 'notice-impossible', request: notice.requestId, notice: notice.id, reason }
}

/** Not before the erasure it tells of, or before it was sent, and not tomorrow. */
function dayOfNotice(ws: Workspace, notice: StoredNotice, given: string | undefined): { readonly on: string; readonly isToday: boolean } {
  const request = findRequest(ws.db, notice.requestId)
  const today = todayFor(ws, request)
  const on = given ?? today
  const first = notice.sentOn ?? dayFor(ws, request, readOutcome(ws.db, request.id)?.request.completedAt ?? request.endedAt ?? request.receivedAt)
  if (on > today) throw new CoreError('notice/later', { notice: notice.id })
  if (on < first) throw new CoreError('notice/too-early', { notice: notice.id, day: first })
  return { on, isToday: on === today }
}
