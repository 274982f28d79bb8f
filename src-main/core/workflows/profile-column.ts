import type { Input } from '../../contract/api.ts'
import type { ColumnProfile } from '../../contract/dataset.ts'
import { onSteadyRows, walkRows } from '../datasets/choose-rows.ts'
import { columnPosition, findDataset } from '../datasets/dataset-table.ts'
import { valueCounter } from '../datasets/frequent-values.ts'
import { numberProfiler } from '../datasets/number-bins.ts'
import type { Run } from '../ports.ts'
import { restrictedRows } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

const mostFrequent = 20

/** Says what one column holds, restricted rows left out, in two walks over it that keep no more than some thousand values. */
export async function profileColumn({ db }: Workspace, input: Input<'dataset.profile'>, run: Run): Promise<ColumnProfile> {
  const dataset = findDataset(db, input.dataset)
  const position = columnPosition(dataset, input.column)
  const column = dataset.columns[position]!
  return onSteadyRows(db, dataset, async () => {
    const restricted = restrictedRows(db, dataset.id)
    const walk = (stage: string, each: (cell: string | number | null) => void) =>
      walkRows(db, dataset, { positions: [position], where: [], facts: [] }, run, stage, ([row, , cell]) => {
        if (!restricted.has(row)) each(cell!)
      })
    const counter = valueCounter()
    let [rows, empty, least, most] = [0, 0, Infinity, -Infinity]
    await walk('count', cell => {
      rows += 1
      if (cell === null) {
        empty += 1
        return
      }
      counter.add(cell)
      if (typeof cell === 'number') [least, most] = [Math.min(least, cell), Math.max(most, cell)]
    })
    const profiler = least > most ? undefined : numberProfiler(least, most, column.type === 'integer')
    const countsAgain = counter.begin()
    if (countsAgain || profiler !== undefined) {
      await walk('measure', cell => {
        if (cell === null) return
        if (countsAgain) counter.add(cell)
        profiler?.add(cell as number)
      })
    }
    return { column, rows, empty, distinct: counter.distinct(), numbers: profiler?.done() ?? null, frequent: counter.frequent(mostFrequent) }
  })
}
