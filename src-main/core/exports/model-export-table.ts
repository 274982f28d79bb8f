import { CoreError } from '../base/core-error.ts'
import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import { livingModelRows } from '../learners/model-table.ts'
import type { RandomBytes } from '../ports.ts'

/** A copy of a model that left the workspace. */
export interface ModelExport {
  readonly id: string
  readonly modelId: string
  readonly datasetId: string
  readonly version: number
  readonly at: string
  readonly sizeBytes: number
  /** SHA-256(salt ‖ SHA-256 of the file), hex. */
  readonly commitment: string
  /** Few people tell it from an earlier copy, and somebody accepted that. */
  readonly smallBatch: boolean
  /** How many people its model has forgotten since. */
  readonly peopleSince: number
  /** When its model forgot, or was erased; null while it is the model as it is now. */
  readonly supersededAt: string | null
  /** When it was replaced, by the operator's word. */
  readonly replacedAt: string | null
}

interface ExportRecord { id: string; model_id: string; dataset_id: string; version: number; at: string; size_bytes: number; commitment: string; small_batch: number; people_since: number; superseded_at: string | null; replaced_at: string | null }

const exportOf = (r: ExportRecord): ModelExport => ({
  id: r.id, modelId: r.model_id, datasetId: r.dataset_id, version: r.version, at: r.at, sizeBytes: r.size_bytes, commitment: r.commitment,
  smallBatch: r.small_batch === 1, peopleSince: r.people_since, supersededAt: r.superseded_at, replacedAt: r.replaced_at,
})

/** Within a transaction: registers a copy with the salt of its commitment, and who has it where that was said. */
export function insertExport(db: Db, made: ModelExport, salt: Buffer | null, sealedRecipient: Buffer | null): void {
  db.prepare(`INSERT INTO model_export (id, model_id, dataset_id, version, at, size_bytes, commitment, small_batch, people_since, superseded_at, replaced_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(made.id, made.modelId, made.datasetId, made.version, made.at, made.sizeBytes, made.commitment, made.smallBatch ? 1 : 0, made.peopleSince, made.supersededAt, made.replacedAt)
  if (salt !== null) db.prepare(`INSERT INTO model_export_salt (export_id, salt) VALUES (?, ?)`).run(made.id, salt)
  if (sealedRecipient !== null) db.prepare(`INSERT INTO model_export_recipient (export_id, sealed) VALUES (?, ?)`).run(made.id, sealedRecipient)
}

/** Every copy there is, or those of one model; the newest first. */
export const listExports = (db: Db, modelId: string | null = null): ModelExport[] =>
  db.prepare<[{ modelId: string | null }], ExportRecord>(`SELECT * FROM model_export WHERE @modelId IS NULL OR model_id = @modelId ORDER BY at DESC, id`).all({ modelId }).map(exportOf)

export function findExport(db: Db, id: string): ModelExport {
  const found = db.prepare<[string], ExportRecord>(`SELECT * FROM model_export WHERE id = ?`).get(id)
  if (found === undefined) throw new CoreError('export/not-found', { export: id })
  return exportOf(found)
}

/** Copies of these models that hold what the models have forgotten, and that nobody confirmed as replaced; of all models where none are named. */
export const exportsToReplace = (db: Db, modelIds?: readonly string[]): ModelExport[] =>
  db.prepare<[], ExportRecord>(`SELECT * FROM model_export WHERE superseded_at IS NOT NULL AND replaced_at IS NULL ORDER BY at DESC, id`).all()
    .filter(({ model_id: model }) => modelIds === undefined || modelIds.includes(model)).map(exportOf)

/** Within a transaction: a model forgot so many people, and with them what its copies outside say. What opens their commitments is destroyed. */
export function supersedeExports(db: Db, modelId: string, people: number, at: string): void {
  db.prepare(`UPDATE model_export SET people_since = people_since + ?, superseded_at = coalesce(superseded_at, ?) WHERE model_id = ?`).run(people, at, modelId)
  db.prepare(`DELETE FROM model_export_salt WHERE export_id IN (SELECT id FROM model_export WHERE model_id = ?)`).run(modelId)
}

export const markReplaced = (db: Db, id: string, replacedAt: string): void => void db.prepare(`UPDATE model_export SET replaced_at = ? WHERE id = ?`).run(replacedAt, id)

/** The fewest people that tell a copy of this dataset's models that left from the models as they are now; null where none left before an erasure. */
export const fewestPeopleSince = (db: Db, datasetId: string): number | null =>
  db.prepare<[string], number | null>(`SELECT min(people_since) FROM model_export WHERE dataset_id = ? AND people_since > 0`).pluck().get(datasetId) ?? null

/** Who has a copy, as the operator wrote it. */
export const sealRecipient = (key: Uint8Array, recipient: string, randomBytes: RandomBytes): Buffer | null => (recipient === '' ? null : seal(key, recipient, randomBytes))

export function recipientsOf(db: Db, key: Uint8Array): Map<string, string> {
  const sealed = db.prepare<[], { export_id: string; sealed: Buffer }>(`SELECT export_id, sealed FROM model_export_recipient`).all()
  return new Map(sealed.map(r => [r.export_id, unseal(key, r.sealed)]))
}

/** A copy with all that is stored about it, for a workspace that takes this one's place. */
export interface StoredExport {
  readonly made: ModelExport
  readonly salt: Buffer | null
  readonly sealedRecipient: Buffer | null
}

/** Also of a database that an older Lethe wrote, which knows of none. */
export function storedExports(db: Db): StoredExport[] {
  if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'model_export'`).get() === undefined) return []
  return listExports(db).map(made => ({
    made, salt: db.prepare<[string], Buffer>(`SELECT salt FROM model_export_salt WHERE export_id = ?`).pluck().get(made.id) ?? null,
    sealedRecipient: db.prepare<[string], Buffer>(`SELECT sealed FROM model_export_recipient WHERE export_id = ?`).pluck().get(made.id) ?? null,
  }))
}

/** Puts these in the place of what is known of the same copies. One whose model is not here can never be told to follow it: it is to be replaced from now on. */
export function takeOverExports(db: Db, stored: readonly StoredExport[], now: string): void {
  const living = new Set(livingModelRows(db).map(({ id }) => id))
  db.transaction(() => {
    for (const { made, salt, sealedRecipient } of stored) {
      for (const table of ['model_export_salt', 'model_export_recipient']) db.prepare(`DELETE FROM ${table} WHERE export_id = ?`).run(made.id)
      db.prepare(`DELETE FROM model_export WHERE id = ?`).run(made.id)
      insertExport(db, { ...made, supersededAt: made.supersededAt ?? (living.has(made.modelId) ? null : now) }, salt, sealedRecipient)
    }
  })()
}
