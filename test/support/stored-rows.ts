import type { Column } from '../../src-main/contract/dataset.ts'
import type { Cell } from '../../src-main/core/datasets/cell.ts'
import { encodeRows, featuresOf, type RowRecipe } from '../../src-main/core/features/encode-rows.ts'
import type { FeatureRows } from '../../src-main/core/features/feature-rows.ts'
import { rowKeyKey } from '../../src-main/core/features/split-rows.ts'

export const exampleColumns: readonly Column[] = [
  { name: 'town', type: 'text', role: 'feature' },
  { name: 'income', type: 'number', role: 'feature' },
  { name: 'note', type: 'text', role: 'ignored' },
  { name: 'came', type: 'text', role: 'label' },
  { name: 'age', type: 'integer', role: 'feature' },
]

/** Rows of `exampleColumns`, in the order of these; numbered from 1. */
export function exampleRows(cells: readonly (readonly Cell[])[], changes: Partial<RowRecipe> = {}): FeatureRows {
  const recipe: RowRecipe = {
    label: { column: 'came', positive: 'yes' }, subject: null, features: featuresOf(exampleColumns), testShare: 0, rowKey: rowKeyKey(1), ...changes,
  }
  return encodeRows(cells.map((row, i): [number, null, ...Cell[]] => [i + 1, null, ...row]), exampleColumns, recipe)
}

export const exampleCells: readonly (readonly Cell[])[] = [
  ['Oslo', 10, 'x', 'yes', 30],
  [null, 20, 'y', 'no', 40],
  ['Ähtäri', null, null, 'yes', 50],
  ['\u{1f600}', 40, 'z', null, 60],
  ['\uffee', 60, 'x', 'no', 20],
  ['Oslo', null, 'x', 'yes', 60],
]
