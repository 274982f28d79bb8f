import type { KeyObject } from 'node:crypto'
import type { LedgerProblem } from '../../contract/ledger.ts'
import { checkpointVerifier, parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts'

/** A root somebody signed over the first size entries, from the ledger itself or from a record given away. */
export interface SignedSize {
  readonly root: Buffer
  readonly ofRecord: boolean
  /** Verifies the signature where that has not been done; a bad one is noted and binds nothing. */
  isSigned(): boolean
}

export interface SignedSizes {
  /** The checkpoints over exactly this many entries that can be read and are not known to be badly signed. */
  at(size: number): readonly SignedSize[]
  /** True where the ledger itself stores a checkpoint of this size, right or wrong. */
  isStored(size: number): boolean
  /** The highest size the ledger itself stores a checkpoint of, other than one that says another size, and whether it is properly signed. */
  readonly last: { readonly size: number; readonly signed: boolean }
  /** The size a record proves, where one was given and our key signed it. */
  readonly recordSize: number | undefined
  signaturesVerified(): number
  /** What is wrong with the checkpoints themselves, whatever the entries are. */
  problems(): LedgerProblem[]
}

/** Reads all checkpoints of a ledger and verifies at least the newest signatures and an even sample of the others. */
export function readSignedSizes(
  stored: readonly { readonly size: number; readonly note: string }[],
  against: string | undefined,
  { origin, publicKey, signaturesAtMost }: { readonly origin: string; readonly publicKey: KeyObject; readonly signaturesAtMost: number },
): SignedSizes {
  const faultOf = checkpointVerifier(publicKey)
  const found: LedgerProblem[] = []
  const bySize = new Map<number, SignedSize[]>()
  const storedSizes = new Set<number>()
  const badlySigned: { readonly size: number; readonly fault: 'unreadable' | 'other-key' | 'bad-signature' }[] = []
  const foreign: number[] = []
  let verified = 0
  let last = { size: 0, signed: false }

  const lazily = (checkpoint: SignedCheckpoint, size: number): SignedSize['isSigned'] => {
    let signed: boolean | undefined
    return () => {
      if (signed !== undefined) return signed
      verified += 1
      const fault = faultOf(checkpoint)
      signed = fault === undefined
      if (fault !== undefined) badlySigned.push({ size, fault })
      return signed
    }
  }

  const newest = Math.floor(signaturesAtMost / 2)
  const stride = stored.length <= signaturesAtMost ? 1 : Math.ceil(stored.length / Math.max(1, signaturesAtMost - newest))
  stored.forEach(({ size, note }, i) => {
    let signed = false
    const checkpoint = parsed(note)
    const misplaced = checkpoint !== undefined && checkpoint.origin === origin && checkpoint.size !== size
    storedSizes.add(size)
    if (checkpoint === undefined) badlySigned.push({ size, fault: 'unreadable' })
    else if (checkpoint.origin !== origin) foreign.push(size)
    else if (misplaced) found.push({ seq: size, code: 'checkpoint-differs', message: `The checkpoint stored for ${size} entries says ${checkpoint.size}.` })
    else {
      const isSigned = lazily(checkpoint, size)
      signed = (i % stride !== 0 && i < stored.length - newest && i < stored.length - 1) || isSigned()
      if (signed) bySize.set(size, [{ root: checkpoint.root, ofRecord: false, isSigned }])
    }
    if (!misplaced) last = { size, signed }
  })

  let recordSize: number | undefined
  const record = against === undefined ? undefined : parsed(against)
  if (against !== undefined && record === undefined) found.push({ seq: 0, code: 'checkpoint-signature', message: 'The checkpoint of the record cannot be read.' })
  if (record !== undefined) {
    const fault = faultOf(record)
    if (record.origin !== origin) found.push({ seq: 0, code: 'other-ledger', message: `The record is from another ledger: ${record.origin}, not ${origin}.` })
    else if (fault === 'other-key') found.push({ seq: 0, code: 'other-ledger', message: 'The record was signed by another key than the one of this ledger.' })
    else if (fault === 'bad-signature') found.push({ seq: 0, code: 'checkpoint-signature', message: 'The signature of the checkpoint of the record is wrong.' })
    else {
      recordSize = record.size
      bySize.set(record.size, [...(bySize.get(record.size) ?? []), { root: record.root, ofRecord: true, isSigned: () => true }])
    }
  }

  return {
    at: size => bySize.get(size) ?? [],
    isStored: size => storedSizes.has(size),
    last,
    recordSize,
    signaturesVerified: () => verified,
    problems: () => [...found, ...aboutForeign(foreign, origin), ...aboutSignatures(badlySigned, stored.length)],
  }
}

function parsed(note: string): SignedCheckpoint | undefined {
  try {
    return parseCheckpoint(note)
  } catch {
    return undefined
  }
}

const andMore = (count: number) => (count === 1 ? '' : ` (and ${count - 1} more)`)

function aboutForeign(sizes: readonly number[], origin: string): LedgerProblem[] {
  return sizes.length === 0 ? [] : [{ seq: sizes[0]!, code: 'other-ledger', message: `The checkpoint over ${sizes[0]} entries${andMore(sizes.length)} names another ledger than ${origin}.` }]
}

function aboutSignatures(faults: readonly { readonly size: number; readonly fault: string }[], total: number): LedgerProblem[] {
  const first = [...faults].sort((a, b) => a.size - b.size)[0]
  if (first === undefined) return []
  if (faults.length === total && faults.every(({ fault }) => fault === 'other-key')) {
    return [{ seq: first.size, code: 'other-ledger', message: 'Every checkpoint was signed by another key than the one given.' }]
  }
  const what = first.fault === 'unreadable' ? 'cannot be read' : first.fault === 'other-key' ? 'was signed by another key' : 'has a wrong signature'
  return [{ seq: first.size, code: 'checkpoint-signature', message: `The checkpoint over ${first.size} entries${andMore(faults.length)} ${what}.` }]
}
