import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import type { RandomBytes } from '../ports.ts'
import type { ErasedContent } from './scan-residue.ts'

/** Keeps what was erased from a dataset, encrypted, until the files were searched for it: a crash in between must not lose what to look for. */
export function insertPendingScan(db: Db, erasureId: string, datasetId: string, content: ErasedContent, key: Uint8Array, randomBytes: RandomBytes): void {
  db.prepare(`INSERT INTO pending_scan (erasure_id, dataset_id, sealed) VALUES (?, ?, ?)`).run(erasureId, datasetId, sealContent(content, key, randomBytes))
}

/** What this erasure erased from each dataset. */
export function readPendingScans(db: Db, erasureId: string, key: Uint8Array): ErasedContent[] {
  const sealed = db.prepare<[string], Buffer>(`SELECT sealed FROM pending_scan WHERE erasure_id = ? ORDER BY dataset_id`).pluck().all(erasureId)
  if (sealed.length === 0) throw new Error('There is no pending scan for this erasure')
  return sealed.map(one => unsealContent(one, key))
}

export const sealContent = (content: ErasedContent, key: Uint8Array, randomBytes: RandomBytes): Buffer => seal(key, JSON.stringify(content), randomBytes)

export function unsealContent(sealed: Uint8Array, key: Uint8Array): ErasedContent {
  const { columns, rows } = JSON.parse(unseal(key, sealed)) as { columns: ErasedContent['columns']; rows: (Omit<ErasedContent['rows'][number], 'subject'> & { subject: { data: number[] } | null })[] }
  return { columns, rows: rows.map(({ row, subject, cells }) => ({ row, subject: subject === null ? null : Buffer.from(subject.data), cells })) }
}

export function deletePendingScans(db: Db, erasureId: string): void {
  db.prepare(`DELETE FROM pending_scan WHERE erasure_id = ?`).run(erasureId)
}
