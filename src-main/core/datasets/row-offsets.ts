import type { Db } from '../database/open-database.ts'
import { rowCount, type Dataset } from './dataset-table.ts'
import { rowStepper } from './row-table.ts'

/** A mark stands at every so many rows. */
const stride = 1024

/** The numbers of the first row, the one 1,024 rows on and so on, as far as they are known; true while these two stay what they are. */
interface Marks {
  readonly rows: number
  readonly lastRow: number
  readonly numbers: Uint32Array
  known: number
}

/** By connection and dataset: a workspace that is opened again starts anew. */
const marksOf = new WeakMap<Db, Map<string, Marks>>()

/**
 * The number of the row that stands at this offset, counted from 0; undefined behind the last. Row numbers have gaps where
 * records were rejected or rows erased, and walking there from the first row takes 50 ms for a million: so where the gaps are is
 * remembered, until the number of rows changes. To be called inside a transaction, which reads one state.
 */
export function rowAtOffset(db: Db, dataset: Dataset, offset: number): number | undefined {
  const rows = rowCount(db, dataset.id)
  if (offset >= rows) return undefined
  if (rows === dataset.lastRow) return offset + 1
  const step = rowStepper(db, dataset)
  const marks = marksFor(db, dataset, rows)
  const wanted = Math.floor(offset / stride)
  while (marks.known <= wanted) {
    const number = marks.known === 0 ? step(0, 1) : step(marks.numbers[marks.known - 1]!, stride)
    if (number === undefined) return undefined
    marks.numbers[marks.known] = number
    marks.known += 1
  }
  const beyond = offset % stride
  return beyond === 0 ? marks.numbers[wanted] : step(marks.numbers[wanted]!, beyond)
}

function marksFor(db: Db, dataset: Dataset, rows: number): Marks {
  const ofDatasets = marksOf.get(db) ?? new Map<string, Marks>()
  marksOf.set(db, ofDatasets)
  const present = ofDatasets.get(dataset.id)
  if (present?.rows === rows && present.lastRow === dataset.lastRow) return present
  // The number of an erased row is personal data: what is forgotten is overwritten.
  present?.numbers.fill(0)
  const made = { rows, lastRow: dataset.lastRow, numbers: new Uint32Array(Math.ceil(rows / stride)), known: 0 }
  ofDatasets.set(dataset.id, made)
  return made
}
