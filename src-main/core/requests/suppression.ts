import { hmacSha256 } from '../base/hash.ts'
import { seal, unseal } from '../base/seal.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import type { Db } from '../database/open-database.ts'
import type { RandomBytes } from '../ports.ts'

/** Someone or something erased, as a keyed hash: a person or a row for a request, a whole dataset for none. */
export type Suppression = { readonly hash: Buffer; readonly at: string } & (
  | { readonly scope: 'person' | 'row'; readonly request: string }
  | { readonly scope: 'dataset'; readonly request: null })

export const isOfRow = (s: Suppression): s is Suppression & { readonly scope: 'row' } => s.scope === 'row'
export const isOfDataset = (s: Suppression): s is Suppression & { readonly scope: 'dataset' } => s.scope === 'dataset'

const subjectBytes = 16

/** A person as a keyed hash, HMAC-SHA-256: without the key nobody can test a guess. */
export const personHash = (key: Uint8Array, identifier: string): Buffer => hmacSha256(key, `person\n${identifier}`)

/** What a dataset row stores of its person: the first 128 bits of the keyed hash. */
export const subjectOf = (hash: Buffer): Buffer => hash.subarray(0, subjectBytes)

export const rowHash = (key: Uint8Array, datasetId: string, row: number): Buffer => hmacSha256(key, `row\n${datasetId}\n${row}`)

export const datasetHash = (key: Uint8Array, datasetId: string): Buffer => hmacSha256(key, `dataset\n${datasetId}`)

export function insertSuppressions(db: Db, list: readonly Suppression[]): void {
  const insert = db.prepare(`INSERT INTO suppression (scope, hash, request_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`)
  for (const s of list) insert.run(s.scope, s.hash, s.request, s.at)
}

/** Everything erased so far, in the order of erasing. */
export const readSuppressions = (db: Db): Suppression[] =>
  db.prepare<[], Suppression>(`SELECT scope, hash, request_id AS request, at FROM suppression ORDER BY at, scope, hash`).all()

/** A test for people on the list by the stored subject bytes, or undefined where the list names nobody. */
export function suppressedSubjects(db: Db): ((subject: Buffer) => boolean) | undefined {
  const hashes = new Set(db.prepare<[], Buffer>(`SELECT hash FROM suppression WHERE scope = 'person'`).pluck().all().map(hash => subjectOf(hash).toString('latin1')))
  return hashes.size === 0 ? undefined : subject => hashes.has(subject.toString('latin1'))
}

/**
 * Writes the list of everything erased so far, hashes only, sealed: an old backup of the database is brought up to date
 * from it after it was restored.
 */
export function writeReapplyList(db: Db, file: string, sealingKey: Uint8Array, randomBytes: RandomBytes): void {
  const list = readSuppressions(db).map(s => ({ ...s, hash: s.hash.toString('hex') }))
  writeFileDurably(file, seal(sealingKey, JSON.stringify({ version: 1, erased: list }), randomBytes))
}

export function readReapplyList(sealed: Uint8Array, sealingKey: Uint8Array): Suppression[] {
  const { erased } = JSON.parse(unseal(sealingKey, sealed)) as { erased: (Suppression & { hash: never })[] }
  return erased.map(e => ({ ...e, hash: Buffer.from(e.hash, 'hex') }))
}
