import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { LedgerReport } from '../../../src-main/contract/ledger.ts'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { openDatabase, truncateWal, type Db } from '../../../src-main/core/database/open-database.ts'
import { checkLedger } from '../../../src-main/core/ledger/check-ledger.ts'
import { openLedger } from '../../../src-main/core/ledger/ledger.ts'
import { appendLeaf, hashLeaf, newFrontier } from '../../../src-main/core/ledger/merkle.ts'
import { actor, exported, imported, ledgerInFolder, workspaceId, type LedgerInFolder } from './ledger-in-folder.ts'
import { edits, firstConcerned, isSame, readTables, type Draw, type Tables } from './random-edits.ts'

const seed = Number(process.env['LETHE_TEST_SEED'] ?? 20261125)

/** Sixty-odd entries in transactions of one to five. */
function filled(): LedgerInFolder {
  const made = ledgerInFolder()
  for (let i = 0; made.ledger.size() < 60; i += 1) made.write(...Array.from({ length: 1 + (i * 3) % 5 }, (_, k) => (k % 2 === 0 ? imported(i * 10 + k) : exported(`rq-${i}${k}`))))
  truncateWal(made.db)
  return made
}

function copyOf({ folder }: LedgerInFolder, name: string): string {
  mkdirSync(join(folder, 'copies'), { recursive: true })
  const file = join(folder, 'copies', name)
  copyFileSync(join(folder, 'lethe.db'), file)
  return file
}

