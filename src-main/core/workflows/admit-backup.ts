import { CoreError } from '../base/core-error.ts'
import type { SecretName, Secrets } from '../ports.ts'
import { secretNames, type BackupManifest } from './backup-manifest.ts'
import { isUnused, type Replaced } from './replaced-workspace.ts'

/** Refuses a backup of another workspace than the one in the folder: what somebody else has there is never overwritten. */
export function admitWorkspace(replaced: Replaced, { workspace }: BackupManifest): void {
  if (replaced.kind === 'workspace' && replaced.id !== workspace && !isUnused(replaced)) throw new CoreError('backup/other-workspace', {})
}

/**
 * Refuses a backup whose keys are not those of the folder: under the same id that is a copy gone its own way. Where the database
 * cannot be read, the keys alone tell whose it is.
 */
export function admitKeys(replaced: Replaced, keys: Readonly<Record<SecretName, Buffer>>, secrets: Secrets): void {
  if (replaced.kind === 'workspace' && isUnused(replaced)) return
  const known = secretNames.flatMap(name => {
    const key = readUsable(secrets, name)
    return key === undefined ? [] : [key.equals(keys[name])]
  })
  if (known.includes(false)) throw new CoreError(replaced.kind === 'unreadable' ? 'backup/other-workspace' : 'backup/other-keys', {})
  if (replaced.kind === 'unreadable' && known.length === 0) throw new CoreError('backup/cannot-tell', {})
}

/** A key that is lost or damaged is one that the backup brings back. */
export function readUsable(secrets: Secrets, name: SecretName): Buffer | undefined {
  try {
    return secrets.read(name)
  } catch {
    return undefined
  }
}
