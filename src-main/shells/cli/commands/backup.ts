import { resolve } from 'node:path'
import type { RestoreReport } from '../../../contract/workspace.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { readValue } from '../read-value.ts'
import { count, type Terminal } from '../terminal.ts'

const passphraseOption = { value: 'PASSPHRASE', about: 'the passphrase; without it, and for "-", it is asked for or read from standard input' } as const

export const workspaceBackupCommand: Command = {
  name: 'workspace backup',
  arguments: [{ name: 'FILE', about: 'where to write the backup; it must not be there yet' }],
  options: { passphrase: passphraseOption },
  about: 'Write the whole workspace with its keys to one encrypted file',
  examples: ['lethe workspace backup /media/disk/lethe-2026-11-25.age', 'pass show lethe-backup | lethe workspace backup lethe.age --passphrase -'],
  async run({ lethe, arguments: args, option, terminal }) {
    const passphrase = await newPassphrase(option('passphrase'), terminal)
    const { call, toWrite } = await lethe()
    const report = { ...await call('workspace.backup', { file: await toWrite(args['FILE']!), passphrase }), file: resolve(args['FILE']!) }
    return {
      json: report,
      lines: [
        `Wrote ${report.file} (${report.sizeBytes.toLocaleString('en')} bytes): ${contentOf(report)}, as of ${report.madeAt}.`,
        'Keep the passphrase, and apart from the file: without it nobody can open the backup, Lethe neither.',
        'Whoever is erased from now on is still in this file. Keep a copy of records/erased.list elsewhere after each erasure, so that a restore can erase them again, and delete old backups.',
      ],
    }
  },
}

export const workspaceRestoreCommand: Command = {
  name: 'workspace restore',
  arguments: [{ name: 'FILE', about: 'a backup of this workspace; into a folder without one, any' }],
  options: { passphrase: passphraseOption, list: { value: 'FILE', about: 'a newer records/erased.list, kept elsewhere: what is on it is erased again' } },
  about: 'Put a backup in the place of the workspace, and erase again what was erased since',
  examples: ['lethe workspace restore /media/disk/lethe-2026-11-25.age', 'lethe workspace restore lethe.age --list /media/disk/erased.list --workspace new-folder'],
  makesWorkspace: true,
  replacesWorkspace: true,
  async run({ lethe, arguments: args, option, terminal }) {
    const passphrase = await readValue(option('passphrase') ?? '-', '--passphrase', terminal)
    const { call, toRead } = await lethe()
    const list = option('list')
    const report = await call('workspace.restore', { file: await toRead(args['FILE']!), passphrase, ...(list === undefined ? {} : { list: await toRead(list) }) })
    return { json: report, lines: restoreLines(report), failed: report.residueFound > 0 }
  },
}

/** What is typed without being seen is typed twice. */
async function newPassphrase(given: string | undefined, terminal: Terminal): Promise<string> {
  const passphrase = await readValue(given ?? '-', '--passphrase', terminal)
  if ((given ?? '-') !== '-' || !terminal.interactive) return passphrase
  if (await readValue('-', 'once more', terminal) !== passphrase) throw new CoreError('backup/passphrases-differ', {})
  return passphrase
}

const contentOf = ({ datasets, models, entries }: { readonly datasets: number; readonly models: number; readonly entries: number }): string =>
  `${count(datasets, 'dataset')}, ${count(models, 'model')}, ${count(entries, 'ledger entry', 'ledger entries')}`

function restoreLines(report: RestoreReport): string[] {
  const { backupMadeAt, list, reapplied, datasetsReapplied = [], unresolved, residueFound, notInBackup } = report
  return [
    `Restored workspace ${report.workspaceId} from the backup of ${backupMadeAt}: ${contentOf(report)}.`,
    ...list === 'none'
      ? [`NO LIST of later erasures was found: whoever was erased after ${backupMadeAt} is back. Restore again with --list FILE if you have the file records/erased.list of the lost workspace, or erase them again.`]
      : reapplied.length === 0 ? (datasetsReapplied.length === 0 ? ['No row in this backup was erased after it was made.'] : []) : [
          `Erased again, because it had been erased after the backup: ${count(reapplied.reduce((sum, { rows }) => sum + rows, 0), 'row')} of ${count(reapplied.length, 'request')}.`,
          ...reapplied.map(({ requestId, rows, models }) => `  request ${requestId}: ${count(rows, 'row')}, forgotten by ${count(models, 'model')}`),
        ],
    ...datasetsReapplied.map(({ datasetId, rows, models }) => `Erased again whole, because it had been after the backup: dataset ${datasetId} with ${count(rows, 'row')} and ${count(models, 'model')}.`),
    ...unresolved === 0 ? [] : [`${count(unresolved, 'erased row')} on the list ${unresolved === 1 ? 'belongs' : 'belong'} to datasets that are not in this backup. If you import their files again, people on the list are kept out; rows that were erased by number must be erased again.`],
    ...residueFound === 0 ? [] : [`${count(residueFound, 'trace')} of the rows erased again ${residueFound === 1 ? 'is' : 'are'} still in files of the workspace. "lethe workspace scan" shows where.`],
    ...notInBackup === null ? [] : goneLines(notInBackup),
  ]
}

function goneLines({ datasets, models, openRequests }: NonNullable<RestoreReport['notInBackup']>): string[] {
  return [
    ...datasets + models === 0 ? [] : [`Not in the backup, and gone now: ${count(datasets, 'dataset')} and ${count(models, 'model')}.`],
    ...openRequests.length === 0 ? [] : [`Open requests that came in after the backup are gone and still have their deadlines. Enter them again: ${openRequests.join(', ')}.`],
    'Records given away after the backup do not fit this ledger any more: it says where it was restored, and the entries it had since then are kept in the folder records.',
  ]
}
