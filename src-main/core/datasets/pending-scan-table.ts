import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import type { RandomBytes } from '../ports.ts'
import type { ErasedContent } from './scan-residue.ts'

/** Keeps what was erased, encrypted, until the files were searched for it: a crash in between must not lose what to look for. */
export function insertPendingScan(db: Db, requestId: string, content: ErasedContent, key: Uint8Array, randomBytes: RandomBytes): void {
  db.prepare(`INSERT INTO pending_scan (request_id, sealed) VALUES (?, ?)`).run(requestId, sealContent(content, key, randomBytes))
}

export function readPendingScan(db: Db, requestId: string, key: Uint8Array): ErasedContent {
  const sealed = db.prepare<[string], Buffer>(`SELECT sealed FROM pending_scan WHERE request_id = ?`).pluck().get(requestId)
  if (sealed === undefined) throw new Error('There is no pending scan for this request')
  return unsealContent(sealed, key)
}

export const sealContent = (content: ErasedContent, key: Uint8Array, randomBytes: RandomBytes): Buffer => seal(key, JSON.stringify(content), randomBytes)

export function unsealContent(sealed: Uint8Array, key: Uint8Array): ErasedContent {
  const { columns, rows } = JSON.parse(unseal(key, sealed)) as { columns: ErasedContent['columns']; rows: (Omit<ErasedContent['rows'][number], 'subject'> & { subject: { data: number[] } | null })[] }
  return { columns, rows: rows.map(({ row, subject, cells }) => ({ row, subject: subject === null ? null : Buffer.from(subject.data), cells })) }
}

export function deletePendingScan(db: Db, requestId: string): void {
  db.prepare(`DELETE FROM pending_scan WHERE request_id = ?`).run(requestId)
}
