import { CoreError } from '../base/core-error.ts'
import { keyFrom } from '../ledger/signing-key.ts'
import type { SecretName, Secrets } from '../ports.ts'
import { secretNames, type BackupManifest } from './backup-manifest.ts'
import { isUnused, type Replaced } from './replaced-workspace.ts'

/** Refuses a backup of another workspace than the one in the folder: what somebody else has there is never overwritten. */
export function admitWorkspace(replaced: Replaced, { workspace }: BackupManifest): void {
  if (replaced.kind === 'workspace' && replaced.id !== workspace && !isUnused(replaced)) throw new CoreError('backup/other-workspace', {})
}

/**
 * Refuses a backup whose keys are not those of the folder: under the same id that is a copy gone its own way. The signing key may be
 * another one of the same ledger, changed since the backup or since the folder's own state. Where the database cannot be read, the other keys
 * alone tell whose it is. Returns the folder's signing key where that is the later one: it goes on signing.
 */
export function admitKeys(replaced: Replaced, keys: Readonly<Record<SecretName, Buffer>>, secrets: Secrets, namedInBackup: readonly string[]): Buffer | undefined {
  if (replaced.kind === 'workspace' && isUnused(replaced)) return undefined
  const known = secretNames.filter(name => name !== 'signing-key').flatMap(name => {
    const key = readUsable(secrets, name)
    return key === undefined ? [] : [key.equals(keys[name])]
  })
  const own = readUsable(secrets, 'signing-key')
  const isSame = own !== undefined && own.equals(keys['signing-key'])
  if (own !== undefined && !isSame && (known.length === 0 || known.includes(false))) known.push(false)
  if (isSame) known.push(true)
  const ownName = own === undefined ? undefined : fingerprintOf(own)
  if (replaced.kind === 'workspace' && !isSame && ownName !== undefined && !namedInBackup.includes(ownName) && !replaced.keys.includes(fingerprintOf(keys['signing-key'])!)) known.push(false)
  if (known.includes(false)) throw new CoreError(replaced.kind === 'unreadable' ? 'backup/other-workspace' : 'backup/other-keys', {})
  if (replaced.kind === 'unreadable' && known.length === 0) throw new CoreError('backup/cannot-tell', {})
  const isLater = !isSame && ownName !== undefined && !namedInBackup.includes(ownName)
  return isLater && (replaced.kind === 'unreadable' || (replaced.kind === 'workspace' && replaced.keys.at(-1) === ownName)) ? own : undefined
}

/** undefined where it is no key that signs. */
function fingerprintOf(secret: Buffer): string | undefined {
  try {
    return keyFrom(secret, 'not-protected').fingerprint
  } catch {
    return undefined
  }
}

/** A key that is lost or damaged is one that the backup brings back. */
export function readUsable(secrets: Secrets, name: SecretName): Buffer | undefined {
  try {
    return secrets.read(name)
  } catch (error) {
    if (error instanceof CoreError && error.code === 'workspace/passphrase-needed') throw error
    return undefined
  }
}
