import type { KeyObject } from 'node:crypto'
import type { LedgerNote, LedgerProblem, LedgerReport } from '../../contract/ledger.ts'
import { keyFingerprint } from './key-fingerprint.ts'
import { appendLeaf, copyFrontier, frontierRoot, frontierRootText, hashLeaf, newFrontier, type Frontier } from './merkle.ts'
import { placeEntries } from './place-entries.ts'
import { readSignedSizes, type SignedSizes, type SigningPeriod } from './signed-sizes.ts'

export interface LedgerEvidence {
  /** Every entry's text as stored, in order. */
  readonly entries: Iterable<string>
  /** Every checkpoint as stored, in order of size. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[]
  /** The key that signs now: the one to compare with what one was told. */
  readonly publicKey: KeyObject
  /** Where the ledger had other keys before: all of them in order, that one last. */
  readonly periods?: readonly SigningPeriod[]
  /** Which ledger this should be: "lethe-ledger/" and the workspace's id. */
  readonly origin: string
  /** The stored hash of a subtree; level 0 holds the leaves. With it a changed entry is named exactly, without it as a range. */
  readonly storedHash?: (level: number, position: number) => Buffer | undefined
  /** checkpoint.txt of a record given away: the only witness of entries cut off the end. */
  readonly against?: string
  /**
   * About how many signatures are verified at most, 2,000 by default: one takes 0.1 ms. The newest binds all entries before it,
   * and every older root is compared with them, so a wrong old signature that escapes the sample hides no change of history.
   */
  readonly signaturesAtMost?: number
}

export interface LedgerFindings extends LedgerReport {
  readonly checkpoints: number
  /** Fewer than checkpoints in a long ledger: the newest, an even sample of the others, and every one that does not fit. */
  readonly signaturesVerified: number
}

/** Finds where a ledger does not fit its own checkpoints, or a record's. Pure: an auditor runs it with no database. */
export function findBreak(evidence: LedgerEvidence): LedgerFindings {
  const { origin, publicKey, signaturesAtMost = 2000 } = evidence
  const periods = evidence.periods ?? [{ fingerprint: keyFingerprint(publicKey), publicKey, sinceSeq: 1, untilSeq: null, ended: null }]
  const signed = readSignedSizes(evidence.checkpoints, evidence.against, { origin, periods, signaturesAtMost })
  const { fingerprint } = periods[0]!
  const walk = walkTree(evidence.storedHash, signed)
  const problems: LedgerProblem[] = []
  /** Sizes where one transaction ended and another began, with no checkpoint between them. */
  const uncovered: number[] = []
  let size = 0
  let previousAt: unknown
  let opensWith: unknown = fingerprint

  for (const placed of placeEntries(evidence.entries, Math.max(signed.last.size, signed.recordSize ?? 0))) {
    const { kind, seq } = placed
    if (kind === 'missing') {
      problems.push({ seq, code: 'entry-missing', message: seq === placed.last ? `Entry ${seq} is missing.` : `Entries ${seq} to ${placed.last} are missing.` })
      walk.miss(seq, placed.last)
      previousAt = undefined
      continue
    }
    const leaf = hashLeaf(Buffer.from(placed.text))
    if (kind === 'inserted') {
      walk.insert(leaf)
      problems.push({ seq, code: 'entry-changed', message: `A second entry ${placed.claimed} was inserted where entry ${seq} belongs.` })
      continue
    }
    if (placed.fault !== undefined) problems.push({ seq, code: 'entry-changed', message: placed.fault })
    if (seq === 1) opensWith = placed.key
    // One transaction writes its entries at one time, so a new time begins a new transaction.
    if (seq > 1 && seq <= signed.last.size && previousAt !== undefined && previousAt !== placed.at && !signed.isStored(seq - 1)) uncovered.push(seq - 1)
    previousAt = placed.at
    size = seq
    walk.take(seq, leaf)
  }

  const told = problems.map(({ code, seq }) => ({ code, from: seq, to: seq }))
  problems.push(...walk.problems(problems))
  // A changed entry may bear any time: where it seems to begin or to end a transaction, that shows nothing.
  const doubtful = [...walk.doubtful(), ...told.filter(({ code }) => code === 'entry-changed')]
  const believed = uncovered.filter(seq => !doubtful.some(({ from, to }) => from <= seq + 1 && seq <= to))
  problems.push(...aboutEnd(size, signed, believed), ...signed.problems())
  for (const { sinceSeq } of periods.slice(1)) {
    if (!signed.isStored(sinceSeq)) problems.push({ seq: sinceSeq, code: 'checkpoint-missing', message: `Entry ${sinceSeq} puts another key in the place of the one before, and no checkpoint over it is signed.` })
  }
  if (opensWith !== fingerprint && problems.every(({ seq }) => seq !== 1)) {
    problems.push({ seq: 1, code: 'other-ledger', message: 'Entry 1 does not open a ledger signed by this key.' })
  }
  problems.sort((a, b) => a.seq - b.seq)
  return {
    ok: problems.length === 0,
    entries: walk.taken(),
    root: walk.rootOfAll().toString('hex'),
    problems,
    checkpoints: evidence.checkpoints.length,
    signaturesVerified: signed.signaturesVerified(),
    ...(periods.length === 1 ? {} : { notes: notesOf(periods) }),
  }
}

