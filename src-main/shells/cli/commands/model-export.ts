import { resolve } from 'node:path'
import type { ExportedCopy } from '../../../contract/model.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { count, printable, table } from '../terminal.ts'

export const modelExportCommand: Command = {
  name: 'model export',
  arguments: [{ name: 'MODEL', about: 'id of the model' }],
  options: {
    out: { value: 'FILE.onnx', about: 'where to write it' },
    recipient: { value: 'TEXT', about: 'who gets it, in your words; kept sealed here, and never in the ledger' },
    'accept-small-batch': { about: 'go on where fewer people than the policy asks for tell it from a copy that left before' },
  },
  about: 'Write a model as ONNX, for other programs, and register the copy as one to replace when the model forgets',
  examples: ['lethe model export m-4f0c9b7a21d3 --out churn.onnx --recipient "Scoring service, Clinic Nord"'],
  async run({ lethe, arguments: args, option, flag }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE.onnx', command: 'model export' })
    const recipient = option('recipient')
    const { call, toWrite } = await lethe()
    const input = { modelId: args['MODEL']!, file: await toWrite(out), acceptSmallBatch: flag('accept-small-batch'), ...(recipient === undefined ? {} : { recipient }) }
    const exported = { ...await call('model.export', input), file: resolve(out) }
    const { warning } = exported
    return {
      json: exported,
      lines: [
        `Wrote ${exported.file} (${exported.sizeBytes.toLocaleString('en')} bytes).`,
        `SHA-256 ${exported.sha256}`,
        `Registered as ${exported.exportId}: when the model forgets, this copy has to be replaced. "lethe model exports" lists all.`,
        ...(warning === null ? [] : [`Accepted: whoever also has an earlier copy can work out what the rows of ${count(warning.people, 'person', 'people')} held (the policy asks for ${warning.least}). The ledger says so.`]),
      ],
    }
  },
}

const states = { present: 'of the model as it is', 'to-be-replaced': 'to be replaced', replaced: 'replaced' } as const

const stateOf = ({ state, modelExists, replacedAt }: ExportedCopy): string =>
  (state === 'replaced' ? `replaced ${replacedAt!.slice(0, 10)}` : state === 'to-be-replaced' && !modelExists ? 'to be destroyed: the model is gone' : states[state])

export const modelExportsCommand: Command = {
  name: 'model exports',
  arguments: [],
  options: { model: { value: 'MODEL', about: 'of this model alone' } },
  about: 'List the copies of models that left the workspace, and which of them have to be replaced',
  examples: ['lethe model exports', 'lethe model exports --model m-4f0c9b7a21d3'],
  async run({ call, option }) {
    const modelId = option('model')
    const exports = await call('export.list', modelId === undefined ? {} : { modelId })
    return {
      json: { exports },
      lines: exports.length === 0
        ? ['No copy of a model has left. "lethe model export MODEL --out FILE.onnx" writes one.']
        : table([['copy', 'model', 'version', 'exported', 'state', 'recipient'], ...exports.map(one => [one.exportId, one.modelId, String(one.version), one.exportedAt, stateOf(one), one.recipient === '' ? 'not stated' : printable(one.recipient)])]),
    }
  },
}

export const modelReplacedCommand: Command = {
  name: 'model replaced',
  arguments: [{ name: 'EXPORT', about: 'id of the exported copy' }],
  options: { on: { value: 'DAY', about: 'the day or time at which it was, as 2026-11-24 or 2026-11-24T09:30; now by default' } },
  about: 'Confirm that whoever had a copy has the model as it is now, or none',
  examples: ['lethe model replaced cp-4f0c9b7a21d3', 'lethe model replaced cp-4f0c9b7a21d3 --on 2026-11-24'],
  async run({ call, arguments: args, option }) {
    const on = option('on')
    const copy = await call('model.export-replaced', { exportId: args['EXPORT']!, ...(on === undefined ? {} : { at: timeOf(on) }) })
    return { json: copy, lines: [`${copy.exportId} is confirmed as replaced at ${copy.replacedAt}. The ledger says so.`] }
  },
}

/** A day alone is its last moment here, or now where it is today: the model may have forgotten earlier that day. */
function timeOf(given: string): string {
  const [, day, clock] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(given) ?? []
  // 30 February would otherwise become 2 March.
  const exists = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.slice(0, 10) === day
  const time = new Date(clock === undefined ? `${day}T23:59:59.999` : given)
  if (!exists || Number.isNaN(time.getTime())) throw new CoreError('usage/bad-option-value', { option: '--on', expected: 'a day such as 2026-11-24 or a time such as 2026-11-24T09:30' })
  const now = new Date()
  return (clock === undefined && time > now && new Date(`${day}T00:00`) <= now ? now : time).toISOString()
}
