import type { KeyObject } from 'node:crypto'
import type { LedgerEntry, LedgerFacts } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant, type Instant } from '../base/instant.ts'
import type { Db } from '../database/open-database.ts'
import type { Clock, Secrets } from '../ports.ts'
import { ledgerOrigin, openCheckpoint, parseCheckpoint, signCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { buildEntry, entryText, leafBytes } from './entry.ts'
import { keyPeriods, type KeyPeriod } from './key-periods.ts'
import { findPublicKey, publicKeyKeeper } from './key-table.ts'
import { findEntries, type EntryFilter } from './ledger-filter-table.ts'
import { openLedgerTable, type LedgerTable, type StoredCheckpoint, type StoredEntry } from './ledger-table.ts'
import { appendLeaf, consistencyProof, emptyRoot, hashLeaf, inclusionProof, newFrontier, treeRoot, verifyConsistency, type Frontier, type SubtreeHash } from './merkle.ts'
import { keyFrom, newPrivateKey, openSigningKey, settleSuccessor, type NamedKey, type SigningKey } from './signing-key.ts'

export interface LedgerPorts {
  readonly db: Db
  readonly clock: Pick<Clock, 'now'>
  readonly secrets: Secrets
  readonly workspaceId: string
  /** The pseudonymous id of whoever acts. */
  readonly actor: string
}

export interface Ledger {
  readonly origin: string
  /** The same ledger; what is written by way of it says that this one acted. */
  as(actor: string): Ledger
  /**
   * Writes the entries and signs one checkpoint over them: inside a transaction, once in each, so that what was done, its
   * entries and their signature are all there or all not. Throws 'ledger/inconsistent' and signs nothing where the new tree
   * does not extend the last signed one. The first call of a workspace writes 'ledger-opened' before the rest.
   */
  append(...facts: LedgerFacts[]): LedgerEntry[]
  /**
   * Puts a new key in the place of the present one, inside a transaction: the old key signs the entry that says so, together with the
   * new one. `settleKeys` afterwards destroys the old key. `secret`: a private key that is there already, instead of a new one.
   */
  rotateKey(secret?: Buffer): { readonly entry: LedgerEntry; readonly key: SigningKey }
  /** The same where the present key is not there to sign; throws 'key/not-lost' where it is. */
  replaceLostKey(): { readonly entry: LedgerEntry; readonly key: SigningKey }
  /** Destroys what a change of keys leaves over: the old key, or a new one that the ledger does not name. Not while others write. The key is read anew where it is next asked for. */
  settleKeys(): void
  /** Every key the ledger names, in order. */
  keyPeriods(): readonly KeyPeriod[]
  /** The public half of a key it names; undefined where that was never kept. */
  publicKeyOf(fingerprint: string): KeyObject | undefined
  /** The signing key, made where the ledger names none yet. Ask for it before long work: a missing key throws here. */
  key(): SigningKey
  /** The number of entries. */
  size(): number
  /** RFC 6962 root over the first size entries, over all where none is given. */
  root(size?: number): Buffer
  /** All entries that name this request, in order. */
  entriesOf(requestId: string): LedgerEntry[]
  /** The same of each of many requests, from one reading of the ledger. */
  entriesOfEach(requestIds: ReadonlySet<string>): ReadonlyMap<string, LedgerEntry[]>
  /** All entries that name this dataset, and every restore of a backup, in order. */
  entriesAbout(datasetId: string): LedgerEntry[]
  /** Up to `most` entries before the entry seq, the newest first; 'ledger/inconsistent' where one of them is no entry of ours. */
  newestBefore(seq: number, most: number): LedgerEntry[]
  /** How many entries the filter finds, and up to `most` of them before the entry seq, the newest first. */
  find(filter: EntryFilter, seq: number, most: number): { readonly found: number; readonly entries: LedgerEntry[] }
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
  const keepPublicKey = publicKeyKeeper(db)
  let opened: SigningKey | undefined
  /** The note signed last here: one that still stands in its place needs no other look. */
  let signedLast: string | undefined
  /** Whether a change of keys may have left another key beside the one that signs: one cut short before this was opened, or one made here. */
  let unsettled = true

  const node: SubtreeHash = (level, position) => {
    const hash = table.node(level, position)
    if (hash?.length !== 32) throw new CoreError('ledger/inconsistent', { seq: position * 2 ** level + 1 })
    return hash
  }

  function key(): SigningKey {
    const named = keyNamed()
    // Another process may have put another key in its place.
    if (opened === undefined || (named !== undefined && named.fingerprint !== opened.fingerprint)) opened = openSigningKey(secrets, named)
    return named === undefined ? opened : { ...opened, protection: named.protection }
  }

  /**
   * What is asked for again and again, gathered from the first `size` entries. Reading 100,000 of them takes 20 ms, and they never
   * change, so only later ones are looked at; not yet those of a transaction that is open, which may be rolled back.
   */
  interface Gathered {
    readonly size: number
    /** Entries about keys. */
    readonly keys: readonly string[]
    readonly exports: ReadonlyMap<string, { readonly count: number; readonly lastAt: string }>
  }
  let known: Gathered = { size: 0, keys: [], exports: new Map() }

  function gathered(written = !db.inTransaction): Gathered {
    const size = table.size()
    if (size === known.size) return known
    const exports = new Map(known.exports)
    for (const stored of table.entriesOfKind('record-exported', known.size)) {
      const { request, at } = readEntry(stored) as Extract<LedgerEntry, { kind: 'record-exported' }>
      exports.set(request, { count: (exports.get(request)?.count ?? 0) + 1, lastAt: at })
    }
    const now = { size, keys: [...known.keys, ...keyEntries(table, known.size)], exports }
    if (written) known = now
    return now
  }

  /** Throws where the first entry is not that of a ledger of ours. */
  function periods(): KeyPeriod[] {
    const { keys, size } = gathered()
    const found = keyPeriods(keys)
    if (found.length === 0 && size > 0) throw new CoreError('ledger/inconsistent', { seq: 1 })
    return found
  }

  function keyNamed(): NamedKey | undefined {
    const { fingerprint, protection } = periods().at(-1) ?? {}
    return fingerprint === undefined ? undefined : { fingerprint, protection: protection! }
  }

  /** How the key was kept when the ledger had so many entries. */
  const protectionAt = (size: number): SigningKey['protection'] | undefined => keyPeriods(gathered().keys.filter(text => (JSON.parse(text) as LedgerEntry).seq <= size)).at(-1)?.protection

  /** Nothing was written in this transaction so far, so all there is stays. */
  function begin(): void {
    mark.refuseSecond()
    gathered(true)
  }

  function settle(named: string | undefined): void {
    if (!unsettled) return
    settleSuccessor(secrets, named)
    unsettled = false
  }

  function append(by: string, facts: readonly LedgerFacts[]): LedgerEntry[] {
    if (facts.length === 0) throw new Error('A ledger transaction has at least one entry')
    begin()
    const signer = key()
    const named = keyNamed()
    if (named !== undefined) settle(named.fingerprint)
    return write(by, [...otherwiseKept(facts, named, secrets.protection), ...facts], [signer], signer.publicKey)
  }

  function rotateKey(by: string, secret?: Buffer): { entry: LedgerEntry; key: SigningKey } {
    begin()
    const named = keyNamed()
    if (named === undefined) throw new CoreError('ledger/empty', {})
    const old = key()
    settle(named.fingerprint)
    const next = secret ?? newPrivateKey()
    const made = keyFrom(next, secrets.protection)
    if (secret === undefined) succeed(next)
    const [entry] = write(by, [{ kind: 'key-rotated', key: made.fingerprint, keyProtection: secrets.protection, before: old.fingerprint }], [old, made], old.publicKey)
    return { entry: entry!, key: made }
  }

  function replaceLostKey(by: string): { entry: LedgerEntry; key: SigningKey } {
    begin()
    const named = keyNamed()
    if (named === undefined) throw new CoreError('ledger/empty', {})
    if (isHeld(secrets, named)) throw new CoreError('key/not-lost', { fingerprint: named.fingerprint })
    secrets.successor.drop()
    const next = newPrivateKey()
    const made = keyFrom(next, secrets.protection)
    succeed(next)
    const [entry] = write(by, [{ kind: 'key-lost', lost: named.fingerprint, key: made.fingerprint, keyProtection: secrets.protection }], [made], findPublicKey(db, named.fingerprint))
    return { entry: entry!, key: made }
  }

  function succeed(secret: Buffer): void {
    unsettled = true
    secrets.successor.create(secret)
  }

  /** Writes entries and the checkpoint over them; `known` verifies the one before, which a lost key alone may leave unverified. */
  function write(by: string, facts: readonly LedgerFacts[], signers: readonly SigningKey[], known: KeyObject | undefined): LedgerEntry[] {
    const from = table.size()
    const last = table.lastCheckpoint()
    if ((last?.size ?? 0) !== from) throw new CoreError('ledger/inconsistent', { seq: Math.min(last?.size ?? 0, from) + 1 })
    const { fingerprint, protection } = signers[0]!
    const before = last && openedCheckpoint(last, last.note === signedLast ? undefined : known)
    if (before !== undefined && before.origin !== origin) throw new CoreError('ledger/inconsistent', { seq: from })

    const at = timeAfter(table.entry(from), clock.now())
    const opening: LedgerFacts[] = from === 0 ? [{ kind: 'ledger-opened', key: fingerprint, keyProtection: protection }] : []
    const entries = [...opening, ...facts].map((fact, i) => buildEntry(from + 1 + i, at, by, fact))
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
    for (const signer of signers) keepPublicKey(signer)
    const note = signCheckpoint({ origin, size, root }, ...signers)
    appendOnly(size, () => table.addCheckpoint(size, note))
    signedLast = note
    mark.set()
    return entries
  }

  const actingAs = (acting: string): Ledger => ({
    origin,
    as: actingAs,
    append: (...facts) => append(acting, facts), rotateKey: secret => rotateKey(acting, secret), replaceLostKey: () => replaceLostKey(acting),
    settleKeys() {
      if (unsettled && secrets.successor.read() !== undefined) settle(keyNamed()?.fingerprint)
      unsettled = false
      opened = undefined
    },
    keyPeriods: periods,
    publicKeyOf: fingerprint => findPublicKey(db, fingerprint),
    key,
    size: table.size,
    root: (size = table.size()) => treeRoot(size, node),
    entriesOf: requestId => table.entriesOf(requestId).map(text => JSON.parse(text) as LedgerEntry),
    entriesOfEach(requestIds) {
      const found = new Map<string, LedgerEntry[]>()
      for (const { entry } of table.entries()) {
        const request = /"request":"([^"]*)"/.exec(entry)?.[1]
        if (request === undefined || !requestIds.has(request)) continue
        const known = found.get(request)
        if (known === undefined) found.set(request, [JSON.parse(entry) as LedgerEntry])
        else known.push(JSON.parse(entry) as LedgerEntry)
      }
      return found
    },
    entriesAbout: datasetId => table.entriesAboutOrOfKind(datasetId, 'workspace-restored').map(readEntry),
    newestBefore: (seq, most) => table.entriesBefore(seq, most).map(readEntry),
    find(filter, seq, most) {
      const { found, entries } = findEntries(db, filter, seq, most)
      return { found, entries: entries.map(readEntry) }
    },
    exportsByRequest: () => gathered().exports,
    namedKey() {
      const named = keyNamed()
      return named === undefined ? undefined : { key: named.fingerprint, protection: named.protection }
    },
    protectionAt: size => protectionAt(size) ?? secrets.protection,
    textOf: table.entry,
    inclusionProof: (seq, size) => inclusionProof(seq - 1, size, node),
    consistencyProof: (from, to) => consistencyProof(from, to, node),
    checkpointAt: table.checkpoint,
    checkpointCovering: table.checkpointFrom,
  })
  return actingAs(actor)
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