/** Where another key began to count, and on whose word. */
function notesOf(periods: readonly SigningPeriod[]): LedgerNote[] {
  return periods.slice(0, -1).flatMap(({ fingerprint, publicKey, untilSeq, ended }, i): LedgerNote[] => {
    const seq = untilSeq ?? 0
    const next = periods[i + 1]!.fingerprint
    if (ended === 'rotated') return [{ seq, code: 'key-rotated', message: `From entry ${seq} on key ${next} signs in the place of ${fingerprint}; both signed that it does.` }]
    const broken: LedgerNote = { seq, code: 'key-lost', message: `From entry ${seq} on key ${next} signs, because key ${fingerprint} was declared lost. The lost key did not vouch for it: whoever had the file alone could have done this. Compare what came before entry ${seq} with a record or a checkpoint given away before.` }
    const unknown: LedgerNote = { seq, code: 'key-unknown', message: `The public half of the lost key ${fingerprint} is not here, so no signature before entry ${seq} was verified.` }
    return publicKey === undefined ? [broken, unknown] : [broken]
  })
}

interface Tree {
  readonly frontier: Frontier
  /** First entries below each stored hash that differs from the one computed here. */
  readonly damaged: number[]
}

/**
 * Follows two trees at once: the entries as they are, and, from the first entry that differs from its stored hash, the stored
 * hashes. The next signed root says which of them is the ledger that was signed, and so which of the two was changed.
 */
function walkTree(storedHash: LedgerEvidence['storedHash'], signed: SignedSizes) {
  /** undefined after a gap, until stored hashes bridge it. */
  let read: Tree | undefined = { frontier: newFrontier(), damaged: [] }
  let stored: Tree | undefined
  /** Entries that differ from their stored hash, not yet judged. */
  let suspects: number[] = []
  let differing: { readonly from: number; readonly size: number } | undefined
  let confirmed = 0
  /** All texts that are there, from where they are not the tree that is followed. */
  let whole: Frontier | undefined
  const changed: number[] = []
  const damaged: number[] = []
  const found: LedgerProblem[] = []

  const grow = (tree: Tree, leaf: Buffer, fromLevel: number) => appendLeaf(tree.frontier, leaf, (level, position, hash) => {
    if (storedHash === undefined || level < fromLevel) return
    if (storedHash(level, position)?.equals(hash) !== true) tree.damaged.push(position * 2 ** level + 1)
  })

  /** Before anything is added to the tree that was followed so far. */
  const diverge = (): Frontier => (whole ??= read === undefined ? newFrontier() : copyFrontier(read.frontier))

  const isFollowed = () => read !== undefined || stored !== undefined

  const settle = (size: number, root: string): boolean => {
    if (read !== undefined && frontierRootText(read.frontier) === root) {
      for (const first of read.damaged.splice(0)) damaged.push(first)
    } else if (stored !== undefined && frontierRootText(stored.frontier) === root) {
      for (const seq of suspects) changed.push(seq)
      for (const first of stored.damaged) damaged.push(first)
      read = { frontier: stored.frontier, damaged: [] }
    } else {
      return false
    }
    stored = undefined
    suspects = []
    confirmed = size
    return true
  }

  const judge = (size: number) => {
    for (const checkpoint of signed.at(size)) {
      if (settle(size, checkpoint.root)) {
        if (differing !== undefined) found.push({ seq: differing.size, code: 'checkpoint-differs', message: `The checkpoint over ${differing.size} entries is of another history: the entries fit a later one.` })
        differing = undefined
      } else if (!isFollowed() || !checkpoint.isSigned()) {
        continue
      } else if (checkpoint.ofRecord) {
        found.push({ seq: 0, code: 'checkpoint-differs', message: `The record proves another history: its checkpoint over ${size} entries has another root. The ledger was changed, or rolled back and continued.` })
      } else {
        differing ??= { from: confirmed + 1, size }
      }
    }
  }

  const place = (seq: number, leaf: Buffer | undefined) => {
    const storedLeaf = storedHash?.(0, seq - 1)
    if (leaf === undefined || storedLeaf?.equals(leaf) !== true) {
      if (storedHash !== undefined && leaf !== undefined) suspects.push(seq)
      if (storedLeaf !== undefined && stored === undefined && read !== undefined) stored = { frontier: copyFrontier(read.frontier), damaged: [...read.damaged] }
    }
    if (stored !== undefined || leaf === undefined) diverge()
    if (whole !== undefined && leaf !== undefined) appendLeaf(whole, leaf)
    if (stored !== undefined && storedLeaf !== undefined) grow(stored, storedLeaf, 1)
    else stored = undefined
    if (read !== undefined && leaf !== undefined) grow(read, leaf, 0)
    else read = undefined
    judge(seq)
  }

  return {
    take: place,
    /** Passes over a text that claims a place already taken. */
    insert: (leaf: Buffer): void => appendLeaf(diverge(), leaf),
    /** Passes over missing entries, by their stored hashes where there are any. */
    miss(first: number, last: number): void {
      for (let seq = first; seq <= last && isFollowed(); seq += 1) place(seq, undefined)
    },
    /** How many texts there are, and the root over them as they are. */
    taken: (): number => (whole ?? read!.frontier).size,
    rootOfAll: (): Buffer => frontierRoot(whole ?? read!.frontier),
    /** Entries that were changed, and ranges with one among them. */
    doubtful: (): { readonly from: number; readonly to: number }[] => [
      ...[...changed, ...suspects].map(seq => ({ from: seq, to: seq })),
      ...(differing === undefined ? [] : [{ from: differing.from, to: differing.size }]),
    ],
    /** What the trees showed; known are the problems found from the entries' texts alone, which are not named twice. */
    problems(known: readonly LedgerProblem[]): LedgerProblem[] {
      // What no signed root settled: an entry that differs from its stored hash is named, and only else the whole range.
      const named = new Set(known.filter(({ code }) => code === 'entry-changed').map(({ seq }) => seq))
      const all = [...new Set([...changed, ...suspects.filter(seq => seq <= signed.last.size)])]
      if (differing !== undefined && suspects.length === 0 && !known.some(({ seq }) => seq >= differing!.from && seq <= differing!.size)) {
        const { from, size } = differing
        const which = from === size ? `entry ${size}` : `one of the entries ${from} to ${size}`
        found.push({ seq: from, code: 'checkpoint-differs', message: `The signed checkpoint over ${size} entries does not fit them: ${which} was changed.` })
      }
      return [...found, ...aboutChanged(all.filter(seq => !named.has(seq))), ...aboutDamaged(damaged)]
    },
  }
}

