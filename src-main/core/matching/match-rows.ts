import type { Db } from '../database/open-database.ts'
import type { Dataset } from '../datasets/dataset-table.ts'
import { readCellRange, subjectFinder } from '../datasets/row-table.ts'
import { personHash, subjectOf } from '../requests/suppression.ts'
import { searchedColumns, type SearchedColumn } from './searched-columns.ts'
import type { Sought } from './sought.ts'

/** Rows of one piece of a search: a few milliseconds, after which others get their turn. */
const pieceRows = 2_000

/** A longer cell is no identifier, of which none is longer than 10,000 characters. */
const longestBytes = 40_000

/**
 * Looks for everybody at once in one reading of the columns of a dataset that may name a person, piece by piece: whoever drives it may
 * let others in between, and is told with each piece the row it has come to. `found` may be called more than once for the same row and number.
 */
export function* matchRows(db: Db, dataset: Dataset, sought: Sought, suppressionKey: Buffer, found: (row: number, who: number) => void): Generator<number, void> {
  if (sought.size === 0) return
  const all = searchedColumns(dataset.columns)
  // Identifiers as they are written lie in the index of the subject column, as keyed hashes.
  const subject = sought.isExactOnly ? all.find(({ isSubject }) => isSubject) : undefined
  if (subject !== undefined) {
    const rowsOf = subjectFinder(db, dataset)
    for (const [form, numbers] of sought.exact) {
      for (const row of rowsOf(subjectOf(personHash(suppressionKey, form)))) for (const who of numbers) found(row, who)
    }
  }
  yield 0
  const columns = all.filter(column => column !== subject)
  if (columns.length > 0) yield* scan(db, dataset, columns, sought, found)
}

function* scan(db: Db, dataset: Dataset, columns: readonly SearchedColumn[], sought: Sought, found: (row: number, who: number) => void): Generator<number, void> {
  const read = readCellRange(db, dataset, columns.map(({ position }) => position), longestBytes)
  const lostPlus = columns.map(({ isText }) => !isText)
  let row = 0
  const tell = (who: number) => found(row, who)
  for (let after = 0; after < dataset.lastRow; after += pieceRows) {
    for (const record of read(after, after + pieceRows)) {
      row = record[0]
      for (let k = 0; k < lostPlus.length; k += 1) {
        const cell = record[k + 1]
        if (cell !== null) sought.lookUp(typeof cell === 'string' ? cell : String(cell), lostPlus[k]!, tell)
      }
    }
    yield Math.min(after + pieceRows, dataset.lastRow)
  }
}

/** Drives it to its end in one go. */
export function matchAll(db: Db, dataset: Dataset, sought: Sought, suppressionKey: Buffer, found: (row: number, who: number) => void): void {
  for (const _ of matchRows(db, dataset, sought, suppressionKey, found));
}
