import type { Column } from '../../contract/dataset.ts'
import type { Db } from '../database/open-database.ts'
import type { Cell } from './cell.ts'

/** What of a dataset its row table needs. */
export interface RowTable {
  readonly number: number
  readonly columns: readonly Column[]
}

/** One stored row: its number, the keyed hash of its person (null where the dataset has no identifier), its cells. */
export interface StoredRow {
  readonly row: number
  readonly subject: Buffer | null
  readonly cells: readonly Cell[]
}

const sqlTypes = { integer: 'INTEGER', number: 'REAL', text: 'TEXT' } as const

const tableName = (table: RowTable) => `dataset_rows_${table.number}`

/** Cells are stored as c1, c2, …: a file's own column names never become SQL. */
const cellName = (position: number) => `c${position + 1}`

const cellNames = (table: RowTable) => table.columns.map((_, position) => cellName(position)).join(', ')

export function createRowTable(db: Db, table: RowTable): void {
  const cells = table.columns.map((column, position) => `${cellName(position)} ${sqlTypes[column.type]}`)
  db.exec(`CREATE TABLE ${tableName(table)} (row INTEGER PRIMARY KEY, subject BLOB, ${cells.join(', ')}) STRICT`)
}

/** The only index on a row table is on the keyed hash, built after loading: a page split would leave old copies in the gaps. */
export function indexRowTable(db: Db, table: RowTable): void {
  db.exec(`CREATE INDEX ${tableName(table)}_subject ON ${tableName(table)} (subject) WHERE subject IS NOT NULL`)
}

/** A function that inserts one row; rows must come in rising order of their number. */
export function rowInserter(db: Db, table: RowTable): (row: number, subject: Buffer | null, cells: readonly Cell[]) => void {
  const marks = Array.from({ length: table.columns.length + 2 }, () => '?').join(', ')
  const insert = db.prepare(`INSERT INTO ${tableName(table)} VALUES (${marks})`)
  return (row, subject, cells) => {
    insert.run([row, subject, ...cells])
  }
}

export const countRows = (db: Db, table: RowTable): number =>
  db.prepare<[], number>(`SELECT count(*) FROM ${tableName(table)}`).pluck().get()!

/** All rows in order of their number, as arrays [row, subject, ...cells]; read one by one, nothing is kept. */
export function iterateRows(db: Db, table: RowTable): IterableIterator<readonly [number, Buffer | null, ...Cell[]]> {
  return db.prepare(`SELECT row, subject, ${cellNames(table)} FROM ${tableName(table)} ORDER BY row`).raw()
    .iterate() as IterableIterator<readonly [number, Buffer | null, ...Cell[]]>
}

/** Different values of one column, at most `most` of them; missing values do not count. */
export function distinctValues(db: Db, table: RowTable, position: number, most: number): Cell[] {
  const name = cellName(position)
  return db.prepare<[number], Cell>(`SELECT DISTINCT ${name} FROM ${tableName(table)} WHERE ${name} IS NOT NULL LIMIT ?`).pluck().all(most)
}

export function readRows(db: Db, table: RowTable, rows: readonly number[]): StoredRow[] {
  const select = db.prepare<[number], [number, Buffer | null, ...Cell[]]>(
    `SELECT row, subject, ${cellNames(table)} FROM ${tableName(table)} WHERE row = ?`).raw()
  return rows.flatMap(row => {
    const found = select.get(row)
    if (found === undefined) return []
    const [number, subject, ...cells] = found
    return [{ row: number, subject, cells }]
  })
}

export function rowsOfSubject(db: Db, table: RowTable, subject: Buffer): number[] {
  return db.prepare<[Buffer], number>(`SELECT row FROM ${tableName(table)} WHERE subject = ? ORDER BY row`).pluck().all(subject)
}

/** Which of these row numbers the table does not hold. */
export function missingRows(db: Db, table: RowTable, rows: readonly number[]): number[] {
  const exists = db.prepare<[number], number>(`SELECT 1 FROM ${tableName(table)} WHERE row = ?`).pluck()
  return rows.filter(row => exists.get(row) === undefined)
}

/** Deletes these rows and returns how many there were. The bytes are gone only after the write-ahead log is truncated as well. */
export function deleteRows(db: Db, table: RowTable, rows: readonly number[]): number {
  const remove = db.prepare(`DELETE FROM ${tableName(table)} WHERE row = ?`)
  let deleted = 0
  for (const row of rows) deleted += remove.run(row).changes
  return deleted
}

/** True where some cell of the table contains this text (or is this number); searched only for texts found in a file. */
export function someCellContains(db: Db, table: RowTable, text: string): boolean {
  const tests = table.columns.map((column, position) =>
    column.type === 'text' ? `instr(${cellName(position)}, @text) > 0` : `${cellName(position)} = CAST(@text AS NUMERIC)`)
  return db.prepare(`SELECT 1 FROM ${tableName(table)} WHERE ${joined(tests, 'OR')} LIMIT 1`).get({ text }) !== undefined
}

/** True where some row other than those deleted has exactly these cells. */
export function someRowEquals(db: Db, table: RowTable, subject: Buffer | null, cells: readonly Cell[]): boolean {
  const tests = cells.map((_, position) => `${cellName(position)} IS ?`)
  return db.prepare(`SELECT 1 FROM ${tableName(table)} WHERE subject IS ? AND ${joined(tests, 'AND')} LIMIT 1`).get([subject, ...cells]) !== undefined
}

/** Tests joined as a balanced tree: SQLite refuses expressions more than 1,000 levels deep, and tables have up to 1,998 columns. */
function joined(tests: readonly string[], word: 'AND' | 'OR'): string {
  if (tests.length === 1) return tests[0]!
  const half = tests.length >> 1
  return `(${joined(tests.slice(0, half), word)} ${word} ${joined(tests.slice(half), word)})`
}
