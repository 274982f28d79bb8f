import { parseCell, type Cell } from '../../src-main/core/datasets/cell.ts'
import { chooseColumns } from '../../src-main/core/datasets/choose-columns.ts'
import type { Dataset } from '../../src-main/core/datasets/dataset-table.ts'
import { newProfile, profileCell } from '../../src-main/core/datasets/infer-columns.ts'
import { encodeRows } from '../../src-main/core/features/encode-rows.ts'
import type { Task } from '../../src-main/contract/model.ts'
import type { FeatureRows } from '../../src-main/core/features/feature-rows.ts'
import type { Recipe } from '../../src-main/core/learners/learner.ts'
import { importOptions, readRecords, type ExampleData } from './example-data.ts'

/** One stored row: its number, no person's hash, its cells. */
export type LoadedRow = readonly [number, null, ...Cell[]]

const loadedRow = (row: number, cells: readonly Cell[]): LoadedRow => [row, null, ...cells]

export interface LoadedRows {
  readonly dataset: Dataset
  readonly rows: readonly LoadedRow[]
}

/** The columns and rows an import would store, without a database. */
export function loadRows(data: ExampleData): LoadedRows {
  const { header, records } = readRecords(data)
  const profiles = (data.columnNames ?? header[0]!).map(newProfile)
  for (const record of records) record.forEach((cell, k) => profileCell(profiles[k]!, cell.trim()))
  const { columns, labelPositive } = chooseColumns(profiles, records.length, { ...importOptions(data), features: [], text: [] })
  const cellsOf = (record: readonly string[]) => record.map((cell, k) => parseCell(cell.trim(), columns[k]!.type) ?? null)
  const rows = records.map((record, i) => loadedRow(i + 1, cellsOf(record)))
  return { dataset: { id: 'ds-000000000000', number: 1, name: data.name, importedAt: '', lastRow: rows.length, labelPositive, columns }, rows }
}

/** The rows as a learner sees them; numbered anew, as another file would number them, where `renumbered`. */
export function encodeLoaded({ dataset }: LoadedRows, rows: readonly LoadedRow[], recipe: Recipe, renumbered = false): FeatureRows {
  return encodeRows(renumbered ? rows.map((row, i) => row.with(0, i + 1) as unknown as LoadedRow) : rows, dataset.columns, recipe)
}

/** Where a column's cells are in a loaded row. */
export const cellAt = ({ dataset }: LoadedRows, column: string): number => dataset.columns.findIndex(({ name }) => name === column) + 2

/**
 * The same rows with a label for the task: for several classes the column with the most values up to a hundred, a text where there is
 * one; for numbers the column of numbers with the most. What was the label is a feature then, and rows without the new one are left out.
 */
export function labelledFor(task: Task, loaded: LoadedRows): LoadedRows {
  if (task === 'binary') return loaded
  const { dataset, rows } = loaded
  const fit = dataset.columns.filter(({ role }) => role === 'feature')
    .map(({ name, type }) => ({ name, isText: type === 'text', values: new Set(rows.map(row => row[cellAt(loaded, name)])).size }))
    .filter(({ isText, values }) => (task === 'regression' ? !isText : values > 2 && values <= 100))
    .sort((a, b) => Number(b.isText) - Number(a.isText) || b.values - a.values)
  const chosen = fit[0]
  if (chosen === undefined) throw new Error(`No column of ${dataset.name} is a label for the task ${task}`)
  const columns = dataset.columns.map(column => (column.name === chosen.name ? { ...column, role: 'label' as const } : column.role === 'label' ? { ...column, role: 'feature' as const } : column))
  return { dataset: { ...dataset, columns }, rows: rows.filter(row => row[cellAt(loaded, chosen.name)] !== null) }
}
