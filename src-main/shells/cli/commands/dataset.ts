import type { Command } from '../command.ts'
import { table } from '../terminal.ts'

export const datasetListCommand: Command = {
  name: 'dataset list',
  arguments: [],
  options: {},
  about: 'List the datasets of the workspace',
  examples: ['lethe dataset list'],
  async run({ core, run }) {
    const datasets = await core().call('dataset.list', {}, run)
    return {
      json: { datasets },
      lines: datasets.length === 0
        ? ['No dataset yet. Import one with "lethe import FILE --name NAME".']
        : table([['dataset', 'name', 'rows', 'rejected', 'imported'], ...datasets.map(d => [d.datasetId, d.name, d.rows.toLocaleString('en'), String(d.rejected), d.importedAt])]),
    }
  },
}
