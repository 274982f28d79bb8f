import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../../core/base/core-error.ts'
import { writeFileDurably } from '../../core/base/write-file-durably.ts'
import type { KeyKeeping } from '../../engine/engine-messages.ts'
import { isProtected, unlockKeys } from '../passphrase-keys.ts'

/** What the operating system's keychain can do for us: Electron's safeStorage, or a test's. */
export interface Keychain {
  /** True only where what it encrypts needs the person's login to be read again. */
  isProtecting(): Promise<boolean>
  encrypt(text: string): Promise<Buffer>
  decrypt(encrypted: Buffer): Promise<string>
}

const wrappingKeyName = 'wrapping-key'
const wrappingKeySize = 32
const keyNames = ['signing-key', 'suppression-key', 'sealing-key'] as const

/**
 * How this workspace's keys are kept. A new workspace gets a wrapping key that the keychain guards; without a keychain, and in a
 * workspace whose keys are plain files already, they are plain files, and every record says so. Throws 'workspace/key-unusable'
 * or 'workspace/key-missing' where keys are sealed and the keychain or the file that opens them is not there: plain keys beside
 * them would be other keys. Keys behind a passphrase are opened with it, where it can be had.
 */
export async function keepKeys(directory: string, keychain: Keychain, randomBytes: (size: number) => Buffer, passphrase?: () => string): Promise<KeyKeeping> {
  const folder = join(directory, 'keys')
  const file = join(folder, wrappingKeyName)
  if (isProtected(directory)) {
    if (passphrase === undefined) throw new CoreError('workspace/passphrase-needed', {})
    return unlockKeys(directory, passphrase())
  }
  // Sealed keys beside plain ones, and nothing that opens them: a passphrase was taken away, and that was cut short.
  if (!existsSync(file) && keyNames.some(name => existsSync(join(folder, name)))) return { kind: 'files' }
  if (keyNames.some(name => existsSync(join(folder, `${name}.sealed`)))) {
    if (!existsSync(file)) throw new CoreError('workspace/key-missing', { key: wrappingKeyName })
    const wrappingKey = await openWrappingKey(file, keychain)
    if (wrappingKey === undefined) throw new CoreError('workspace/key-unusable', { key: wrappingKeyName })
    return wrapped(wrappingKey)
  }
  if (keyNames.some(name => existsSync(join(folder, name))) || !await keychain.isProtecting()) return { kind: 'files' }
  // Nothing is sealed with a wrapping key that is there already: one that does not open is simply replaced.
  const known = existsSync(file) ? await openWrappingKey(file, keychain) : undefined
  if (known !== undefined) return wrapped(known)
  const wrappingKey = randomBytes(wrappingKeySize).toString('base64')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileDurably(file, await keychain.encrypt(wrappingKey))
  return wrapped(wrappingKey)
}

const wrapped = (wrappingKey: string): KeyKeeping => ({ kind: 'wrapped', protection: 'os-keychain', wrappingKey })

/** undefined where another login, another computer or a damaged file keeps it shut. */
async function openWrappingKey(file: string, keychain: Keychain): Promise<string | undefined> {
  try {
    const key = await keychain.decrypt(readFileSync(file))
    return Buffer.from(key, 'base64').length === wrappingKeySize ? key : undefined
  } catch {
    return undefined
  }
}
