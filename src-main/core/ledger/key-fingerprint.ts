import { createHash, type KeyObject } from 'node:crypto'

/** SHA-256 of the public key's SPKI DER, lowercase hex: the name by which people, ledgers and records know a key. */
export function keyFingerprint(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex')
}
