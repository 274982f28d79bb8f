import type { ErasedReport } from '../../../contract/record.ts'
import type { ErasurePlan } from '../../../contract/request.ts'
import type { Command } from '../command.ts'
import { unseenLabelled } from '../score-words.ts'
import { count, duration, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'
import { guaranteeWords } from './compare.ts'
import { rowLines } from './dataset.ts'

const requestArgument = [{ name: 'REQUEST', about: 'id of the request' }]
const mostRows = 500
const usualRows = 20

export const requestRowsCommand: Command = {
  name: 'request rows',
  arguments: requestArgument,
  options: {
    dataset: { value: 'DATASET', about: 'those in this dataset; the first the request is about otherwise' },
    offset: { value: 'N', about: 'leave out the first N rows' },
    limit: { value: 'N', about: `how many rows to show: ${usualRows} by default, ${mostRows} at most` },
  },
  about: 'Show the rows an open request is about',
  examples: ['lethe request rows rq-4f0c9b7a21d3 --limit 50'],
  async run({ call, arguments: args, option }) {
    const offset = wholeNumber(option('offset'), '--offset', { least: 0, most: 4_294_967_295, otherwise: 0 })
    const limit = wholeNumber(option('limit'), '--limit', { least: 1, most: mostRows, otherwise: usualRows })
    const requestId = args['REQUEST']!
    const dataset = option('dataset')
    const { columns, ...page } = await call('request.rows', { requestId, offset, limit, ...(dataset === undefined ? {} : { dataset }) })
    return {
      json: { requestId, columns: columns.map(({ name }) => name), offset, ...page },
      lines: page.total === 0 ? [`No row that request ${requestId} is about is left: it has ended, or its rows are erased.`] : [
        ...rowLines(page, columns, offset, ` that request ${requestId} is about`),
        ...page.kept.map(({ row, reason }) => `Row ${row} is kept (${reason}).`), ...(page.held.length === 0 ? [] : [`Under a legal hold: ${page.held.join(', ')}.`]),
      ],
    }
  },
}

export const requestPlanCommand: Command = {
  name: 'request plan',
  arguments: requestArgument,
  options: {},
  about: 'Show what carrying a request out means for each model, and which methods the policy allows',
  examples: ['lethe request plan rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const requestId = args['REQUEST']!
    const plan = await call('request.plan', { requestId })
    return { json: { requestId, ...plan }, lines: planLines(requestId, plan) }
  },
}

function planLines(requestId: string, { rows, models, batchUntil }: ErasurePlan): string[] {
  if (rows === 0) return [`The rows of request ${requestId} are erased: nothing is left to do.`]
  return [
    `Request ${requestId} erases ${count(rows, 'row')}.`,
    ...(models.length === 0 ? ['No model learned from this dataset.'] : []),
    ...models.flatMap(({ modelId, learner, learnedFrom, heldBack, method, guarantee, methods }) => [
      `${modelId} (${learner}) learned from ${learnedFrom.toLocaleString('en')} of them and was tested on ${heldBack.toLocaleString('en')}; it would forget by ${method}: ${guaranteeWords[guarantee]}.`,
      ...table(methods.map(one => [`  ${one.method}`, guaranteeWords[one.guarantee], one.allowed ? 'allowed' : 'not allowed by the policy'])),
    ]),
    batchUntil === null ? 'It need not wait for others.' : `It may wait for others until ${batchUntil}.`,
    `Next: lethe erase ${requestId}`,
  ]
}

export const requestOutcomeCommand: Command = {
  name: 'request outcome',
  arguments: requestArgument,
  options: {},
  about: 'Show how a request was carried out: the figures its record states',
  examples: ['lethe request outcome rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const requestId = args['REQUEST']!
    const report = await call('erasure.show', { requestId })
    return { json: report ?? { outcome: null, models: [] }, lines: report === null ? [`Request ${requestId} has not been carried out.`, `Next: lethe erase ${requestId}`] : outcomeLines(report) }
  },
}

function outcomeLines({ outcome: { request, data, models: erased, residue, timing }, models }: ErasedReport): string[] {
  return [
    `Request ${request.id} was carried out at ${request.completedAt}: ${count(data.erased, 'row')} erased in ${duration(timing.totalMs)}.`,
    ...erased.flatMap(({ model, method, guarantee, unlearned }, i) => [
      unlearned === null ? `${model}: no row was left to learn from, so the model is gone.` : `${model} forgot by ${method} in ${duration(unlearned.computeMs)}: ${guaranteeWords[guarantee]}; ${unseenLabelled(unlearned.unseen)}.`,
      ...(unlearned === null ? [] : [`  SHA-256: ${models[i]?.publishedSha256 ?? 'destroyed, since the model has forgotten more'}`]),
    ]),
    `Traces of the erased values left in the files: ${residue.found.toLocaleString('en')} of ${residue.searched.toLocaleString('en')} searched for; ${count(residue.notSearchable, 'value')} could not be searched for.`,
    `Next: lethe record export ${request.id} --out record.zip`,
  ]
}
