import type { LedgerEntry, LedgerFacts } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant, type Instant } from '../base/instant.ts'
import type { Db } from '../database/open-database.ts'
import type { Clock, Secrets } from '../ports.ts'
import { ledgerOrigin, openCheckpoint, signCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { buildEntry, entryText, leafBytes } from './entry.ts'
import { openLedgerTable, type StoredCheckpoint, type StoredEntry } from './ledger-table.ts'
import { appendLeaf, consistencyProof, emptyRoot, hashLeaf, inclusionProof, newFrontier, treeRoot, verifyConsistency, type Frontier, type SubtreeHash } from './merkle.ts'
import { openSigningKey, type SigningKey } from './signing-key.ts'

export interface LedgerPorts {
  readonly db: Db
  readonly clock: Pick<Clock, 'now'>
  readonly secrets: Secrets
  readonly workspaceId: string
  /** The pseudonymous id of the person who acts. */
  readonly actor: string
}

export interface Ledger {
  readonly origin: string
  /**
   * Writes the entries and signs one checkpoint over them: inside a transaction, once in each, so that what was done, its
   * entries and their signature are all there or all not. Throws 'ledger/inconsistent' and signs nothing where the new tree
   * does not extend the last signed one. The first call of a workspace writes 'ledger-opened' before the rest.
   */
  append(...facts: LedgerFacts[]): LedgerEntry[]
  /** The signing key, made where the ledger names none yet. Ask for it before long work: a missing key throws here. */
  key(): SigningKey
  /** The number of entries. */
  size(): number
  /** RFC 6962 root over the first size entries, over all where none is given. */
  root(size?: number): Buffer
  /** All entries that name this request, in order. */
  entriesOf(requestId: string): LedgerEntry[]
  /** All entries that name this dataset, and every restore of a backup, in order. */
  entriesAbout(datasetId: string): LedgerEntry[]
  /** Up to `most` entries before the entry seq, the newest first; 'ledger/inconsistent' where one of them is no entry of ours. */
  newestBefore(seq: number, most: number): LedgerEntry[]
  /** How often the record of each request was given away, and when last. */
  exportsByRequest(): ReadonlyMap<string, { readonly count: number; readonly lastAt: string }>
  /** The key that the first entry names, and how it is kept since the workspace was opened or last restored; undefined where there is no entry. */
  namedKey(): { readonly key: string; readonly protection: SigningKey['protection'] } | undefined
  /** How the key was kept when the ledger had this many entries, as it says itself. */
  protectionAt(size: number): SigningKey['protection']
  /** The entry as stored and hashed. */
  textOf(seq: number): string | undefined
  /** Audit path of the entry seq (from 1) in the tree of the first size entries. */
  inclusionProof(seq: number, size: number): Buffer[]
  consistencyProof(from: number, to: number): Buffer[]
  /** The signed note over exactly this many entries, where a transaction ended there. */
  checkpointAt(size: number): string | undefined
  /** The first checkpoint that covers the entry seq: the one signed by the transaction that wrote it. */
  checkpointCovering(seq: number): StoredCheckpoint | undefined
}

/** Opens the ledger of one workspace. Nothing is read or written until it is asked something. */
export function openLedger({ db, clock, secrets, workspaceId, actor }: LedgerPorts): Ledger {
  const table = openLedgerTable(db)
  const origin = ledgerOrigin(workspaceId)
  const mark = transactionMark(db)
  let opened: SigningKey | undefined

  const node: SubtreeHash = (level, position) => {
    const hash = table.node(level, position)
    if (hash?.length !== 32) throw new CoreError('ledger/inconsistent', { seq: position * 2 ** level + 1 })
    return hash
  }

  const key = (): SigningKey => (opened ??= openSigningKey(secrets, keyNamed()))

  /**
   * What is asked for again and again, gathered from the first `size` entries. Reading 100,000 of them takes 20 ms, and they never
   * change, so only later ones are looked at; not yet those of a transaction that is open, which may be rolled back.
   */
  interface Gathered {
    readonly size: number
    readonly restored: string | undefined
    readonly exports: ReadonlyMap<string, { readonly count: number; readonly lastAt: string }>
  }
  let known: Gathered = { size: 0, restored: undefined, exports: new Map() }

  function gathered(): Gathered {
    const size = table.size()
    if (size === known.size) return known
    const exports = new Map(known.exports)
    for (const stored of table.entriesOfKind('record-exported', known.size)) {
      const { request, at } = readEntry(stored) as Extract<LedgerEntry, { kind: 'record-exported' }>
      exports.set(request, { count: (exports.get(request)?.count ?? 0) + 1, lastAt: at })
    }
    const now = { size, restored: table.entriesOfKind('workspace-restored', known.size).at(-1)?.entry ?? known.restored, exports }
    if (!db.inTransaction) known = now
    return now
  }

  /** A workspace that is restored elsewhere takes its key along, but not how that was kept. */
  function keyNamed(size?: number): ReturnType<typeof keyNamedBy> {
    const first = keyNamedBy(table.entry(1))
    const restored = size === undefined ? gathered().restored : table.lastOfKind('workspace-restored', size)
    return first === undefined || restored === undefined ? first : { ...first, protection: (JSON.parse(restored) as { keyProtection: SigningKey['protection'] }).keyProtection }
  }

  function append(...facts: LedgerFacts[]): LedgerEntry[] {
    if (facts.length === 0) throw new Error('A ledger transaction has at least one entry')
    mark()
    const from = table.size()
    const last = table.lastCheckpoint()
    if ((last?.size ?? 0) !== from) throw new CoreError('ledger/inconsistent', { seq: Math.min(last?.size ?? 0, from) + 1 })
    const { publicKey, fingerprint, protection, sign } = key()
    const before = last && openedCheckpoint(last, publicKey)
    if (before !== undefined && before.origin !== origin) throw new CoreError('ledger/inconsistent', { seq: from })

    const at = timeAfter(table.entry(from), clock.now())
    const opening: LedgerFacts[] = from === 0 ? [{ kind: 'ledger-opened', key: fingerprint, keyProtection: protection }] : []
    const entries = [...opening, ...facts].map((fact, i) => buildEntry(from + 1 + i, at, actor, fact))
    const frontier = frontierAt(from, node)
    for (const entry of entries) {
      const text = entryText(entry)
      appendOnly(entry.seq, () => {
        table.addEntry(entry.seq, text)
        appendLeaf(frontier, hashLeaf(leafBytes(text)), table.addNode)
      })
    }

    const size = from + entries.length
    const root = treeRoot(size, node)
    const extended = verifyConsistency(from, before?.root ?? emptyRoot, size, root, consistencyProof(from, size, node))
    if (!extended) throw new CoreError('ledger/inconsistent', { seq: from })
    appendOnly(size, () => table.addCheckpoint(size, signCheckpoint({ origin, size, root }, { publicKey, sign })))
    return entries
  }

  return {
    origin,
    append,
    key,
    size: table.size,
    root: (size = table.size()) => treeRoot(size, node),
    entriesOf: requestId => table.entriesOf(requestId).map(text => JSON.parse(text) as LedgerEntry),
    entriesAbout: datasetId => table.entriesAboutOrOfKind(datasetId, 'workspace-restored').map(readEntry),
    newestBefore: (seq, most) => table.entriesBefore(seq, most).map(readEntry),
    exportsByRequest: () => gathered().exports,
    namedKey() {
      const named = keyNamed()
      return named === undefined ? undefined : { key: named.fingerprint, protection: named.protection }
    },
    protectionAt: size => keyNamed(size)?.protection ?? secrets.protection,
    textOf: table.entry,
    inclusionProof: (seq, size) => inclusionProof(seq - 1, size, node),
    consistencyProof: (from, to) => consistencyProof(from, to, node),
    checkpointAt: table.checkpoint,
    checkpointCovering: table.checkpointFrom,
  }
}

/** An entry of the ledger as it is shown: anything else in its place was not written by us. */
function readEntry({ seq, entry: text }: StoredEntry): LedgerEntry {
  try {
    const entry = JSON.parse(text) as LedgerEntry
    if (entry.seq === seq && [entry.at, entry.actor, entry.kind].every(value => typeof value === 'string')) return entry
  } catch {
    // Not JSON: not what was written.
  }
  throw new CoreError('ledger/inconsistent', { seq })
}

/** A millisecond later where the entry before bears this very time: transactions are told apart by their times, also where a checkpoint is gone. */
function timeAfter(before: string | undefined, now: Date): Instant {
  const at = toInstant(now)
  return before?.includes(`"at":"${at}"`) === true ? toInstant(new Date(now.getTime() + 1)) : at
}

/** The key the ledger's first entry names, or undefined where there is no first entry. */
export function keyNamedBy(firstEntry: string | undefined): { fingerprint: string; protection: SigningKey['protection'] } | undefined {
  if (firstEntry === undefined) return undefined
  try {
    const entry = JSON.parse(firstEntry) as LedgerEntry
    if (entry.kind === 'ledger-opened') return { fingerprint: entry.key, protection: entry.keyProtection }
  } catch {
    // Not JSON: not what was written.
  }
  throw new CoreError('ledger/inconsistent', { seq: 1 })
}

/**
 * Throws outside a transaction and on the second call within one. A savepoint left open is the mark: every COMMIT and ROLLBACK
 * takes it away, and nothing else in SQLite lives exactly as long as a transaction.
 */
function transactionMark(db: Db): () => void {
  const set = db.prepare('SAVEPOINT ledger_written')
  const take = db.prepare('RELEASE ledger_written')
  const isSet = () => {
    try {
      take.run()
      return true
    } catch {
      return false
    }
  }
  return () => {
    if (!db.inTransaction) throw new Error('The ledger is written inside a transaction only')
    if (isSet()) throw new Error('The ledger is written once in each transaction')
    set.run()
  }
}

function openedCheckpoint(stored: StoredCheckpoint, publicKey: SigningKey['publicKey']): SignedCheckpoint {
  try {
    const checkpoint = openCheckpoint(stored.note, publicKey)
    if (checkpoint.size === stored.size) return checkpoint
  } catch {
    // Unreadable or not signed by us: either way nothing may be signed on top of it.
  }
  throw new CoreError('ledger/inconsistent', { seq: stored.size })
}

/** The frontier of the tree of this size, read from the stored nodes. */
function frontierAt(size: number, node: SubtreeHash): Frontier {
  const frontier = newFrontier()
  let begin = 0
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level -= 1) {
    const width = 2 ** level
    if (Math.floor(size / width) % 2 === 0) continue
    frontier.peaks[level] = node(level, begin / width)
    begin += width
  }
  frontier.size = size
  return frontier
}

/** A row refused as out of order means that rows were added or taken away behind our back. */
function appendOnly(seq: number, write: () => void): void {
  try {
    write()
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_CONSTRAINT_TRIGGER') throw new CoreError('ledger/inconsistent', { seq })
    throw error
  }
}
