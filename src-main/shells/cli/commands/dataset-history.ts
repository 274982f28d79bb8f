import type { DatasetEvent } from '../../../contract/dataset.ts'
import type { Command } from '../command.ts'
import { printable, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

const datasetArgument = { name: 'DATASET', about: 'id or name of the dataset' }

export const datasetCellCommand: Command = {
  name: 'dataset cell',
  arguments: [datasetArgument, { name: 'ROW', about: 'number of the row' }, { name: 'COLUMN', about: 'name of the column' }],
  options: {},
  about: 'Show one value, whole',
  examples: ['lethe dataset cell customers 17 remarks'],
  async run({ call, arguments: args }) {
    const row = wholeNumber(args['ROW'], 'ROW', { least: 1, most: 4_294_967_295, otherwise: 1 })
    const value = await call('dataset.cell', { dataset: args['DATASET']!, row, column: args['COLUMN']! })
    return { json: { value }, lines: value === null ? ['(empty)'] : String(value).split(/\r\n|[\r\n]/).map(printable) }
  },
}

const eventWords = { imported: 'imported', 'model-trained': 'model trained', 'request-opened': 'request opened', 'rows-erased': 'rows erased', restored: 'workspace restored' } as const

export const datasetHistoryCommand: Command = {
  name: 'dataset history',
  arguments: [datasetArgument],
  options: {},
  about: 'Show what happened to a dataset, the newest first',
  examples: ['lethe dataset history customers'],
  async run({ call, arguments: args }) {
    const history = await call('dataset.history', { dataset: args['DATASET']! })
    return { json: { history }, lines: historyLines(history) }
  },
}

const historyLines = (history: readonly DatasetEvent[]): string[] =>
  table([['when', 'what', 'rows', 'about'], ...history.map(({ at, what, rows, modelId, requestId }) => [at, eventWords[what], rows.toLocaleString('en'), modelId ?? requestId ?? ''])])
