import { basename, resolve } from 'node:path'
import type { RecordReport, ReplayOutcome } from '../../../contract/record.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import { checkRecordAlone, recordReportText } from '../../../core/core.ts'
import type { Command } from '../command.ts'
import type { Lethe } from '../lethe.ts'
import { readValue } from '../read-value.ts'
import { table } from '../terminal.ts'

export const recordListCommand: Command = {
  name: 'record list',
  arguments: [],
  options: {},
  about: 'List the requests that have a record, and when it was last exported',
  examples: ['lethe record list'],
  async run({ call }) {
    const records = await call('record.list', {})
    return {
      json: { records },
      lines: records.length === 0
        ? ['No record yet. There is one when an erasure is completed: "lethe erase REQUEST".']
        : table([['request', 'completed', 'law', 'rows', 'models', 'exports', 'last exported'], ...records.map(r =>
            [r.requestId, r.completedAt, r.law, r.erasedRows.toLocaleString('en'), String(r.models), String(r.exports), r.lastExportedAt ?? 'never'])]),
    }
  },
}

export const recordExportCommand: Command = {
  name: 'record export',
  arguments: [{ name: 'REQUEST', about: 'id of a completed request' }],
  options: { out: { value: 'FILE.zip', about: 'where to write it' } },
  about: 'Export the signed record of a completed request',
  examples: ['lethe record export rq-4f0c9b7a21d3 --out record.zip'],
  async run({ lethe, arguments: args, option }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE.zip', command: 'record export' })
    const { call, toWrite } = await lethe()
    const record = { ...await call('record.export', { requestId: args['REQUEST']!, file: await toWrite(out) }), file: resolve(out) }
    return { json: record, lines: [`Wrote ${record.file}.`, `Signed by key ${record.key}.`, `Check it: lethe record check ${out} --key ${record.key}`] }
  },
}

export const recordOpeningCommand: Command = {
  name: 'record opening',
  arguments: [{ name: 'REQUEST', about: 'id of a completed request' }],
  options: { out: { value: 'FILE', about: 'where to write it' } },
  about: 'Export what an auditor with the kept rows needs to replay the claim, until the next erasure',
  examples: ['lethe record opening rq-4f0c9b7a21d3 --out opening.json'],
  async run({ lethe, arguments: args, option }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE', command: 'record opening' })
    const { call, toWrite } = await lethe()
    const opening = { ...await call('record.opening', { requestId: args['REQUEST']!, file: await toWrite(out) }), file: resolve(out) }
    return {
      json: opening,
      lines: [
        `Wrote ${opening.file}.`,
        'Give it only to someone who may hold the kept rows: with it a commitment of the record can be opened, and guesses tested.',
        'It is valid until the next erasure from this dataset.',
      ],
    }
  },
}

export const recordCheckCommand: Command = {
  name: 'record check',
  arguments: [{ name: 'FILE.zip', about: 'the record' }],
  options: {
    key: { value: 'FINGERPRINT', about: 'the fingerprint of the key you expect, got by another way than with the record' },
    replay: { about: 'also train its models from nothing on the kept rows of this workspace, and open its commitments' },
  },
  about: 'Check a record from anywhere; needs no workspace, unless it is replayed',
  examples: ['lethe record check record.zip --key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'lethe record check record.zip --replay'],
  async run({ arguments: args, option, flag, lethe, terminal }) {
    const key = option('key')
    const fingerprint = key === undefined ? undefined : (await readValue(key, '--key', terminal)).replaceAll(/[\s:]/g, '').toLowerCase()
    if (fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(fingerprint)) throw new CoreError('usage/bad-option-value', { option: '--key', expected: 'a fingerprint of 64 hexadecimal digits' })
    const file = resolve(args['FILE.zip']!)
    const report = flag('replay') ? await replayed(await lethe(), file, fingerprint) : checkRecordAlone({ path: file, name: basename(file), mayReplace: false }, fingerprint)
    // Asked whether this key signed it, "no" is a failed check however intact the record is.
    const failed = fingerprint === undefined ? !report.intact : !report.ok
    return {
      json: report,
      lines: [...recordReportText(report), ...(flag('replay') ? replayLines(report) : [])],
      failed: failed || report.replay?.some(({ outcome }) => outcome === 'different') === true,
    }
  },
}

const replayed = async ({ call, toRead }: Lethe, file: string, key: string | undefined): Promise<RecordReport> =>
  call('record.check', { file: await toRead(file), ...(key === undefined ? {} : { key }), replay: true })

const replayWords: Readonly<Record<ReplayOutcome, string>> = {
  'same-bits': 'same bits: training from nothing on the kept rows opens the commitment of the record',
  'within-bound': 'within its bound: the same but for numbers on an edge of rounding, which the record says of it',
  'not-comparable': 'not comparable: it was made on another machine, by a learner that is not here, or by a method that does not promise the bits of retraining',
  'no-longer-replayable': 'no longer replayable: a later erasure superseded it, or it is gone; what opens its commitment is destroyed',
  different: 'DIFFERENT: the kept rows do not give the model the record states',
}

function replayLines({ replay }: RecordReport): string[] {
  if (replay === undefined) return ['Not replayed: a record that is not intact states nothing that could be.']
  if (replay.length === 0) return ['Nothing to replay: no model was left.']
  return replay.map(({ model, outcome }) => `Replay of model ${model}: ${replayWords[outcome]}`)
}
