import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LedgerProblem } from '../../../src-main/contract/ledger.ts'
import { openDatabase, truncateWal } from '../../../src-main/core/database/open-database.ts'
import { checkLedger } from '../../../src-main/core/ledger/check-ledger.ts'
import { ledgerOrigin } from '../../../src-main/core/ledger/checkpoint.ts'
import { findBreak } from '../../../src-main/core/ledger/find-break.ts'
import { openLedger } from '../../../src-main/core/ledger/ledger.ts'
import { actor, imported, ledgerInFolder, secretsInMemory, workspaceId, type LedgerInFolder } from './ledger-in-folder.ts'

/** A ledger of 20 entries: the first transaction writes 2, every other 3, so checkpoints lie at 2, 5, 8, 11, 14, 17 and 20. */
function filled(): LedgerInFolder {
  const made = ledgerInFolder()
  made.write(imported(0))
  for (let i = 1; i <= 6; i += 1) made.write(imported(i), imported(100 + i), imported(200 + i))
  return made
}

const check = ({ db, secrets }: LedgerInFolder, against?: string) => checkLedger({ db, secrets, workspaceId, ...(against === undefined ? {} : { against }) })
const named = (problems: readonly LedgerProblem[]) => problems.map(({ seq, code }) => `${seq} ${code}`)

