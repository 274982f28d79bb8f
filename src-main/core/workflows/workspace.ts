import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { examineFile } from '../database/examine-file.ts'
import { migrate } from '../database/migrate.ts'
import { databaseError, openDatabase, truncateWal, type Db } from '../database/open-database.ts'
import { shareLock, takeLock } from '../database/take-lock.ts'
import { openLedger, type Ledger } from '../ledger/ledger.ts'
import { everyRole, insertActor } from '../people/actor-table.ts'
import type { Ports } from '../ports.ts'
import { finishRestore } from './finish-restore.ts'
import { databaseFile, folderError, folders, jobsLockFile, lockFile, makeFolders, orphansEndWithinMs } from './workspace-folder.ts'
import { readSecret, type PlainSecretName } from './workspace-secret.ts'

/** One folder with everything in it, opened by this process alone. */
export interface Workspace {
  readonly directory: string
  readonly id: string
  /** The pseudonymous id of the colleague who acts. */
  readonly actor: string
  readonly db: Db
  readonly ledger: Ledger
  readonly ports: Ports
  /** A 32-byte secret of this workspace, made when first wanted. */
  secret(name: PlainSecretName): Buffer
  /** The same workspace where this colleague acts. */
  as(actor: string): Workspace
  close(): void
}

export interface OpenOptions {
  /** How long a write waits, blocking this thread, for a worker's; then it throws 'workspace/in-use'. */
  readonly busyTimeoutMs?: number
  /** True where the folder for temporary files is in use by this very process. */
  readonly keepTemporary?: boolean
}

/** Opens the workspace in this folder, making a new one where there is none; refuses while another process has it open. */
export function openWorkspace(directory: string, ports: Ports, { busyTimeoutMs = 5000, keepTemporary = false }: OpenOptions = {}): Workspace {
  finishRestore(directory, ports)
  const file = databaseFile(directory)
  try {
    examineFile(file, existsSync(join(directory, 'keys', 'signing-key')))
    makeFolders(directory)
  } catch (error) {
    throw folderError(error)
  }
  const releaseLock = takeLock(lockFile(directory))
  let db: Db | undefined
  try {
    // Workers of an engine that was killed may still be ending.
    takeLock(jobsLockFile(directory), orphansEndWithinMs)()
    db = openDatabase(file)
    migrate(db)
    chmodSync(file, 0o600)
    truncateWal(db)
    if (!keepTemporary) removeLeftovers(directory)
    db.pragma(`busy_timeout = ${busyTimeoutMs}`)
    const ws = workspaceOver(directory, db, ports, releaseLock)
    settleKeys(ws.ledger)
    return ws
  } catch (error) {
    db?.close()
    releaseLock()
    throw databaseError(error)
  }
}

/** What a change of keys that was cut short left over. Keys that cannot be read now, or a ledger that does not fit, are told where they are wanted. */
export function settleKeys(ledger: Ledger): void {
  try {
    ledger.settleKeys()
  } catch {
    // The next entry that is written tries again.
  }
}

/** Before the keys are kept otherwise: what a change of keys left over is settled, and the key that signs is there; throws where that cannot be. */
export function readyKeys(ledger: Ledger): void {
  ledger.settleKeys()
  if (ledger.namedKey() !== undefined) ledger.key()
}

/**
 * Opens, beside the engine that holds the workspace, a connection for one worker. The shared lock keeps a new engine from
 * starting while a worker of an old one still runs; `engineAlive` is asked once it is held.
 */
export function joinWorkspace(directory: string, ports: Ports, engineAlive: () => boolean): Workspace {
  const releaseLock = shareLock(jobsLockFile(directory))
  let db: Db | undefined
  try {
    if (!engineAlive()) throw new CoreError('engine/gone', {})
    db = openDatabase(databaseFile(directory))
    // The engine may be writing a line just now.
    db.pragma('busy_timeout = 30000')
    return workspaceOver(directory, db, ports, releaseLock)
  } catch (error) {
    db?.close()
    releaseLock()
    throw databaseError(error)
  }
}

/** Opens a workspace that nobody else can reach: one that is being unpacked from a backup. */
export function openUnreached(directory: string, ports: Ports): Workspace {
  const db = openDatabase(databaseFile(directory))
  try {
    migrate(db)
    return workspaceOver(directory, db, ports, () => {})
  } catch (error) {
    db.close()
    throw databaseError(error)
  }
}

function workspaceOver(directory: string, db: Db, ports: Ports, releaseLock: () => void): Workspace {
  const { id, actor: first } = identity(db, ports)
  const ledger = openLedger({ db, clock: ports.clock, secrets: ports.secrets, workspaceId: id, actor: first })
  const as = (actor: string): Workspace => ({
    directory, id, actor, db, ports, as,
    ledger: ledger.as(actor),
    secret: name => readSecret(db, ports, name),
    close() {
      db.close()
      releaseLock()
    },
  })
  return as(first)
}

/** What a crash left behind beside the database: files half written, or waiting to be used once. */
function removeLeftovers(directory: string): void {
  for (const folder of folders) {
    for (const entry of readdirSync(join(directory, folder))) {
      if (folder === 'temporary' || entry.endsWith('.partial')) rmSync(join(directory, folder, entry), { recursive: true, force: true })
    }
  }
}

/** Who this workspace and the first one who worked in it are; undefined in a database that was only just made. */
export const findIdentity = (db: Db): { id: string; actor: string } | undefined => db.prepare<[], { id: string; actor: string }>(`SELECT id, actor FROM workspace`).get()

function identity(db: Db, ports: Ports): { id: string; actor: string } {
  const known = findIdentity(db)
  if (known !== undefined) return known
  const made = { id: newId('workspace', ports.randomBytes), actor: newId('actor', ports.randomBytes) }
  const at = toInstant(ports.clock.now())
  db.transaction(() => {
    db.prepare(`INSERT INTO workspace (id, created_at, actor) VALUES (?, ?, ?)`).run(made.id, at, made.actor)
    insertActor(db, { id: made.actor, roles: everyRole, addedAt: at })
  })()
  return made
}
