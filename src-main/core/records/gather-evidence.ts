import type { KeyObject } from 'node:crypto'
import type { LedgerEntry } from '../../contract/ledger.ts'
import { signedAloneBy } from '../ledger/checkpoint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { EntryProof } from './record-files.ts'

export interface RecordEvidence {
  readonly entries: readonly LedgerEntry[]
  readonly proofs: readonly EntryProof[]
  /** The note signed by the transaction that wrote the last of the entries. */
  readonly checkpoint: string
}

/**
 * What the ledger gives a record of this request: its entries up to completion, a checkpoint over the last, and the proofs to it.
 * The checkpoint is the one signed by the transaction that completed it; where `key` began to count only later, the one with which it
 * did, as far as that key signed it. So it is the same however often it is exported; undefined where the request is not completed.
 */
export function gatherEvidence(ledger: Ledger, requestId: string, key?: { readonly sinceSeq: number; readonly publicKey: KeyObject }): RecordEvidence | undefined {
  const all = ledger.entriesOf(requestId)
  const completed = all.findIndex(({ kind }) => kind === 'erasure-completed')
  const covering = completed === -1 ? undefined : ledger.checkpointCovering(Math.max(all[completed]!.seq, key?.sinceSeq ?? 0))
  if (covering === undefined) return undefined
  const entries = all.slice(0, completed + 1)
  const proofs = entries.map(({ seq }) => ({ seq, hashes: ledger.inclusionProof(seq, covering.size) }))
  return { entries, proofs, checkpoint: key === undefined ? covering.note : signedAloneBy(covering.note, key.publicKey) }
}
