import type { DropList, ListColumns, ListKind, ListReport, ListSummary } from '../../contract/list.ts'
import type { Law, RequestState } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import type { Db } from '../database/open-database.ts'
import { ended } from '../requests/request-table.ts'

/** What became of a line. */
export type Became = 'opened' | 'duplicate' | 'not-found' | 'shared'

export interface ListItem {
  readonly line: number
  readonly workItem: string | null
  readonly requestId: string | null
  readonly became: Became
}

export interface NewList extends Pick<ListReport, 'rows' | 'opened' | 'duplicates' | 'notFound' | 'refused' | 'shared'> {
  readonly id: string
  readonly kind: ListKind
  readonly drop: DropList | null
  readonly law: Law
  readonly loadedAt: string
  readonly loadedBy: string
}

/** Within a transaction: stores a list that was loaded, and what became of its lines. */
export function insertList(db: Db, list: NewList, items: Iterable<ListItem>): void {
  db.prepare(`INSERT INTO list (id, kind, drop_list, law, loaded_at, loaded_by, answered_at, rows, opened, duplicates, not_found, refused, shared) VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)`)
    .run(list.id, list.kind, list.drop, list.law, list.loadedAt, list.loadedBy, list.rows, list.opened, list.duplicates, list.notFound, list.refused, list.shared)
  const item = db.prepare(`INSERT INTO list_item (list_id, line, work_item, request_id, became) VALUES (?, ?, ?, ?, ?)`)
  for (const { line, workItem, requestId, became } of items) item.run(list.id, line, workItem, requestId, became)
}

const selectList = `
  SELECT l.id AS listId, kind, drop_list AS "drop", law, loaded_at AS loadedAt, rows, opened, duplicates, not_found AS notFound, refused, shared, answered_at AS answeredAt,
    (SELECT count(DISTINCT r.id) FROM list_item i JOIN request r ON r.id = i.request_id WHERE i.list_id = l.id AND r.state NOT IN ${ended}) AS open
  FROM list l`

/** Every list that was loaded, the newest first. */
export const readLists = (db: Db): ListSummary[] => db.prepare<[], ListSummary>(`${selectList} ORDER BY loaded_at DESC, l.rowid DESC`).all()

export function findList(db: Db, id: string): ListSummary {
  const found = db.prepare<[string], ListSummary>(`${selectList} WHERE l.id = ?`).get(id)
  if (found === undefined) throw new CoreError('list/not-found', { list: id })
  return found
}

/** Each work item of a list of DROP with what became of it, and of its request. */
export const workItems = (db: Db, listId: string): { workItem: string; became: Became; state: RequestState | null; matched: number | null }[] =>
  db.prepare<[string], { workItem: string; became: Became; state: RequestState | null; matched: number | null }>(`
    SELECT work_item AS workItem, became, r.state, r.matched FROM list_item i LEFT JOIN request r ON r.id = i.request_id WHERE list_id = ? AND work_item IS NOT NULL ORDER BY line`).all(listId)

/** The list that one of these work items came in before. */
export const listOfWorkItems = (db: Db, ids: readonly string[]): string | undefined =>
  db.prepare<[string], string>(`SELECT list_id FROM json_each(?) CROSS JOIN list_item ON work_item = value LIMIT 1`).pluck().get(JSON.stringify(ids))

export function noteAnswered(db: Db, listId: string, at: string): void {
  db.prepare(`UPDATE list SET answered_at = ? WHERE id = ?`).run(at, listId)
}

const nameOf = (header: readonly string[]): string => sha256(JSON.stringify(header)).toString('hex')

/** What the columns under a header line were last said to mean. */
export function rememberedColumns(db: Db, header: readonly string[]): ListColumns | undefined {
  const text = db.prepare<[string], string>(`SELECT columns FROM list_mapping WHERE header = ?`).pluck().get(nameOf(header))
  return text === undefined ? undefined : (JSON.parse(text) as ListColumns)
}

export function rememberColumns(db: Db, header: readonly string[], columns: ListColumns): void {
  db.prepare(`INSERT OR REPLACE INTO list_mapping (header, columns) VALUES (?, ?)`).run(nameOf(header), JSON.stringify(columns))
}
