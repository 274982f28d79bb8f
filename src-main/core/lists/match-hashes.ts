import type { DropList } from '../../contract/list.ts'
import type { Input } from '../../contract/api.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import { columnPosition, findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { readCellRange } from '../datasets/row-table.ts'
import { searchable, type DatasetMatches } from '../matching/find-everywhere.ts'
import { searchedColumns } from '../matching/searched-columns.ts'
import { dropFields, dropHash } from './drop-form.ts'

/** Columns of one dataset that together hold what a list is hashed from; one alone where it is hashed from one. */
export interface HashedFrom {
  readonly dataset: Dataset
  readonly columns: readonly (readonly number[])[]
}

/** Where to look: in the columns named; e-mail addresses and telephone numbers, which tell themselves, wherever people are looked for. */
export function hashedFrom(db: Db, list: DropList, named: Input<'request.load-list'>['drop'], datasets: readonly string[] | undefined): HashedFrom[] {
  const fields = dropFields[list]
  if (named === undefined) {
    if (list !== 'Email' && list !== 'Phone') throw new CoreError('list/drop-columns', { list, needed: fields.join(', ') })
    return searchable(db, datasets).map(dataset => ({ dataset, columns: searchedColumns(dataset.columns).map(({ position }) => [position]) }))
  }
  const from = new Map<string, { dataset: Dataset; columns: number[][] }>()
  for (const { dataset: name, columns } of named) {
    const dataset = findDataset(db, name)
    if (columns.length !== fields.length) throw new CoreError('list/drop-columns', { list, needed: fields.join(', ') })
    const one = from.get(dataset.id) ?? { dataset, columns: [] }
    one.columns.push(columns.map(column => columnPosition(dataset, column)))
    from.set(dataset.id, one)
  }
  return [...from.values()]
}

const pieceRows = 2_000
const longestBytes = 4_000

/** Hashes what the datasets hold and looks for the hashes of the list, piece by piece; rows are told by the place of the hash in the list. */
export function* matchHashes(db: Db, list: DropList, hashes: readonly string[], from: readonly HashedFrom[]): Generator<{ readonly done: number; readonly total: number }, DatasetMatches[]> {
  const places = new Map<string, number[]>()
  hashes.forEach((hash, place) => {
    const known = places.get(hash)
    if (known === undefined) places.set(hash, [place])
    else known.push(place)
  })
  const total = from.reduce((sum, { dataset }) => sum + dataset.lastRow, 0)
  const matches: DatasetMatches[] = []
  let before = 0
  for (const { dataset, columns } of from) {
    const found = new Map<number, Set<number>>()
    const read = readCellRange(db, dataset, columns.flat(), longestBytes)
    const starts = columns.map((_, k) => 1 + columns.slice(0, k).reduce((sum, { length }) => sum + length, 0))
    for (let after = 0; after < dataset.lastRow; after += pieceRows) {
      for (const [row, ...cells] of read(after, after + pieceRows)) {
        for (const [k, { length }] of columns.entries()) {
          const values = cells.slice(starts[k]! - 1, starts[k]! - 1 + length)
          if (values.includes(null)) continue
          const texts = values.map(String)
          if (!mayBe(list, texts[0]!)) continue
          const hash = dropHash(list, texts)
          for (const place of (hash === undefined ? undefined : places.get(hash)) ?? []) {
            const rows = found.get(place) ?? new Set()
            rows.add(row)
            found.set(place, rows)
          }
        }
      }
      yield { done: before + Math.min(after + pieceRows, dataset.lastRow), total }
    }
    matches.push({ dataset, rows: new Map([...found].map(([place, rows]) => [place, [...rows].sort((a, b) => a - b)])) })
    before += dataset.lastRow
  }
  return matches
}

/** Spares the hash of most cells that are neither an address nor a number. */
const mayBe = (list: DropList, text: string): boolean => (list === 'Email' ? text.includes('@') : list === 'Phone' ? text.length >= 7 && text.length <= 40 && !/[\p{L}@]/u.test(text) : true)
