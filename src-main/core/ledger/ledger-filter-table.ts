import type { Db } from '../database/open-database.ts'
import type { StoredEntry } from './ledger-table.ts'

/** Which entries are wanted; what is absent does not matter. */
export interface EntryFilter {
  readonly kinds?: readonly string[]
  /** The id of a request, a model or a dataset that the entry names. */
  readonly about?: string
  /** Not before this time. */
  readonly from?: string
  /** Before this time. */
  readonly to?: string
}

const conditions: { readonly [part in keyof EntryFilter]-?: string } = {
  kinds: 'kind IN (SELECT value FROM json_each(@kinds))', about: 'seq IN (SELECT seq FROM ledger_subject WHERE id = @about)', from: 'at >= @from', to: 'at < @to',
}

/** Finds entries by the tables that tell where each kind, time and id is; no entry is read that is not answered. */
export function findEntries(db: Db, filter: EntryFilter, before: number, most: number): { readonly found: number; readonly entries: StoredEntry[] } {
  const parts = Object.keys(conditions) as (keyof EntryFilter)[]
  const where = parts.filter(part => filter[part] !== undefined).map(part => conditions[part]).join(' AND ') || 'TRUE'
  const values = { ...filter, kinds: JSON.stringify(filter.kinds ?? []), before, most }
  const found = db.prepare<[object], number>(`SELECT count(*) FROM ledger_place WHERE ${where}`).pluck().get(values) ?? 0
  const entries = db.prepare<[object], StoredEntry>(`
    SELECT ledger_entry.seq, ledger_entry.entry FROM (SELECT seq FROM ledger_place WHERE seq < @before AND ${where} ORDER BY seq DESC LIMIT @most) JOIN ledger_entry USING (seq) ORDER BY seq DESC`).all(values)
  return { found, entries }
}
