import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { LedgerFacts } from '../../../src-main/contract/ledger.ts'
import { openCheckpoint } from '../../../src-main/core/ledger/checkpoint.ts'
import { entryText, leafBytes } from '../../../src-main/core/ledger/entry.ts'
import { openLedger } from '../../../src-main/core/ledger/ledger.ts'
import { hashLeaf, rootOf, verifyConsistency, verifyInclusion } from '../../../src-main/core/ledger/merkle.ts'
import { actor, exported, imported, ledgerInFolder, secretsInMemory, workspaceId } from './ledger-in-folder.ts'

const codeOf = (run: () => unknown) => {
  try {
    run()
    return 'no error'
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message
  }
}

test('the first transaction opens the ledger, then writes its entries, and signs once', () => {
  const { db, ledger, clock } = ledgerInFolder()
  const entries = db.transaction(() => ledger.append(imported(3), exported('rq-1')))()
  const at = clock.now().toISOString()
  expect(entries).toEqual([
    { seq: 1, at, actor, kind: 'ledger-opened', key: ledger.key().fingerprint, keyProtection: 'not-protected' },
    { seq: 2, at, actor, kind: 'dataset-imported', dataset: 'ds-0123456789ab', rows: 3, rejected: 0, suppressed: 0 },
    { seq: 3, at, actor, kind: 'record-exported', request: 'rq-1' },
  ])
  expect(db.prepare('SELECT entry FROM ledger_entry ORDER BY seq').pluck().all()).toEqual(entries.map(entryText))
  expect(entryText(entries[2]!)).toBe(`{"actor":"${actor}","at":"${at}","kind":"record-exported","request":"rq-1","seq":3}`)
  expect(db.prepare('SELECT size FROM ledger_checkpoint').pluck().all()).toEqual([3])
  expect(openCheckpoint(ledger.checkpointAt(3)!, ledger.key().publicKey)).toMatchObject({ origin: `lethe-ledger/${workspaceId}`, size: 3, root: ledger.root() })
  expect(ledger.key().fingerprint).toMatch(/^[0-9a-f]{64}$/)
})

test('every root is that of the entries, every proof verifies, every earlier checkpoint is extended', () => {
  const { ledger, write, db } = ledgerInFolder()
  for (let i = 0; i < 40; i += 1) write(...Array.from({ length: 1 + (i % 4) }, (_, k) => imported(i * 10 + k)))
  const leaves = db.prepare<[], string>('SELECT entry FROM ledger_entry ORDER BY seq').pluck().all().map(text => hashLeaf(leafBytes(text)))
  const size = ledger.size()
  expect(leaves.length).toBe(size)
  for (const at of db.prepare<[], number>('SELECT size FROM ledger_checkpoint').pluck().all()) {
    const checkpoint = openCheckpoint(ledger.checkpointAt(at)!, ledger.key().publicKey)
    expect(checkpoint.root).toEqual(rootOf(leaves.slice(0, at)))
    expect(ledger.root(at)).toEqual(checkpoint.root)
    expect(verifyConsistency(at, checkpoint.root, size, ledger.root(), ledger.consistencyProof(at, size))).toBe(true)
    expect(verifyInclusion(leaves[at - 1]!, at - 1, size, ledger.inclusionProof(at, size), ledger.root())).toBe(true)
    expect(ledger.checkpointCovering(at)).toEqual({ size: at, note: ledger.checkpointAt(at) })
  }
  expect(ledger.checkpointCovering(size + 1)).toBeUndefined()
})

test('writing needs a transaction, and one transaction writes once; one undone leaves nothing', () => {
  const { db, ledger, write } = ledgerInFolder()
  write(imported(1))
  expect(codeOf(() => ledger.append(imported(2)))).toMatch('inside a transaction')
  expect(codeOf(() => db.transaction(() => {
    ledger.append(imported(2))
    ledger.append(imported(3))
  })())).toMatch('once in each transaction')
  expect(codeOf(() => db.transaction(() => {
    ledger.append(imported(2))
    throw new Error('undone')
  })())).toBe('undone')
  expect(ledger.size()).toBe(2)
  expect(codeOf(() => db.transaction(() => ledger.append())())).toMatch('at least one entry')
  write(imported(4))
  expect(ledger.size()).toBe(3)
})

