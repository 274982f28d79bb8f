import type { Recipient } from '../../../contract/notice.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { printable, table } from '../terminal.ts'

const recipientArgument = [{ name: 'RECIPIENT', about: 'id of the recipient' }]
const datasetOption = { value: 'DATASET', repeatable: true as const, about: 'whose data they had; several with commas' }

const recipientLines = (recipients: readonly Recipient[]): string[] =>
  (recipients.length === 0 ? ['Nobody is named who had data from here. "lethe recipient add NAME" names one.'] : table([['recipient', 'name', 'contact', 'datasets'], ...recipients.map(one => [one.recipientId, printable(one.name), printable(one.contact), one.datasets.join(', ')])]))

export const recipientListCommand: Command = {
  name: 'recipient list',
  arguments: [],
  options: {},
  about: 'List who had data of which datasets from here, and is to be told of erasures',
  examples: ['lethe recipient list'],
  async run({ call }) {
    const recipients = await call('recipient.list', {})
    return { json: { recipients }, lines: recipientLines(recipients) }
  },
}

export const recipientAddCommand: Command = {
  name: 'recipient add',
  arguments: [{ name: 'NAME', about: 'what they are called; kept sealed, and in no ledger or record' }],
  options: { contact: { value: 'TEXT', about: 'how they are reached' }, dataset: datasetOption },
  about: 'Name someone who had data of datasets from here, so that they are told when a person is erased from these',
  examples: ['lethe recipient add "Mailer Ltd" --contact privacy@mailer.example --dataset customers'],
  async run({ call, arguments: args, option, list }) {
    const contact = option('contact')
    if (contact === undefined || list('dataset').length === 0) throw new CoreError('usage/missing-option', { option: contact === undefined ? '--contact TEXT' : '--dataset DATASET', command: 'recipient add' })
    const recipient = await call('recipient.add', { name: args['NAME']!, contact, datasets: list('dataset') })
    return { json: recipient, lines: recipientLines([recipient]) }
  },
}

export const recipientChangeCommand: Command = {
  name: 'recipient change',
  arguments: recipientArgument,
  options: { name: { value: 'NAME', about: 'what they are called' }, contact: { value: 'TEXT', about: 'how they are reached' }, dataset: datasetOption },
  about: 'Change what is kept of a recipient; what is not named stays',
  examples: ['lethe recipient change rc-4f0c9b7a21d3 --dataset customers,visits'],
  async run({ call, arguments: args, option, list }) {
    const recipientId = args['RECIPIENT']!
    const before = (await call('recipient.list', {})).find(one => one.recipientId === recipientId)
    if (before === undefined) throw new CoreError('recipient/not-found', { recipient: recipientId })
    const datasets = list('dataset')
    const recipient = await call('recipient.change', { recipientId, name: option('name') ?? before.name, contact: option('contact') ?? before.contact, datasets: datasets.length === 0 ? [...before.datasets] : datasets })
    return { json: recipient, lines: recipientLines([recipient]) }
  },
}

export const recipientRemoveCommand: Command = {
  name: 'recipient remove',
  arguments: recipientArgument,
  options: {},
  about: 'Forget a recipient; refused while they are to be told of an erasure',
  examples: ['lethe recipient remove rc-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const recipients = await call('recipient.remove', { recipientId: args['RECIPIENT']! })
    return { json: { recipients }, lines: recipientLines(recipients) }
  },
}