test('an untouched ledger is right, as is one that was never written', () => {
  const made = filled()
  expect(check(made)).toEqual({ ok: true, entries: 20, root: made.ledger.root().toString('hex'), problems: [], checkpoints: 7, signaturesVerified: 7 })
  const empty = ledgerInFolder()
  expect(check(empty)).toMatchObject({ ok: true, entries: 0, root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' })
  expect(empty.secrets.kept.size).toBe(0)
})

test.each<[what: string, sql: string, found: string[]]>([
  ['an entry changed', `UPDATE ledger_entry SET entry = replace(entry, '"rows":3', '"rows":4') WHERE seq = 9`, ['9 entry-changed']],
  ['the first entry changed', `UPDATE ledger_entry SET entry = replace(entry, 'not-protected', 'os-keychain') WHERE seq = 1`, ['1 entry-changed']],
  ['the last entry changed', `UPDATE ledger_entry SET entry = replace(entry, '"rejected":0', '"rejected":1') WHERE seq = 20`, ['20 entry-changed']],
  ['two entries changed', `UPDATE ledger_entry SET entry = replace(entry, '"rejected":0', '"rejected":1') WHERE seq IN (4, 17)`, ['4 entry-changed', '17 entry-changed']],
  ['an entry written with spaces', `UPDATE ledger_entry SET entry = replace(entry, ':', ': ') WHERE seq = 6`, ['6 entry-changed']],
  ['an entry that is no JSON', `UPDATE ledger_entry SET entry = 'x' WHERE seq = 6`, ['6 entry-changed']],
  ['the number within an entry changed', `UPDATE ledger_entry SET entry = replace(entry, '"seq":6', '"seq":16') WHERE seq = 6`, ['6 entry-changed']],
  ['an entry removed', 'DELETE FROM ledger_entry WHERE seq = 7', ['7 entry-missing']],
  ['three entries removed', 'DELETE FROM ledger_entry WHERE seq BETWEEN 7 AND 9', ['7 entry-missing']],
  ['the first entry removed', 'DELETE FROM ledger_entry WHERE seq = 1', ['1 entry-missing']],
  ['the tail of entries removed', 'DELETE FROM ledger_entry WHERE seq > 17', ['18 tail-missing']],
  ['all entries removed', 'DELETE FROM ledger_entry', ['1 tail-missing']],
  ['the last entry renumbered', 'UPDATE ledger_entry SET seq = 70 WHERE seq = 20', ['20 entry-missing']],
  ['a stored leaf hash changed', 'UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 0 AND position = 4', ['5 tree-damaged']],
  ['a stored inner hash changed', 'UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 2 AND position = 1', ['5 tree-damaged']],
  ['a stored inner hash removed', 'DELETE FROM ledger_node WHERE level = 1 AND position = 3', ['7 tree-damaged']],
  ['all stored hashes removed', 'DELETE FROM ledger_node', ['1 tree-damaged']],
  ['a stored hash added', 'INSERT INTO ledger_node VALUES (0, 20, zeroblob(32))', ['21 tree-damaged']],
  ['the signature of a checkpoint changed', `UPDATE ledger_checkpoint SET note = substr(note, 1, length(note) - 12) || 'AAAAAAAAAA=' || char(10) WHERE size = 11`, ['11 checkpoint-signature']],
  ['the root of a checkpoint changed', `UPDATE ledger_checkpoint SET note = substr(note, 1, 32) || 'AAAA' || substr(note, 37) WHERE size = 11`, ['11 checkpoint-signature']],
  ['a checkpoint unreadable', `UPDATE ledger_checkpoint SET note = 'x' WHERE size = 8`, ['8 checkpoint-signature']],
  ['a checkpoint in the place of another', 'UPDATE ledger_checkpoint SET note = (SELECT note FROM ledger_checkpoint WHERE size = 5) WHERE size = 8', ['8 checkpoint-differs']],
  ['a checkpoint removed', 'DELETE FROM ledger_checkpoint WHERE size = 8', ['8 checkpoint-missing']],
  ['the last checkpoint removed', 'DELETE FROM ledger_checkpoint WHERE size = 20', ['18 checkpoint-missing']],
  ['all checkpoints removed', 'DELETE FROM ledger_checkpoint', ['1 checkpoint-missing']],
])('%s is found and named', (_, sql, found) => {
  const made = filled()
  made.tamper(sql)
  const report = check(made)
  expect(named(report.problems)).toEqual(found)
  expect(report.ok).toBe(false)
})

test('an entry added at the end is covered by no checkpoint', () => {
  const made = filled()
  const last = made.db.prepare<[], string>('SELECT entry FROM ledger_entry WHERE seq = 20').pluck().get()!
  made.tamper('INSERT INTO ledger_entry VALUES (21, ?)', last.replace('"seq":20', '"seq":21'))
  expect(named(check(made).problems)).toEqual(['21 checkpoint-missing'])
})

test('an entry changed together with its stored hashes is narrowed down to its transaction', () => {
  const made = filled()
  const forged = ledgerInFolder(made.secrets)
  forged.write(imported(0))
  for (let i = 1; i <= 6; i += 1) forged.write(imported(i), imported(i === 3 ? 999 : 100 + i), imported(200 + i))
  made.db.exec(`ATTACH '${join(forged.folder, 'lethe.db')}' AS forged`)
  made.tamper('UPDATE ledger_entry SET entry = (SELECT entry FROM forged.ledger_entry AS f WHERE f.seq = ledger_entry.seq)')
  made.tamper('UPDATE ledger_node SET hash = (SELECT hash FROM forged.ledger_node AS f WHERE (f.level, f.position) = (ledger_node.level, ledger_node.position))')
  const { problems } = check(made)
  expect(named(problems)).toEqual(['9 checkpoint-differs'])
  expect(problems[0]!.message).toBe('The signed checkpoint over 11 entries does not fit them: one of the entries 9 to 11 was changed.')
})

test('without stored hashes a changed entry is narrowed down to its transaction', () => {
  const { db, ledger } = filled()
  const entries = db.prepare<[], string>('SELECT entry FROM ledger_entry ORDER BY seq').pluck().all()
  const checkpoints = db.prepare<[], { size: number; note: string }>('SELECT size, note FROM ledger_checkpoint ORDER BY size').all()
  const { publicKey } = ledger.key()
  const run = (texts: string[]) => named(findBreak({ entries: texts, checkpoints, publicKey, origin: ledgerOrigin(workspaceId) }).problems)
  expect(run(entries)).toEqual([])
  expect(run(entries.with(6, entries[6]!.replace('"rejected":0', '"rejected":1')))).toEqual(['6 checkpoint-differs'])
  expect(run(entries.toSpliced(6, 1))).toEqual(['7 entry-missing'])
  expect(run(entries.toSpliced(6, 0, entries[3]!))).toEqual(['7 entry-changed'])
  expect(run([...entries.slice(0, 5), entries[6]!, entries[5]!, ...entries.slice(7)])).toEqual(['6 entry-changed', '7 entry-changed'])
  expect(run(entries.slice(0, 17))).toEqual(['18 tail-missing'])
  expect(run([])).toEqual(['1 tail-missing'])
})

test('a tail cut cleanly off every table is found with a record given away before', () => {
  const made = filled()
  const given = made.ledger.checkpointAt(20)!
  made.tamper('DELETE FROM ledger_entry WHERE seq > 17')
  made.tamper('DELETE FROM ledger_checkpoint WHERE size > 17')
  made.tamper('DELETE FROM ledger_node WHERE (position + 1) << level > 17')
  expect(check(made).ok).toBe(true)
  const { problems } = check(made, given)
  expect(named(problems)).toEqual(['18 tail-missing'])
  expect(problems[0]!.message).toBe('The record proves 20 entries; the ledger has 17.')
})

test('a database rolled back to a copy and written on is found with a record given away before', () => {
  const made = filled()
  truncateWal(made.db)
  copyFileSync(join(made.folder, 'lethe.db'), join(made.folder, 'copy.db'))
  made.write(imported(7))
  const given = made.ledger.checkpointAt(21)!
  expect(check(made, given).ok).toBe(true)

  const db = openDatabase(join(made.folder, 'copy.db'))
  try {
    expect(named(checkLedger({ db, secrets: made.secrets, workspaceId, against: given }).problems)).toEqual(['21 tail-missing'])
    const ledger = openLedger({ db, clock: made.clock, secrets: made.secrets, workspaceId, actor })
    db.transaction(() => ledger.append(imported(8)))()
    db.transaction(() => ledger.append(imported(9)))()
    expect(checkLedger({ db, secrets: made.secrets, workspaceId }).ok).toBe(true)
    expect(named(checkLedger({ db, secrets: made.secrets, workspaceId, against: given }).problems)).toEqual(['0 checkpoint-differs'])
  } finally {
    db.close()
  }
})

test('a record of another ledger, of another key or changed proves nothing about this one', () => {
  const made = filled()
  const other = ledgerInFolder()
  other.write(imported(1))
  expect(named(check(made, other.ledger.checkpointAt(2)).problems)).toEqual(['0 other-ledger'])
  expect(named(check(made, made.ledger.checkpointAt(5)!.replace('\n5\n', '\n6\n')).problems)).toEqual(['0 checkpoint-signature'])
  expect(named(check(made, 'x').problems)).toEqual(['0 checkpoint-signature'])
  made.tamper('DELETE FROM ledger_checkpoint WHERE size = 14')
  expect(named(check(made, made.ledger.checkpointAt(5)).problems)).toEqual(['14 checkpoint-missing'])
})

test('another signing key, or none, is told', () => {
  const made = filled()
  const other = secretsInMemory()
  expect(() => checkLedger({ db: made.db, secrets: other, workspaceId })).toThrow(made.ledger.key().fingerprint)
  other.create('signing-key', ledgerInFolderKey())
  expect(named(checkLedger({ db: made.db, secrets: other, workspaceId }).problems)).toEqual(['1 other-ledger', '2 other-ledger'])
  expect(named(checkLedger({ db: made.db, secrets: made.secrets, workspaceId: 'ws-000000000000' }).problems)).toEqual(['2 other-ledger'])
})

function ledgerInFolderKey(): Buffer {
  const { secrets, ledger } = ledgerInFolder()
  ledger.key()
  return secrets.kept.get('signing-key')!
}

test('twenty thousand entries are checked, each checkpoint compared, with a bounded number of signatures', { timeout: 120_000 }, () => {
  const made = ledgerInFolder()
  made.db.pragma('synchronous = OFF')
  for (let i = 0; i < 5_000; i += 1) made.write(...Array.from({ length: 4 }, (_, k) => imported(i * 4 + k)))
  const report = check(made)
  expect(report).toMatchObject({ ok: true, entries: 20_001, checkpoints: 5_000 })
  expect(report.signaturesVerified).toBeLessThan(2_100)
})
