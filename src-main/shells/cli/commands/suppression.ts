import type { Command } from '../command.ts'
import { count, table } from '../terminal.ts'
import { requestArgument } from './request-show.ts'

export const suppressionListCommand: Command = {
  name: 'suppression list',
  arguments: [],
  options: {},
  about: 'List the requests whose people are kept from being imported again',
  examples: ['lethe suppression list'],
  async run({ call }) {
    const people = await call('suppression.list', {})
    return {
      json: { people },
      lines: people.length === 0 ? ['Nobody is kept from being imported again.']
        : table([['request', 'erased', 'identifiers', 'rows', 'kept until'], ...people.map(p => [p.requestId, p.erasedAt.slice(0, 10), String(p.identifiers), String(p.rows), p.until ?? 'for good'])]),
    }
  },
}

export const suppressionLiftCommand: Command = {
  name: 'suppression lift',
  arguments: requestArgument,
  options: {},
  about: 'Let the person of a request that was carried out come back: later imports take their rows again',
  examples: ['lethe suppression lift rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const people = await call('suppression.lift', { requestId: args['REQUEST']! })
    return { json: { people }, lines: [`The person of request ${args['REQUEST']!} may be imported again. What was erased stays erased, also after a restore.`, `${count(people.length, 'request')} left whose people may not.`] }
  },
}
