import type { Db } from '../database/open-database.ts'
import { rowCount, type Dataset } from './dataset-table.ts'
import { rowFinder, type StoredRow } from './row-table.ts'
import type { ErasedContent } from './scan-residue.ts'

/** What is searched for of a whole dataset at most: a search for more would take as long as all else together. */
const mostCells = 20_000
const mostBytes = 16 * 1024 * 1024

export interface ContentSample {
  readonly content: ErasedContent
  /** Rows that are not in the sample. */
  readonly leftOut: number
}

/** All rows of a dataset where they are few, else as many as can be searched for, evenly spaced by their numbers. */
export function sampleContent(db: Db, dataset: Dataset): ContentSample {
  const rows = rowCount(db, dataset.id)
  const wanted = Math.min(dataset.lastRow, Math.max(1, Math.floor(mostCells / dataset.columns.length)))
  const find = rowFinder(db, dataset)
  let sample: { readonly place: number; readonly row: StoredRow; readonly bytes: number }[] = []
  let bytes = 0
  let step = 1
  for (let place = 0; place < wanted; place = (Math.floor(place / step) + 1) * step) {
    const row = find(Math.floor((place * dataset.lastRow) / wanted) + 1)
    if (row === undefined) break
    // Where numbers are missing, several places lead to the same row.
    if (sample.at(-1)?.row.row === row.row) continue
    sample.push({ place, row, bytes: sizeOf(row) })
    bytes += sizeOf(row)
    while (bytes > mostBytes && sample.length > 1) {
      step *= 2
      sample = sample.filter(one => one.place % step === 0)
      bytes = sample.reduce((sum, one) => sum + one.bytes, 0)
    }
  }
  return { content: { columns: dataset.columns, rows: sample.map(({ row }) => row) }, leftOut: rows - sample.length }
}

const sizeOf = ({ cells }: StoredRow): number => cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0)
