import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Input } from '../../contract/api.ts'
import type { RestoreReport } from '../../contract/workspace.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import { examineFile } from '../database/examine-file.ts'
import { databaseError, openDatabase } from '../database/open-database.ts'
import { listDatasets } from '../datasets/dataset-table.ts'
import { takeOverExports } from '../exports/model-export-table.ts'
import { livingModels } from '../learners/model-table.ts'
import { checkLedger } from '../ledger/check-ledger.ts'
import { openLedgerTable } from '../ledger/ledger-table.ts'
import { settleSuccessor } from '../ledger/signing-key.ts'
import { isAlone } from '../people/actor-table.ts'
import type { PickedFile, Ports, Run, SecretName, Secrets } from '../ports.ts'
import { listRequests } from '../requests/request-table.ts'
import { writeReapplyList } from '../requests/suppression.ts'
import { admitKeys, admitWorkspace, readUsable } from './admit-backup.ts'
import { secretNames, type BackupManifest } from './backup-manifest.ts'
import { dropStaging, placeRestored, settle } from './finish-restore.ts'
import { laterErasures } from './later-erasures.ts'
import { reapplyErasures } from './reapply-erasures.ts'
import { readReplaced, type Replaced } from './replaced-workspace.ts'
import { unpackBackup, type UnpackedBackup } from './unpack-backup.ts'
import { findIdentity, openUnreached, type Workspace } from './workspace.ts'
import { databaseFile, folderError, lockWhole, readyFile, reapplyFile, stagingFolder } from './workspace-folder.ts'

/**
 * Puts a backup in the place of the workspace in this folder, or into an empty one; no core may have it open. Everything is made
 * ready beside it first: unpacked, verified, and everything erased after the backup erased again, from rows and models. So what takes
 * the workspace's place is never a state in which somebody is back. Stopped before that moment, the workspace is as it was; after,
 * the next start does what is left. The database that was there is overwritten and deleted.
 */
export async function restoreWorkspace(directory: string, ports: Ports, input: Input<'workspace.restore'>, run: Run, actor: string | null = null): Promise<RestoreReport> {
  const file = ports.files.toRead(input.file)
  const list = input.list === undefined ? undefined : ports.files.toRead(input.list)
  let release: (() => void) | undefined
  try {
    refuseForeign(directory, ports.secrets)
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    release = lockWhole(directory)
    settle(directory, ports.secrets)
    const replaced = readReplaced(directory, hasKeys(ports.secrets))
    // A change of keys that was cut short is settled before the keys are compared.
    if (replaced.kind === 'workspace') settleSuccessor(ports.secrets, replaced.keys.at(-1))
    const { keys, report } = await makeReady({ directory, ports, replaced, file, list, passphrase: input.passphrase, actor }, run)
    run.progress('keys', 0, 1)
    takeKeys(directory, ports.secrets, keys)
    run.progress('place', 0, 1)
    placeRestored(directory)
    run.progress('destroy', 0, 1)
    dropStaging(directory)
    return report
  } catch (error) {
    if (error instanceof CoreError) throw error
    throw run.signal.aborted ? new CoreError('run/cancelled', {}) : folderError(error)
  } finally {
    release?.()
  }
}

/** Refuses before the folder is touched what cannot be a workspace of ours. A damaged one is what backups are for. */
function refuseForeign(directory: string, secrets: Secrets): void {
  try {
    examineFile(databaseFile(directory), hasKeys(secrets))
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'workspace/damaged')) throw error
  }
}

const hasKeys = (secrets: Secrets): boolean => secretNames.some(name => readUsable(secrets, name) !== undefined)

interface Restoring {
  readonly directory: string
  readonly ports: Ports
  readonly replaced: Replaced
  readonly file: PickedFile
  readonly list: PickedFile | undefined
  readonly passphrase: string
  /** Who restores it; null where nobody could be asked. */
  readonly actor: string | null
}

/** Everything up to the point of no return, which is the file `ready`; until then nothing but the staging folder is written. */
async function makeReady(restoring: Restoring, run: Run): Promise<{ keys: UnpackedBackup['keys']; report: RestoreReport }> {
  const { directory, ports, replaced, file, passphrase, actor } = restoring
  const staging = stagingFolder(directory)
  try {
    for (const folder of ['', 'records']) mkdirSync(join(staging, folder), { recursive: true, mode: 0o700 })
    const { manifest, keys } = await unpackBackup(file, passphrase, staging, found => admitWorkspace(replaced, found), run)
    run.progress('verify', 0, 1)
    const restored = restoredBy(openVerified(staging, manifest, { ...ports, secrets: keysInMemory(keys, ports.secrets.protection) }, file), actor)
    let report: RestoreReport
    let later: Buffer | undefined
    try {
      later = admitKeys(replaced, keys, ports.secrets, restored.ledger.keyPeriods().map(({ fingerprint }) => fingerprint))
      report = await bringUpToDate(restoring, restored, manifest, run)
      // A key that was changed since the backup is not brought back: the backup's key signs once more that the later one takes its place.
      if (later !== undefined) restored.db.transaction(() => restored.ledger.rotateKey(later))()
      report = { ...report, entries: restored.ledger.size() }
    } finally {
      // Closing the last connection moves the log into the database.
      restored.close()
    }
    run.progress('ready', 0, 1)
    run.signal.throwIfAborted()
    writeFileDurably(readyFile(directory), Buffer.from(`${JSON.stringify({ workspace: manifest.workspace })}\n`))
    return { keys: later === undefined ? keys : { ...keys, 'signing-key': later }, report }
  } catch (error) {
    dropStaging(directory)
    run.signal.throwIfAborted()
    throw error
  }
}

