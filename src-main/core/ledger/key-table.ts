import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Db } from '../database/open-database.ts'
import { keyFingerprint } from './key-fingerprint.ts'

/** Keeps the public half of a key that signs. */
export function keepPublicKey(db: Db, publicKey: KeyObject): void {
  db.prepare('INSERT OR IGNORE INTO ledger_key (fingerprint, public_key) VALUES (?, ?)').run(keyFingerprint(publicKey), publicKey.export({ type: 'spki', format: 'der' }))
}

/** The public half of a key by its fingerprint, or undefined where it was never kept or is not the one of that fingerprint. */
export function findPublicKey(db: Db, fingerprint: string): KeyObject | undefined {
  const der = db.prepare<[string], Buffer>('SELECT public_key FROM ledger_key WHERE fingerprint = ?').pluck().get(fingerprint)
  if (der === undefined) return undefined
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' && keyFingerprint(key) === fingerprint ? key : undefined
  } catch {
    // Somebody put something else there.
    return undefined
  }
}
