import type { KeptIdentifiers } from '../../../contract/letter.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { readValue } from '../read-value.ts'
import { printable } from '../terminal.ts'
import { requestArgument } from './request-show.ts'

const keptLines = ({ kept, identifiers, answerTo }: KeptIdentifiers): string[] => (kept ? [
  ...identifiers.map(({ kind, value }) => `${kind}: ${printable(value)}`),
  ...(answerTo === null ? ['No name or address was given for the answer.'] : ['Answered at:', ...[answerTo.name, ...answerTo.address.split('\n')].filter(line => line !== '').map(line => `  ${printable(line)}`)]),
] : ['Nothing that names the person is kept.'])

export const requestIdentifiersCommand: Command = {
  name: 'request identifiers',
  arguments: requestArgument,
  options: {},
  about: 'Show what the person is known by and answered at, as long as it is kept',
  examples: ['lethe request identifiers rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const kept = await call('request.identifiers', { requestId: args['REQUEST']! })
    return { json: kept, lines: keptLines(kept) }
  },
}

export const requestAnswerToCommand: Command = {
  name: 'request answer-to',
  arguments: requestArgument,
  options: { name: { value: 'NAME', about: 'name of the person; "-" asks for it' }, address: { value: 'TEXT', about: 'where the answer goes; "-" asks for it' }, nobody: { about: 'forget both' } },
  about: 'Say who the answer goes to; kept sealed, and destroyed once nothing is owed',
  examples: ['lethe request answer-to rq-4f0c9b7a21d3 --name - --address -'],
  async run({ call, arguments: args, option, flag, terminal }) {
    const [name, address] = [option('name'), option('address')]
    if (flag('nobody') && (name ?? address) !== undefined) throw new CoreError('usage/options-exclude', { first: '--nobody', second: name === undefined ? '--address' : '--name' })
    if (!flag('nobody') && (name ?? address) === undefined) throw new CoreError('usage/missing-option', { option: '--name NAME, --address TEXT or --nobody', command: 'request answer-to' })
    const requestId = args['REQUEST']!
    const before = flag('nobody') ? null : (await call('request.identifiers', { requestId })).answerTo
    const kept = await call('request.answer-to', {
      requestId, name: name === undefined ? before?.name ?? '' : await readValue(name, '--name', terminal), address: address === undefined ? before?.address ?? '' : await readValue(address, '--address', terminal),
    })
    return { json: kept, lines: keptLines(kept) }
  },
}
