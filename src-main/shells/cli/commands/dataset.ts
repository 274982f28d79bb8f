import type { ColumnProfile, DatasetDetail, DatasetSummary, RowPage } from '../../../contract/dataset.ts'
import type { Command, CommandContext } from '../command.ts'
import { readValue } from '../read-value.ts'
import { conditionForms, conditionOf, orderOf } from '../row-choice.ts'
import { count, printable, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'
import { rejectLines } from './import.ts'

const datasetArgument = { name: 'DATASET', about: 'id or name of the dataset' }

export const datasetListCommand: Command = {
  name: 'dataset list',
  arguments: [],
  options: {},
  about: 'List the datasets of the workspace',
  examples: ['lethe dataset list'],
  async run({ call }) {
    const datasets = await call('dataset.list', {})
    return {
      json: { datasets },
      lines: datasets.length === 0
        ? ['No dataset yet. Import one with "lethe import FILE --name NAME".']
        : table([['dataset', 'name', 'rows', 'rejected', 'imported'], ...datasets.map(d => [d.datasetId, printable(d.name), d.rows.toLocaleString('en'), String(d.rejected), d.importedAt])]),
    }
  },
}

export const datasetShowCommand: Command = {
  name: 'dataset show',
  arguments: [datasetArgument],
  options: {},
  about: 'Show one dataset: its columns, what was set aside, its models and open requests',
  examples: ['lethe dataset show customers'],
  async run({ call, arguments: args }) {
    const detail = await call('dataset.show', { dataset: args['DATASET']! })
    return { json: detail, lines: showLines(detail) }
  },
}

function showLines({ dataset, rejects, pending, models }: DatasetDetail): string[] {
  const { datasetId, name, importedAt, rows, rejected, lastRow, labelPositive, columns } = dataset
  return [
    ...table([
      ['dataset', datasetId], ['name', printable(name)], ['imported', importedAt], ['rows', `${rows.toLocaleString('en')}, numbered up to ${lastRow.toLocaleString('en')}`],
      ['positive label', labelPositive === null ? 'none' : printable(labelPositive)],
      ['open requests', pending.requests === 0 ? 'none' : `${pending.requests.toLocaleString('en')}, naming ${count(pending.rows, 'row')}, ${pending.restricted.toLocaleString('en')} of them out of every new training`],
      ['models', models.length === 0 ? 'none' : models.join(', ')],
    ]),
    'Columns:', ...table(columns.map(column => [`  ${printable(column.name)}`, column.type, column.role])),
    ...(rejected === 0 ? ['No record was set aside.'] : rejectLines(rejects, columns, rejected)),
  ]
}

const mostCells = 500
const mostNumbers = 1_000_000
const usualRows = 20

export const datasetRowsCommand: Command = {
  name: 'dataset rows',
  arguments: [datasetArgument],
  options: {
    order: { value: 'COL:up|down', repeatable: true, about: 'order by a column, and by up to two more where that is equal; as imported by default' },
    where: { value: 'CONDITION', repeatable: true, about: `only rows for which all conditions hold: ${conditionForms}; a value "-" is asked for or read from standard input` },
    search: { value: 'TEXT', about: 'only rows with this text in any column; "-" asks for it or reads standard input' },
    offset: { value: 'N', about: 'leave out the first N rows' },
    limit: { value: 'N', about: `how many rows to show: ${usualRows} by default, ${mostCells} at most; with --numbers all by default` },
    numbers: { about: 'only the row numbers, one a line: a list for --rows of "request open" and "compare"' },
  },
  about: 'Show rows of a dataset, chosen and ordered',
  examples: [
    'lethe dataset rows customers --order age:down --limit 50', 'lethe dataset rows customers --where "city=Bonn" --where "age>=60"',
    'lethe dataset rows customers --where "email=-" --numbers > rows.txt',
  ],
  async run(context) {
    const { option, flag, lethe } = context
    const onlyNumbers = flag('numbers')
    const offset = wholeNumber(option('offset'), '--offset', { least: 0, most: 4_294_967_295, otherwise: 0 })
    const limit = wholeNumber(option('limit'), '--limit', { least: 1, most: onlyNumbers ? mostNumbers : mostCells, otherwise: onlyNumbers ? mostNumbers : usualRows })
    const { call } = await lethe()
    const { dataset } = await call('dataset.show', { dataset: context.arguments['DATASET']! })
    const view = await viewFor(context, dataset)
    const chosen = { dataset: dataset.datasetId, ...(view === undefined ? {} : { viewId: view.viewId }), offset, limit }
    if (onlyNumbers) {
      const rows = await call('dataset.rows', chosen)
      return { json: { datasetId: dataset.datasetId, total: view?.rows ?? dataset.rows, offset, rows }, lines: rows.map(String) }
    }
    const page = await call('dataset.page', chosen)
    return { json: { datasetId: dataset.datasetId, columns: dataset.columns.map(column => column.name), offset, ...page }, lines: pageLines(page, dataset, offset) }
  },
}

/** The rows chosen and ordered, or undefined for all of them as imported. */
async function viewFor({ call, option, each, terminal }: CommandContext, dataset: DatasetSummary): Promise<{ viewId: string; rows: number } | undefined> {
  const order = each('order').map(typed => orderOf(typed, dataset))
  const conditions = []
  for (const typed of each('where')) conditions.push(await conditionOf(typed, dataset, terminal))
  const asked = option('search')
  const search = asked === undefined ? undefined : await readValue(asked, '--search', terminal)
  if (order.length === 0 && conditions.length === 0 && search === undefined) return undefined
  return call('dataset.view', { dataset: dataset.datasetId, order, conditions, ...(search === undefined ? {} : { search }) })
}

const widestShown = 40

/** A cell on one line, cut where it is long; "lethe dataset cell" shows all of it. */
export function shownCell(cell: string | number | null): string {
  const text = printable(String(cell ?? ''))
  return text.length > widestShown ? `${text.slice(0, widestShown - 1)}…` : text
}

function pageLines(page: RowPage, { name, columns }: DatasetSummary, offset: number): string[] {
  return rowLines(page, columns, offset, ` in "${printable(name)}"`)
}

/** A page of rows for people; `place` says where they are. */
export function rowLines({ total, rows }: RowPage, columns: DatasetSummary['columns'], offset: number, place: string): string[] {
  if (rows.length === 0) return [total === 0 ? 'No row fits.' : `There are ${count(total, 'row')}; none from number ${offset + 1} of them on.`]
  const anyPending = rows.some(row => row.pending !== null)
  const states = { named: 'named by an open request', restricted: 'out of every new training' } as const
  const last = offset + rows.length
  return [
    `Rows ${(offset + 1).toLocaleString('en')} to ${last.toLocaleString('en')} of ${total.toLocaleString('en')}${place}:`,
    ...table([
      ['row', ...columns.map(column => shownCell(column.name)), ...(anyPending ? ['state'] : [])],
      ...rows.map(({ row, cells, pending }) => [String(row), ...cells.map(shownCell), ...(pending === null ? [] : [states[pending]])]),
    ]),
    ...(last < total ? [`More: --offset ${last}`] : []),
  ]
}

export const datasetProfileCommand: Command = {
  name: 'dataset profile',
  arguments: [datasetArgument, { name: 'COLUMN', about: 'name of the column' }],
  options: {},
  about: 'Show what a column holds: spread and bins of numbers, the most frequent values',
  examples: ['lethe dataset profile customers age'],
  async run({ call, arguments: args }) {
    const profile = await call('dataset.profile', { dataset: args['DATASET']!, column: args['COLUMN']! })
    return { json: profile, lines: profileLines(profile) }
  },
}

const widestBar = 40

function profileLines({ column, rows, empty, distinct, numbers, frequent }: ColumnProfile): string[] {
  const different = distinct > 10_000 ? 'more than 10,000' : distinct.toLocaleString('en')
  return [
    `Column "${printable(column.name)}" (${column.type}, ${column.role}): ${count(rows, 'row')}, ${empty.toLocaleString('en')} empty, ${different} different.`,
    ...(numbers === null ? [] : [
      `From ${short(numbers.least)} to ${short(numbers.most)}, mean ${short(numbers.mean)}, standard deviation ${short(numbers.standardDeviation)}.`,
      ...barLines(numbers.bins.map(bin => [`${short(bin.from)} to ${short(bin.to)}`, bin.rows] as const)),
    ]),
    ...(frequent.length === 0 ? [] : ['Most frequent:', ...barLines(frequent.map(({ value, rows: times }) => [value === null ? '(empty)' : shownCell(value), times] as const))]),
  ]
}

function barLines(bars: readonly (readonly [label: string, rows: number])[]): string[] {
  const most = bars.reduce((found, [, rows]) => Math.max(found, rows), 1)
  return table(bars.map(([label, rows]) => [`  ${label}`, rows.toLocaleString('en'), '█'.repeat(Math.ceil((widestBar * rows) / most))]))
}

/** Six digits: a look, not a measurement. */
const short = (value: number): string => String(Number(value.toPrecision(6)))
