import type { LedgerProof } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { leafBytes } from './entry.ts'
import type { Ledger } from './ledger.ts'
import { hashLeaf, verifyConsistency, verifyInclusion } from './merkle.ts'
import { proofSides } from './proof-sides.ts'

export interface EntryProof {
  readonly seq: number
  readonly text: string
  readonly leafHash: Buffer
  /** Audit path of RFC 6962 section 2.1.1, from the leaf up. */
  readonly hashes: readonly Buffer[]
}

export interface ConsistencyProof {
  readonly size: number
  readonly root: Buffer
  readonly hashes: readonly Buffer[]
}

export interface LatestCheckpoint extends SignedCheckpoint {
  readonly note: string
}

/** The checkpoint over all entries, verified; throws 'ledger/empty' where there is none yet. */
export function latestCheckpoint(ledger: Ledger): LatestCheckpoint {
  const size = ledger.size()
  if (size === 0) throw new CoreError('ledger/empty', {})
  const note = ledger.checkpointAt(size)
  if (note === undefined) throw new CoreError('ledger/inconsistent', { seq: size })
  try {
    const checkpoint = openCheckpoint(note, ledger.key().publicKey)
    if (checkpoint.size === size && checkpoint.origin === ledger.origin) return { ...checkpoint, note }
  } catch (error) {
    if (error instanceof CoreError) throw error
    // Not readable as a checkpoint, or not signed by us.
  }
  throw new CoreError('ledger/inconsistent', { seq: size })
}

/** The proof that the checkpoint covers this entry. Nothing is given away that does not verify: a changed ledger throws 'ledger/inconsistent'. */
export function proveEntry(ledger: Ledger, seq: number, { size, root }: SignedCheckpoint): EntryProof {
  if (seq < 1 || seq > size) throw new CoreError('ledger/no-such-entry', { seq, entries: size })
  const text = ledger.textOf(seq)
  if (text === undefined) throw new CoreError('ledger/inconsistent', { seq })
  const leafHash = hashLeaf(leafBytes(text))
  const hashes = ledger.inclusionProof(seq, size)
  if (!verifyInclusion(leafHash, seq - 1, size, hashes, root)) throw new CoreError('ledger/inconsistent', { seq })
  return { seq, text, leafHash, hashes }
}

/** The proof that the ledger of today begins with all that it was when it had `from` entries. */
export function proveConsistency(ledger: Ledger, from: number, { size, root }: SignedCheckpoint): ConsistencyProof {
  if (from < 1 || from > size) throw new CoreError('ledger/no-such-entry', { seq: from, entries: size })
  const earlier = ledger.root(from)
  const hashes = ledger.consistencyProof(from, size)
  if (!verifyConsistency(from, earlier, size, root, hashes)) throw new CoreError('ledger/inconsistent', { seq: from })
  return { size: from, root: earlier, hashes }
}

const hex = (hash: Buffer) => hash.toString('hex')

/** Both proofs in the words of the contract. */
export function ledgerProof(ledger: Ledger, seq: number, against?: number): LedgerProof {
  const checkpoint = latestCheckpoint(ledger)
  const { text, leafHash, hashes } = proveEntry(ledger, seq, checkpoint)
  const earlier = against === undefined ? null : proveConsistency(ledger, against, checkpoint)
  const sides = proofSides(seq - 1, checkpoint.size)
  return {
    seq, entry: text, leafHash: hex(leafHash),
    origin: checkpoint.origin, size: checkpoint.size, root: hex(checkpoint.root), checkpoint: checkpoint.note, key: ledger.key().fingerprint,
    path: hashes.map((hash, i) => ({ side: sides[i]!, hash: hex(hash) })),
    earlier: earlier === null ? null : { size: earlier.size, root: hex(earlier.root), hashes: earlier.hashes.map(hex), checkpoint: ledger.checkpointAt(earlier.size) ?? null },
  }
}
