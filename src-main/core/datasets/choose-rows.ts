import type { ViewCondition } from '../../contract/dataset.ts'
import { breathe } from '../base/breathe.ts'
import type { Db } from '../database/open-database.ts'
import type { Run } from '../ports.ts'
import type { Cell } from './cell.ts'
import { columnPosition, rowCount, type Dataset } from './dataset-table.ts'
import { orderedBy, type SortColumn } from './order-rows.ts'
import { rowCondition, searchCondition, type RowCondition } from './row-conditions.ts'
import { chosenRows } from './row-table.ts'
import { comparedText } from './text-order.ts'

export interface RowsWanted {
  readonly conditions: readonly ViewCondition[]
  readonly search?: string
  readonly order: readonly { readonly column: string; readonly direction: 'up' | 'down' }[]
}

/**
 * The numbers of the rows that meet every condition, in the order wanted: missing cells last in either direction, and rows that
 * are equal in it by their number. `ofRows` is how many rows the dataset had.
 */
export async function chooseRows(db: Db, dataset: Dataset, wanted: RowsWanted, run: Run): Promise<{ rows: Uint32Array; ofRows: number }> {
  const conditions = wanted.conditions.map((condition, i) => rowCondition(dataset, condition, `v${i}`))
  const search = wanted.search === undefined ? undefined : searchCondition(dataset, wanted.search, 'search')
  const columns = wanted.order.map(({ column, direction }) => ({ position: columnPosition(dataset, column), direction }))
  return onSteadyRows(db, dataset, async ofRows => {
    const { rows, cells } = await collect(db, dataset, search === undefined ? conditions : [...conditions, search], columns.map(({ position }) => position), run)
    run.progress('order', 0, columns.length)
    const sortColumns: SortColumn[] = columns.map(({ position, direction }, i) => ({ cells: cells[i]!, isText: dataset.columns[position]!.type === 'text', direction }))
    const order = await orderedBy(sortColumns, rows.length, run)
    return { rows: order === undefined ? rows : order.map(i => rows[i]!), ofRows }
  })
}

/**
 * Reading takes no snapshot, which would keep an erasure waiting: where rows were erased meanwhile the work is done again, so
 * that its result is of one state. It is told how many rows the dataset has.
 */
export async function onSteadyRows<T>(db: Db, dataset: Dataset, work: (rows: number) => Promise<T>): Promise<T> {
  for (;;) {
    const rows = rowCount(db, dataset.id)
    const result = await work(rows)
    if (rowCount(db, dataset.id) === rows) return result
  }
}

/** As many row numbers are looked at before others get their turn. */
const stride = 16_384

/** Calls `each` for every row chosen, in order, breathing in between. */
export async function walkRows(db: Db, dataset: Dataset, choice: Parameters<typeof chosenRows>[2], run: Run, stage: string, each: (record: readonly [row: number, facts: number, ...cells: Cell[]]) => void): Promise<void> {
  const read = chosenRows(db, dataset, choice)
  for (let after = 0; after < dataset.lastRow; after += stride) {
    await breathe(run)
    run.progress(stage, after, dataset.lastRow)
    for (const record of read(after, after + stride)) each(record)
  }
  await breathe(run)
}

/** The rows that meet every condition, in order of their number, and their cells at the positions to sort by, a list each. */
async function collect(db: Db, dataset: Dataset, conditions: readonly RowCondition[], sortedBy: readonly number[], run: Run): Promise<{ rows: Uint32Array; cells: Cell[][] }> {
  const scripted = conditions.filter(({ scripts }) => scripts.length > 0)
  const positions = [...new Set([...scripted.flatMap(({ scripts }) => scripts.map(({ position }) => position)), ...sortedBy])]
  const place = (position: number) => positions.indexOf(position) + 2
  const checks = scripted.map(({ scripts }, i) => ({ fact: 1 << i, scripts: scripts.map(({ position, passes }) => ({ at: place(position), passes })) }))
  const kept = sortedBy.map(place)
  const cells = sortedBy.map((): Cell[] => [])
  const rows: number[] = []
  const choice = {
    positions,
    where: conditions.flatMap(({ test, scripts, needed }) => (test !== null && scripts.length === 0 ? [test] : needed ?? [])),
    facts: scripted.map(({ test }) => test ?? { sql: '0', values: {} }),
  }
  await walkRows(db, dataset, choice, run, 'choose', record => {
    const facts = record[1]
    for (const { fact, scripts } of checks) {
      if ((facts & fact) === 0 && !scripts.some(({ at, passes }) => record[at] !== null && passes(record[at]!))) return
    }
    rows.push(record[0])
    for (let k = 0; k < kept.length; k += 1) {
      const cell = record[kept[k]!]!
      cells[k]!.push(typeof cell === 'string' ? comparedText(cell) : cell)
    }
  })
  return { rows: Uint32Array.from(rows), cells }
}
