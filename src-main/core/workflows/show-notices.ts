import type { Input } from '../../contract/api.ts'
import { isCarriedOut, type Identifier } from '../../contract/request.ts'
import type { Notice, NoticeLetter, NoticeReason } from '../../contract/notice.ts'
import { datasetName } from '../datasets/dataset-table.ts'
import { findExport, recipientsOf } from '../exports/model-export-table.ts'
import { explanationOf, findNotice, noticesOf, type StoredNotice } from '../notices/notice-table.ts'
import { noticeText } from '../notices/notice-text.ts'
import { listRecipients } from '../notices/recipient-table.ts'
import { dayText } from '../records/number-text.ts'
import { keptPerson } from '../requests/kept-person.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import { dayFor, todayFor } from './today.ts'
import type { Workspace } from './workspace.ts'

/** Whom an erasure has to be told, and how far that is. */
export function showNotices(ws: Workspace, { requestId }: Input<'notice.list'>): Notice[] {
  findRequest(ws.db, requestId)
  return noticesOf(ws.db, requestId).map(notice => shownNotice(ws, notice))
}

export function shownNotice(ws: Workspace, notice: StoredNotice): Notice {
  const { id, datasets, exportId, recipientId, modelId, requestId, state, sentOn, confirmedOn, reason } = notice
  return {
    noticeId: id, requestId, about: exportId === null ? 'datasets' : 'copy', recipientId, exportId, ...noticeTo(ws, notice), datasets, modelId, state, sentOn, confirmedOn, reason,
    explanation: explanationOf(ws.db, id, () => ws.secret('sealing-key')),
  }
}

/** Who a notice goes to; no name where they were removed since, or never named. */
export function noticeTo({ db, secret }: Workspace, { recipientId, exportId }: StoredNotice): { name: string; contact: string } {
  const key = () => secret('sealing-key')
  if (exportId !== null) return { name: recipientsOf(db, key()).get(exportId) ?? '', contact: '' }
  const recipient = listRecipients(db, key).find(one => one.recipientId === recipientId)
  return { name: recipient?.name ?? '', contact: recipient?.contact ?? '' }
}

/** What a recipient is told, with what the person was given to be found by and nothing else of theirs. */
export function noticeLetter(ws: Workspace, { noticeId }: Input<'notice.letter'>): NoticeLetter {
  const { db } = ws
  const notice = findNotice(db, noticeId)
  const request = findRequest(db, notice.requestId)
  const { organisation } = readSettings(db)
  const outcome = isCarriedOut(request) ? readOutcome(db, request.id) : undefined
  const copy = notice.exportId === null ? null : findExport(db, notice.exportId)
  const { name, contact } = noticeTo(ws, notice)
  return {
    noticeId,
    text: noticeText({
      organisation: organisation.name, contact: organisation.contact, today: dayText(todayFor(ws, request)), name: [name, contact].filter(one => one !== '').join('\n'), law: request.law, requestId: request.id,
      erasedOn: dayText(dayFor(ws, request, outcome?.request.completedAt ?? request.endedAt ?? request.receivedAt)), datasets: notice.datasets.map(id => datasetName(db, id)),
      model: copy === null ? null : { id: copy.modelId, version: copy.version, exportedOn: dayText(dayFor(ws, request, copy.at)) },
      identifiers: copy === null ? identifiersOf(ws, request.id) : [],
    }),
  }
}

const identifiersOf = (ws: Workspace, requestId: string): readonly Identifier[] => keptPerson(ws.db, requestId, () => ws.secret('sealing-key'))?.identifiers ?? []

export const noticeReasonWords: { readonly [reason in NoticeReason]: string } = {
  'recipient-gone': 'they do not exist any more', 'not-reachable': 'they could not be reached', disproportionate: 'telling them would take a disproportionate effort', 'no-confirmation': 'they were told, and did not answer',
}
