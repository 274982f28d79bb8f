import type { Db } from '../database/open-database.ts'

/** Minutes without a call after which whoever signed in must do so again. */
export const readIdleMinutes = (db: Db): number => db.prepare<[], number>(`SELECT idle_minutes FROM session_rule`).pluck().get()!

export const setIdleMinutes = (db: Db, minutes: number): void => void db.prepare(`UPDATE session_rule SET idle_minutes = ?`).run(minutes)
