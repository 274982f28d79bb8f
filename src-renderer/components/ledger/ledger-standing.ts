import type { LedgerCheck } from '../../stores/ledger-store.ts'

export type LedgerStanding = 'unchecked' | 'intact' | 'altered'

/** What is known of the ledger as it is now: a check says nothing about entries that came after it. */
export function ledgerStanding(check: LedgerCheck | undefined, entries: number): LedgerStanding {
  if (check === undefined) return 'unchecked'
  if (!check.report.ok) return 'altered'
  return check.report.entries === entries ? 'intact' : 'unchecked'
}
