import type { Db } from '../../../src-main/core/database/open-database.ts'

/** Draws a whole number from 0 to below - 1. */
export type Draw = (below: number) => number

export interface Tables {
  readonly entries: ReadonlyMap<number, string>
  /** By "level/position". */
  readonly nodes: ReadonlyMap<string, string>
  readonly checkpoints: ReadonlyMap<number, string>
}

/** The ledger's three tables as they are, read without any code of the ledger. */
export function readTables(db: Db): Tables {
  const all = (sql: string) => db.prepare<[], [string | number, string]>(sql).raw().all()
  return {
    entries: new Map(all('SELECT seq, hex(entry) FROM ledger_entry') as [number, string][]),
    nodes: new Map(all(`SELECT level || '/' || position, hex(hash) FROM ledger_node`) as [string, string][]),
    checkpoints: new Map(all('SELECT size, hex(note) FROM ledger_checkpoint') as [number, string][]),
  }
}

const changedKeys = <K>(a: ReadonlyMap<K, string>, b: ReadonlyMap<K, string>): K[] => [...new Set([...a.keys(), ...b.keys()])].filter(key => a.get(key) !== b.get(key))

export const isSame = (a: Tables, b: Tables): boolean =>
  [changedKeys(a.entries, b.entries), changedKeys(a.nodes, b.nodes), changedKeys(a.checkpoints, b.checkpoints)].every(keys => keys.length === 0)

/**
 * Where the first wrong entry is: the first changed one; the first under a changed stored hash, or the place after the last entry
 * for a hash that was added; one of those that a changed checkpoint was the first to cover.
 */
export function firstConcerned(before: Tables, after: Tables): { readonly from: number; readonly to: number } {
  const end = before.entries.size + 1
  const sizes = [0, ...before.checkpoints.keys()]
  const ranges = [
    ...changedKeys(before.entries, after.entries).map(seq => [Math.max(1, seq), Math.max(1, seq)] as const),
    ...changedKeys(before.nodes, after.nodes).map(key => {
      const [level, position] = key.split('/').map(Number) as [number, number]
      const first = before.nodes.has(key) ? position * 2 ** level + 1 : end
      return [first, first] as const
    }),
    ...changedKeys(before.checkpoints, after.checkpoints).map(size => [Math.max(...sizes.filter(earlier => earlier < size), 0) + (size === 0 ? 0 : 1), size] as const),
  ]
  return { from: Math.min(...ranges.map(([from]) => from)), to: Math.min(...ranges.map(([, to]) => to)) }
}

type Edit = (db: Db, draw: Draw, size: number) => void

const bytes = (text: string) => Buffer.from(text, 'utf8')
const entryOf = (db: Db, seq: number) => db.prepare<[number], string>('SELECT entry FROM ledger_entry WHERE seq = ?').pluck().get(seq)!
const putEntry = (db: Db, seq: number, text: Uint8Array | string) =>
  db.prepare('UPDATE ledger_entry SET entry = CAST(? AS TEXT) WHERE seq = ?').run(typeof text === 'string' ? bytes(text) : text, seq)
const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)]!
const sizesOf = (db: Db) => db.prepare<[], number>('SELECT size FROM ledger_checkpoint ORDER BY size').pluck().all()
const nodesOf = (db: Db) => db.prepare<[], [number, number]>('SELECT level, position FROM ledger_node ORDER BY level, position').raw().all()
const noteOf = (db: Db, size: number) => db.prepare<[number], string>('SELECT note FROM ledger_checkpoint WHERE size = ?').pluck().get(size)!

/** Turns one bit of one byte. */
function flipBit(content: Buffer, draw: Draw): Buffer {
  const changed = Buffer.from(content)
  const at = draw(changed.length)
  changed[at] = changed[at]! ^ (1 << draw(8))
  return changed
}

/** Puts rows at other numbers by way of numbers that nobody uses: two rows never have the same. */
function renumber(db: Db, table: 'ledger_entry.seq' | 'ledger_checkpoint.size', moves: readonly (readonly [from: number, to: number])[]): void {
  const [name, column] = table.split('.')
  for (const [from, to] of moves) db.prepare(`UPDATE ${name} SET ${column} = ? WHERE ${column} = ?`).run(-1000 - to, from)
  db.exec(`UPDATE ${name} SET ${column} = -1000 - ${column} WHERE ${column} < -999`)
}

const span = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

