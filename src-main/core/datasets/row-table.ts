import type { Column } from '../../contract/dataset.ts'
import type { Db } from '../database/open-database.ts'
import type { Cell } from './cell.ts'
import { addNumbersContain, numbersContainName } from './numbers-contain.ts'

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

/** Drops the table with all rows and its index, within a transaction. Every page is overwritten once the log is moved into the file. */
export function dropRowTable(db: Db, table: RowTable): void {
  db.exec(`DROP TABLE ${tableName(table)}`)
}

/** A function that inserts one row; rows must come in rising order of their number. */
export function rowInserter(db: Db, table: RowTable): (row: number, subject: Buffer | null, cells: readonly Cell[]) => void {
  const marks = Array.from({ length: table.columns.length + 2 }, () => '?').join(', ')
  const insert = db.prepare(`INSERT INTO ${tableName(table)} VALUES (${marks})`)
  return (row, subject, cells) => {
    insert.run([row, subject, ...cells])
  }
}

/** How many people these rows are of; a row without an identifier counts as one. */
export function countPeople(db: Db, table: RowTable, rows: readonly number[]): number {
  return db.prepare<[string], number>(`SELECT count(DISTINCT subject) + count(*) - count(subject) FROM ${tableName(table)} WHERE row IN (SELECT value FROM json_each(?))`)
    .pluck().get(JSON.stringify(rows))!
}

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

/** A function that reads the first row from a row number on. */
export function rowFinder(db: Db, table: RowTable): (from: number) => StoredRow | undefined {
  const select = db.prepare<[number], [number, Buffer | null, ...Cell[]]>(
    `SELECT row, subject, ${cellNames(table)} FROM ${tableName(table)} WHERE row >= ? ORDER BY row LIMIT 1`).raw()
  return from => {
    const found = select.get(from)
    if (found === undefined) return undefined
    const [row, subject, ...cells] = found
    return { row, subject, cells }
  }
}

/** Characters of each text that `readCells` and `readCellsFrom` read: a page of whole texts may be larger than the memory. */
export const mostReadOfText = 1001

const cellStarts = (table: RowTable) => table.columns.map(({ type }, position) => (type === 'text' ? `substr(${cellName(position)}, 1, ${mostReadOfText})` : cellName(position))).join(', ')

/** The cells of these rows, of a text its beginning, in the order given; rows that are not there are left out. */
export function readCells(db: Db, table: RowTable, rows: Iterable<number>): [row: number, ...cells: Cell[]][] {
  const select = db.prepare<[number], [number, ...Cell[]]>(`SELECT row, ${cellStarts(table)} FROM ${tableName(table)} WHERE row = ?`).raw()
  const found: [number, ...Cell[]][] = []
  for (const row of rows) {
    const record = select.get(row)
    if (record !== undefined) found.push(record)
  }
  return found
}

/** The same of up to `most` rows from a row number on, in order. */
export function readCellsFrom(db: Db, table: RowTable, from: number, most: number): [row: number, ...cells: Cell[]][] {
  return db.prepare<[number, number], [number, ...Cell[]]>(`SELECT row, ${cellStarts(table)} FROM ${tableName(table)} WHERE row >= ? ORDER BY row LIMIT ?`).raw().all(from, most)
}

/** A function that reads the cells at these positions of the rows whose numbers are above `after` and up to `upTo`, in order, as arrays [row, ...cells]; a text longer than so many bytes is null. */
export function readCellRange(db: Db, table: RowTable, positions: readonly number[], mostBytes: number): (after: number, upTo: number) => (readonly [row: number, ...cells: Cell[]])[] {
  const cells = positions.map(position => (table.columns[position]!.type === 'text' ? `iif(octet_length(${cellName(position)}) <= ${mostBytes}, ${cellName(position)}, NULL)` : cellName(position)))
  const select = db.prepare<[number, number], readonly [number, ...Cell[]]>(`SELECT row, ${cells.join(', ')} FROM ${tableName(table)} WHERE row > ? AND row <= ?`).raw()
  return (after, upTo) => select.all(after, upTo)
}

/** One whole cell; undefined where there is no such row. */
export function readCell(db: Db, table: RowTable, row: number, position: number): Cell | undefined {
  return db.prepare<[number], Cell>(`SELECT ${cellName(position)} FROM ${tableName(table)} WHERE row = ?`).pluck().get(row)
}

/** Up to `most` row numbers from a row number on, in order. */
export function rowNumbersFrom(db: Db, table: RowTable, from: number, most: number): number[] {
  return db.prepare<[number, number], number>(`SELECT row FROM ${tableName(table)} WHERE row >= ? ORDER BY row LIMIT ?`).pluck().all(from, most)
}

