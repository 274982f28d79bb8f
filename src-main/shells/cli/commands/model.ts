import type { ModelDetail } from '../../../contract/model.ts'
import type { Command } from '../command.ts'
import { scoreLabelled, scoreRows } from '../score-words.ts'
import { count, percent, printable, table } from '../terminal.ts'
import { guaranteeWords } from './compare.ts'
import { taskWords } from './learner.ts'

export const modelListCommand: Command = {
  name: 'model list',
  arguments: [],
  options: {},
  about: 'List the models of the workspace',
  examples: ['lethe model list'],
  async run({ call }) {
    const models = await call('model.list', {})
    return {
      json: { models },
      lines: models.length === 0
        ? ['No model yet. Train one with "lethe train DATASET".']
        : table([['model', 'dataset', 'learner', 'predicts', 'version', 'made by', 'accuracy or R²', 'SHA-256'], ...models.map(m =>
            [m.modelId, m.datasetId, m.learner, taskWords[m.task], String(m.version), m.method, scoreLabelled(m), m.publishedSha256.slice(0, 16)])]),
    }
  },
}

export const modelShowCommand: Command = {
  name: 'model show',
  arguments: [{ name: 'MODEL', about: 'id of the model' }],
  options: {},
  about: 'Show one model: settings, measures, versions, and how it can be made to forget',
  examples: ['lethe model show m-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const detail = await call('model.show', { modelId: args['MODEL']! })
    return { json: detail, lines: showLines(detail) }
  },
}

const mostFeatures = 20

function showLines({ model, datasetName, settings, metrics, lineage, methods, pendingRequests, importance }: ModelDetail): string[] {
  return [
    ...table([
      ['model', model.modelId], ['dataset', `${printable(datasetName)} (${model.datasetId})`], ['learner', model.learner], ['predicts', taskWords[model.task]],
      ['settings', Object.entries(settings).map(([name, value]) => `${name}=${value}`).join(' ')],
      ['rows', `${model.trainRows.toLocaleString('en')} learned from, ${model.testRows.toLocaleString('en')} held out`],
      ...scoreRows(metrics, model.task),
      ['SHA-256', model.publishedSha256],
      ['open requests', pendingRequests === 0 ? 'none' : `${count(pendingRequests, 'request')} about rows it learned from`],
    ]),
    'Versions:',
    ...table([['  version', 'made', 'by', 'guarantee', 'request', 'rows', 'state'], ...lineage.map(v =>
      [`  ${v.version}`, v.at, v.method, `${guaranteeWords[v.guarantee]}${v.boundary ? ', boundary' : ''}`, v.requestId ?? '', v.trainRows.toLocaleString('en'), v.state])]),
    ...(importance === null ? [] : importanceLines(importance)),
    'Ways to make it forget:',
    ...table([['  method', 'guarantee', 'about'], ...methods.map(m => [`  ${m.method}`, guaranteeWords[m.guarantee], m.weakened === null ? m.about : `${m.about} (here weaker: ${m.weakened})`])]),
  ]
}

function importanceLines(importance: NonNullable<ModelDetail['importance']>): string[] {
  const rest = importance.length - mostFeatures
  return [
    'Importance of each feature, its share of what the model says:',
    ...table(importance.slice(0, mostFeatures).map(({ feature, share }) => [`  ${printable(feature)}`, percent(share)])),
    ...(rest > 0 ? [`  and ${count(rest, 'feature')} more (--json lists all)`] : []),
  ]
}
