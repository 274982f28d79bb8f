import type { Input } from '../../contract/api.ts'
import type { LedgerPage } from '../../contract/ledger.ts'
import type { Workspace } from './workspace.ts'

/** Entries as stored, newest first; `before` names the entry after the newest one wanted. */
export function listLedger({ ledger }: Workspace, { before, limit }: Input<'ledger.list'>): LedgerPage {
  const total = ledger.size()
  return { total, entries: ledger.newestBefore(before ?? total + 1, limit) }
}
