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

/**
 * Reads the signing key, or creates it where the ledger names none yet. A ledger that names a key is never continued with
 * another one: a new key would sign what the old one cannot vouch for.
 */
export function openSigningKey(secrets: Secrets, named: { readonly fingerprint: string; readonly protection: KeyProtection } | undefined): SigningKey {
  let secret = secrets.read('signing-key')
  if (secret === undefined) {
    if (named !== undefined) throw new CoreError('workspace/signing-key-missing', { fingerprint: named.fingerprint })
    secret = Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
    secrets.create('signing-key', secret)
  }
  const privateKey = readPrivateKey(secret)
  const publicKey = createPublicKey(privateKey)
  const fingerprint = keyFingerprint(publicKey)
  if (named !== undefined && named.fingerprint !== fingerprint) throw new CoreError('workspace/key-unusable', { key: 'signing-key' })
  return {
    fingerprint,
    publicKey,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    protection: named?.protection ?? secrets.protection,
    sign: bytes => sign(null, bytes, privateKey),
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
