import { hmacSha256 } from '../base/hash.ts'
import { seal, unseal } from '../base/seal.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'
import type { RandomBytes } from '../ports.ts'

const ready = statementKeeper()

/** Someone or something erased, as a keyed hash: a person or a row for a request, a whole dataset for none; or a request itself. */
export type Suppression = { readonly hash: Buffer; readonly at: string } & (
  // lifted: whose people may come back
  | { readonly scope: 'person' | 'row' | 'lifted'; readonly request: string }
  | { readonly scope: 'dataset'; readonly request: null })

export const isOfRow = (s: Suppression): s is Suppression & { readonly scope: 'row' } => s.scope === 'row'
export const isOfDataset = (s: Suppression): s is Suppression & { readonly scope: 'dataset' } => s.scope === 'dataset'

const subjectBytes = 16

/** A person as a keyed hash, HMAC-SHA-256: without the key nobody can test a guess. */
export const personHash = (key: Uint8Array, identifier: string): Buffer => hmacSha256(key, `person\n${identifier}`)

/** Somebody by one of their identifiers, in the form it is compared in. As it is written: the same hash as that of the subject column. */
export const identifierHash = (key: Uint8Array, { kind, form }: { readonly kind: string; readonly form: string }): Buffer =>
  kind === 'exact' ? personHash(key, form) : hmacSha256(key, `${kind}\n${form}`)

/** What a dataset row stores of its person: the first 128 bits of the keyed hash. */
export const subjectOf = (hash: Buffer): Buffer => hash.subarray(0, subjectBytes)

export const rowHash = (key: Uint8Array, datasetId: string, row: number): Buffer => hmacSha256(key, `row\n${datasetId}\n${row}`)

export const datasetHash = (key: Uint8Array, datasetId: string): Buffer => hmacSha256(key, `dataset\n${datasetId}`)

const liftedHash = (key: Uint8Array, request: string): Buffer => hmacSha256(key, `lifted\n${request}`)

/** Somebody who was erased before belongs to the newest of their requests. */
export function insertSuppressions(db: Db, list: readonly Suppression[]): void {
  const insert = ready(db, `INSERT OR REPLACE INTO suppression (scope, hash, request_id, at) VALUES (?, ?, ?, ?)`)
  for (const s of list) insert.run(s.scope, s.hash, s.request, s.at)
}

/** Within a transaction: the people of a request that was carried out may come back; its rows stay erased, also after a restore. Returns how many hashes of theirs there were. */
export function liftPeople(db: Db, key: Uint8Array, request: string, at: string): number {
  const lifted = db.prepare(`DELETE FROM suppression WHERE scope = 'person' AND request_id = ?`).run(request).changes
  if (lifted > 0) insertSuppressions(db, [{ scope: 'lifted', hash: liftedHash(key, request), request, at }])
  return lifted
}

/** Within a transaction: takes away again whom an older backup or list brought back though they were lifted. */
export function keepLifted(db: Db): void {
  db.prepare(`DELETE FROM suppression WHERE scope = 'person' AND EXISTS (SELECT 1 FROM suppression l WHERE l.scope = 'lifted' AND l.request_id = suppression.request_id AND l.at >= suppression.at)`).run()
}

/** Within a transaction: destroys the hashes of people erased before that time. Returns how many, of how many requests. */
export function expirePeople(db: Db, before: string): { readonly hashes: number; readonly requests: number } {
  const found = db.prepare<[string], { hashes: number; requests: number }>(`SELECT count(*) AS hashes, count(DISTINCT request_id) AS requests FROM suppression WHERE scope = 'person' AND at < ?`).get(before)!
  if (found.hashes > 0) db.prepare(`DELETE FROM suppression WHERE scope = 'person' AND at < ?`).run(before)
  return found
}

/** Who is kept from being imported again, by request: when they were erased, how many identifiers and rows. The last erased first. */
export const suppressedByRequest = (db: Db): { requestId: string; erasedAt: string; identifiers: number; rows: number }[] =>
  db.prepare<[], { requestId: string; erasedAt: string; identifiers: number; rows: number }>(`
    SELECT request_id AS requestId, max(at) AS erasedAt, count(*) FILTER (WHERE scope = 'person') AS identifiers, count(*) FILTER (WHERE scope = 'row') AS rows
    FROM suppression WHERE scope IN ('person', 'row') GROUP BY request_id HAVING identifiers > 0 ORDER BY erasedAt DESC, request_id`).all()

/** A test for people on the list by the keyed hash of an identifier. */
export function suppressedPeople(db: Db): (hash: Buffer) => boolean {
  const select = db.prepare<[Buffer], number>(`SELECT 1 FROM suppression WHERE scope = 'person' AND hash = ?`).pluck()
  return hash => select.get(hash) !== undefined
}

/** Everything erased so far, in the order of erasing. */
export const readSuppressions = (db: Db): Suppression[] =>
  db.prepare<[], Suppression>(`SELECT scope, hash, request_id AS request, at FROM suppression ORDER BY at, scope, hash`).all()

/** The keyed hash of everybody on the list, as Latin-1 text. */
export const readPeople = (db: Db): Set<string> =>
  new Set(db.prepare<[], Buffer>(`SELECT hash FROM suppression WHERE scope = 'person'`).pluck().all().map(hash => hash.toString('latin1')))

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
