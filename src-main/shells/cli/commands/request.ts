import { AskedBy, Channel, laws, type Law, type RequestSummary } from '../../../contract/request.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { identifierOption, identifiersGiven } from '../identifiers-given.ts'
import { oneOf } from '../one-of.ts'
import { readRowNumbers, readValue } from '../read-value.ts'
import { count } from '../terminal.ts'
import { listOptions, openList } from './request-list.ts'

export const requestOpenCommand: Command = {
  name: 'request open',
  arguments: [{ name: 'DATASET', about: 'id or name of the dataset; with --identifier and --list every one is searched where none is named', optional: true }],
  options: {
    identifier: identifierOption,
    subject: { value: 'VALUE', about: 'the identifier of the person who asks; "-" asks for it or reads standard input' },
    rows: { value: 'FILE', about: 'rows instead of a person: a file with one row number per line; "-" reads standard input' },
    law: { value: 'LAW', about: `the law it is made under: ${laws.join(', ')}; that of the settings by default` },
    received: { value: 'TIME', about: 'when it was received, as 2026-11-24 or 2026-11-24T09:30; now by default' },
    channel: { value: 'CHANNEL', about: `how it came: ${Channel.options.join(', ')}` },
    'asked-by': { value: 'WHO', about: `by whom: ${AskedBy.options.join(', ')}` },
    'answer-name': { value: 'NAME', about: 'who is answered; kept sealed until they are' },
    'answer-address': { value: 'TEXT', about: 'where they are answered' },
    ...listOptions,
  },
  about: 'Open a request to erase a person, or rows; or a list of them',
  examples: [
    'lethe request open customers --subject -', 'lethe request open --identifier e-mail=- --law gdpr --channel letter', 'lethe request open customers --rows rows.txt --law ccpa --received 2026-11-20',
    'lethe request open --list requests.csv --column mail=e-mail --column received=received --dry-run', 'lethe request open --list 20260801_4821_Email.csv --drop',
  ],
  async run(context) {
    if (context.option('list') !== undefined) return openList(context, await listGiven(context))
    const request = await openFor(context)
    return { json: request, lines: [`Opened request ${request.requestId}: ${count(request.matchedRows, 'row')} matched.`, ...(request.acknowledgeBy === null ? [] : [`Confirm receipt by ${request.acknowledgeBy}.`]), `Answer due by ${request.dueAt} (${request.law}, rule ${request.ruleVersion}; ${request.calendar === null ? 'weekends alone counted, no holidays' : `holidays of ${request.calendar}`}).`, ...(request.duplicateOf === null ? [] : [`The same person asked before: request ${request.duplicateOf}.`]), request.matchedRows === 0 ? `Nothing was found of this person, who is owed that answer: lethe request verify ${request.requestId}, then lethe request not-found ${request.requestId}` : `Next: lethe erase ${request.requestId}`] }
  },
}

/** What holds for every line of a list that states none of it. A person and rows are no list. */
async function listGiven(context: CommandContext): Promise<Parameters<typeof openList>[1]> {
  for (const name of ['subject', 'rows', 'identifier', 'answer-name', 'answer-address']) {
    if (context.option(name) !== undefined || (name === 'identifier' && context.each(name).length > 0)) throw new CoreError('usage/options-exclude', { first: '--list', second: `--${name}` })
  }
  if (context.arguments['DATASET'] !== undefined) throw new CoreError('usage/unexpected-argument', { command: 'request open --list', position: 1 })
  return whenAndHow(context)
}

async function whenAndHow({ option, call }: CommandContext): Promise<{ law: Law; receivedAt?: string; channel?: Channel }> {
  const channel = oneOf(Channel.options, option('channel'), '--channel')
  const received = option('received')
  return { law: lawOf(option('law')) ?? (await call('settings.show', {})).law, ...(received === undefined ? {} : { receivedAt: timeOf(received).toISOString() }), ...(channel === undefined ? {} : { channel }) }
}

async function openFor(context: CommandContext): Promise<RequestSummary> {
  const { option, terminal, call, arguments: { DATASET: dataset } } = context
  const identifiers = await identifiersGiven(context)
  const subject = option('subject')
  const rows = option('rows')
  const ways = [...(subject === undefined ? [] : ['--subject']), ...(rows === undefined ? [] : ['--rows']), ...(identifiers.length === 0 ? [] : ['--identifier'])]
  if (ways.length > 1) throw new CoreError('usage/options-exclude', { first: ways[0]!, second: ways[1]! })
  if (ways.length === 0) throw new CoreError('usage/missing-option', { option: '--identifier KIND=VALUE, --subject VALUE, --rows FILE or --list FILE', command: 'request open' })
  if (dataset === undefined && identifiers.length === 0) throw new CoreError('usage/missing-argument', { argument: 'DATASET', command: 'request open' })
  const askedBy = oneOf(AskedBy.options, option('asked-by'), '--asked-by')
  const given = await whenAndHow(context)
  const answerTo = { name: option('answer-name') ?? '', address: option('answer-address') ?? '' }
  const isAnswered = answerTo.name !== '' || answerTo.address !== ''
  if (isAnswered && identifiers.length === 0) throw new CoreError('usage/options-exclude', { first: '--answer-name', second: ways[0]! })
  const who = identifiers.length > 0 ? { identifiers, ...(isAnswered ? { answerTo } : {}) }
    : subject === undefined ? { rows: await readRowNumbers(rows!) } : { subject: await readValue(subject, '--subject', terminal) }
  const datasets = context.list('in')
  return call('request.open', { ...(dataset === undefined ? {} : { dataset }), ...(datasets.length === 0 ? {} : { datasets }), who, ...given, ...(askedBy === undefined ? {} : { askedBy }) })
}

export function lawOf(given: string | undefined): Law | undefined {
  if (given === undefined) return undefined
  const found = laws.find(law => law === given)
  if (found === undefined) throw new CoreError('usage/bad-option-value', { option: '--law', expected: `one of ${laws.join(', ')}` })
  return found
}

export function timeOf(given: string): Date {
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
