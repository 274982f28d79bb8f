import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Db } from '../database/open-database.ts'
import { keyFingerprint } from './key-fingerprint.ts'

/** Keeps the public half of a key that signs. Called at each signature, so it looks first: exporting a key costs as much as signing. */
export function publicKeyKeeper(db: Db): (key: { readonly fingerprint: string; readonly publicKey: KeyObject }) => void {
  const isKept = db.prepare<[string], number>('SELECT 1 FROM ledger_key WHERE fingerprint = ?').pluck()
  const keep = db.prepare<[string, Buffer]>('INSERT INTO ledger_key (fingerprint, public_key) VALUES (?, ?)')
  return ({ fingerprint, publicKey }) => {
    if (isKept.get(fingerprint) === undefined) keep.run(fingerprint, publicKey.export({ type: 'spki', format: 'der' }))
  }
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
