import { resolve } from 'node:path'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { readWholeText } from '../read-value.ts'
import { count } from '../terminal.ts'

export const recordStatementsCommand: Command = {
  name: 'record statements',
  arguments: [],
  options: {
    requests: { value: 'FILE', about: 'a file with the id of a carried-out request in each line; "-" reads standard input' },
    all: { about: 'of every request that was carried out' },
    out: { value: 'FILE.jsonl', about: 'where to write them' },
  },
  about: 'Export the signed statements of many requests, one a line; their records with all documents are exported one by one',
  examples: ['lethe record statements --all --out statements.jsonl'],
  async run({ lethe, option, flag }) {
    const [out, file] = [option('out'), option('requests')]
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE.jsonl', command: 'record statements' })
    if (file !== undefined && flag('all')) throw new CoreError('usage/options-exclude', { first: '--requests', second: '--all' })
    if (file === undefined && !flag('all')) throw new CoreError('usage/missing-option', { option: '--requests FILE or --all', command: 'record statements' })
    const { call, toWrite } = await lethe()
    const requestIds = file === undefined ? (await call('record.list', {})).map(({ requestId }) => requestId) : (await readWholeText(file)).split(/\r\n|\n|\r/).map(line => line.trim()).filter(line => line !== '')
    const exported = { ...await call('record.export-statements', { requestIds, file: await toWrite(out) }), file: resolve(out) }
    return { json: exported, lines: [`Wrote ${exported.file}: ${count(exported.statements, 'statement')}, a DSSE envelope each.`, `Signed by key ${exported.key}.`] }
  },
}
