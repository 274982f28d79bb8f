import { laws, type Law, type RequestSummary } from '../../../contract/request.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { readRowNumbers, readValue } from '../read-value.ts'
import { count, table } from '../terminal.ts'

export const requestOpenCommand: Command = {
  name: 'request open',
  arguments: [{ name: 'DATASET', about: 'id or name of the dataset' }],
  options: {
    subject: { value: 'VALUE', about: 'the identifier of the person who asks; "-" asks for it or reads standard input' },
    rows: { value: 'FILE', about: 'rows instead of a person: a file with one row number per line; "-" reads standard input' },
    law: { value: 'LAW', about: `the law it is made under: ${laws.join(', ')}; that of the settings by default` },
    received: { value: 'TIME', about: 'when it was received, as 2026-11-24 or 2026-11-24T09:30; now by default' },
  },
  about: 'Open a request to erase a person, or rows',
  examples: ['lethe request open customers --subject -', 'lethe request open customers --rows rows.txt --law ccpa --received 2026-11-20'],
  async run(context) {
    const request = await openFor(context)
    return { json: request, lines: [`Opened request ${request.requestId}: ${count(request.matchedRows, 'row')} matched.`, ...(request.acknowledgeBy === null ? [] : [`Confirm receipt by ${request.acknowledgeBy}.`]), `Answer due by ${request.dueAt} (${request.law}, rule ${request.ruleVersion}; ${request.calendar === null ? 'weekends alone counted, no holidays' : `holidays of ${request.calendar}`}).`, `Next: lethe erase ${request.requestId}`] }
  },
}

async function openFor(context: CommandContext): Promise<RequestSummary> {
  const { option, terminal, call } = context
  const subject = option('subject')
  const rows = option('rows')
  if (subject !== undefined && rows !== undefined) throw new CoreError('usage/options-exclude', { first: '--subject', second: '--rows' })
  if (subject === undefined && rows === undefined) throw new CoreError('usage/missing-option', { option: '--subject VALUE or --rows FILE', command: 'request open' })
  const asked = lawOf(option('law'))
  const received = option('received')
  const who = subject === undefined ? { rows: await readRowNumbers(rows!) } : { subject: await readValue(subject, '--subject', terminal) }
  const law = asked ?? (await call('settings.show', {})).law
  return call('request.open', { dataset: context.arguments['DATASET']!, who, law, receivedAt: received === undefined ? undefined : timeOf(received).toISOString() })
}

function lawOf(given: string | undefined): Law | undefined {
  if (given === undefined) return undefined
  const found = laws.find(law => law === given)
  if (found === undefined) throw new CoreError('usage/bad-option-value', { option: '--law', expected: `one of ${laws.join(', ')}` })
  return found
}

function timeOf(given: string): Date {
  // A date alone is that day at noon here, so that no time zone moves it to another day.
  const day = /^(\d{4}-\d{2}-\d{2})(T.+)?$/.exec(given)
  const time = new Date(day?.[2] === undefined ? `${given}T12:00` : given)
  // 30 February would otherwise become 2 March.
  const exists = day !== null && new Date(`${day[1]}T00:00Z`).toJSON()?.slice(0, 10) === day[1]
  if (!exists || Number.isNaN(time.getTime()) || time.getTime() > Date.now() + 24 * 3600 * 1000 || time.getUTCFullYear() < 2000) {
    throw new CoreError('usage/bad-option-value', { option: '--received', expected: 'a past date such as 2026-11-24 or a time such as 2026-11-24T09:30' })
  }
  return time
}

const requestArgument = [{ name: 'REQUEST', about: 'id of the request' }]

const requestLines = (r: RequestSummary): string[] => table([
  ['request', r.requestId], ['state', r.state], ['law', `${r.law} (rule ${r.ruleVersion})`], ['received', r.receivedAt],
  ...(r.acknowledgeBy === null ? [] : [['confirm receipt', `by ${r.acknowledgeBy}`]]),
  ['due', r.extension === null ? r.dueAt : `${r.dueAt}, extended (${r.extension.reason}); ${r.extension.firstDueAt} before`],
  ...(r.extendable === null ? [] : [['extension', `possible to ${r.extendable.dueAt}, the person told by ${r.extendable.noticeBy}`]]),
  ['calendar', r.calendar ?? 'weekends alone'],
  ['scope', r.scope === 'person' ? 'all rows of a person' : 'rows by number'], ['matched', count(r.matchedRows, 'row')], ['dataset', r.datasetId],
])

export const requestVerifyCommand: Command = {
  name: 'request verify',
  arguments: requestArgument,
  options: {},
  about: 'Vouch for the identity of the person who asks',
  examples: ['lethe request verify rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.verify', { requestId: args['REQUEST']! })
    return { json: request, lines: [`Request ${request.requestId} is verified: you vouch for the person's identity.`] }
  },
}

export const requestApproveCommand: Command = {
  name: 'request approve',
  arguments: requestArgument,
  options: {},
  about: 'Approve a verified request; its rows are out of every new training from now on',
  examples: ['lethe request approve rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.approve', { requestId: args['REQUEST']! })
    return { json: request, lines: [`Request ${request.requestId} is approved.`, `Next: lethe erase ${request.requestId}`] }
  },
}

export const requestShowCommand: Command = {
  name: 'request show',
  arguments: requestArgument,
  options: {},
  about: 'Show one request',
  examples: ['lethe request show rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.show', { requestId: args['REQUEST']! })
    return { json: request, lines: requestLines(request) }
  },
}

export const requestListCommand: Command = {
  name: 'request list',
  arguments: [],
  options: {},
  about: 'List all requests with their deadlines',
  examples: ['lethe request list'],
  async run({ call }) {
    const requests = await call('request.list', {})
    return {
      json: { requests },
      lines: requests.length === 0
        ? ['No request yet. Open one with "lethe request open DATASET --subject - --law gdpr".']
        : table([['request', 'state', 'law', 'due', 'rows', 'dataset'], ...requests.map(r => [r.requestId, r.state, r.law, r.dueAt, String(r.matchedRows), r.datasetId])]),
    }
  },
}
