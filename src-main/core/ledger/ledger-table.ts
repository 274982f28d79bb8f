import type { Db } from '../database/open-database.ts'

export interface StoredEntry {
  readonly seq: number
  readonly entry: string
}

export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
}

interface JoinedNodes {
  readonly rows: number
  readonly whole: number
  readonly hex: string
}

/** Enough that asking costs nothing, few enough that a long ledger is never in memory whole. */
const entriesAtOnce = 1000

export type LedgerTable = ReturnType<typeof openLedgerTable>

/** The ledger's three tables; every statement is prepared once and kept. */
export function openLedgerTable(db: Db) {
  const lastSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM ledger_entry').pluck()
  const entryAt = db.prepare<[number], string>('SELECT entry FROM ledger_entry WHERE seq = ?').pluck()
  // In canonical JSON a quote inside a text is escaped, so "request":"…" stands only where it is a member.
  const entriesWith = db.prepare<[string], string>('SELECT entry FROM ledger_entry WHERE instr(entry, ?) > 0 ORDER BY seq').pluck()
  const entriesWithEither = db.prepare<[string, string], StoredEntry>('SELECT seq, entry FROM ledger_entry WHERE instr(entry, ?) > 0 OR instr(entry, ?) > 0 ORDER BY seq')
  const entriesAfter = db.prepare<[number, string], StoredEntry>('SELECT seq, entry FROM ledger_entry WHERE seq > ? AND instr(entry, ?) > 0 ORDER BY seq')
  const keyEntriesAfter = db.prepare<[number], string>(`SELECT entry FROM ledger_entry WHERE seq > ? AND (instr(entry, '"kind":"key-') > 0 OR instr(entry, '"kind":"workspace-restored"') > 0) ORDER BY seq`).pluck()
  const entriesBefore = db.prepare<[number, number], StoredEntry>('SELECT seq, entry FROM ledger_entry WHERE seq < ? ORDER BY seq DESC LIMIT ?')
  // Rows as arrays: many of them are read in half the time.
  const entryRun = db.prepare<[number, number], [seq: number, entry: string]>('SELECT seq, entry FROM ledger_entry WHERE seq > ? ORDER BY seq LIMIT ?').raw()
  const insertEntry = db.prepare<[number, string]>('INSERT INTO ledger_entry (seq, entry) VALUES (?, ?)')
  const nodeAt = db.prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND position = ?').pluck()
  const nodeRun = db.prepare<[number, number, number], [position: number, hash: unknown]>('SELECT position, hash FROM ledger_node WHERE level = ? AND position >= ? AND position < ?').raw()
  // A text for thousands of hashes is read three times as fast as a Buffer for each. Out of order they would be told as wrong, never as right.
  const joinedNodes = db.prepare<[number, number, number], JoinedNodes>(`
    SELECT count(*) AS rows, coalesce(sum(typeof(hash) = 'blob' AND length(hash) = 32), 0) AS whole, coalesce(group_concat(hex(hash), ''), '') AS hex
    FROM (SELECT hash FROM ledger_node WHERE level = ? AND position >= ? AND position < ? ORDER BY position)`)
  const nodeCount = db.prepare<[], number>('SELECT count(*) FROM ledger_node').pluck()
  const insertNode = db.prepare<[number, number, Buffer]>('INSERT INTO ledger_node (level, position, hash) VALUES (?, ?, ?)')
  const checkpointAt = db.prepare<[number], string>('SELECT note FROM ledger_checkpoint WHERE size = ?').pluck()
  const checkpointFrom = db.prepare<[number], StoredCheckpoint>('SELECT size, note FROM ledger_checkpoint WHERE size >= ? ORDER BY size LIMIT 1')
  const lastCheckpoint = db.prepare<[], StoredCheckpoint>('SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1')
  const allCheckpoints = db.prepare<[], StoredCheckpoint>('SELECT size, note FROM ledger_checkpoint ORDER BY size')
  const insertCheckpoint = db.prepare<[number, string]>('INSERT INTO ledger_checkpoint (size, note) VALUES (?, ?)')
  return {
    size: (): number => lastSeq.get() ?? 0,
    entry: (seq: number): string | undefined => entryAt.get(seq),
    entriesOf: (requestId: string): string[] => entriesWith.all(`"request":${JSON.stringify(requestId)}`),
    /** Entries before this one, the newest first. */
    entriesBefore: (seq: number, most: number): StoredEntry[] => entriesBefore.all(seq, most),
    /** Entries of this kind after the first `seq`, in order. */
    entriesOfKind: (kind: string, seq: number): StoredEntry[] => entriesAfter.all(seq, `"kind":${JSON.stringify(kind)}`),
    /** Entries after the first `seq` that tell which key signs or how it is kept, in order. */
    entriesAboutKeys: (seq: number): string[] => keyEntriesAfter.all(seq),
    *entries(): Generator<StoredEntry> {
      for (let last = -Infinity; ;) {
        const run = entryRun.all(last, entriesAtOnce)
        for (const [seq, entry] of run) yield { seq, entry }
        if (run.length < entriesAtOnce) return
        last = run.at(-1)![0]
      }
    },
    /** Entries about this dataset or of this kind, in order. */
    entriesAboutOrOfKind: (datasetId: string, kind: string): StoredEntry[] => entriesWithEither.all(JSON.stringify(datasetId), `"kind":${JSON.stringify(kind)}`),
    addEntry: (seq: number, entry: string): void => void insertEntry.run(seq, entry),
    node: (level: number, position: number): Buffer | undefined => nodeAt.get(level, position),
    /** The hashes of one level at the positions from `from` to before `end`, as they are stored. */
    nodesOf: (level: number, from: number, end: number): [position: number, hash: unknown][] => nodeRun.all(level, from, end),
    /** The same as one text in the order of their positions, with the number of rows and of those that are 32 bytes. */
    joinedNodes: (level: number, from: number, end: number): JoinedNodes | undefined => joinedNodes.get(level, from, end),
    nodeCount: (): number => nodeCount.get() ?? 0,
    addNode: (level: number, position: number, hash: Buffer): void => void insertNode.run(level, position, hash),
    checkpoint: (size: number): string | undefined => checkpointAt.get(size),
    checkpointFrom: (size: number): StoredCheckpoint | undefined => checkpointFrom.get(size),
    lastCheckpoint: (): StoredCheckpoint | undefined => lastCheckpoint.get(),
    checkpoints: (): StoredCheckpoint[] => allCheckpoints.all(),
    addCheckpoint: (size: number, note: string): void => void insertCheckpoint.run(size, note),
  }
}