/** Of several people in a backup nobody can tell which one restores it, so its entries are by an id that none of them has. */
const restoredBy = (restored: Workspace, actor: string | null): Workspace => restored.as(actor ?? (isAlone(restored.db) ? restored.actor : newId('actor', restored.ports.randomBytes)))

/** The backup's keys, for work on a workspace that is not in its place yet. */
const keysInMemory = (keys: UnpackedBackup['keys'], protection: Secrets['protection']): Secrets => ({ protection, read: name => keys[name], create: hasAll, replaceAll: hasAll, successor: { read: () => undefined, create: hasAll, promote: () => {}, drop: () => {} } })

function hasAll(): never {
  throw new Error('A backup has all its keys')
}

/** Opens the unpacked workspace, brought to the present format, where all of it is sound and belongs together. */
function openVerified(staging: string, manifest: BackupManifest, ports: Ports, { name: file }: PickedFile): Workspace {
  let restored: Workspace | undefined
  try {
    refuseUnsound(databaseFile(staging), manifest)
    restored = openUnreached(staging, ports)
    restored.secret('suppression-key')
    restored.secret('sealing-key')
    restored.ledger.key()
    const { ok, problems, entries, root } = checkLedger({ db: restored.db, secrets: ports.secrets, workspaceId: restored.id })
    if (!ok) throw new CoreError('backup/ledger-broken', { seq: problems[0]!.seq })
    if (entries !== manifest.ledger.entries || root !== manifest.ledger.root) throw new CoreError('workspace/damaged', {})
    return restored
  } catch (error) {
    restored?.close()
    const known = databaseError(error)
    throw known instanceof CoreError && unsound.has(known.code) ? new CoreError('backup/damaged', { file }) : known
  }
}

/** What would be said of a workspace, where it is the backup that is so. */
const unsound: ReadonlySet<string> = new Set(['workspace/damaged', 'workspace/not-a-workspace', 'workspace/key-unusable', 'workspace/key-missing', 'workspace/signing-key-missing', 'ledger/inconsistent'])

function refuseUnsound(file: string, { workspace }: BackupManifest): void {
  examineFile(file, true)
  const db = openDatabase(file)
  try {
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok' || findIdentity(db)?.id !== workspace) throw new CoreError('workspace/damaged', {})
  } finally {
    db.close()
  }
}

async function bringUpToDate({ directory, replaced, list: given }: Restoring, restored: Workspace, manifest: BackupManifest, run: Run): Promise<RestoreReport> {
  const { db, ports } = restored
  const same = replaced.kind === 'workspace' && replaced.id === restored.id ? replaced : undefined
  const { list, erased } = laterErasures(directory, replaced, restored, given)
  const inBackup = {
    datasets: new Set(listDatasets(db).map(({ id }) => id)), models: new Set(livingModels(db).map(({ id }) => id)), requests: new Set(listRequests(db).map(({ id }) => id)),
  }
  if (same !== undefined) keepTail(restored, same.ledger)
  const { requests, datasets, unresolved, residueFound } = await reapplyErasures(restored, erased, {
    backupMadeAt: manifest.madeAt, keyProtection: ports.secrets.protection, list,
    replacedEntries: same?.ledger.entries.length ?? null, replacedRoot: same?.ledger.root ?? null,
  }, run)
  if (same !== undefined) takeOverExports(db, same.exports, toInstant(ports.clock.now()))
  writeReapplyList(db, reapplyFile(restored.directory), restored.secret('sealing-key'), ports.randomBytes)
  return {
    workspaceId: restored.id, backupMadeAt: manifest.madeAt, datasets: listDatasets(db).length, models: livingModels(db).length, entries: restored.ledger.size(),
    list, reapplied: requests, ...(datasets.length === 0 ? {} : { datasetsReapplied: datasets }), unresolved, residueFound,
    notInBackup: same === undefined ? null : {
      datasets: same.datasets.filter(id => !inBackup.datasets.has(id)).length, models: same.models.filter(id => !inBackup.models.has(id)).length,
      openRequests: same.openRequests.filter(id => !inBackup.requests.has(id)),
    },
  }
}

/**
 * Keeps, among the records, the entries that the replaced ledger had after those of the backup, with its last signed checkpoint:
 * records given away since then are proved by these entries and no longer by the ledger.
 */
function keepTail(restored: Workspace, replaced: { readonly entries: readonly string[]; readonly root: string; readonly checkpoint: string | undefined }): void {
  const kept = [...openLedgerTable(restored.db).entries()].map(({ entry }) => entry)
  const differs = kept.findIndex((entry, i) => entry !== replaced.entries[i])
  const from = differs === -1 ? kept.length : differs
  if (from >= replaced.entries.length) return
  const content = {
    format: 'lethe/replaced-ledger/1', origin: restored.ledger.origin, replacedAt: toInstant(restored.ports.clock.now()),
    firstSeq: from + 1, entries: replaced.entries.slice(from), checkpoint: replaced.checkpoint ?? null,
  }
  // Compressed, its words are not taken for traces of rows that happen to have the same.
  const name = `replaced-ledger-${replaced.entries.length}-${replaced.root.slice(0, 8)}.json.gz`
  writeFileDurably(join(restored.directory, 'records', name), gzipSync(`${JSON.stringify(content, null, 2)}\n`))
}

/** Puts the backup's keys in place; where that fails, the old ones still are. */
function takeKeys(directory: string, secrets: Secrets, keys: Readonly<Record<SecretName, Buffer>>): void {
  const areThere = () => secretNames.every(name => readUsable(secrets, name)?.equals(keys[name]) === true)
  if (areThere()) return
  try {
    secrets.replaceAll(keys)
  } catch (error) {
    if (areThere()) return
    dropStaging(directory)
    throw error
  }
}
