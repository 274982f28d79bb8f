import type { RequestSummary } from '../../../contract/request.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Answer, Command } from '../command.ts'
import { readRowNumbers } from '../read-value.ts'
import { count } from '../terminal.ts'
import { requestArgument } from './request-show.ts'

const ended = (request: RequestSummary): Answer => ({
  json: request,
  lines: [`Request ${request.requestId} is ${request.state}. Its rows are free again; which they were is forgotten.`, ...(request.state === 'withdrawn' ? [] : [`The person's answer is still owed, by ${request.dueAt}.`])],
})

export const requestDenyCommand: Command = {
  name: 'request deny',
  arguments: requestArgument,
  options: { reason: { value: 'CODE', about: 'a reason of its law to deny a request ("lethe reason list"); where every row is kept, one of those reasons' } },
  about: 'Deny a request for a reason of its law; the person must still be told',
  examples: ['lethe request deny rq-4f0c9b7a21d3 --reason gdpr.12-5-b'],
  async run({ call, arguments: args, option }) {
    const reason = option('reason')
    if (reason === undefined) throw new CoreError('usage/missing-option', { option: '--reason CODE', command: 'request deny' })
    return ended(await call('request.deny', { requestId: args['REQUEST']!, reason }))
  },
}

export const requestWithdrawCommand: Command = {
  name: 'request withdraw',
  arguments: requestArgument,
  options: {},
  about: 'Note that the person took their request back',
  examples: ['lethe request withdraw rq-4f0c9b7a21d3'],
  run: async ({ call, arguments: args }) => ended(await call('request.withdraw', { requestId: args['REQUEST']! })),
}

export const requestNotFoundCommand: Command = {
  name: 'request not-found',
  arguments: requestArgument,
  options: {},
  about: 'End a request for which no row was found; the person must still be told',
  examples: ['lethe request not-found rq-4f0c9b7a21d3'],
  run: async ({ call, arguments: args }) => ended(await call('request.close-not-found', { requestId: args['REQUEST']! })),
}

export const requestExpireCommand: Command = {
  name: 'request expire',
  arguments: requestArgument,
  options: {},
  about: 'End a request whose person was asked who they are and did not show it in time; they must still be told',
  examples: ['lethe request expire rq-4f0c9b7a21d3'],
  run: async ({ call, arguments: args }) => ended(await call('request.expire', { requestId: args['REQUEST']! })),
}

export const requestHoldCommand: Command = {
  name: 'request hold',
  arguments: requestArgument,
  options: {
    rows: { value: 'FILE', about: 'only over these rows: a file with one row number per line; "-" reads standard input' },
    dataset: { value: 'DATASET', about: 'the dataset they are in; needed where the request is about several' },
  },
  about: 'Lay a legal hold over a request, or over rows of it: nothing it names is erased',
  examples: ['lethe request hold rq-4f0c9b7a21d3', 'lethe request hold rq-4f0c9b7a21d3 --rows claims.txt'],
  async run({ call, arguments: args, option }) {
    const [file, requestId] = [option('rows'), args['REQUEST']!]
    if (file === undefined && option('dataset') !== undefined) throw new CoreError('usage/missing-option', { option: '--rows FILE', command: 'request hold' })
    const rows = file === undefined ? undefined : await readRowNumbers(file)
    if (rows?.length === 0) throw new CoreError('request/no-rows-named', {})
    const datasets = option('dataset') !== undefined || rows === undefined ? [option('dataset') ?? ''] : (await call('request.show', { requestId })).datasets.map(({ datasetId }) => datasetId)
    if (datasets.length !== 1) throw new CoreError('usage/missing-option', { option: '--dataset DATASET', command: 'request hold' })
    const request = await call('request.hold', { requestId, ...(rows === undefined ? {} : { rows: { dataset: datasets[0]!, rows } }) })
    const { holdId, rows: named } = request.holds.at(-1)!
    return { json: request, lines: [`Legal hold ${holdId} lies over ${named === null ? `request ${requestId}` : `${count(named, 'row')} of request ${requestId}`}. Nothing of that is erased until it is lifted.`, `Later: lethe request lift-hold ${requestId} --hold ${holdId}`] }
  },
}

export const requestLiftHoldCommand: Command = {
  name: 'request lift-hold',
  arguments: requestArgument,
  options: { hold: { value: 'HOLD', about: 'which one, where there are several' } },
  about: 'Lift a legal hold',
  examples: ['lethe request lift-hold rq-4f0c9b7a21d3'],
  async run({ call, arguments: args, option }) {
    const request = await call('request.lift-hold', { requestId: args['REQUEST']!, ...(option('hold') === undefined ? {} : { hold: option('hold')! }) })
    return { json: request, lines: [request.onHold ? `Request ${request.requestId} is still under ${count(request.holds.length, 'legal hold')}.` : `No legal hold lies over request ${request.requestId} any more.`] }
  },
}
