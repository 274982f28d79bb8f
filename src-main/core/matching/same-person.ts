import type { Db } from '../database/open-database.ts'

/** A function from the keyed hashes of somebody's identifiers to the requests about them: those that are open, and those that ended from that time on. The one that came first ahead. */
export function personFinder(db: Db): (hashes: readonly Buffer[], endedFrom?: string) => string[] {
  const open = db.prepare<[Buffer], string>(`SELECT request_id FROM request_subject WHERE subject = ?`).pluck()
  const ended = db.prepare<[Buffer, string], string>(`SELECT request_id FROM recent_subject WHERE subject = ? AND ended_at >= ?`).pluck()
  const inOrder = db.prepare<[string], string>(`SELECT id FROM request WHERE id IN (SELECT value FROM json_each(?)) ORDER BY received_at, id`).pluck()
  return (hashes, endedFrom) => {
    const ids = new Set(hashes.flatMap(hash => [...open.all(hash), ...(endedFrom === undefined ? [] : ended.all(hash, endedFrom))]))
    return ids.size <= 1 ? [...ids] : inOrder.all(JSON.stringify([...ids]))
  }
}
