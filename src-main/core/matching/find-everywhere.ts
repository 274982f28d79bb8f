import { setImmediate } from 'node:timers/promises'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import { findDataset, listDatasets, type Dataset } from '../datasets/dataset-table.ts'
import { matchRows } from './match-rows.ts'
import { searchedColumns } from './searched-columns.ts'
import type { Sought } from './sought.ts'

/** What one dataset holds of those who were looked for: rows in order, by the numbers they were looked for under. */
export interface DatasetMatches {
  readonly dataset: Dataset
  readonly rows: ReadonlyMap<number, readonly number[]>
}

/** The datasets where people can be looked for; those named, or every one. */
export function searchable(db: Db, named: readonly string[] | undefined): Dataset[] {
  if (named !== undefined) {
    const datasets = new Map(named.map(name => findDataset(db, name)).map(dataset => [dataset.id, dataset]))
    for (const { name, columns } of datasets.values()) if (searchedColumns(columns).length === 0) throw new CoreError('matching/nothing-to-search', { dataset: name })
    return [...datasets.values()]
  }
  const found = listDatasets(db).filter(({ columns }) => searchedColumns(columns).length > 0)
  if (found.length === 0) throw listDatasets(db).length === 0 ? new CoreError('dataset/none', {}) : new CoreError('matching/no-dataset', {})
  return found
}

/** Looks in one dataset after the other; tells how many rows of how many were read. */
export function* findEverywhere(db: Db, datasets: readonly Dataset[], sought: Sought, suppressionKey: Buffer): Generator<{ readonly done: number; readonly total: number }, DatasetMatches[]> {
  const total = datasets.reduce((sum, { lastRow }) => sum + lastRow, 0)
  const matches: DatasetMatches[] = []
  let before = 0
  for (const dataset of datasets) {
    const rows = new Map<number, number[]>()
    for (const read of matchRows(db, dataset, sought, suppressionKey, (row, who) => {
      const known = rows.get(who)
      if (known === undefined) rows.set(who, [row])
      else if (known.at(-1) !== row) known.push(row)
    })) yield { done: before + read, total }
    for (const [who, found] of rows) rows.set(who, [...new Set(found)].sort((a, b) => a - b))
    matches.push({ dataset, rows })
    before += dataset.lastRow
  }
  return matches
}

/** Drives a search to its end and lets others in between two pieces, each of which takes a few milliseconds. */
export async function inPieces<T, R>(search: Generator<T, R>, onPiece: (piece: T) => void | Promise<void> = () => {}): Promise<R> {
  for (;;) {
    const step = search.next()
    if (step.done === true) return step.value
    await onPiece(step.value)
    await setImmediate()
  }
}

/** Rows of all numbers together, each once and in order. */
export const allRows = ({ rows }: DatasetMatches): number[] => [...new Set([...rows.values()].flat())].sort((a, b) => a - b)
