import type { Input } from '../../contract/api.ts'
import type { LedgerPage } from '../../contract/ledger.ts'
import { listDatasets } from '../datasets/dataset-table.ts'
import { kindsOf } from '../ledger/entry-topics.ts'
import type { EntryFilter } from '../ledger/ledger-filter-table.ts'
import type { Workspace } from './workspace.ts'

/** Entries as stored, newest first; `before` names the entry after the newest one wanted, the rest chooses among them. */
export function listLedger(ws: Workspace, { before, limit, kinds, about, from, to }: Input<'ledger.list'>): LedgerPage {
  const total = ws.ledger.size()
  const end = Math.min(before ?? total + 1, total + 1)
  if (kinds === undefined && about === undefined && from === undefined && to === undefined) return { total, entries: ws.ledger.newestBefore(end, limit) }
  const filter: EntryFilter = {
    ...(kinds === undefined ? {} : { kinds: kindsOf(kinds) }), ...(about === undefined ? {} : { about: idOf(ws, about) }),
    // Entries have milliseconds; a time without them would be later than the second it begins.
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }), ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  }
  return { total, ...ws.ledger.find(filter, end, limit) }
}

/** A dataset may be meant by its name; entries have its id. */
const idOf = ({ db }: Workspace, about: string): string => listDatasets(db).find(({ name }) => name.toLowerCase() === about.toLowerCase())?.id ?? about
