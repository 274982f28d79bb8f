import type { Statement } from 'better-sqlite3'
import type { Db } from './open-database.ts'

/** Makes something once for each database that is open. */
export function perDatabase<T>(make: (db: Db) => T): (db: Db) => T {
  const made = new WeakMap<Db, T>()
  return db => {
    const known = made.get(db)
    if (known !== undefined) return known
    const one = make(db)
    made.set(db, one)
    return one
  }
}

/**
 * A function that prepares each statement once for each database, for a file whose functions are called for every one of thousands of
 * requests: preparing one takes ten times as long as running it. What comes back is shared by all who give the same text, so each text
 * stands in one place, and is read to its end there.
 */
export function statementKeeper(): <P extends unknown[] | {} = unknown[], R = unknown>(db: Db, sql: string) => Statement<P, R> {
  const statements = perDatabase(() => new Map<string, Statement>())
  return <P extends unknown[] | {}, R>(db: Db, sql: string) => {
    const known = statements(db).get(sql)
    if (known !== undefined) return known as unknown as Statement<P, R>
    const made = db.prepare(sql)
    statements(db).set(sql, made as unknown as Statement)
    return made as unknown as Statement<P, R>
  }
}
