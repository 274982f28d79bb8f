import type { LedgerPage } from '../../../contract/ledger.ts'
import type { Command } from '../command.ts'
import { count, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

export const ledgerCheckCommand: Command = {
  name: 'ledger check',
  arguments: [],
  options: { against: { value: 'FILE.zip', about: 'an exported record of this workspace: finds entries cut off since, and a rolled-back workspace' } },
  about: 'Check the whole ledger against its signed checkpoints',
  examples: ['lethe ledger check', 'lethe ledger check --against record.zip'],
  async run({ lethe, option }) {
    const against = option('against')
    const { call, toRead } = await lethe()
    const { ok, entries, root, problems } = await call('ledger.check', { against: against === undefined ? undefined : await toRead(against) })
    return {
      json: { ok, entries, root, problems },
      lines: [
        ok ? `The ledger is intact: ${count(entries, 'entry', 'entries')}, root ${root}.` : `The ledger does NOT fit its checkpoints (${count(entries, 'entry', 'entries')} found):`,
        ...problems.map(problem => `  ${problem.seq === 0 ? 'the ledger' : `entry ${problem.seq}`}: ${problem.message}`),
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
  },
  about: 'List ledger entries, the newest first',
  examples: ['lethe ledger list', 'lethe ledger list --before 100 --limit 50'],
  async run({ call, option }) {
    const before = option('before')
    const limit = wholeNumber(option('limit'), '--limit', { least: 1, most: 500, otherwise: usualEntries })
    const page = await call('ledger.list', { limit, ...(before === undefined ? {} : { before: wholeNumber(before, '--before', { least: 1, most: Number.MAX_SAFE_INTEGER, otherwise: 0 }) }) })
    return { json: page, lines: listLines(page) }
  },
}

function listLines({ total, entries }: LedgerPage): string[] {
  const last = entries.at(-1)
  if (last === undefined) return [total === 0 ? 'The ledger has no entry yet.' : `None of the ${count(total, 'entry', 'entries')} is that old.`]
  return [
    ...table([['entry', 'at', 'by', 'what', 'facts'], ...entries.map(({ seq, at, actor, kind, ...facts }) => [String(seq), at, actor, kind, factsLine(facts)])]),
    ...(last.seq > 1 ? [`More: --before ${last.seq}`] : [`That is the first of ${count(total, 'entry', 'entries')}.`]),
  ]
}

/** Names and values; a list by its length. */
const factsLine = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts).map(([name, value]) => `${name}=${Array.isArray(value) ? value.length : String(value)}`).join(' ')
