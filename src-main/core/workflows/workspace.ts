import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { hmacSha256 } from '../base/hash.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { examineFile } from '../database/examine-file.ts'
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
  const file = join(directory, 'lethe.db')
  try {
    examineFile(file, existsSync(join(directory, 'keys', 'signing-key')))
    for (const folder of ['', ...folders]) mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 })
  } catch (error) {
    if (notAFolder.has((error as NodeJS.ErrnoException).code)) throw new CoreError('workspace/not-a-folder', {})
    throw databaseError(error)
  }
  const releaseLock = takeLock(join(directory, 'lock'))
  let db: Db | undefined
  try {
    db = openDatabase(file)
    migrate(db)
    chmodSync(file, 0o600)
    truncateWal(db)
    removeLeftovers(directory)
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

const folders = ['keys', 'records', 'logs', 'temporary']

const notAFolder: ReadonlySet<string | undefined> = new Set(['EEXIST', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'])

/** What a crash left behind beside the database: files half written, or waiting to be used once. */
function removeLeftovers(directory: string): void {
  for (const folder of folders) {
    for (const entry of readdirSync(join(directory, folder))) {
      if (folder === 'temporary' || entry.endsWith('.partial')) rmSync(join(directory, folder, entry), { recursive: true, force: true })
    }
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
  const check = db.prepare<[string], Buffer>(`SELECT hash FROM secret_check WHERE name = ?`).pluck().get(name)
  const known = ports.secrets.read(name)
  if (known !== undefined) {
    // Another key would let erased people come back unnoticed, and find nobody.
    if (known.length !== 32 || (check !== undefined && !check.equals(checkOf(known, name)))) throw new CoreError('workspace/key-unusable', { key: name })
    if (check === undefined) insertCheck(db, known, name)
    return known
  }
  // Keys are made once; one that is missing later was lost, and a new one would fit nothing.
  if (check !== undefined) throw new CoreError('workspace/key-missing', { key: name })
  const made = ports.randomBytes(32)
  ports.secrets.create(name, made)
  insertCheck(db, made, name)
  return made
}

const checkOf = (key: Buffer, name: string): Buffer => hmacSha256(key, `check\n${name}`)

function insertCheck(db: Db, key: Buffer, name: string): void {
  db.prepare(`INSERT INTO secret_check (name, hash) VALUES (?, ?)`).run(name, checkOf(key, name))
}
