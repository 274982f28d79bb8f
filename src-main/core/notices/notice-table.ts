import type { NoticeCounts, NoticeReason, NoticeState } from '../../contract/notice.ts'
import { CoreError } from '../base/core-error.ts'
import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'
import type { RandomBytes } from '../ports.ts'

const ready = statementKeeper()

/** That someone has to be told of an erasure, by ids and codes alone. */
export interface StoredNotice {
  readonly id: string
  readonly requestId: string
  readonly recipientId: string | null
  readonly exportId: string | null
  readonly modelId: string | null
  readonly datasets: readonly string[]
  readonly state: NoticeState
  readonly sentOn: string | null
  readonly confirmedOn: string | null
  readonly reason: NoticeReason | null
}

interface NoticeRecord { id: string; request_id: string; recipient_id: string | null; export_id: string | null; model_id: string | null; datasets: string; state: NoticeState; sent_on: string | null; confirmed_on: string | null; reason: NoticeReason | null }

const selectNotice = `SELECT n.*, (SELECT json_group_array(dataset_id) FROM (SELECT dataset_id FROM notice_dataset d WHERE d.notice_id = n.id ORDER BY dataset_id)) AS datasets FROM notice n`
const noticeOf = (r: NoticeRecord): StoredNotice => ({
  id: r.id, requestId: r.request_id, recipientId: r.recipient_id, exportId: r.export_id, modelId: r.model_id, datasets: JSON.parse(r.datasets) as string[],
  state: r.state, sentOn: r.sent_on, confirmedOn: r.confirmed_on, reason: r.reason,
})

/** Within a transaction. */
export function insertNotice(db: Db, { id, requestId, recipientId, exportId, modelId, datasets }: Pick<StoredNotice, 'id' | 'requestId' | 'recipientId' | 'exportId' | 'modelId' | 'datasets'>): void {
  db.prepare(`INSERT INTO notice (id, request_id, recipient_id, export_id, model_id, state) VALUES (?, ?, ?, ?, ?, 'open')`).run(id, requestId, recipientId, exportId, modelId)
  for (const dataset of datasets) db.prepare(`INSERT INTO notice_dataset (notice_id, dataset_id) VALUES (?, ?)`).run(id, dataset)
}

export const noticesOf = (db: Db, requestId: string): StoredNotice[] =>
  ready<[string], NoticeRecord>(db, `${selectNotice} WHERE n.request_id = ? ORDER BY n.rowid`).all(requestId).map(noticeOf)

/** Those about a copy of a model that nobody settled yet. */
export const openNoticesOfCopy = (db: Db, exportId: string): StoredNotice[] =>
  db.prepare<[string], NoticeRecord>(`${selectNotice} WHERE n.export_id = ? AND n.state IN ('open', 'sent') ORDER BY n.rowid`).all(exportId).map(noticeOf)

export function findNotice(db: Db, id: string): StoredNotice {
  const found = db.prepare<[string], NoticeRecord>(`${selectNotice} WHERE n.id = ?`).get(id)
  if (found === undefined) throw new CoreError('notice/not-found', { notice: id })
  return noticeOf(found)
}

/** States, days and codes are no personal values, so they may be set in place. */
export function setNotice(db: Db, id: string, { state, sentOn, confirmedOn, reason }: Pick<StoredNotice, 'state' | 'sentOn' | 'confirmedOn' | 'reason'>): void {
  db.prepare(`UPDATE notice SET state = ?, sent_on = ?, confirmed_on = ?, reason = ? WHERE id = ?`).run(state, sentOn, confirmedOn, reason, id)
}

/** Within a transaction: keeps why nobody could be told, sealed, in the place of what was said before; null: nothing. */
export function setExplanation(db: Db, noticeId: string, text: string | null, key: () => Uint8Array, randomBytes: RandomBytes): void {
  db.prepare(`DELETE FROM notice_explanation WHERE notice_id = ?`).run(noticeId)
  if (text !== null) db.prepare(`INSERT INTO notice_explanation (notice_id, sealed) VALUES (?, ?)`).run(noticeId, seal(key(), text, randomBytes))
}

export function explanationOf(db: Db, noticeId: string, key: () => Uint8Array): string | null {
  const sealed = db.prepare<[string], Buffer>(`SELECT sealed FROM notice_explanation WHERE notice_id = ?`).pluck().get(noticeId)
  return sealed === undefined ? null : unseal(key(), sealed)
}

/** How many of a request, or of all where none is named, are in each state. */
export const noticeCounts = (db: Db, requestId: string | null = null): NoticeCounts =>
  db.prepare<[{ requestId: string | null }], NoticeCounts>(`
    SELECT count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'confirmed') AS confirmed,
      count(*) FILTER (WHERE state = 'impossible') AS impossible FROM notice WHERE @requestId IS NULL OR request_id = @requestId`).get({ requestId })!

/** Notices that are neither confirmed nor settled otherwise. */
export const noticesUnsettled = (db: Db): number => db.prepare<[], number>(`SELECT count(*) FROM notice WHERE state IN ('open', 'sent')`).pluck().get()!

/** What a recipient is still to be told, or to confirm. */
export const unsettledOfRecipient = (db: Db, recipientId: string): StoredNotice[] =>
  db.prepare<[string], NoticeRecord>(`${selectNotice} WHERE n.recipient_id = ? AND n.state IN ('open', 'sent') ORDER BY n.rowid`).all(recipientId).map(noticeOf)

export const isSettled = ({ state }: Pick<StoredNotice, 'state'>): boolean => state === 'confirmed' || state === 'impossible'
