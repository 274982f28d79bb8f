import { resolve } from 'node:path'
import type { Command } from '../command.ts'
import { count } from '../terminal.ts'

export const ledgerCheckCommand: Command = {
  name: 'ledger check',
  arguments: [],
  options: { against: { value: 'FILE.zip', about: 'an exported record of this workspace: finds entries cut off since, and a rolled-back workspace' } },
  about: 'Check the whole ledger against its signed checkpoints',
  examples: ['lethe ledger check', 'lethe ledger check --against record.zip'],
  async run({ core, run, option }) {
    const against = option('against')
    const { ok, entries, root, problems } = await core().call('ledger.check', { against: against === undefined ? undefined : resolve(against) }, run)
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
