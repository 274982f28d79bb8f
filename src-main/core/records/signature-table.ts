import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'

const ready = statementKeeper()

/** What a key signed of one record: with these the same bytes are written again when the key is gone. */
export interface RecordSignatures {
  /** Fingerprint. */
  readonly key: string
  readonly statement: Buffer
  readonly sums: Buffer
}

export interface CounterSignature {
  readonly publicKey: KeyObject
  readonly signature: Buffer
}

export function keepSignatures(db: Db, requestId: string, { key, statement, sums }: RecordSignatures): void {
  db.prepare('INSERT OR REPLACE INTO record_signature (request_id, key, statement_signature, sums_signature) VALUES (?, ?, ?, ?)').run(requestId, key, statement, sums)
}

export const findSignatures = (db: Db, requestId: string): RecordSignatures | undefined =>
  db.prepare<[string], RecordSignatures>('SELECT key, statement_signature AS statement, sums_signature AS sums FROM record_signature WHERE request_id = ?').get(requestId)

export function keepCounterSignature(db: Db, requestId: string, statementSha256: string, { publicKey, signature }: CounterSignature): void {
  db.prepare('INSERT INTO record_countersignature (request_id, statement_sha256, public_key, signature) VALUES (?, ?, ?, ?)').run(requestId, statementSha256, publicKey.export({ type: 'spki', format: 'der' }), signature)
}

/** The counter-signature of this statement; one that does not fit what it should have signed is none. */
export function findCounterSignature(db: Db, requestId: string, statementSha256: string, signed: Buffer): CounterSignature | undefined {
  const row = ready<[string, string], { der: Buffer; signature: Buffer }>(db, 'SELECT public_key AS der, signature FROM record_countersignature WHERE request_id = ? AND statement_sha256 = ?').get(requestId, statementSha256)
  if (row === undefined) return undefined
  try {
    const publicKey = createPublicKey({ key: row.der, format: 'der', type: 'spki' })
    return verify(null, signed, publicKey, row.signature) ? { publicKey, signature: row.signature } : undefined
  } catch {
    return undefined
  }
}