/** Transactions that follow each other faster than the clock counts. */
const mostAheadMs = 1000

/**
 * A millisecond after the entry before where the clock has not come that far: transactions are told apart by their times, also where a
 * checkpoint is gone. A clock that was set back is believed.
 */
function timeAfter(before: string | undefined, now: Date): Instant {
  const last = Date.parse(/"at":"([^"]+)"/.exec(before ?? '')?.[1] ?? '')
  const ahead = last - now.getTime()
  return toInstant(ahead >= 0 && ahead < mostAheadMs ? new Date(last + 1) : now)
}

/** Entries about keys after the first `seq`, in order. */
function keyEntries(table: LedgerTable, seq: number): string[] {
  const first = seq === 0 ? table.entry(1) : undefined
  return [...(first === undefined ? [] : [first]), ...table.entriesAboutKeys(Math.max(seq, 1))]
}

/** The key that signs now, as the ledger in this database names it. */
export const keyNamedNow = (table: LedgerTable): NamedKey | undefined => keyPeriods(keyEntries(table, 0)).at(-1)

/** All keys it names. */
export const keysNamedIn = (table: LedgerTable): KeyPeriod[] => keyPeriods(keyEntries(table, 0))

function isHeld(secrets: Secrets, named: NamedKey): boolean {
  try {
    openSigningKey(secrets, named)
    return true
  } catch (error) {
    if (error instanceof CoreError && (error.code === 'workspace/signing-key-missing' || error.code === 'workspace/key-unusable')) return false
    throw error
  }
}

