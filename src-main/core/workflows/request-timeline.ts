import type { Input } from '../../contract/api.ts'
import type { LedgerEntry } from '../../contract/ledger.ts'
import type { TimelineEntry } from '../../contract/request.ts'
import { findRequest } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** Every entry about a request in the ledger's own order; where a clock was set back, times are no order, and that is said. */
export function requestTimeline({ db, ledger }: Workspace, { requestId }: Input<'request.timeline'>): TimelineEntry[] {
  findRequest(db, requestId)
  const entries = ledger.entriesOf(requestId)
  return entries.map((entry, i) => ({ ...entry, ...(isEarlier(entry, entries[i - 1]) ? { clockSetBack: true as const } : {}) }))
}

/** The ledger adds a millisecond to the time of an entry that would be of the same as the one before; that is no other clock. */
const addedMs = 1

const isEarlier = (entry: LedgerEntry, before: LedgerEntry | undefined): boolean => before !== undefined && Date.parse(entry.at) < Date.parse(before.at) - addedMs
