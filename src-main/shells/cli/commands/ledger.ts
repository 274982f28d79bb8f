import { resolve } from 'node:path'
import type { Input } from '../../../contract/api.ts'
import { LedgerTopic, type LedgerPage, type LedgerProof } from '../../../contract/ledger.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { count, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

export const ledgerCheckCommand: Command = {
  name: 'ledger check',
  arguments: [],
  options: { against: { value: 'FILE', about: 'a record or a checkpoint exported from this workspace: finds entries cut off since, and a rolled-back workspace' } },
  about: 'Check the whole ledger against its signed checkpoints',
  examples: ['lethe ledger check', 'lethe ledger check --against record.zip'],
  async run({ lethe, option }) {
    const against = option('against')
    const { call, toRead } = await lethe()
    const { ok, entries, root, problems, notes = [] } = await call('ledger.check', { against: against === undefined ? undefined : await toRead(against) })
    return {
      json: { ok, entries, root, problems, ...(notes.length === 0 ? {} : { notes }) },
      lines: [
        ok ? `The ledger is intact: ${count(entries, 'entry', 'entries')}, root ${root}.` : `The ledger does NOT fit its checkpoints (${count(entries, 'entry', 'entries')} found):`,
        ...problems.map(problem => `  ${problem.seq === 0 ? 'the ledger' : `entry ${problem.seq}`}: ${problem.message}`),
        ...notes.map(({ message }) => `Note: ${message}`),
      ],
      failed: !ok,
    }
  },
}

const usualEntries = 20

export const ledgerListCommand: Command = {
  name: 'ledger list',
  arguments: [],
  options: {
    before: { value: 'N', about: 'only entries before number N; from the newest by default' },
    limit: { value: 'N', about: `how many entries to show: ${usualEntries} by default, 500 at most` },
    kind: { value: 'TOPIC,…', repeatable: true, about: `only entries about ${LedgerTopic.options.join(', ')}` },
    about: { value: 'ID', about: 'only entries that name this request, model or dataset' },
    from: { value: 'DAY', about: 'only entries of this day and later, such as 2026-11-24' },
    to: { value: 'DAY', about: 'only entries of this day and earlier' },
  },
  about: 'List ledger entries, the newest first',
  examples: ['lethe ledger list', 'lethe ledger list --before 100 --limit 50', 'lethe ledger list --kind requests,erasures --from 2026-11-01 --to 2026-11-30'],
  async run({ call, option, list }) {
    const before = option('before')
    const limit = wholeNumber(option('limit'), '--limit', { least: 1, most: 500, otherwise: usualEntries })
    const page = await call('ledger.list', {
      limit, ...(before === undefined ? {} : { before: wholeNumber(before, '--before', { least: 1, most: Number.MAX_SAFE_INTEGER, otherwise: 0 }) }), ...filterOf(option, list),
    })
    return { json: page, lines: listLines(page) }
  },
}

function filterOf(option: (name: string) => string | undefined, list: (name: string) => string[]): Pick<Input<'ledger.list'>, 'kinds' | 'about' | 'from' | 'to'> {
  const [about, first, last] = [option('about'), option('from'), option('to')]
  const kinds = [...new Set(list('kind').map(topicOf))]
  const from = first === undefined ? undefined : startOfDay(first, '--from')
  const to = last === undefined ? undefined : startOfDay(last, '--to', 1)
  if (from !== undefined && to !== undefined && from >= to) throw new CoreError('usage/bad-option-value', { option: '--to', expected: 'a day that is not before that of --from' })
  if (about?.trim() === '') throw new CoreError('usage/bad-option-value', { option: '--about', expected: 'the id of a request, a model or a dataset' })
  return { ...(kinds.length === 0 ? {} : { kinds }), ...(about === undefined ? {} : { about }), ...(from === undefined ? {} : { from: from.toISOString() }), ...(to === undefined ? {} : { to: to.toISOString() }) }
}

function topicOf(given: string): LedgerTopic {
  const topic = LedgerTopic.options.find(one => one === given)
  if (topic === undefined) throw new CoreError('usage/bad-option-value', { option: '--kind', expected: `one or more of ${LedgerTopic.options.join(', ')}` })
  return topic
}

/** Midnight, here, at the start of a day, or so many days later. */
function startOfDay(given: string, option: string, daysLater = 0): Date {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(given) ?? []).map(Number)
  const date = new Date(year!, month! - 1, day)
  // 30 February would otherwise become 2 March.
  if (year === undefined || year < 1970 || date.getMonth() !== month! - 1 || date.getDate() !== day) throw new CoreError('usage/bad-option-value', { option, expected: 'a day such as 2026-11-24' })
  return new Date(year, month! - 1, day! + daysLater)
}

