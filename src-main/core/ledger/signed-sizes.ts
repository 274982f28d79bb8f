import type { KeyObject } from 'node:crypto'
import type { LedgerProblem } from '../../contract/ledger.ts'
import { checkpointVerifier, parseCheckpoint, rootTextReader, type SignedCheckpoint } from './checkpoint.ts'
import { periodAt, type KeyPeriod } from './key-periods.ts'

/** A root somebody signed over the first size entries, from the ledger itself or from a record given away. */
export interface SignedSize {
  /** In base64, as a checkpoint says it. */
  readonly root: string
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

/** A key of the ledger, its public half where that is known, and for which entries it counts. */
export interface SigningPeriod extends Pick<KeyPeriod, 'fingerprint' | 'sinceSeq' | 'untilSeq' | 'ended'> {
  readonly publicKey: KeyObject | undefined
}

type Verifier = ReturnType<typeof checkpointVerifier>

/** Who has to have signed the checkpoint of a size: the key that counts there, and over its own rotation the one before it too. undefined: a key whose public half is not known. */
function signersOf(periods: readonly SigningPeriod[], verifiers: readonly (Verifier | undefined)[], size: number): (Verifier | undefined)[] {
  const at = periods.indexOf(periodAt(periods, size) ?? periods.at(-1)!)
  const isRotation = at > 0 && periods[at]!.sinceSeq === size && periods[at - 1]!.ended === 'rotated'
  return isRotation ? [verifiers[at - 1], verifiers[at]] : [verifiers[at]]
}

/** Reads all checkpoints of a ledger and verifies at least the newest signatures and an even sample of the others. */
export function readSignedSizes(
  stored: readonly { readonly size: number; readonly note: string }[],
  against: string | undefined,
  { origin, periods, signaturesAtMost }: { readonly origin: string; readonly periods: readonly SigningPeriod[]; readonly signaturesAtMost: number },
): SignedSizes {
  const verifiers = periods.map(({ publicKey }) => (publicKey === undefined ? undefined : checkpointVerifier(publicKey)))
  const lostBlindly = (size: number) => periodAt(periods, size)?.publicKey === undefined && periodAt(periods, size)?.ended === 'lost'
  const faultOf = (checkpoint: SignedCheckpoint): 'other-key' | 'bad-signature' | undefined => {
    const signers = signersOf(periods, verifiers, checkpoint.size)
    if (checkpoint.signatures.length !== signers.length) return 'other-key'
    // The checkpoint over its loss binds what a key signed whose public half was lost with it.
    if (lostBlindly(checkpoint.size)) return undefined
    return signers.map(faultFor => (faultFor === undefined ? 'other-key' : faultFor(checkpoint))).find(fault => fault !== undefined)
  }
  const changes = new Set(periods.slice(1).map(({ sinceSeq }) => sinceSeq))
  const found: LedgerProblem[] = []
  /** Where in the list the checkpoint of a size is. */
  const places = new Map<number, number>()
  /** Its root, where it can be read and is not known to be badly signed. */
  const roots: (string | undefined)[] = []
  const badlySigned: { readonly size: number; readonly fault: 'unreadable' | 'other-key' | 'bad-signature' }[] = []
  const foreign: number[] = []
  let verified = 0
  let last = { size: 0, signed: false }

  const rootTextOf = rootTextReader(origin)
  /** Whether it is properly signed, of those that were verified. */
  const signedAt = new Map<number, boolean>()
  const isSigned = (size: number, note: string): boolean => {
    const known = signedAt.get(size)
    if (known !== undefined) return known
    verified += 1
    const fault = faultOf(parseCheckpoint(note))
    if (fault !== undefined) badlySigned.push({ size, fault })
    signedAt.set(size, fault === undefined)
    return fault === undefined
  }

  const newest = Math.floor(signaturesAtMost / 2)
  const stride = stored.length <= signaturesAtMost ? 1 : Math.ceil(stored.length / Math.max(1, signaturesAtMost - newest))
  stored.forEach(({ size, note }, i) => {
    const usual = rootTextOf(note, size)
    const checkpoint = usual === undefined ? parsed(note) : undefined
    const misplaced = checkpoint !== undefined && checkpoint.origin === origin && checkpoint.size !== size
    const root = usual ?? (checkpoint?.origin === origin && !misplaced ? checkpoint.root.toString('base64') : undefined)
    places.set(size, i)
    if (root === undefined) {
      if (checkpoint === undefined) badlySigned.push({ size, fault: 'unreadable' })
      else if (misplaced) found.push({ seq: size, code: 'checkpoint-differs', message: `The checkpoint stored for ${size} entries says ${checkpoint.size}.` })
      else foreign.push(size)
    }
    const isSampled = i % stride === 0 || i >= stored.length - newest || i === stored.length - 1 || changes.has(size)
    const signed = root !== undefined && (!isSampled || isSigned(size, note))
    roots.push(signed ? root : undefined)
    if (!misplaced) last = { size, signed }
  })

  let ofRecord: { readonly size: number; readonly root: string } | undefined
  const record = against === undefined ? undefined : parsed(against)
  if (against !== undefined && record === undefined) found.push({ seq: 0, code: 'checkpoint-signature', message: 'The checkpoint of the record cannot be read.' })
  if (record !== undefined) {
    // One written anew by a later key bears its signature alone.
    const faults = verifiers.map(faultFor => faultFor?.(record) ?? (faultFor === undefined ? 'other-key' : undefined))
    const fault = faults.includes(undefined) ? undefined : faults.find(found => found === 'bad-signature') ?? 'other-key'
    if (record.origin !== origin) found.push({ seq: 0, code: 'other-ledger', message: `The record is from another ledger: ${record.origin}, not ${origin}.` })
    else if (fault === 'other-key') found.push({ seq: 0, code: 'other-ledger', message: periods.length === 1 ? 'The record was signed by another key than the one of this ledger.' : 'The record was signed by another key than those of this ledger.' })
    else if (fault === 'bad-signature') found.push({ seq: 0, code: 'checkpoint-signature', message: 'The signature of the checkpoint of the record is wrong.' })
    else ofRecord = { size: record.size, root: record.root.toString('base64') }
  }

  return {
    at(size) {
      const i = places.get(size)
      const root = i === undefined ? undefined : roots[i]
      const own = root === undefined ? [] : [{ root, ofRecord: false, isSigned: () => isSigned(size, stored[i!]!.note) }]
      return ofRecord?.size === size ? [...own, { root: ofRecord.root, ofRecord: true, isSigned: () => true }] : own
    },
    isStored: size => places.has(size),
    last,
    recordSize: ofRecord?.size,
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
