import type { Command } from '../command.ts'
import { percent, table } from '../terminal.ts'

export const modelListCommand: Command = {
  name: 'model list',
  arguments: [],
  options: {},
  about: 'List the models of the workspace',
  examples: ['lethe model list'],
  async run({ core, run }) {
    const models = await core().call('model.list', {}, run)
    return {
      json: { models },
      lines: models.length === 0
        ? ['No model yet. Train one with "lethe train DATASET".']
        : table([['model', 'dataset', 'learner', 'version', 'made by', 'accuracy', 'SHA-256'], ...models.map(m =>
            [m.modelId, m.datasetId, m.learner, String(m.version), m.method, percent(m.testAccuracy), m.publishedSha256.slice(0, 16)])]),
    }
  },
}
