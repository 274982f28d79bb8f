import { CoreError } from '../base/core-error.ts'
import { hmacSha256 } from '../base/hash.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'
import type { Ports, SecretName } from '../ports.ts'

const ready = statementKeeper()

/** Secrets that are 32 random bytes. */
export type PlainSecretName = Exclude<SecretName, 'signing-key'>

/** A secret of the workspace, made when first wanted. Throws 'workspace/key-missing' or 'workspace/key-unusable'. */
export function readSecret(db: Db, ports: Pick<Ports, 'secrets' | 'randomBytes'>, name: PlainSecretName): Buffer {
  const check = checkStored(db, name)
  const known = ports.secrets.read(name)
  if (known !== undefined) {
    // Another key would let erased people come back unnoticed, and find nobody.
    if (!fitsCheck(db, name, known)) throw new CoreError('workspace/key-unusable', { key: name })
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

/** True where this is the key that was used before, or none was used yet. */
export function fitsCheck(db: Db, name: PlainSecretName, key: Buffer): boolean {
  const check = checkStored(db, name)
  return key.length === 32 && (check === undefined || check.equals(checkOf(key, name)))
}

const checkOf = (key: Buffer, name: string): Buffer => hmacSha256(key, `check\n${name}`)

const checkStored = (db: Db, name: string): Buffer | undefined => ready<[string], Buffer>(db, `SELECT hash FROM secret_check WHERE name = ?`).pluck().get(name)

function insertCheck(db: Db, key: Buffer, name: string): void {
  db.prepare(`INSERT INTO secret_check (name, hash) VALUES (?, ?)`).run(name, checkOf(key, name))
}
