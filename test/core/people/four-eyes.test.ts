import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { openDatabase, type Db } from '../../../src-main/core/database/open-database.ts'
import { migrate, migrations } from '../../../src-main/core/database/migrate.ts'
import { actorName, everyRole, findColleague, insertActor, isAlone, listColleagues, peopleCount, readPassphrase, replaceName, replacePassphrase, setLeft } from '../../../src-main/core/people/actor-table.ts'
import { requireOther } from '../../../src-main/core/people/four-eyes.ts'

function database(): Db {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-people-'))
  const db = openDatabase(join(folder, 'lethe.db'))
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })
  return db
}

function withPeople(...ids: string[]): Db {
  const db = database()
  migrate(db)
  for (const id of ids) insertActor(db, { id, roles: everyRole, addedAt: '2026-11-25T10:00:00.000Z' })
  return db
}

test('whoever works alone approves what they opened, as the operator', () => {
  const db = withPeople('p-1')
  expect(isAlone(db)).toBe(true)
  expect(requireOther({ db, actor: 'p-1' }, 'p-1')).toBe('by-operator')
})

test('where two work, the one who opened it may not approve it, and the other may', () => {
  const db = withPeople('p-1', 'p-2')
  expect(isAlone(db)).toBe(false)
  expect(() => requireOther({ db, actor: 'p-1' }, 'p-1')).toThrow(new CoreError('people/four-eyes', {}))
  expect(requireOther({ db, actor: 'p-2' }, 'p-1')).toBe('by-second-person')
})

test('someone who left does not count, keeps the id and loses name and passphrase', () => {
  const db = withPeople('p-1', 'p-2')
  replaceName(db, 'p-2', 'Bo')
  replacePassphrase(db, 'p-2', { salt: Buffer.from('salt'), hash: Buffer.from('hash'), params: { N: 2, r: 1, p: 1 } })
  expect(actorName(db, 'p-2')).toBe('Bo')
  setLeft(db, 'p-2', '2026-11-25T11:00:00.000Z')
  expect([peopleCount(db), isAlone(db), actorName(db, 'p-2'), readPassphrase(db, 'p-2'), findColleague(db, 'p-2')]).toEqual([1, true, null, undefined, undefined])
  expect(db.prepare(`SELECT left_at FROM actor WHERE id = 'p-2'`).pluck().get()).toBe('2026-11-25T11:00:00.000Z')
  // What they opened is someone else's to whoever is left.
  expect(requireOther({ db, actor: 'p-1' }, 'p-2')).toBe('by-operator')
})

test('the one a workspace had before there were people may do everything, unnamed', () => {
  const db = database()
  const before = migrations.findIndex(({ version }) => version === 8)
  db.pragma('foreign_keys = OFF')
  for (const migration of migrations.slice(0, before)) {
    migration.up(db)
    db.pragma(`user_version = ${migration.version}`)
  }
  db.pragma('application_id = 0x4c657468')
  db.prepare(`INSERT INTO workspace (id, created_at, actor) VALUES ('ws-1', '2026-11-24T09:00:00.000Z', 'p-0a')`).run()
  migrate(db)
  expect(listColleagues(db)).toEqual([{ id: 'p-0a', name: null, roles: everyRole, addedAt: '2026-11-24T09:00:00.000Z' }])
})
