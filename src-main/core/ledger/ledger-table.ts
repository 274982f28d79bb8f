import type { Db } from '../database/open-database.ts'

export interface StoredEntry {
  readonly seq: number
  readonly entry: string
}

export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
}

export type LedgerTable = ReturnType<typeof openLedgerTable>

/** The ledger's three tables; every statement is prepared once and kept. */
export function openLedgerTable(db: Db) {
  const lastSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM ledger_entry').pluck()
  const entryAt = db.prepare<[number], string>('SELECT entry FROM ledger_entry WHERE seq = ?').pluck()
  // In canonical JSON a quote inside a text is escaped, so "request":"…" stands only where it is a member.
  const entriesWith = db.prepare<[string], string>('SELECT entry FROM ledger_entry WHERE instr(entry, ?) > 0 ORDER BY seq').pluck()
  const lastEntryWith = db.prepare<[number, string], string>('SELECT entry FROM ledger_entry WHERE seq <= ? AND instr(entry, ?) > 0 ORDER BY seq DESC LIMIT 1').pluck()
  const entriesAfter = db.prepare<[number, string], StoredEntry>('SELECT seq, entry FROM ledger_entry WHERE seq > ? AND instr(entry, ?) > 0 ORDER BY seq')
  const entriesBefore = db.prepare<[number, number], StoredEntry>('SELECT seq, entry FROM ledger_entry WHERE seq < ? ORDER BY seq DESC LIMIT ?')
  const allEntries = db.prepare<[], StoredEntry>('SELECT seq, entry FROM ledger_entry ORDER BY seq')
  const insertEntry = db.prepare<[number, string]>('INSERT INTO ledger_entry (seq, entry) VALUES (?, ?)')
  const nodeAt = db.prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND position = ?').pluck()
  // Rows as arrays: reading 200,000 of them takes half as long as as objects.
  const allNodes = db.prepare<[], [level: number, position: number, hash: Buffer]>('SELECT level, position, hash FROM ledger_node ORDER BY level, position').raw()
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
    /** The last entry of this kind among the first size. */
    lastOfKind: (kind: string, size: number): string | undefined => lastEntryWith.get(size, `"kind":${JSON.stringify(kind)}`),
    /** Entries before this one, the newest first. */
    entriesBefore: (seq: number, most: number): StoredEntry[] => entriesBefore.all(seq, most),
    /** Entries of this kind after the first `seq`, in order. */
    entriesOfKind: (kind: string, seq: number): StoredEntry[] => entriesAfter.all(seq, `"kind":${JSON.stringify(kind)}`),
    entries: (): IterableIterator<StoredEntry> => allEntries.iterate(),
    addEntry: (seq: number, entry: string): void => void insertEntry.run(seq, entry),
    node: (level: number, position: number): Buffer | undefined => nodeAt.get(level, position),
    nodes: (): [level: number, position: number, hash: Buffer][] => allNodes.all(),
    addNode: (level: number, position: number, hash: Buffer): void => void insertNode.run(level, position, hash),
    checkpoint: (size: number): string | undefined => checkpointAt.get(size),
    checkpointFrom: (size: number): StoredCheckpoint | undefined => checkpointFrom.get(size),
    lastCheckpoint: (): StoredCheckpoint | undefined => lastCheckpoint.get(),
    checkpoints: (): StoredCheckpoint[] => allCheckpoints.all(),
    addCheckpoint: (size: number, note: string): void => void insertCheckpoint.run(size, note),
  }
}
