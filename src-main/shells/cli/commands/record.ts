import { basename, resolve } from 'node:path'
import type { RecordBlock, RecordReport, ReplayOutcome } from '../../../contract/record.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import { checkRecordAlone, recordReportText } from '../../../core/core.ts'
import type { Command } from '../command.ts'
import type { Lethe } from '../lethe.ts'
import { passphraseIn } from '../../passphrase-file.ts'
import { knownPassphrase } from '../key-passphrase.ts'
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

export const recordShowCommand: Command = {
  name: 'record show',
  arguments: [{ name: 'REQUEST', about: 'id of a completed request' }],
  options: { replay: { about: 'also train its models from nothing on the kept rows, and open its commitments' } },
  about: 'Show what the record of a completed request says, in the words of its PDF',
  examples: ['lethe record show rq-4f0c9b7a21d3'],
  async run({ call, arguments: args, flag }) {
    const input = { requestId: args['REQUEST']! }
    const preview = { ...await call('record.preview', input), ...await call('record.check-own', input) }
    const lines = [...preview.pages.blocks.flatMap(blockLines), preview.pages.running.foot]
    if (!flag('replay')) return { json: preview, lines }
    const replay = await call('record.replay', input)
    return { json: { ...preview, replay }, lines: [...lines, '', ...replayLines({ replay })], failed: replay.some(({ outcome }) => outcome === 'different') }
  },
}

function blockLines(block: RecordBlock): string[] {
  switch (block.kind) {
    case 'heading': return [...(block.level === 1 ? [] : ['']), block.level === 3 ? block.text : block.text.toUpperCase()]
    case 'paragraph': return [block.text]
    case 'list': return block.items.map(item => `- ${item}`)
    case 'facts': return table(block.rows.map(({ name, value }) => [name, value]))
    case 'table': return table([block.head, ...block.rows].map(row => [...row]))
    case 'chart': return [block.chart.title, ...table(block.chart.bars.map(({ name, text }) => [name, text]))]
  }
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

export const recordCountersignCommand: Command = {
  name: 'record countersign',
  arguments: [{ name: 'REQUEST', about: 'id of a completed request' }],
  options: {
    key: { value: 'FILE', about: 'the second person\'s private key: Ed25519, PKCS#8 in PEM' },
    'key-passphrase-file': { value: 'FILE', about: 'a file with the passphrase of that key; without it, it is asked for' },
  },
  about: 'Add a second person\'s signature to the record of a completed request',
  examples: ['lethe record countersign rq-4f0c9b7a21d3 --key ~/my-key.pem'],
  async run({ lethe, arguments: args, option, terminal }) {
    const key = option('key')
    if (key === undefined) throw new CoreError('usage/missing-option', { option: '--key FILE', command: 'record countersign' })
    const { call, toRead } = await lethe()
    const sign = async (passphrase?: string) => call('record.countersign', { requestId: args['REQUEST']!, key: await toRead(key), ...(passphrase === undefined ? {} : { passphrase }) })
    const file = option('key-passphrase-file')
    const signed = await sign(file === undefined ? undefined : passphraseIn(file)).catch(async (error: unknown) => {
      const asked = error instanceof CoreError && error.code === 'key/needs-passphrase' ? await knownPassphrase(undefined, 'Passphrase of that key: ', terminal) : undefined
      if (asked === undefined) throw error
      return sign(asked)
    })
    return {
      json: signed,
      lines: [`Counter-signed the record of request ${signed.requestId} with key ${signed.key}.`, 'Whoever checks it needs both fingerprints: lethe record check FILE.zip --key FINGERPRINT --key FINGERPRINT. Export it again: the record holds both signatures from now on.'],
    }
  },
}

export const recordCheckCommand: Command = {
  name: 'record check',
  arguments: [{ name: 'FILE.zip', about: 'the record' }],
  options: {
    key: { value: 'FINGERPRINT', repeatable: true, about: 'the fingerprint of the key you expect, got by another way than with the record; twice where you expect a counter-signature too' },
    replay: { about: 'also train its models from nothing on the kept rows of this workspace, and open its commitments' },
  },
  about: 'Check a record from anywhere; needs no workspace, unless it is replayed',
  examples: ['lethe record check record.zip --key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'lethe record check record.zip --replay'],
  async run({ arguments: args, each, flag, lethe, terminal }) {
    const keys: string[] = []
    for (const key of each('key')) keys.push((await readValue(key, '--key', terminal)).replaceAll(/[\s:]/g, '').toLowerCase())
    if (keys.length > 2 || keys.some(key => !/^[0-9a-f]{64}$/.test(key))) throw new CoreError('usage/bad-option-value', { option: '--key', expected: keys.length > 2 ? 'given once or twice' : 'a fingerprint of 64 hexadecimal digits' })
    const file = resolve(args['FILE.zip']!)
    const report = flag('replay') ? await replayed(await lethe(), file, keys) : checkRecordAlone({ path: file, name: basename(file), mayReplace: false }, keys)
    // Asked whether this key signed it, "no" is a failed check however intact the record is.
    const failed = keys.length === 0 ? !report.intact : !report.ok
    return {
      json: report,
      lines: [...recordReportText(report), ...(flag('replay') ? replayLines(report) : [])],
      failed: failed || report.replay?.some(({ outcome }) => outcome === 'different') === true,
    }
  },
}

const replayed = async ({ call, toRead }: Lethe, file: string, keys: readonly string[]): Promise<RecordReport> =>
  call('record.check', { file: await toRead(file), ...(keys.length === 0 ? {} : { key: keys }), replay: true })

const replayWords: Readonly<Record<ReplayOutcome, string>> = {
  'same-bits': 'same bits: training from nothing on the kept rows opens the commitment of the record',
  'within-bound': 'within its bound: the same but for numbers on an edge of rounding, which the record says of it',
  'not-comparable': 'not comparable: it was made on another machine, by a learner that is not here, or by a method that does not promise the bits of retraining',
  'no-longer-replayable': 'no longer replayable: a later erasure superseded it, or it is gone; what opens its commitment is destroyed',
  different: 'DIFFERENT: the kept rows do not give the model the record states',
}

function replayLines({ replay }: Pick<RecordReport, 'replay'>): string[] {
  if (replay === undefined) return ['Not replayed: a record that is not intact states nothing that could be.']
  if (replay.length === 0) return ['Nothing to replay: no model was left.']
  return replay.map(({ model, outcome }) => `Replay of model ${model}: ${replayWords[outcome]}`)
}
