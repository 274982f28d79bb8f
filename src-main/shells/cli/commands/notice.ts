import { resolve } from 'node:path'
import type { Input } from '../../../contract/api.ts'
import { NoticeReason, type Notice } from '../../../contract/notice.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { dayOption } from '../out-format.ts'
import { count, printable, table } from '../terminal.ts'

const about = ({ datasets, modelId }: Notice): string => (modelId === null ? datasets.join(', ') : `a copy of ${modelId}`)
const stateOf = ({ state, sentOn, confirmedOn, reason }: Notice): string => (state === 'confirmed' ? `confirmed ${confirmedOn!}` : state === 'sent' ? `told ${sentOn!}` : state === 'impossible' ? `not possible: ${reason!}` : 'to be told')
const noticeLines = (notices: readonly Notice[]): string[] =>
  table([['notice', 'to', 'about', 'state'], ...notices.map(one => [one.noticeId, one.name === '' ? one.recipientId ?? one.exportId! : printable(one.name), about(one), stateOf(one)])])

export const noticeListCommand: Command = {
  name: 'notice list',
  arguments: [{ name: 'REQUEST', about: 'id of the request' }],
  options: {},
  about: 'List who has to be told of the erasure for a request: recipients of the data, holders of copies of models',
  examples: ['lethe notice list rq-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const notices = await call('notice.list', { requestId: args['REQUEST']! })
    return { json: { notices }, lines: notices.length === 0 ? ['Nobody is known who has to be told.'] : noticeLines(notices) }
  },
}

const noticeArgument = { name: 'NOTICE', about: 'id of the notice' }

export const noticeLetterCommand: Command = {
  name: 'notice letter',
  arguments: [noticeArgument],
  options: {},
  about: 'Show what to write to a recipient; it says no more of the person than they are found by',
  examples: ['lethe notice letter nt-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const letter = await call('notice.letter', { noticeId: args['NOTICE']! })
    return { json: letter, lines: letter.text.trimEnd().split('\n').map(printable) }
  },
}

const whats = ['sent', 'confirmed', 'impossible'] as const

const whatArgument = { name: 'WHAT', about: whats.join(', ') }
const noteOptions = {
  on: dayOption('the day they were told, or confirmed it; today by default'), reason: { value: 'REASON', about: `why it was impossible: ${NoticeReason.options.join(', ')}` },
  explanation: { value: 'TEXT', about: 'the facts, in your words; the CCPA asks for them, and they stand in the answer to the person' },
}

function noteOf({ arguments: args, option }: CommandContext): Omit<Input<'notice.note'>, 'noticeId'> {
  const what = whats.find(known => known === args['WHAT'])
  if (what === undefined) throw new CoreError('usage/bad-option-value', { option: 'WHAT', expected: `one of ${whats.join(', ')}` })
  const given = option('reason')
  const reason = NoticeReason.options.find(known => known === given)
  if (given !== undefined && reason === undefined) throw new CoreError('usage/bad-option-value', { option: '--reason', expected: `one of ${NoticeReason.options.join(', ')}` })
  const [on, explanation] = [option('on'), option('explanation')]
  return { what, ...(on === undefined ? {} : { on }), ...(reason === undefined ? {} : { reason }), ...(explanation === undefined ? {} : { explanation }) }
}

export const noticeNoteCommand: Command = {
  name: 'notice note',
  arguments: [noticeArgument, whatArgument],
  options: noteOptions,
  about: 'Note that a recipient was told, confirmed it, or could not be told',
  examples: ['lethe notice note nt-4f0c9b7a21d3 sent', 'lethe notice note nt-4f0c9b7a21d3 impossible --reason recipient-gone --explanation "Wound up in 2024."'],
  async run(context) {
    const notice = await context.call('notice.note', { noticeId: context.arguments['NOTICE']!, ...noteOf(context) })
    return { json: notice, lines: noticeLines([notice]) }
  },
}

export const noticeNoteAllCommand: Command = {
  name: 'notice note-all',
  arguments: [{ name: 'RECIPIENT', about: 'id of the recipient' }, whatArgument],
  options: noteOptions,
  about: 'Note the same of everything a recipient is still to be told, or to confirm',
  examples: ['lethe notice note-all rc-4f0c9b7a21d3 sent'],
  async run(context) {
    const noted = await context.call('notice.note-all', { recipientId: context.arguments['RECIPIENT']!, ...noteOf(context) })
    return { json: noted, lines: [`Noted of ${count(noted.noted, 'notice')}.`] }
  },
}

export const noticeExportCommand: Command = {
  name: 'notice export',
  arguments: [{ name: 'RECIPIENT', about: 'id of the recipient' }],
  options: { out: { value: 'FILE.csv', about: 'where to write it' } },
  about: 'Write whom a recipient is still to erase as a CSV file, to be sent to them',
  examples: ['lethe notice export rc-4f0c9b7a21d3 --out for-mailer.csv'],
  async run({ lethe, arguments: args, option }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE.csv', command: 'notice export' })
    const { call, toWrite } = await lethe()
    const made = { ...await call('notice.export', { recipientId: args['RECIPIENT']!, file: await toWrite(out) }), file: resolve(out) }
    return { json: made, lines: [`Wrote ${made.file} with ${count(made.notices, 'notice')}. It names people: send it safely, and keep no copy.`] }
  },
}
