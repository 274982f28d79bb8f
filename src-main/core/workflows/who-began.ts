import type { LedgerEntry } from '../../contract/ledger.ts'
import type { Workspace } from './workspace.ts'

const intents: ReadonlySet<LedgerEntry['kind']> = new Set(['erasure-intended', 'dataset-erasure-intended'])

/** The workspace where whoever began an erasure acts, by the newest intent among its entries: what a crash left is undone or finished for them. */
export function asWhoBegan(ws: Workspace, entries: readonly LedgerEntry[]): Workspace {
  const intent = entries.findLast(({ kind }) => intents.has(kind))
  return intent === undefined ? ws : ws.as(intent.actor)
}