/** A function from a row number to the number of the row that comes so many rows after it. */
export function rowStepper(db: Db, table: RowTable): (after: number, steps: number) => number | undefined {
  const select = db.prepare<[number, number], number>(`SELECT row FROM ${tableName(table)} WHERE row > ? ORDER BY row LIMIT 1 OFFSET ?`).pluck()
  return (after, steps) => select.get(after, steps - 1)
}

/** What `chosenRows` answers with. */
export interface RowChoice {
  /** Cells to read, by position. */
  readonly positions: readonly number[]
  /** Must be true of a row for it to be read. */
  readonly where: readonly RowTest[]
  /** Facts about a row that is read: the first as 1, the second as 2, the third as 4 and so on, added up. */
  readonly facts: readonly RowTest[]
}

/** An expression over one row, and the values it names: `@name`. */
export interface RowTest {
  readonly sql: string
  readonly values: Readonly<Record<string, string | number>>
}

/**
 * A function that reads the chosen rows whose numbers are above `after` and up to `upTo`, in order, as arrays
 * [row, facts, ...cells at the positions]. One row at a time is in memory, however large its cells.
 */
export function chosenRows(db: Db, table: RowTable, choice: RowChoice): (after: number, upTo: number) => IterableIterator<[row: number, facts: number, ...cells: Cell[]]> {
  const facts = choice.facts.map(({ sql }, i) => `(coalesce(${sql}, 0) << ${i})`)
  const cells = choice.positions.map(position => `, ${cellName(position)}`).join('')
  addNumbersContain(db)
  const where = ['row > @after', 'row <= @upTo', ...choice.where.map(({ sql }) => `(${sql})`)].join(' AND ')
  const select = db.prepare(`SELECT row, ${facts.length === 0 ? '0' : facts.join(' | ')}${cells} FROM ${tableName(table)} WHERE ${where} ORDER BY row`).raw()
  const values = Object.assign({}, ...[...choice.where, ...choice.facts].map(test => test.values)) as Record<string, string | number>
  return (after, upTo) => select.iterate({ ...values, after, upTo }) as IterableIterator<[number, number, ...Cell[]]>
}

/** SQLite gives a function up to 127 arguments. */
export const mostNumbers = 100

/** Tests on one column, as SQL; a value is given by the name it is bound to. Text compares without regard to the case of A to Z. */
export const rowTests = {
  equalNumber: (position: number, value: string) => `${cellName(position)} = @${value}`,
  equalText: (position: number, value: string) => `${cellName(position)} = @${value} COLLATE NOCASE`,
  /** `pattern` with `likeText` around what is looked for. */
  like: (position: number, pattern: string) => `${cellName(position)} LIKE @${pattern} ESCAPE '\\'`,
  /** Of a whole number's digits. `least`, where it is given, is the least number that has them: a smaller one is not written out. */
  digitsContain: (position: number, value: string, least: string | null) =>
    `${least === null ? '' : `(${cellName(position)} >= @${least} OR ${cellName(position)} <= -@${least}) AND `}instr(CAST(${cellName(position)} AS TEXT), @${value}) > 0`,
  digitsStart: (position: number, value: string) => `instr(CAST(${cellName(position)} AS TEXT), @${value}) = 1`,
  /** Of numbers that need not be whole, as JavaScript writes them; of up to `mostNumbers` columns at a time. */
  numbersContain: (positions: readonly number[], value: string) => `${numbersContainName}(@${value}, ${positions.map(cellName).join(', ')})`,
  /** Both ends included; an end without a name is open. */
  within: (position: number, from: string | null, to: string | null) =>
    `${cellName(position)} IS NOT NULL${from === null ? '' : ` AND ${cellName(position)} >= @${from}`}${to === null ? '' : ` AND ${cellName(position)} <= @${to}`}`,
  empty: (position: number) => `${cellName(position)} IS NULL`,
  present: (position: number) => `${cellName(position)} IS NOT NULL`,
  any: (tests: readonly string[]) => joined(tests, 'OR'),
  never: '0',
}

/** A text as it must stand in a LIKE pattern to mean itself. */
export const likeText = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

export const rowsOfSubject = (db: Db, table: RowTable, subject: Buffer): number[] => subjectFinder(db, table)(subject)

/** A function that finds the rows of a person. */
export function subjectFinder(db: Db, table: RowTable): (subject: Buffer) => number[] {
  const select = db.prepare<[Buffer], number>(`SELECT row FROM ${tableName(table)} WHERE subject = ? ORDER BY row`).pluck()
  return subject => select.all(subject)
}

/** Which of these row numbers the table does not hold. */
export function missingRows(db: Db, table: RowTable, rows: readonly number[]): number[] {
  // One statement for all of them: a statement each takes ten times as long.
  const found = new Set(db.prepare<[string], number>(`SELECT value FROM json_each(?) WHERE value IN (SELECT row FROM ${tableName(table)})`).pluck().all(JSON.stringify(rows)))
  return rows.filter(row => !found.has(row))
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
