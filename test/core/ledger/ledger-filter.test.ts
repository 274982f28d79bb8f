import { expect, test } from 'vitest'
import type { LedgerTopic } from '../../../src-main/contract/ledger.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { migrate, migrations } from '../../../src-main/core/database/migrate.ts'
import { findEntries, type EntryFilter } from '../../../src-main/core/ledger/ledger-filter-table.ts'
import { answer } from '../../support/answer.ts'
import { coreWith } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { exported, imported, ledgerInFolder } from './ledger-in-folder.ts'

const [request, model, other] = ['rq-0123456789ab', 'm-0123456789ab', 'm-ba9876543210'] as const
const change = { model: other, version: 2, method: 'refined', guarantee: 'same-bits', boundary: false, before: 'a'.repeat(64), after: null } as const

function filled() {
  const made = ledgerInFolder()
  made.write(imported(1))
  made.write({ kind: 'erasure-intended', request, rows: 1, models: [model, other] })
  made.write({ kind: 'erasure-adopted', request, erased: 1, models: [change] })
  made.write(exported(request))
  return made
}

test.each<[EntryFilter, number[]]>([
  [{ kinds: ['erasure-intended', 'record-exported'] }, [5, 3]],
  [{ kinds: ['nothing like it'] }, []],
  [{ about: request }, [5, 4, 3]],
  [{ about: model }, [3]],
  [{ about: other }, [4, 3]],
  [{ about: 'refined' }, []],
  [{ from: '2026-11-24T10:00:02.000Z' }, [5, 4, 3]],
  [{ to: '2026-11-24T10:00:02.000Z' }, [2, 1]],
  [{ kinds: ['erasure-adopted', 'record-exported'], about: request, from: '2026-11-24T10:00:01.000Z', to: '2026-11-24T10:00:04.000Z' }, [4]],
])('%j finds the entries %j', (filter, seqs) => {
  const { db } = filled()
  const { found, entries } = findEntries(db, filter, 6, 10)
  expect([found, entries.map(({ seq }) => seq)]).toEqual([seqs.length, seqs])
})

test('a page of what is found goes on where the one before ended, and the number found does not change', () => {
  const { db } = filled()
  expect(findEntries(db, { about: request }, 6, 2)).toMatchObject({ found: 3, entries: [{ seq: 5 }, { seq: 4 }] })
  expect(findEntries(db, { about: request }, 4, 2)).toMatchObject({ found: 3, entries: [{ seq: 3 }] })
})

test('entries from before the filter are found too, and what is no entry is left to the check', () => {
  const { db, tamper, folder } = filled()
  tamper(`UPDATE ledger_entry SET entry = 'no JSON' WHERE seq = 2`)
  const before = db.prepare<[], { seq: number; entry: string }>('SELECT seq, entry FROM ledger_entry').all()
  const old = openDatabase(`${folder}/old.db`)
  const step = migrations.find(({ up }) => up.toString().includes('ledger_place'))!
  for (const migration of migrations.filter(({ version }) => version < step.version)) migration.up(old)
  for (const { seq, entry } of before) old.prepare('INSERT INTO ledger_entry VALUES (?, ?)').run(seq, entry)
  step.up(old)
  expect(old.prepare('SELECT seq, entry FROM ledger_entry').all()).toEqual(before)
  expect(findEntries(old, {}, 6, 10)).toMatchObject({ found: 4, entries: [{ seq: 5 }, { seq: 4 }, { seq: 3 }, { seq: 1 }] })
  expect(findEntries(old, { about: other }, 6, 10).entries.map(({ seq }) => seq)).toEqual([4, 3])
  old.close()
  migrate(db)
})

test('an entry that was changed behind our back is not shown as one that was found', () => {
  const { ledger, tamper } = filled()
  tamper(`UPDATE ledger_entry SET entry = 'no JSON' WHERE seq = 3`)
  expect(() => ledger.find({ about: request }, 6, 10)).toThrow(expect.objectContaining({ code: 'ledger/inconsistent', details: { seq: 3 } }))
})

test('the list is filtered by topics, by an id or the name of a dataset, and by times; with none of them it says nothing of what it found', async () => {
  const lethe = await coreWith({ csv: personFile(60, 1).csv })
  await lethe.erase({ rows: [1] })
  const kinds = async (...topics: LedgerTopic[]) => (await answer(lethe, 'ledger.list', { limit: 100, kinds: topics })).entries.map(({ kind }) => kind)
  expect(await kinds('requests')).toEqual(['request-approved', 'request-verified', 'request-opened'])
  expect(await kinds('erasures', 'data')).toEqual(['erasure-completed', 'erasure-adopted', 'erasure-intended', 'dataset-imported'])
  expect(await kinds('settings')).toEqual([])
  const named = await answer(lethe, 'ledger.list', { limit: 1, about: 'PEOPLE' })
  expect(named).toMatchObject({ found: 2, entries: [{ kind: 'request-opened' }] })
  const [{ datasets }] = named.entries as unknown as [{ datasets: [string] }]
  expect(await answer(lethe, 'ledger.list', { limit: 1, about: datasets[0] })).toEqual(named)
  const all = await answer(lethe, 'ledger.list', { limit: 100 })
  expect(all).not.toHaveProperty('found')
  const { at } = all.entries[3]!
  expect((await answer(lethe, 'ledger.list', { limit: 100, from: at })).entries.every(entry => entry.at >= at)).toBe(true)
  expect(await answer(lethe, 'ledger.list', { limit: 100, from: '2030-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' })).toEqual({ total: all.total, found: 0, entries: [] })
})

test.each([{ kinds: [] }, { kinds: ['erasure'] }, { about: ' ' }, { from: '2026-11-24' }, { to: 'soon' }])('it is not filtered by %j', async filter => {
  await expect(answer(await coreWith(), 'ledger.list', { limit: 5, ...filter } as never)).rejects.toMatchObject({ code: 'usage/bad-input' })
})
