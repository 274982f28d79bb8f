import type { WorkspaceOverview } from '../../../contract/workspace.ts'
import type { Command } from '../command.ts'
import { recoveredLine } from '../recovered-line.ts'
import { count, table } from '../terminal.ts'

export const statusCommand: Command = {
  name: 'status',
  arguments: [],
  options: {},
  about: 'What the workspace holds, which requests are due, and how the ledger stands',
  examples: ['lethe status'],
  async run({ lethe }) {
    const { call, recovered } = await lethe()
    const overview = await call('workspace.overview', {})
    // What this process recovered it has said already.
    const before = recovered.length > 0 ? [] : overview.recovered.map(recoveredLine)
    return { json: overview, lines: [...statusLines(overview), ...before] }
  },
}

const protectionWords = { 'os-keychain': "kept in the system's keychain", passphrase: 'kept behind a passphrase', 'not-protected': 'in files that only their owner can read' } as const

function statusLines({ workspaceId, datasets, models, requests, pendingModels, ledger, records, copiesToReplace, noticesOpen }: WorkspaceOverview): string[] {
  const { next } = requests
  return [
    ...table([
      ['workspace', workspaceId],
      ['datasets', datasets.toLocaleString('en')], ['models', models.toLocaleString('en')],
      ['requests', `${requests.open.toLocaleString('en')} open (${requests.overdue.toLocaleString('en')} overdue, ${requests.dueSoon.toLocaleString('en')} due soon), ${requests.completed.toLocaleString('en')} completed`],
      ['ledger', count(ledger.entries, 'entry', 'entries')], ['root', ledger.root],
      ['key', ledger.key === null ? 'none yet' : `${ledger.key}, ${protectionWords[ledger.protection]}`],
    ]),
    ...(next.length === 0 ? ['No request is open.'] : ['Due next:', ...table(next.map(r => [`  ${r.requestId}`, r.state, `due ${r.dueAt}`, r.law, count(r.matchedRows, 'row')]))]),
    ...(pendingModels.length === 0 ? [] : ['Models that open requests are about:', ...table(pendingModels.map(m => [`  ${m.modelId}`, count(m.requests, 'request'), count(m.rows, 'row')]))]),
    ...(requests.answersOwed === 0 ? [] : [`${count(requests.answersOwed, 'ended request')} to be answered: "lethe letter list REQUEST".`]),
    ...(noticesOpen === 0 ? [] : [`${count(noticesOpen, 'notice')} of an erasure to be given or confirmed: "lethe notice list REQUEST".`]),
    ...(copiesToReplace === 0 ? [] : [`${count(copiesToReplace, 'exported copy', 'exported copies')} of models to be replaced: "lethe model exports" lists them.`]),
    ...(records.length === 0 ? [] : ['Records:', ...table(records.map(r => [`  ${r.requestId}`, `completed ${r.completedAt}`, r.lastExportedAt === null ? 'never exported' : `exported ${r.lastExportedAt}`]))]),
  ]
}
