import { seal, unseal } from '../core/base/seal.ts'
import type { RandomBytes, Secrets } from '../core/ports.ts'
import { keyFiles } from './key-files.ts'

/**
 * Keys as files sealed (AES-256-GCM) with a wrapping key that the shell holds: in the system's keychain, or derived from a
 * passphrase. Whoever has the files alone has nothing.
 */
export const wrappedSecrets = (directory: string, wrappingKey: Buffer, protection: 'os-keychain' | 'passphrase', randomBytes: RandomBytes): Secrets =>
  keyFiles(directory, {
    protection, suffix: '.sealed',
    close: secret => seal(wrappingKey, secret.toString('base64'), randomBytes),
    open: bytes => Buffer.from(unseal(wrappingKey, bytes), 'base64'),
  })