function listLines({ total, found, entries }: LedgerPage): string[] {
  const last = entries.at(-1)
  if (found !== undefined && total > 0) {
    if (last === undefined) return [found === 0 ? `None of the ${count(total, 'entry', 'entries')} fits.` : `None of the ${count(found, 'entry', 'entries')} that fit is that old.`]
    return [...entryTable(entries), `${count(found, 'entry fits', 'entries fit')}, of ${total.toLocaleString('en')}. Older ones, if any: --before ${last.seq} and the same filter`]
  }
  if (last === undefined) return [total === 0 ? 'The ledger has no entry yet.' : `None of the ${count(total, 'entry', 'entries')} is that old.`]
  return [
    ...entryTable(entries),
    ...(last.seq > 1 ? [`More: --before ${last.seq}`] : [`That is the first of ${count(total, 'entry', 'entries')}.`]),
  ]
}

const entryTable = (entries: LedgerPage['entries']): string[] =>
  table([['entry', 'at', 'by', 'what', 'facts'], ...entries.map(({ seq, at, actor, kind, ...facts }) => [String(seq), at, actor, kind, factsLine(facts)])])

/** Names and values; a list by its length. */
const factsLine = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts).map(([name, value]) => `${name}=${Array.isArray(value) ? value.length : String(value)}`).join(' ')

const numbers = { least: 1, most: Number.MAX_SAFE_INTEGER, otherwise: 0 } as const
const againstOption = { value: 'N', about: 'an earlier number of entries: also proves that none of these was changed since' } as const

const againstOf = (option: (name: string) => string | undefined): { against?: number } => {
  const given = option('against')
  return given === undefined ? {} : { against: wholeNumber(given, '--against', numbers) }
}

export const ledgerProofCommand: Command = {
  name: 'ledger proof',
  arguments: [{ name: 'N', about: 'number of the entry' }],
  options: { against: againstOption },
  about: 'Prove that the latest signed checkpoint covers an entry',
  examples: ['lethe ledger proof 12', 'lethe ledger proof 12 --against 5'],
  async run({ call, arguments: args, option }) {
    const proof = await call('ledger.proof', { seq: wholeNumber(args['N'], 'N', numbers), ...againstOf(option) })
    return { json: proof, lines: proofLines(proof) }
  },
}

function proofLines({ seq, entry, leafHash, size, root, path, checkpoint, key, earlier }: LedgerProof): string[] {
  return [
    `Entry ${seq} of ${size}:`, `  ${entry}`,
    `Leaf, SHA-256 of 00 and these bytes: ${leafHash}`,
    ...(path.length === 0 ? [] : ['From there up, SHA-256 of 01, the left hash and the right one:', ...table([['step', 'beside it', 'hash'], ...path.map(({ side, hash }, i) => [String(i + 1), side, hash])])]),
    `Root: ${root}`,
    ...(earlier === null ? [] : [
      `With ${count(earlier.size, 'entry', 'entries')} the root was ${earlier.root}; the ledger of now begins with them, by RFC 9162 section 2.1.4.2 and these hashes:`,
      ...earlier.hashes.map(hash => `  ${hash}`),
    ]),
    `Checkpoint, signed by key ${key}:`, ...checkpoint.trimEnd().split('\n').map(line => `  ${line}`),
  ]
}

export const ledgerExportCommand: Command = {
  name: 'ledger export',
  arguments: [],
  options: {
    out: { value: 'FILE', about: 'where to write it' },
    entries: { value: 'N,…', repeatable: true, about: 'numbers of entries to prove, 1,000 at most' },
    against: againstOption,
  },
  about: 'Export the latest signed checkpoint, with proofs of entries: a witness of the ledger as it is now',
  examples: ['lethe ledger export --out checkpoint.json', 'lethe ledger export --out proofs.json --entries 3,10 --against 5'],
  async run({ lethe, option, list }) {
    const out = option('out')
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE', command: 'ledger export' })
    const entries = list('entries').map(given => wholeNumber(given, '--entries', numbers))
    const against = againstOf(option)
    const { call, toWrite } = await lethe()
    const exported = { ...await call('ledger.export', { file: await toWrite(out), entries, ...against }), file: resolve(out) }
    return {
      json: exported,
      lines: [
        `Wrote ${exported.file}: the checkpoint over ${count(exported.size, 'entry', 'entries')}${exported.entries === 0 ? '' : ` and ${count(exported.entries, 'proof', 'proofs')}`}.`,
        `Signed by key ${exported.key}.`,
        `Whoever keeps it can tell later whether the ledger was changed: lethe ledger check --against ${out}`,
      ],
    }
  },
}
