import type { Column, ColumnRole, ColumnType, DatasetSummary, Reject, RejectReason } from '../../contract/dataset.ts'
import { CoreError } from '../base/core-error.ts'
import { nearest } from '../base/nearest.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'
import { deleteRows, dropRowTable } from './row-table.ts'

const ready = statementKeeper()

export interface Dataset {
  readonly id: string
  /** Names the dataset's row table, dataset_rows_<number>. */
  readonly number: number
  readonly name: string
  readonly importedAt: string
  readonly lastRow: number
  readonly labelPositive: string | null
  readonly columns: readonly Column[]
}

interface DatasetRecord {
  id: string
  number: number
  name: string
  imported_at: string
  last_row: number
  label_positive: string | null
}

/** `rows` is how many rows its row table holds. */
export function insertDataset(db: Db, dataset: Dataset, rows: number, rejects: readonly Reject[]): void {
  db.prepare(`INSERT INTO dataset (id, number, name, imported_at, last_row, label_positive) VALUES (?, ?, ?, ?, ?, ?)`)
    .run(dataset.id, dataset.number, dataset.name, dataset.importedAt, dataset.lastRow, dataset.labelPositive)
  const column = db.prepare(`INSERT INTO dataset_column (dataset_id, position, name, type, role) VALUES (?, ?, ?, ?, ?)`)
  dataset.columns.forEach((c, position) => column.run(dataset.id, position, c.name, c.type, c.role))
  const reject = db.prepare(`INSERT INTO reject (dataset_id, row, line, position, reason) VALUES (?, ?, ?, ?, ?)`)
  for (const r of rejects) reject.run(dataset.id, r.row, r.line, r.position, r.reason)
  db.prepare(`INSERT INTO dataset_size (dataset_id, rows) VALUES (?, ?)`).run(dataset.id, rows)
}

/** A dataset that was erased whole has no columns any more: true of those that have. Holds in databases of every format. */
const exists = `EXISTS (SELECT 1 FROM dataset_column c WHERE c.dataset_id = dataset.id)`

export const datasetCount = (db: Db): number => db.prepare<[], number>(`SELECT count(*) FROM dataset WHERE ${exists}`).pluck().get()!

/** How many rows a dataset has, as kept beside them: counting a million takes too long. */
export const rowCount = (db: Db, datasetId: string): number =>
  db.prepare<[string], number>(`SELECT rows FROM dataset_size WHERE dataset_id = ?`).pluck().get(datasetId)!

/** Deletes these rows of a dataset, inside a transaction, and returns how many there were. */
export function eraseRows(db: Db, dataset: Dataset, rows: readonly number[]): number {
  const erased = deleteRows(db, dataset, rows)
  db.prepare(`UPDATE dataset_size SET rows = rows - ? WHERE dataset_id = ?`).run(erased, dataset.id)
  return erased
}

export const nextDatasetNumber = (db: Db): number =>
  db.prepare<[], number>(`SELECT coalesce(max(number), 0) + 1 FROM dataset`).pluck().get()!

/**
 * Within a transaction: erases all of a dataset but the id and the number that requests and models refer to. Nothing is updated in
 * place, so that no old bytes stay behind. Its name, for which the id stands now, is free again.
 */
export function eraseWholeDataset(db: Db, dataset: Dataset): void {
  // The line comes back under the same id before the transaction ends.
  db.pragma('defer_foreign_keys = ON')
  dropRowTable(db, dataset)
  for (const table of ['dataset_column', 'reject', 'dataset_size']) db.prepare(`DELETE FROM ${table} WHERE dataset_id = ?`).run(dataset.id)
  db.prepare(`DELETE FROM dataset WHERE id = ?`).run(dataset.id)
  db.prepare(`INSERT INTO dataset (id, number, name, imported_at, last_row, label_positive) VALUES (?, ?, ?, ?, 0, NULL)`)
    .run(dataset.id, dataset.number, dataset.id, dataset.importedAt)
}

/** Finds a dataset by its id or its name. */
export function findDataset(db: Db, idOrName: string): Dataset {
  const record = ready<[string, string], DatasetRecord>(db, `SELECT * FROM dataset WHERE (id = ? OR name = ? COLLATE NOCASE) AND ${exists}`).get(idOrName, idOrName)
  if (record !== undefined) return toDataset(db, record)
  if (ready(db, `SELECT 1 FROM dataset WHERE id = ?`).get(idOrName) !== undefined) throw new CoreError('dataset/erased', { dataset: idOrName })
  throw datasetCount(db) === 0 ? new CoreError('dataset/none', {}) : new CoreError('dataset/not-found', { dataset: idOrName })
}

/** What a dataset is called; one that was erased whole has no name but its id. */
export const datasetName = (db: Db, id: string): string => db.prepare<[string], string>(`SELECT name FROM dataset WHERE id = ?`).pluck().get(id) ?? id

export const datasetNameTaken = (db: Db, name: string): boolean =>
  db.prepare(`SELECT 1 FROM dataset WHERE name = ? COLLATE NOCASE`).get(name) !== undefined

export function listDatasets(db: Db): Dataset[] {
  return db.prepare<[], DatasetRecord>(`SELECT * FROM dataset WHERE ${exists} ORDER BY number`).all().map(record => toDataset(db, record))
}

/** The rejected records of a dataset, up to `most` where that is given. */
export function listRejects(db: Db, datasetId: string, most = -1): Reject[] {
  return db.prepare<[string, number], { row: number; line: number; position: number | null; reason: RejectReason }>(
    `SELECT row, line, position, reason FROM reject WHERE dataset_id = ? ORDER BY row LIMIT ?`).all(datasetId, most)
}

const mostShown = 100

/** Where a column stands in its dataset, from 0. */
export function columnPosition(dataset: Dataset, column: string): number {
  const names = dataset.columns.map(({ name }) => name)
  const position = names.indexOf(column)
  if (position === -1) throw new CoreError('dataset/unknown-column', { dataset: dataset.name, column: column.slice(0, mostShown), near: column.length > mostShown ? null : nearest(column, names) })
  return position
}

export function datasetSummary(db: Db, dataset: Dataset): DatasetSummary {
  const rejected = db.prepare<[string], number>(`SELECT count(*) FROM reject WHERE dataset_id = ?`).pluck().get(dataset.id)!
  const { id, name, importedAt, lastRow, labelPositive, columns } = dataset
  return { datasetId: id, name, importedAt, rows: rowCount(db, id), rejected, lastRow, labelPositive, columns }
}

function toDataset(db: Db, record: DatasetRecord): Dataset {
  const columns = ready<[string], { name: string; type: ColumnType; role: ColumnRole }>(db, 
    `SELECT name, type, role FROM dataset_column WHERE dataset_id = ? ORDER BY position`).all(record.id)
  return {
    id: record.id, number: record.number, name: record.name, importedAt: record.imported_at,
    lastRow: record.last_row, labelPositive: record.label_positive, columns,
  }
}