test('the entries of a request are those that name it, and no other', () => {
  const { ledger, write } = ledgerInFolder()
  write(exported('rq-1'), exported('rq-12'))
  write(exported('rq-1'), { kind: 'dataset-imported', dataset: '"request":"rq-1"', rows: 1, rejected: 0, suppressed: 0 })
  expect(ledger.entriesOf('rq-1').map(({ seq }) => seq)).toEqual([2, 4])
  expect(ledger.entriesOf('rq-"')).toEqual([])
})

const pem = (type: 'ed25519' | 'ed448') => Buffer.from(generateKeyPairSync(type as 'ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))

test('a ledger goes on with its own key only', () => {
  const { db, clock, secrets, write, ledger } = ledgerInFolder()
  write(imported(1))
  const { fingerprint } = ledger.key()
  const open = (others: ReturnType<typeof secretsInMemory>) => openLedger({ db, clock, secrets: others, workspaceId, actor })
  expect(open(secrets).key().fingerprint).toBe(fingerprint)

  const none = secretsInMemory()
  expect(codeOf(() => open(none).key())).toBe('workspace/signing-key-missing')
  expect(codeOf(() => db.transaction(() => open(none).append(imported(2)))())).toBe('workspace/signing-key-missing')
  expect(none.kept.size).toBe(0)

  for (const secret of [Buffer.from('no key'), Buffer.alloc(0), pem('ed448'), pem('ed25519')]) {
    const other = secretsInMemory()
    other.create('signing-key', secret)
    expect(codeOf(() => open(other).key())).toBe('workspace/key-unusable')
  }
  expect(ledger.size()).toBe(2)
})

test('the triggers refuse to change, remove or replace anything, and anything out of order', () => {
  const { db, write } = ledgerInFolder()
  write(imported(1))
  const statements = [
    `UPDATE ledger_entry SET entry = '{}' WHERE seq = 1`,
    'DELETE FROM ledger_entry WHERE seq = 2',
    `INSERT OR REPLACE INTO ledger_entry VALUES (1, '{}')`,
    `INSERT INTO ledger_entry VALUES (4, '{}')`,
    `UPDATE ledger_node SET hash = x'00'`,
    'DELETE FROM ledger_node',
    `INSERT OR REPLACE INTO ledger_node VALUES (0, 0, x'00')`,
    `INSERT INTO ledger_node VALUES (0, 7, x'00')`,
    `UPDATE ledger_checkpoint SET note = ''`,
    'DELETE FROM ledger_checkpoint',
    `INSERT OR REPLACE INTO ledger_checkpoint VALUES (2, '')`,
    `INSERT INTO ledger_checkpoint VALUES (1, '')`,
  ]
  expect(statements.filter(statement => codeOf(() => db.exec(statement)) !== 'SQLITE_CONSTRAINT_TRIGGER')).toEqual([])
})

const facts: LedgerFacts = imported(9)

test.each<[string, string]>([
  ['a stored hash changed', `UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 1 AND position = 2`],
  ['a stored hash removed', 'DELETE FROM ledger_node WHERE level = 2'],
  ['a stored hash added', 'INSERT INTO ledger_node VALUES (0, 7, zeroblob(32))'],
  ['a stored hash of another length', `UPDATE ledger_node SET hash = x'00' WHERE level = 2`],
  ['the last entry removed', 'DELETE FROM ledger_entry WHERE seq = 7'],
  ['an entry added', `INSERT INTO ledger_entry VALUES (8, '{}')`],
  ['the last entry renumbered', 'UPDATE ledger_entry SET seq = 70 WHERE seq = 7'],
  ['every entry removed', 'DELETE FROM ledger_entry'],
  ['the last checkpoint removed', 'DELETE FROM ledger_checkpoint WHERE size = 7'],
  ['every checkpoint removed', 'DELETE FROM ledger_checkpoint'],
  ['the last checkpoint replaced by an earlier one', 'UPDATE ledger_checkpoint SET note = (SELECT note FROM ledger_checkpoint WHERE size = 6) WHERE size = 7'],
  ['the last checkpoint unreadable', `UPDATE ledger_checkpoint SET note = 'x' WHERE size = 7`],
  ['the size of the last checkpoint changed', `UPDATE ledger_checkpoint SET note = replace(note, char(10) || '7' || char(10), char(10) || '8' || char(10)) WHERE size = 7`],
])('nothing is signed on top of %s', (_, sql) => {
  const { db, ledger, write, tamper } = ledgerInFolder()
  for (let i = 0; i < 6; i += 1) write(imported(i))
  tamper(sql)
  const before = db.prepare('SELECT * FROM ledger_checkpoint').all()
  expect(codeOf(() => db.transaction(() => ledger.append(facts))())).toBe('ledger/inconsistent')
  expect(db.prepare('SELECT * FROM ledger_checkpoint').all()).toEqual(before)
})

test('nothing is signed in a ledger of another workspace', () => {
  const { db, write, clock, secrets } = ledgerInFolder()
  write(imported(1))
  const other = openLedger({ db, clock, secrets, workspaceId: 'ws-000000000000', actor })
  expect(codeOf(() => db.transaction(() => other.append(facts))())).toBe('ledger/inconsistent')
})

test('two transactions within one millisecond bear different times, the entries of one transaction the same', () => {
  const { db, ledger, clock } = ledgerInFolder()
  clock.step()
  const times = [1, 2, 3].map(rows => db.transaction(() => ledger.append(imported(rows), imported(rows)))().map(({ at }) => at))
  for (const ofOne of times) expect(new Set(ofOne).size).toBe(1)
  expect(times[0]![0]).not.toBe(times[1]![0])
  expect(times[1]![0]).not.toBe(times[2]![0])
})

/** How often the place of a successor is looked at. */
function counted() {
  const secrets = secretsInMemory()
  const looks = { count: 0 }
  const { read } = secrets.successor
  return { looks, secrets: { ...secrets, successor: { ...secrets.successor, read: () => { looks.count += 1; return read() } } } }
}

describe('what a change of keys may leave over', () => {
  test('is looked for once, not at each entry', () => {
    const { looks, secrets } = counted()
    const { write, db, ledger } = ledgerInFolder(secrets)
    for (let i = 0; i < 20; i += 1) write(imported(i))
    expect(looks.count).toBe(1)
    db.transaction(() => ledger.rotateKey())()
    ledger.settleKeys()
    const settled = looks.count
    for (let i = 0; i < 20; i += 1) write(imported(i))
    expect(looks.count).toBe(settled)
  })

  test('is destroyed by the next entry where the change was rolled back', () => {
    const { write, db, ledger, secrets } = ledgerInFolder()
    for (let i = 0; i < 3; i += 1) write(imported(i))
    const { fingerprint } = ledger.key()
    expect(() => db.transaction(() => { ledger.rotateKey(); throw new Error('the disk is full') })()).toThrow('the disk is full')
    expect(secrets.kept.has('next-signing-key')).toBe(true)
    write(imported(4))
    expect(secrets.kept.has('next-signing-key')).toBe(false)
    expect(ledger.key().fingerprint).toBe(fingerprint)
  })

  test('is put in its place by the next entry where that failed when the key was changed', () => {
    const secrets = secretsInMemory()
    const { promote } = secrets.successor
    let full = true
    const { write, db, ledger } = ledgerInFolder({ ...secrets, successor: { ...secrets.successor, promote: () => { if (full) throw new Error('the disk is full'); promote() } } })
    write(imported(1))
    const { key } = db.transaction(() => ledger.rotateKey())()
    expect(() => ledger.settleKeys()).toThrow('the disk is full')
    full = false
    write(imported(2))
    expect([secrets.kept.has('next-signing-key'), ledger.key().fingerprint]).toEqual([false, key.fingerprint])
  })

  test('does not hide a key that another process put in its place between two looks', () => {
    const { write, db, ledger, secrets, clock } = ledgerInFolder()
    write(imported(1))
    const { key } = db.transaction(() => ledger.rotateKey())()
    let moved = false
    const beside = openLedger({ db, clock, workspaceId, actor, secrets: { ...secrets, read: name => (moved ? secrets.read(name) : undefined), successor: { ...secrets.successor, read: () => { ledger.settleKeys(); moved = true; return secrets.successor.read() } } } })
    expect(beside.key().fingerprint).toBe(key.fingerprint)
  })
})