/** Changed entries named one by one before the rest is only counted. */
const mostNamed = 20

function aboutChanged(seqs: readonly number[]): LedgerProblem[] {
  const named = seqs.slice(0, mostNamed).map((seq): LedgerProblem => ({ seq, code: 'entry-changed', message: `Entry ${seq} was changed.` }))
  if (seqs.length <= mostNamed) return named
  return [...named, { seq: seqs[mostNamed]!, code: 'entry-changed', message: `${seqs.length - mostNamed} more entries, from ${seqs[mostNamed]} on, were changed.` }]
}

function aboutDamaged(firsts: readonly number[]): LedgerProblem[] {
  if (firsts.length === 0) return []
  const seq = firsts.reduce((least, first) => Math.min(least, first))
  const what = firsts.length === 1 ? 'A stored hash' : `${firsts.length} stored hashes`
  return [{ seq, code: 'tree-damaged', message: `${what} of the tree, the first over entry ${seq}, ${firsts.length === 1 ? 'was' : 'were'} changed or removed; the entries themselves fit.` }]
}

/** What the end of the ledger shows: entries cut off, entries no checkpoint covers, checkpoints taken away. */
function aboutEnd(size: number, { last, recordSize, isStored }: SignedSizes, uncovered: readonly number[]): LedgerProblem[] {
  const found: LedgerProblem[] = []
  if (recordSize !== undefined && recordSize > size) {
    found.push({ seq: size + 1, code: 'tail-missing', message: `The record proves ${recordSize} entries; the ledger has ${size}.` })
  }
  if (last.size > size && last.signed) {
    found.push({ seq: size + 1, code: 'tail-missing', message: `A signed checkpoint proves ${last.size} entries; the ledger has ${size}.` })
  }
  if (size > last.size) {
    const which = size === last.size + 1 ? `Entry ${size} is` : `Entries ${last.size + 1} to ${size} are`
    found.push({ seq: last.size + 1, code: 'checkpoint-missing', message: `${which} covered by no checkpoint: added outside Lethe, or the checkpoint was removed.` })
  }
  const missing = recordSize !== undefined && recordSize <= size && recordSize <= last.size && !isStored(recordSize) ? [...new Set([...uncovered, recordSize])] : uncovered
  if (missing.length > 0) {
    const first = missing.reduce((least, next) => Math.min(least, next))
    found.push({ seq: first, code: 'checkpoint-missing', message: `The checkpoint over ${first} entries${missing.length === 1 ? '' : ` (and ${missing.length - 1} more)`} is missing.` })
  }
  return found
}
