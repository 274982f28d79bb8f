import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { migrate } from '../database/migrate.ts'
import { databaseError, openDatabase, truncateWal, type Db } from '../database/open-database.ts'
import { takeLock } from '../database/take-lock.ts'
import { openLedger, type Ledger } from '../ledger/ledger.ts'
import type { Ports, SecretName } from '../ports.ts'

/** One folder with everything in it, opened by this process alone. */
export interface Workspace {
  readonly directory: string
  readonly id: string
  /** The pseudonymous id of the person who works here. */
  readonly actor: string
  readonly db: Db
  readonly ledger: Ledger
  readonly ports: Ports
  /** A 32-byte secret of this workspace, made when first wanted. */
  secret(name: Exclude<SecretName, 'signing-key'>): Buffer
  close(): void
}

export const reapplyFile = (directory: string): string => join(directory, 'records', 'erased.list')

/** Opens the workspace in this folder, making a new one where there is none; refuses while another process has it open. */
export function openWorkspace(directory: string, ports: Ports): Workspace {
  try {
    for (const folder of ['', 'keys', 'records', 'logs', 'temporary']) mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw databaseError(error)
  }
  const releaseLock = takeLock(join(directory, 'lock'))
  let db: Db | undefined
  try {
    const file = join(directory, 'lethe.db')
    db = openDatabase(file)
    migrate(db)
    chmodSync(file, 0o600)
    // What a crash left behind: frames of a transaction that never ended, files half written.
    truncateWal(db)
    for (const entry of readdirSync(join(directory, 'temporary'))) rmSync(join(directory, 'temporary', entry), { recursive: true, force: true })
    const { id, actor } = identity(db, ports)
    const opened = db
    return {
      directory, id, actor, db, ports,
      ledger: openLedger({ db, clock: ports.clock, secrets: ports.secrets, workspaceId: id, actor }),
      secret: name => readSecret(opened, ports, name),
      close() {
        opened.close()
        releaseLock()
      },
    }
  } catch (error) {
    db?.close()
    releaseLock()
    throw databaseError(error)
  }
}

function identity(db: Db, ports: Ports): { id: string; actor: string } {
  const known = db.prepare<[], { id: string; actor: string }>(`SELECT id, actor FROM workspace`).get()
  if (known !== undefined) return known
  const made = { id: newId('workspace', ports.randomBytes), actor: newId('actor', ports.randomBytes) }
  db.prepare(`INSERT INTO workspace (id, created_at, actor) VALUES (?, ?, ?)`).run(made.id, toInstant(ports.clock.now()), made.actor)
  return made
}

function readSecret(db: Db, ports: Ports, name: Exclude<SecretName, 'signing-key'>): Buffer {
  const known = ports.secrets.read(name)
  if (known !== undefined) {
    if (known.length !== 32) throw new CoreError('workspace/key-unusable', { key: name })
    return known
  }
  // Keys are all made with the first dataset; one that is missing later was lost, and a new one would fit nothing.
  if (db.prepare(`SELECT 1 FROM dataset`).get() !== undefined) throw new CoreError('workspace/key-missing', { key: name })
  const made = ports.randomBytes(32)
  ports.secrets.create(name, made)
  return made
}

/** True where this folder already holds a workspace. */
export const workspaceExists = (directory: string): boolean => existsSync(join(directory, 'lethe.db'))