const namesProtection: ReadonlySet<LedgerFacts['kind']> = new Set(['workspace-restored', 'key-protection-changed'])

/** Says first that the key is kept otherwise than the ledger knows: a change of that was cut short before its entry. */
function otherwiseKept(facts: readonly LedgerFacts[], named: NamedKey | undefined, protection: SigningKey['protection']): LedgerFacts[] {
  if (named === undefined || named.protection === protection || facts.some(({ kind }) => namesProtection.has(kind))) return []
  return [{ kind: 'key-protection-changed', key: named.fingerprint, keyProtection: protection }]
}

/**
 * Throws outside a transaction and on the second call within one. A savepoint left open is the mark: every COMMIT and ROLLBACK
 * takes it away, and nothing else in SQLite lives exactly as long as a transaction.
 */
function transactionMark(db: Db): { refuseSecond(): void; set(): void } {
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
  return {
    refuseSecond() {
      if (!db.inTransaction) throw new Error('The ledger is written inside a transaction only')
      if (isSet()) throw new Error('The ledger is written once in each transaction')
    },
    // Only after the entries: under an open savepoint SQLite keeps what every page was, and thousands of entries take minutes.
    set: () => void set.run(),
  }
}

function openedCheckpoint(stored: StoredCheckpoint, publicKey: KeyObject | undefined): SignedCheckpoint {
  try {
    const checkpoint = publicKey === undefined ? parseCheckpoint(stored.note) : openCheckpoint(stored.note, publicKey)
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
