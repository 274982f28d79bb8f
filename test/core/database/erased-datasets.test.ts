import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { applicationId, migrate, migrations } from '../../../src-main/core/database/migrate.ts'
import { openDatabase, type Db } from '../../../src-main/core/database/open-database.ts'
import { insertSuppressions, readSuppressions, type Suppression } from '../../../src-main/core/requests/suppression.ts'

/** A database in the form it had before whole datasets could be erased. */
function olderDatabase(): Db {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-format-2-'))
  const db = openDatabase(join(folder, 'lethe.db'))
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  for (const migration of migrations.filter(({ version }) => version <= 2)) migration.up(db)
  db.pragma('user_version = 2')
  db.pragma(`application_id = ${applicationId}`)
  return db
}

test('what was erased before stays on the list, in every detail, and datasets can be put on it', () => {
  const db = olderDatabase()
  const before: Suppression[] = [
    { scope: 'person', hash: Buffer.alloc(32, 1), request: 'rq-1', at: '2026-01-01T00:00:00.000Z' },
    { scope: 'row', hash: Buffer.alloc(32, 1), request: 'rq-1', at: '2026-01-02T00:00:00.000Z' },
    { scope: 'row', hash: Buffer.alloc(32, 2), request: 'rq-2', at: '2026-01-03T00:00:00.000Z' },
  ]
  insertSuppressions(db, before)
  migrate(db)
  expect(readSuppressions(db)).toEqual(before)
  const dataset: Suppression = { scope: 'dataset', hash: Buffer.alloc(32, 1), request: null, at: '2026-01-04T00:00:00.000Z' }
  insertSuppressions(db, [dataset, before[0]!])
  expect(readSuppressions(db)).toEqual([...before, dataset])
})

test('only a dataset is on the list without a request, and nothing else is on it', () => {
  const db = olderDatabase()
  migrate(db)
  const insert = (scope: string, request: string | null) => () => db.prepare(`INSERT INTO suppression (scope, hash, request_id, at) VALUES (?, ?, ?, '')`).run(scope, Buffer.alloc(32), request)
  for (const wrong of [insert('dataset', 'rq-1'), insert('person', null), insert('model', null)]) expect(wrong).toThrow('CHECK constraint failed')
})
