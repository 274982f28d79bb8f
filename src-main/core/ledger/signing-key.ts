import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { KeyProtection } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import type { Secrets } from '../ports.ts'
import { keyFingerprint } from './key-fingerprint.ts'

/** The workspace's Ed25519 key: it signs checkpoints and records. The private half never leaves this value. */
export interface SigningKey {
  /** SHA-256 of the public key's SPKI DER, lowercase hex: what people compare. */
  readonly fingerprint: string
  readonly publicKey: KeyObject
  readonly publicKeyPem: string
  /** How the private half is kept, as the ledger says. */
  readonly protection: KeyProtection
  sign(bytes: Uint8Array): Buffer
}

export interface NamedKey {
  readonly fingerprint: string
  readonly protection: KeyProtection
}

/** A new private key, as it is kept. */
export const newPrivateKey = (): Buffer => Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))

/**
 * Reads the signing key, or creates it where the ledger names none yet. A ledger that names a key is never continued with
 * another one: a new key would sign what the old one cannot vouch for. After a rotation that was cut short the key it names may
 * still lie in the place of the successor.
 */
export function openSigningKey(secrets: Secrets, named: NamedKey | undefined): SigningKey {
  if (named === undefined) return keyFrom(secrets.read('signing-key') ?? created(secrets), secrets.protection)
  const { found, missing } = look(() => secrets.read('signing-key'), named)
  if (found !== undefined) return found
  const next = look(() => secrets.successor.read(), named)
  if (next.found !== undefined) return next.found
  // Another process may have put it in its place just between the two looks.
  const moved = look(() => secrets.read('signing-key'), named)
  if (moved.found !== undefined) return moved.found
  throw missing ? new CoreError('workspace/signing-key-missing', { fingerprint: named.fingerprint }) : new CoreError('workspace/key-unusable', { key: 'signing-key' })
}

/** The key of this name, where it is what is kept there. One destroyed half way, in a rotation that was cut short, cannot be read. */
function look(read: () => Buffer | undefined, named?: NamedKey): { readonly found?: SigningKey; readonly missing: boolean } {
  try {
    const secret = read()
    const key = secret === undefined ? undefined : attempted(secret, named?.protection ?? 'not-protected')
    return { missing: secret === undefined, ...(key !== undefined && (named === undefined || key.fingerprint === named.fingerprint) ? { found: key } : {}) }
  } catch (error) {
    if (error instanceof CoreError && error.code === 'workspace/key-unusable') return { missing: false }
    throw error
  }
}

function created(secrets: Secrets): Buffer {
  const secret = newPrivateKey()
  secrets.create('signing-key', secret)
  return secret
}

/** A private key as it is kept, ready to sign. */
export function keyFrom(secret: Buffer, protection: KeyProtection): SigningKey {
  const privateKey = readPrivateKey(secret)
  const publicKey = createPublicKey(privateKey)
  return { fingerprint: keyFingerprint(publicKey), publicKey, publicKeyPem: pemOf(publicKey), protection, sign: bytes => sign(null, bytes, privateKey) }
}

export const pemOf = (publicKey: KeyObject): string => publicKey.export({ type: 'spki', format: 'pem' }).toString()

function attempted(secret: Buffer, protection: KeyProtection): SigningKey | undefined {
  try {
    return keyFrom(secret, protection)
  } catch {
    return undefined
  }
}

function readPrivateKey(secret: Buffer): KeyObject {
  try {
    const key = createPrivateKey({ key: secret, format: 'pem' })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // OpenSSL's reason may quote the file; the person needs only to know which key it is.
  }
  throw new CoreError('workspace/key-unusable', { key: 'signing-key' })
}

/** The keys that are there, the one in its place first; throws 'workspace/key-unusable' where that one is none. */
export function heldKeys(secrets: Secrets): SigningKey[] {
  const successor = secrets.successor.read()
  const next = successor === undefined ? undefined : attempted(successor, secrets.protection)
  const key = next === undefined ? whole(secrets.read('signing-key'), secrets) : look(() => secrets.read('signing-key')).found
  return [key, next].filter(found => found !== undefined)
}

const whole = (secret: Buffer | undefined, { protection }: Secrets): SigningKey | undefined => (secret === undefined ? undefined : keyFrom(secret, protection))

/** Puts a successor that the ledger names in the place of the key before it, and destroys any other. For whoever holds the folder alone, or a transaction that writes. */
export function settleSuccessor(secrets: Secrets, named: string | undefined): void {
  const successor = secrets.successor.read()
  if (successor === undefined) return
  if (attempted(successor, secrets.protection)?.fingerprint === named) secrets.successor.promote()
  else secrets.successor.drop()
}
