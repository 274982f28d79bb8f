import type { Guarantee, ModelMetrics } from '../../contract/model.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import type { Recipe } from './learner.ts'

export interface Model {
  readonly id: string
  readonly datasetId: string
  readonly recipe: Recipe
}

export interface ModelVersion {
  readonly model: string
  readonly version: number
  readonly at: string
  /** 'train', or the method that made the model forget. */
  readonly method: string
  readonly guarantee: Guarantee
  readonly boundary: boolean
  readonly request: string | null
  readonly trainRows: number
  readonly testRows: number
  /** SHA-256(salt ‖ digest of the published bytes), hex. */
  readonly commitment: string
}

/** What exists only of the present version. */
export interface ModelContent {
  readonly salt: Buffer
  readonly published: Uint8Array
  readonly metrics: ModelMetrics
  readonly timings: Readonly<Record<string, number>>
  readonly state: ReadonlyMap<string, Uint8Array>
}

export function insertModel(db: Db, model: Model, createdAt: string): void {
  db.prepare(`INSERT INTO model (id, dataset_id, learner, recipe, created_at) VALUES (?, ?, ?, ?, ?)`)
    .run(model.id, model.datasetId, model.recipe.learner, JSON.stringify(model.recipe), createdAt)
}

export function insertVersion(db: Db, v: ModelVersion, content: ModelContent | null): void {
  db.prepare(`INSERT INTO model_version (model_id, version, at, method, guarantee, boundary, request_id, train_rows, test_rows, commitment)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(v.model, v.version, v.at, v.method, v.guarantee, v.boundary ? 1 : 0, v.request, v.trainRows, v.testRows, v.commitment)
  if (content === null) return
  db.prepare(`INSERT INTO model_content (model_id, version, salt, published, metrics, timings) VALUES (?, ?, ?, ?, ?, ?)`)
    .run(v.model, v.version, content.salt, content.published, JSON.stringify(content.metrics), JSON.stringify(content.timings))
  const part = db.prepare(`INSERT INTO model_state (model_id, version, part, bytes) VALUES (?, ?, ?, ?)`)
  for (const [name, bytes] of content.state) part.run(v.model, v.version, name, bytes)
}

/** Deletes the weights, state, salt and measures of every version of the model: secure_delete overwrites their pages. */
export function shredContent(db: Db, modelId: string): void {
  db.prepare(`DELETE FROM model_state WHERE model_id = ?`).run(modelId)
  db.prepare(`DELETE FROM model_content WHERE model_id = ?`).run(modelId)
}

/**
 * Within a transaction: shreds every model of a dataset, also its recipe, which names columns and a value of the label; the
 * lineage stays. Returns the ids of those that existed.
 */
export function shredModelsOf(db: Db, datasetId: string): string[] {
  const living = livingModels(db, datasetId).map(({ id }) => id)
  for (const id of living) shredContent(db, id)
  // The lineage refers to these lines, which come back under the same ids before the transaction ends.
  db.pragma('defer_foreign_keys = ON')
  const all = db.prepare<[string], { id: string; learner: string; created_at: string }>(`SELECT id, learner, created_at FROM model WHERE dataset_id = ?`).all(datasetId)
  db.prepare(`DELETE FROM model WHERE dataset_id = ?`).run(datasetId)
  const insert = db.prepare(`INSERT INTO model (id, dataset_id, learner, recipe, created_at) VALUES (?, ?, ?, '{}', ?)`)
  for (const { id, learner, created_at: createdAt } of all) insert.run(id, datasetId, learner, createdAt)
  return living
}

export function findModel(db: Db, id: string): Model {
  const record = db.prepare<[string], { id: string; dataset_id: string; recipe: string }>(`SELECT id, dataset_id, recipe FROM model WHERE id = ?`).get(id)
  if (record === undefined) throw new CoreError('model/not-found', { model: id })
  return { id: record.id, datasetId: record.dataset_id, recipe: JSON.parse(record.recipe) as Recipe }
}

/** Models that still exist; those that learned from one dataset, where it is named. */
export function livingModels(db: Db, datasetId: string | null = null): Model[] {
  return db.prepare<[{ datasetId: string | null }], string>(
    `SELECT DISTINCT m.id FROM model m JOIN model_content c ON c.model_id = m.id WHERE @datasetId IS NULL OR m.dataset_id = @datasetId ORDER BY m.created_at, m.id`)
    .pluck().all({ datasetId }).map(id => findModel(db, id))
}

/** Models that still exist, or just one, without their recipes: the dataset of each, and how many of its rows the present version has learned from or held out. */
export const livingModelRows = (db: Db, modelId: string | null = null): { id: string; datasetId: string; rows: number }[] =>
  db.prepare<[{ modelId: string | null }], { id: string; datasetId: string; rows: number }>(`
    SELECT m.id, m.dataset_id AS datasetId, v.train_rows + v.test_rows AS rows FROM model m JOIN model_content c ON c.model_id = m.id
      JOIN model_version v ON v.model_id = c.model_id AND v.version = c.version
    WHERE @modelId IS NULL OR m.id = @modelId ORDER BY m.created_at, m.id`).all({ modelId })

export function currentVersion(db: Db, modelId: string): ModelVersion {
  const present = versionsOf(db, modelId).at(-1)
  if (present === undefined) throw new CoreError('model/not-found', { model: modelId })
  return present
}

/** The lineage of a model, its first version first. */
export const versionsOf = (db: Db, modelId: string): ModelVersion[] =>
  db.prepare<[string], Record<string, string | number | null>>(`SELECT * FROM model_version WHERE model_id = ? ORDER BY version`).all(modelId).map(r => ({
    model: modelId, version: r['version'] as number, at: r['at'] as string, method: r['method'] as string,
    guarantee: r['guarantee'] as Guarantee, boundary: r['boundary'] === 1, request: r['request_id'] as string | null,
    trainRows: r['train_rows'] as number, testRows: r['test_rows'] as number, commitment: r['commitment'] as string,
  }))

/** The present version's content without its state; throws where the model is gone. */
export function readContent(db: Db, modelId: string): Omit<ModelContent, 'state'> {
  const r = db.prepare<[string], { salt: Buffer; published: Buffer; metrics: string; timings: string }>(
    `SELECT salt, published, metrics, timings FROM model_content WHERE model_id = ?`).get(modelId)
  if (r === undefined) throw new CoreError('model/gone', { model: modelId })
  return { salt: r.salt, published: r.published, metrics: JSON.parse(r.metrics) as ModelMetrics, timings: JSON.parse(r.timings) as Record<string, number> }
}

/** The number and the published bytes of the present version; undefined where the model is gone. */
export const findPresentContent = (db: Db, modelId: string): { version: number; published: Buffer } | undefined =>
  db.prepare<[string], { version: number; published: Buffer }>(`SELECT version, published FROM model_content WHERE model_id = ?`).get(modelId)

/** One part of the present version's state; throws where the model is gone. */
export function readStatePart(db: Db, modelId: string, part: string): Uint8Array {
  const bytes = db.prepare<[string, string], Buffer>(`SELECT bytes FROM model_state WHERE model_id = ? AND part = ?`).pluck().get(modelId, part)
  if (bytes === undefined) throw new CoreError('model/gone', { model: modelId })
  return bytes
}

export function readState(db: Db, modelId: string): Map<string, Uint8Array> {
  const parts = db.prepare<[string], { part: string; bytes: Buffer }>(`SELECT part, bytes FROM model_state WHERE model_id = ?`).all(modelId)
  if (parts.length === 0) throw new CoreError('model/gone', { model: modelId })
  return new Map(parts.map(({ part, bytes }) => [part, bytes]))
}
