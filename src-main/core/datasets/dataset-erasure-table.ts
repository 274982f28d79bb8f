import type { Db } from '../database/open-database.ts'
import type { RandomBytes } from '../ports.ts'
import { sealContent, unsealContent } from './pending-scan-table.ts'
import type { ErasedContent } from './scan-residue.ts'

/** The erasure of a whole dataset: intended, done and not searched for yet, or completed. */
export interface DatasetErasure {
  readonly datasetId: string
  readonly state: 'executing' | 'verifying' | 'completed'
  readonly rows: number
  /** The models that learned from it. */
  readonly models: readonly string[]
  /** Rows that are too many to be searched for. */
  readonly leftOut: number
  /** Until the rows were gone. */
  readonly spentMs: number
}

/** Stores how an erasure stands, in place of how it stood: counts and ids only. */
export function putDatasetErasure(db: Db, { datasetId, state, rows, models, leftOut, spentMs }: DatasetErasure): void {
  dropDatasetErasure(db, datasetId)
  db.prepare(`INSERT INTO dataset_erasure (dataset_id, state, rows, models, left_out, spent_ms) VALUES (?, ?, ?, ?, ?, ?)`)
    .run(datasetId, state, rows, JSON.stringify(models), leftOut, spentMs)
}

export function dropDatasetErasure(db: Db, datasetId: string): void {
  db.prepare(`DELETE FROM dataset_erasure WHERE dataset_id = ?`).run(datasetId)
}

export const datasetErasuresIn = (db: Db, state: DatasetErasure['state']): DatasetErasure[] =>
  db.prepare<[string], Omit<DatasetErasure, 'models'> & { models: string }>(`
    SELECT dataset_id AS datasetId, state, rows, models, left_out AS leftOut, spent_ms AS spentMs FROM dataset_erasure WHERE state = ? ORDER BY dataset_id`)
    .all(state).map(erasure => ({ ...erasure, models: JSON.parse(erasure.models) as string[] }))

/** Keeps, encrypted, what is to be searched for, until it was. */
export function insertDatasetScan(db: Db, datasetId: string, content: ErasedContent, key: Uint8Array, randomBytes: RandomBytes): void {
  db.prepare(`INSERT INTO dataset_scan (dataset_id, sealed) VALUES (?, ?)`).run(datasetId, sealContent(content, key, randomBytes))
}

export function readDatasetScan(db: Db, datasetId: string, key: Uint8Array): ErasedContent {
  const sealed = db.prepare<[string], Buffer>(`SELECT sealed FROM dataset_scan WHERE dataset_id = ?`).pluck().get(datasetId)
  if (sealed === undefined) throw new Error('There is no pending scan for this dataset')
  return unsealContent(sealed, key)
}

export function deleteDatasetScan(db: Db, datasetId: string): void {
  db.prepare(`DELETE FROM dataset_scan WHERE dataset_id = ?`).run(datasetId)
}