/** Edits that somebody with the file and the tables' triggers taken away can make; none of them has the signing key. */
export const edits: Readonly<Record<string, Edit>> = {
  'a bit of an entry turned': (db, draw, size) => {
    const seq = 1 + draw(size)
    putEntry(db, seq, flipBit(bytes(entryOf(db, seq)), draw))
  },
  'a digit of an entry changed': (db, draw, size) => {
    const seq = 1 + draw(size)
    const text = entryOf(db, seq)
    const at = pick(draw, [...text.matchAll(/\d/g)].map(({ index }) => index))
    putEntry(db, seq, `${text.slice(0, at)}${(Number(text[at]) + 1 + draw(9)) % 10}${text.slice(at + 1)}`)
  },
  'a member added to an entry': (db, draw, size) => {
    const seq = 1 + draw(size)
    putEntry(db, seq, entryOf(db, seq).replace('{', '{"a":1,'))
  },
  'an entry written another way': (db, draw, size) => {
    const seq = 1 + draw(size)
    putEntry(db, seq, pick(draw, [(text: string) => `${text} `, (text: string) => ` ${text}`, (text: string) => text.replace(',', ', '), (text: string) => `${text}\n`, (text: string) => text.replace('seq', 's\\u0065q')])(entryOf(db, seq)))
  },
  'several entries changed': (db, draw, size) => {
    for (let i = 2 + draw(4); i > 0; i -= 1) {
      const seq = 1 + draw(size)
      putEntry(db, seq, entryOf(db, seq).replace('p-9', 'p-8'))
    }
  },
  'an entry in the place of another': (db, draw, size) => {
    const seq = 1 + draw(size)
    putEntry(db, seq, entryOf(db, 1 + ((seq + draw(size - 1)) % size)))
  },
  'the number in an entry changed': (db, draw, size) => {
    const seq = 1 + draw(size)
    putEntry(db, seq, entryOf(db, seq).replace(`"seq":${seq}`, `"seq":${pick(draw, [0, seq - 1, seq + 1, size + 1, 1 + ((seq + draw(size - 1)) % size)])}`))
  },
  'two entries exchanged': (db, draw, size) => {
    const first = 1 + draw(size)
    const second = 1 + ((first + draw(size - 1)) % size)
    renumber(db, 'ledger_entry.seq', [[first, second], [second, first]])
  },
  'entries turned around': (db, draw, size) => {
    const from = 1 + draw(size - 1)
    const to = from + 1 + draw(size - from)
    renumber(db, 'ledger_entry.seq', span(from, to).map(seq => [seq, from + to - seq]))
  },
  'an entry moved to a free number': (db, draw, size) => renumber(db, 'ledger_entry.seq', [[1 + draw(size), size + 1 + draw(50)]]),
  'every entry moved on by one': (db, draw, size) => {
    const from = 1 + draw(size)
    renumber(db, 'ledger_entry.seq', span(from, size).map(seq => [seq, seq + 1]))
  },
  'an entry deleted': (db, draw, size) => void db.prepare('DELETE FROM ledger_entry WHERE seq = ?').run(1 + draw(size)),
  'some entries deleted': (db, draw, size) => {
    const from = 1 + draw(size)
    db.prepare('DELETE FROM ledger_entry WHERE seq BETWEEN ? AND ?').run(from, from + draw(10))
  },
  'an entry deleted and the rest moved up': (db, draw, size) => {
    const seq = 1 + draw(size)
    db.prepare('DELETE FROM ledger_entry WHERE seq = ?').run(seq)
    renumber(db, 'ledger_entry.seq', span(seq + 1, size).map(later => [later, later - 1]))
  },
  'the tail of entries deleted': (db, draw, size) => void db.prepare('DELETE FROM ledger_entry WHERE seq > ?').run(draw(size)),
  'a copy inserted, the rest moved on': (db, draw, size) => {
    const seq = 1 + draw(size)
    const copy = entryOf(db, 1 + draw(size))
    renumber(db, 'ledger_entry.seq', span(seq, size).map(later => [later, later + 1]))
    db.prepare('INSERT INTO ledger_entry VALUES (?, ?)').run(seq, copy)
  },
  'a new entry inserted, the rest moved on': (db, draw, size) => {
    const seq = 1 + draw(size)
    const made = entryOf(db, seq).replace('p-9', 'p-8')
    renumber(db, 'ledger_entry.seq', span(seq, size).map(later => [later, later + 1]))
    db.prepare('INSERT INTO ledger_entry VALUES (?, ?)').run(seq, made)
  },
  'entries added at the end': (db, draw, size) => {
    const last = entryOf(db, size)
    for (let seq = size + 1; seq <= size + 1 + draw(5); seq += 1) db.prepare('INSERT INTO ledger_entry VALUES (?, ?)').run(seq, last.replace(`"seq":${size}`, `"seq":${seq}`))
  },
  'an entry added before the first': (db, draw, size) => void db.prepare('INSERT INTO ledger_entry VALUES (?, ?)').run(-draw(3), entryOf(db, 1 + draw(size))),

  'a bit of a stored hash turned': (db, draw) => {
    const [level, position] = pick(draw, nodesOf(db))
    const hash = db.prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND position = ?').pluck().get(level, position)!
    db.prepare('UPDATE ledger_node SET hash = ? WHERE level = ? AND position = ?').run(flipBit(hash, draw), level, position)
  },
  'a stored hash cut short or made longer': (db, draw) => {
    const hash = pick(draw, ['substr(hash, 1, 31)', `CAST(hash || x'00' AS BLOB)`, `x''`])
    db.prepare(`UPDATE ledger_node SET hash = ${hash} WHERE level = ? AND position = ?`).run(...pick(draw, nodesOf(db)))
  },
  // Their bytes in a row are the same as before: only the border between the two is another.
  'a byte moved from one stored hash to the next': (db, draw, size) => {
    const position = draw(size - 1)
    const at = db.prepare<[number], Buffer>('SELECT hash FROM ledger_node WHERE level = 0 AND position = ?').pluck()
    const both = Buffer.concat([at.get(position)!, at.get(position + 1)!])
    const put = db.prepare('UPDATE ledger_node SET hash = ? WHERE level = 0 AND position = ?')
    put.run(both.subarray(0, 31), position)
    put.run(both.subarray(31), position + 1)
  },
  'a stored hash deleted': (db, draw) => void db.prepare('DELETE FROM ledger_node WHERE level = ? AND position = ?').run(...pick(draw, nodesOf(db))),
  'a stored hash moved': (db, draw, size) => void db.prepare('UPDATE ledger_node SET level = ?, position = ? WHERE level = ? AND position = ?').run(pick(draw, [-1, 0, 20]), size + draw(100), ...pick(draw, nodesOf(db))),
  'a stored hash added': (db, draw, size) => void db.prepare('INSERT INTO ledger_node VALUES (?, ?, zeroblob(32))').run(pick(draw, [-1, 0, 1, 20]), size + draw(100)),
  'two stored hashes exchanged': (db, draw) => {
    const [first, second] = [pick(draw, nodesOf(db)), pick(draw, nodesOf(db))]
    const at = db.prepare<[number, number], Buffer>('SELECT hash FROM ledger_node WHERE level = ? AND position = ?').pluck()
    const [a, b] = [at.get(...first)!, at.get(...second)!]
    const put = db.prepare('UPDATE ledger_node SET hash = ? WHERE level = ? AND position = ?')
    put.run(b, ...first)
    put.run(a, ...second)
  },

  'a bit of a checkpoint turned': (db, draw) => {
    const size = pick(draw, sizesOf(db))
    db.prepare('UPDATE ledger_checkpoint SET note = CAST(? AS TEXT) WHERE size = ?').run(flipBit(bytes(noteOf(db, size)), draw), size)
  },
  'a checkpoint deleted': (db, draw) => void db.prepare('DELETE FROM ledger_checkpoint WHERE size = ?').run(pick(draw, sizesOf(db))),
  'the last checkpoints deleted': (db, draw) => void db.prepare('DELETE FROM ledger_checkpoint WHERE size >= ?').run(pick(draw, sizesOf(db))),
  'two checkpoints exchanged': (db, draw) => {
    const sizes = sizesOf(db)
    const first = draw(sizes.length)
    const [a, b] = [sizes[first]!, sizes[(first + 1 + draw(sizes.length - 1)) % sizes.length]!]
    renumber(db, 'ledger_checkpoint.size', [[a, b], [b, a]])
  },
  'a checkpoint moved to another size': (db, draw, size) => {
    const taken = new Set(sizesOf(db))
    renumber(db, 'ledger_checkpoint.size', [[pick(draw, [...taken]), pick(draw, span(0, size + 20).filter(free => !taken.has(free)))]])
  },
  'a copy of a checkpoint added': (db, draw, size) => {
    const taken = new Set(sizesOf(db))
    db.prepare('INSERT INTO ledger_checkpoint VALUES (?, ?)').run(pick(draw, span(0, size + 20).filter(free => !taken.has(free))), noteOf(db, pick(draw, [...taken])))
  },
}
