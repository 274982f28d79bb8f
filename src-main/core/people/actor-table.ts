import type { Colleague, Role, Roles } from '../../contract/people.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'

const ready = statementKeeper()

/** The colleagues of a workspace. What is personal of them is only ever inserted and deleted. */

/** All roles, as the first one in a workspace has them. */
export const everyRole: Roles = ['administrator', 'officer', 'approver', 'engineer', 'auditor']

export interface StoredPassphrase {
  readonly salt: Buffer
  readonly hash: Buffer
  readonly params: ScryptParams
}

/** Of RFC 7914. */
export interface ScryptParams {
  readonly N: number
  readonly r: number
  readonly p: number
}

interface ActorRecord {
  readonly id: string
  readonly roles: string
  readonly added_at: string
  readonly name: string | null
}

const select = `SELECT a.id, a.roles, a.added_at, n.name FROM actor a LEFT JOIN actor_name n ON n.id = a.id WHERE a.left_at IS NULL`

const toColleague = ({ id, roles, added_at: addedAt, name }: ActorRecord): Colleague => ({ id, name, roles: JSON.parse(roles) as Role[], addedAt })

/** Those who work here now, in the order they were added. */
export const listColleagues = (db: Db): Colleague[] => db.prepare<[], ActorRecord>(`${select} ORDER BY a.rowid`).all().map(toColleague)

/** undefined also of someone who left. */
export function findColleague(db: Db, id: string): Colleague | undefined {
  const found = db.prepare<[string], ActorRecord>(`${select} AND a.id = ?`).get(id)
  return found === undefined ? undefined : toColleague(found)
}

/** How many work here. */
export const peopleCount = (db: Db): number => ready<[], number>(db, `SELECT count(*) FROM actor WHERE left_at IS NULL`).pluck().get()!

/** True where one person does everything: nobody signs in, and they approve what they opened. */
export const isAlone = (db: Db): boolean => peopleCount(db) < 2

/** What colleagues call someone, for the window alone; null where they left or never said. */
export const actorName = (db: Db, id: string): string | null => db.prepare<[string], string>(`SELECT name FROM actor_name WHERE id = ?`).pluck().get(id) ?? null

export function insertActor(db: Db, { id, roles, addedAt }: Omit<Colleague, 'name'>): void {
  db.prepare(`INSERT INTO actor (id, roles, added_at) VALUES (?, ?, ?)`).run(id, JSON.stringify(roles), addedAt)
}

export function setRoles(db: Db, id: string, roles: Roles): void {
  db.prepare(`UPDATE actor SET roles = ? WHERE id = ?`).run(JSON.stringify(roles), id)
}

/** They left: the id stays, name and passphrase are destroyed. */
export function setLeft(db: Db, id: string, at: string): void {
  deleteName(db, id)
  deletePassphrase(db, id)
  db.prepare(`UPDATE actor SET left_at = ? WHERE id = ?`).run(at, id)
}

export function replaceName(db: Db, id: string, name: string): void {
  deleteName(db, id)
  db.prepare(`INSERT INTO actor_name (id, name) VALUES (?, ?)`).run(id, name)
}

const deleteName = (db: Db, id: string): void => void db.prepare(`DELETE FROM actor_name WHERE id = ?`).run(id)

export function replacePassphrase(db: Db, id: string, { salt, hash, params }: StoredPassphrase): void {
  deletePassphrase(db, id)
  db.prepare(`INSERT INTO actor_passphrase (id, salt, hash, params) VALUES (?, ?, ?, ?)`).run(id, salt, hash, JSON.stringify(params))
}

const deletePassphrase = (db: Db, id: string): void => void db.prepare(`DELETE FROM actor_passphrase WHERE id = ?`).run(id)

export function readPassphrase(db: Db, id: string): StoredPassphrase | undefined {
  const found = db.prepare<[string], { salt: Buffer; hash: Buffer; params: string }>(`SELECT salt, hash, params FROM actor_passphrase WHERE id = ?`).get(id)
  return found === undefined ? undefined : { ...found, params: JSON.parse(found.params) as ScryptParams }
}
