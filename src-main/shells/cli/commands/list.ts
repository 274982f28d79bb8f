import { resolve } from 'node:path'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { count, table } from '../terminal.ts'

export const listListCommand: Command = {
  name: 'list list',
  arguments: [],
  options: {},
  about: 'List the lists of requests that were loaded, and how many of their requests are open',
  examples: ['lethe list list'],
  async run({ call }) {
    const lists = await call('list.list', {})
    return {
      json: { lists },
      lines: lists.length === 0 ? ['No list was loaded yet. Load one with "lethe request open --list FILE".']
        : table([['list', 'kind', 'loaded', 'lines', 'opened', 'open', 'not found', 'refused', 'answered'], ...lists.map(l => [
          l.listId, l.drop === null ? 'people' : `DROP ${l.drop}`, l.loadedAt.slice(0, 10), ...[l.rows, l.opened, l.open, l.notFound, l.refused].map(n => n.toLocaleString('en')), l.answeredAt?.slice(0, 10) ?? 'no',
        ])]),
    }
  },
}

export const listAnswerCommand: Command = {
  name: 'list answer',
  arguments: [{ name: 'LIST', about: 'id of a list of DROP' }],
  options: {
    out: { value: 'FILE.csv', about: 'where to write the answer' },
    'opted-out': { about: 'the people who share an identifier were all opted out of sale and sharing' },
  },
  about: 'Write the answer to a list of DROP: each work item with its status code',
  examples: ['lethe list answer l-4f0c9b7a21d3 --out 20260801_4821_Email.csv'],
  async run({ lethe, arguments: args, option, flag }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE.csv', command: 'list answer' })
    const { call, toWrite } = await lethe()
    const answer = { ...await call('list.export-answer', { listId: args['LIST']!, file: await toWrite(out), optedOut: flag('opted-out') }), file: resolve(out) }
    return {
      json: answer,
      lines: [
        `Wrote ${answer.file}: ${count(answer.deleted, 'work item')} deleted (3), ${answer.exempted} exempted (2), ${answer.optedOut} opted out (4), ${answer.notFound} not found (5).`,
        ...(answer.open === 0 ? [] : [`${count(answer.open, 'work item')} ${answer.open === 1 ? 'is' : 'are'} still open and not in the file; write them later, under the same name with a suffix such as _part02.`]),
      ],
    }
  },
}