/** Edits the file as a program other than Lethe would: its own connection, the triggers gone. */
function editFile(file: string, edit: (db: Db) => void): Tables {
  const db = new Database(file)
  try {
    for (const name of db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'ledger%'`).pluck().all()) db.exec(`DROP TRIGGER ${name}`)
    db.transaction(() => edit(db))()
    return readTables(db)
  } finally {
    db.close()
  }
}

function checkFile(file: string, { secrets }: LedgerInFolder, against?: string): LedgerReport {
  const db = openDatabase(file)
  try {
    return checkLedger({ db, secrets, workspaceId, ...(against === undefined ? {} : { against }) })
  } finally {
    db.close()
  }
}

function drawFrom(random: () => number): Draw {
  return below => Math.floor(random() * below)
}

const timesEach = 25

test.each(Object.entries(edits))('%s: found each time, and the first wrong entry is named', { timeout: 60_000 }, (name, edit) => {
  const made = filled()
  const before = readTables(made.db)
  const size = made.ledger.size()
  const draw = drawFrom(seededRandom(seed + Object.keys(edits).indexOf(name)))
  let edited = 0
  for (let i = 0; edited < timesEach; i += 1) {
    const file = copyOf(made, `${i}.db`)
    const after = editFile(file, db => edit(db, draw, size))
    if (isSame(before, after)) continue
    edited += 1
    const report = checkFile(file, made)
    const { from, to } = firstConcerned(before, after)
    const named = report.problems[0]?.seq ?? -1
    const isRight = named >= from && named <= to
    expect({ ok: report.ok, isRight }, `seed ${seed}, edit ${i}: ${from} to ${to}, ${JSON.stringify(report.problems.slice(0, 3))}`).toEqual({ ok: false, isRight: true })
  }
})

test('as many edits as this are made', () => {
  expect(Object.keys(edits).length * timesEach).toBeGreaterThan(750)
})

test('a byte of an entry changed in the file itself, past SQLite, is found and named', { timeout: 60_000 }, () => {
  const made = filled()
  const draw = drawFrom(seededRandom(seed))
  const texts = made.db.prepare<[], string>('SELECT entry FROM ledger_entry ORDER BY seq').pluck().all()
  const file = readFileSync(join(made.folder, 'lethe.db'))
  for (let i = 0; i < 50; i += 1) {
    const seq = 1 + draw(texts.length)
    const text = texts[seq - 1]!
    const begin = file.indexOf(text)
    expect(file.indexOf(text, begin + 1), 'the entry stands in the file once').toBe(-1)
    const changed = Buffer.from(file)
    const at = begin + draw(text.length)
    changed[at] = 0x20 + ((changed[at]! - 0x20 + 1 + draw(94)) % 95)
    const copy = join(made.folder, 'copy.db')
    writeFileSync(copy, changed)
    const report = checkFile(copy, made)
    expect({ ok: report.ok, first: report.problems[0]?.seq }, `seed ${seed}, edit ${i}`).toEqual({ ok: false, first: seq })
  }
})

test('a history written anew from any entry on, hashes and all, is found, and named to its transaction', { timeout: 60_000 }, () => {
  const made = filled()
  const size = made.ledger.size()
  const sizes = made.db.prepare<[], number>('SELECT size FROM ledger_checkpoint ORDER BY size').pluck().all()
  const entries = made.db.prepare<[], string>('SELECT entry FROM ledger_entry ORDER BY seq').pluck().all()
  const draw = drawFrom(seededRandom(seed))
  for (let i = 0; i < 50; i += 1) {
    const seq = 1 + draw(size)
    const forged = entries.with(seq - 1, entries[seq - 1]!.replace('p-9', 'p-8'))
    const file = copyOf(made, `${i}.db`)
    editFile(file, db => {
      db.prepare('UPDATE ledger_entry SET entry = ? WHERE seq = ?').run(forged[seq - 1], seq)
      const put = db.prepare('UPDATE ledger_node SET hash = ? WHERE level = ? AND position = ?')
      const frontier = newFrontier()
      for (const text of forged) appendLeaf(frontier, hashLeaf(Buffer.from(text)), (level, position, hash) => put.run(hash, level, position))
    })
    const report = checkFile(file, made)
    const begins = Math.max(0, ...sizes.filter(end => end < seq)) + 1
    const first = report.problems[0]?.seq ?? 0
    expect(report.ok).toBe(false)
    expect(first, `seed ${seed}, edit ${i}: entry ${seq} of the transaction from ${begins} on`).toBeGreaterThanOrEqual(begins)
    expect(first).toBeLessThanOrEqual(seq)
  }
})

test('a tail cut cleanly off all tables, and a copy put back and written on, are found with any record given away after that moment', { timeout: 60_000 }, () => {
  const made = filled()
  const size = made.ledger.size()
  const sizes = made.db.prepare<[], number>('SELECT size FROM ledger_checkpoint ORDER BY size').pluck().all()
  const draw = drawFrom(seededRandom(seed))
  for (let i = 0; i < 40; i += 1) {
    const cut = draw(sizes.length - 1)
    const [end, proven] = [sizes[cut]!, sizes[cut + 1 + draw(sizes.length - 1 - cut)]!]
    const file = copyOf(made, `${i}.db`)
    editFile(file, db => {
      db.prepare('DELETE FROM ledger_entry WHERE seq > ?').run(end)
      db.prepare('DELETE FROM ledger_checkpoint WHERE size > ?').run(end)
      db.prepare('DELETE FROM ledger_node WHERE ((position + 1) << level) > ?').run(end)
    })
    const record = made.ledger.checkpointAt(proven)!
    expect(checkFile(file, made).ok, 'nothing inside shows a clean cut').toBe(true)
    expect(checkFile(file, made, record), `seed ${seed}, cut ${i}`).toMatchObject({ ok: false, problems: [{ seq: end + 1, code: 'tail-missing' }] })

    const db = openDatabase(file)
    try {
      const ledger = openLedger({ db, clock: made.clock, secrets: made.secrets, workspaceId, actor })
      while (ledger.size() < size) db.transaction(() => ledger.append(imported(900 + ledger.size())))()
    } finally {
      db.close()
    }
    expect(checkFile(file, made).ok).toBe(true)
    expect(checkFile(file, made, record), `seed ${seed}, cut ${i}`).toMatchObject({ ok: false, problems: [{ seq: 0, code: 'checkpoint-differs' }] })
  }
})
