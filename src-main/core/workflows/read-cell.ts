import type { Input, Output } from '../../contract/api.ts'
import { CoreError } from '../base/core-error.ts'
import { columnPosition, findDataset } from '../datasets/dataset-table.ts'
import { readCell } from '../datasets/row-table.ts'
import type { Workspace } from './workspace.ts'

/** One value, whole. */
export function readWholeCell({ db }: Workspace, input: Input<'dataset.cell'>): Output<'dataset.cell'> {
  return db.transaction(() => {
    const dataset = findDataset(db, input.dataset)
    const cell = readCell(db, dataset, input.row, columnPosition(dataset, input.column))
    if (cell === undefined) throw new CoreError('dataset/no-such-row', { dataset: dataset.name, row: input.row })
    return cell
  })()
}
