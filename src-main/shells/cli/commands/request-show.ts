import { RequestState, type RequestSummary } from '../../../contract/request.ts'
import { Law } from '../../../contract/shape.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { oneOf } from '../one-of.ts'
import { count, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

export const requestArgument = [{ name: 'REQUEST', about: 'id of the request' }]

export const requestShowCommand: Command = {
  name: 'request show',
  arguments: requestArgument,
  options: {},
  about: 'Show one request: state, days, rows, holds and the steps that were taken',
  examples: ['lethe request show rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const request = await call('request.show', { requestId: args['REQUEST']! })
    return { json: request, lines: requestLines(request) }
  },
}

const requestLines = (r: RequestSummary): string[] => [...table([
  ['request', r.requestId], ['state', r.reason === null ? r.state : `${r.state} (${r.reason})`], ['law', `${r.law} (rule ${r.ruleVersion})`], ['received', r.receivedAt],
  ...(r.acknowledgeBy === null ? [] : [['confirm receipt', `by ${r.acknowledgeBy}`]]),
  ['due', r.extension === null ? r.dueAt : `${r.dueAt}, extended (${r.extension.reason}); ${r.extension.firstDueAt} before`],
  ...(r.extendable === null ? [] : [['extension', `possible to ${r.extendable.dueAt}, the person told by ${r.extendable.noticeBy}`]]),
  ['calendar', r.calendar ?? 'weekends alone'],
  ['scope', r.scope === 'person' ? 'all rows of a person' : 'rows by number'],
  ['matched', `${count(r.matchedRows, 'row')}${r.keptRows === 0 ? '' : `, ${r.keptRows.toLocaleString('en')} of them kept`}`], [r.datasets.length > 1 ? 'datasets' : 'dataset', r.datasets.map(d => d.datasetId).join(', ')],
  ...(r.graceUntil === null ? [] : [['approval', `can be taken back until ${r.graceUntil}`]]),
  ...(r.duplicateOf === null ? [] : [['duplicate', `of request ${r.duplicateOf}`]]),
  ...r.holds.map(hold => ['legal hold', `${hold.holdId} over ${hold.rows === null ? 'all of it' : count(hold.rows, 'row')}, since ${hold.placedAt}`]),
  ...(r.onHold ? [['', r.holdBlocks ? 'Nothing is erased until it is lifted, or its rows are kept.' : 'The rows it names are kept; the others can be erased.']] : []),
  ...(r.endedAt === null ? [] : [['ended', r.endedAt], ['answer', r.answeredOn === null ? (r.state === 'withdrawn' ? 'none is owed' : 'still owed') : `sent on ${r.answeredOn}`]]),
]), ...(r.steps.length === 0 ? [] : ['', ...table([['step', 'when', 'by', 'how'], ...r.steps.map(({ step, at, actor, how }) => [step, at, actor, how ?? ''])])])]

const orders = ['received', 'due', 'state', 'rows'] as const

const filterOptions = {
  state: { value: 'STATE', repeatable: true, about: `only those in this state; several with commas: ${RequestState.options.join(', ')}` },
  law: { value: 'LAW', about: `only those under this law: ${Law.options.join(', ')}` },
  'on-hold': { about: 'only those a legal hold lies over' },
  owing: { about: 'only those an answer is still owed for' },
  search: { value: 'TEXT', about: 'only those whose id contains this' },
} as const

export const requestListCommand: Command = {
  name: 'request list',
  arguments: [],
  options: {
    ...filterOptions,
    order: { value: 'BY', about: `the order: ${orders.join(', ')}; with ":down" the other way round; by receipt otherwise` },
    offset: { value: 'N', about: 'leave out the first N' },
    limit: { value: 'N', about: 'show at most N; all otherwise' },
    counts: { about: 'only how many there are, by state and by how they stand' },
  },
  about: 'List requests with their deadlines',
  examples: ['lethe request list', 'lethe request list --state approved,failed --order due --limit 20', 'lethe request list --owing --counts'],
  async run(context) {
    const { call, option, flag } = context
    const filter = filterOf(context)
    if (flag('counts')) {
      const counts = await call('request.counts', filter)
      return { json: counts, lines: countLines(counts) }
    }
    const limit = option('limit')
    const requests = await call('request.list', {
      ...filter, ...orderOf(option('order')), offset: wholeNumber(option('offset'), '--offset', { least: 0, most: 1_000_000, otherwise: 0 }),
      ...(limit === undefined ? {} : { limit: wholeNumber(limit, '--limit', { least: 1, most: 100_000, otherwise: 1 }) }),
    })
    return {
      json: { requests },
      lines: requests.length > 0 ? table([['request', 'state', 'law', 'due', 'rows', 'dataset'], ...requests.map(r => [r.requestId, r.onHold ? `${r.state}, on hold` : r.state, r.law, r.dueAt, String(r.matchedRows), r.datasets.map(d => d.datasetId).join(', ')])])
        : Object.keys(filter).length > 0 ? ['No such request.'] : ['No request yet. Open one with "lethe request open DATASET --subject - --law gdpr".'],
    }
  },
}

function filterOf({ option, list, flag }: CommandContext) {
  const states = list('state').map(state => oneOf(RequestState.options, state, '--state')!)
  const law = oneOf(Law.options, option('law'), '--law')
  return {
    ...(states.length === 0 ? {} : { states }), ...(law === undefined ? {} : { law }), ...(flag('on-hold') ? { onHold: true } : {}), ...(flag('owing') ? { owing: true } : {}),
    ...(option('search') === undefined ? {} : { search: option('search')! }),
  }
}

function orderOf(typed: string | undefined): { order?: { by: (typeof orders)[number]; direction: 'up' | 'down' } } {
  if (typed === undefined) return {}
  const [, name, direction = 'up'] = /^([a-z]+)(?::(up|down))?$/.exec(typed) ?? []
  const by = orders.find(one => one === name)
  if (by === undefined) throw new CoreError('usage/bad-option-value', { option: '--order', expected: `one of ${orders.join(', ')}, or such as due:down` })
  return { order: { by, direction: direction as 'up' | 'down' } }
}

const countLines = ({ total, onHold, answersOwed, states, standings }: { total: number; onHold: number; answersOwed: number; states: Record<string, number>; standings: Record<string, number> }): string[] => table([
  ['requests', total.toLocaleString('en')], ...Object.entries({ ...states, ...standings, 'on hold': onHold, 'ended, answer owed': answersOwed }).filter(([, n]) => n > 0).map(([name, n]) => [`  ${name}`, n.toLocaleString('en')]),
])

export const requestTimelineCommand: Command = {
  name: 'request timeline',
  arguments: requestArgument,
  options: {},
  about: 'Show every ledger entry about a request, in the ledger’s order',
  examples: ['lethe request timeline rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const entries = await call('request.timeline', { requestId: args['REQUEST']! })
    return {
      json: { entries },
      lines: entries.flatMap(({ seq, at, actor, kind, clockSetBack, request: _, ...facts }) => [
        ...(clockSetBack === true ? ['  The clock of this computer was set back here: the order is the ledger’s, the times are not.'] : []),
        `${seq}  ${at}  ${actor}  ${kind}  ${Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' ')}`.trimEnd(),
      ]),
    }
  },
}
