import type { LedgerEntry } from '../../contract/ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { EntryProof } from './record-files.ts'

export interface RecordEvidence {
  readonly entries: readonly LedgerEntry[]
  readonly proofs: readonly EntryProof[]
  /** The note signed by the transaction that wrote the last of the entries. */
  readonly checkpoint: string
}

/**
 * What the ledger gives a record of this request: its entries up to completion, the checkpoint over the last, and the proofs
 * to it. The same however often it is exported later; undefined where the request is not completed.
 */
export function gatherEvidence(ledger: Ledger, requestId: string): RecordEvidence | undefined {
  const all = ledger.entriesOf(requestId)
  const completed = all.findIndex(({ kind }) => kind === 'erasure-completed')
  const covering = completed === -1 ? undefined : ledger.checkpointCovering(all[completed]!.seq)
  if (covering === undefined) return undefined
  const entries = all.slice(0, completed + 1)
  const proofs = entries.map(({ seq }) => ({ seq, hashes: ledger.inclusionProof(seq, covering.size) }))
  return { entries, proofs, checkpoint: covering.note }
}
