import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { endedStates, laws, RequestState, type RequestFilter } from '../../../src-main/contract/request.ts'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { migrate } from '../../../src-main/core/database/migrate.ts'
import { openDatabase, type Db } from '../../../src-main/core/database/open-database.ts'
import { countRequests, findRequests } from '../../../src-main/core/requests/request-list-table.ts'
import { insertRequest, listRequests, noteStep, placeHold, type ErasureRequest } from '../../../src-main/core/requests/request-table.ts'

const states = RequestState.options

/** So many requests in every state, under every law, some held and some answered. */
function withRequests(count: number): Db {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-requests-'))
  const db = openDatabase(join(folder, 'lethe.db'))
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })
  migrate(db)
  const random = seededRandom(3)
  const day = (most: number) => new Date(Date.UTC(2026, 9, 1) + Math.floor(random() * most) * 86_400_000).toISOString()
  db.exec(`INSERT INTO dataset VALUES ('ds-1', 1, 'people', '', 1, NULL)`)
  db.transaction(() => {
    for (let i = 0; i < count; i += 1) {
      const id = `rq-${Math.floor(random() * 16 ** 6).toString(16).padStart(6, '0')}${i.toString(16).padStart(6, '0')}`
      const state = states[Math.floor(random() * states.length)]!
      insertRequest(db, {
        id, scope: 'person', law: laws[i % 3]!, ruleVersion: 'v', receivedAt: day(50), dueAt: day(100).slice(0, 10), acknowledgeBy: null, extendable: null, calendar: null, readings: {}, channel: 'letter', askedBy: 'person',
        openedBy: 'p-1', openedAt: day(50), state, timeZone: null, duplicateOf: null,
      }, [{ dataset: { id: 'ds-1', number: 1 }, rows: [i * 2 + 1, i * 2 + 2] }], [])
      noteStep(db, id, { step: 'verified', at: day(60), actor: 'p-1', how: 'document' })
      if (random() < 0.1) placeHold(db, id, { holdId: `h-${i}`, placedAt: day(60), placedBy: 'p-1' }, random() < 0.5 ? null : { dataset: { id: 'ds-1', number: 1 }, rows: [i * 2 + 1] })
      if (random() < 0.3 && (endedStates as readonly RequestState[]).includes(state)) db.prepare(`UPDATE request SET answered_on = '2026-11-20' WHERE id = ?`).run(id)
    }
  })()
  return db
}

/** The same in 75 copies each, which is made faster. */
function withManyRequests(): Db {
  const db = withRequests(400)
  db.transaction(() => {
    for (const [table, id] of [['request', 'id'], ['request_dataset', 'request_id'], ['request_row', 'request_id'], ['request_step', 'request_id']] as const) {
      const others = db.prepare<[string], string>(`SELECT name FROM pragma_table_info(?)`).pluck().all(table).filter(name => name !== id).join(', ')
      db.exec(`WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 74) INSERT INTO ${table} (${id}, ${others}) SELECT ${id} || '-' || i, ${others} FROM ${table} CROSS JOIN n`)
    }
    db.exec(`WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 74) INSERT INTO request_hold (id, request_id, placed_at, placed_by) SELECT id || '-' || i, request_id || '-' || i, placed_at, placed_by FROM request_hold CROSS JOIN n`)
  })()
  return db
}

const owes = ({ state, answeredOn }: ErasureRequest) => answeredOn === null && state !== 'withdrawn'

const standing = (one: ErasureRequest) => (!owes(one) ? 'met' : one.dueAt < '2026-11-25' ? 'overdue' : one.dueAt <= '2026-12-02' ? 'due-soon' : 'on-track')
const first = (a: ErasureRequest, b: ErasureRequest) => (a.receivedAt === b.receivedAt ? (a.id < b.id ? -1 : 1) : a.receivedAt < b.receivedAt ? -1 : 1)

/** The least of three times, in milliseconds. */
const ms = (work: () => unknown) => Math.min(...[1, 2, 3].map(() => {
  const started = performance.now()
  work()
  return performance.now() - started
}))

describe('requests', () => {
  const filters: [RequestFilter, (request: ErasureRequest) => boolean][] = [
    [{}, () => true], [{ states: ['approved', 'failed'] }, ({ state }) => state === 'approved' || state === 'failed'], [{ law: 'ccpa' }, ({ law }) => law === 'ccpa'], [{ onHold: true }, ({ onHold }) => onHold],
    [{ onHold: false }, ({ onHold }) => !onHold], [{ owing: true }, owes], [{ owing: false }, request => !owes(request)], [{ search: '1F' }, ({ id }) => id.includes('1f')], [{ search: '%' }, () => false], [{ search: '' }, () => true],
    [{ states: ['denied', 'withdrawn'], law: 'gdpr', owing: true, search: 'rq-' }, request => request.state === 'denied' && request.law === 'gdpr' && owes(request)],
  ]
  test.each(filters)('wanted by %j are those and no others, in pages as in one, and counted alike', (filter, wanted) => {
    const db = withRequests(400)
    const expected = listRequests(db).filter(wanted)
    expect(findRequests(db, filter)).toEqual(expected)
    expect(findRequests(db, filter, undefined, 3, 7)).toEqual(expected.slice(3, 10))
    const counts = countRequests(db, filter, '2026-11-25', '2026-12-02')
    expect(counts).toMatchObject({ total: expected.length, onHold: expected.filter(({ onHold }) => onHold).length, answersOwed: expected.filter(one => owes(one) && (endedStates as readonly RequestState[]).includes(one.state)).length })
    for (const state of states) expect(counts.states[state]).toBe(expected.filter(one => one.state === state).length)
    for (const name of ['met', 'overdue', 'due-soon', 'on-track'] as const) expect(counts.standings[name]).toBe(expected.filter(one => standing(one) === name).length)
  })

  test('come in the order asked for, and as they were received where that decides nothing', () => {
    const db = withRequests(300)
    const all = listRequests(db)
    const sorted = (key: (one: ErasureRequest) => string | number, sign: 1 | -1) => all.toSorted((a, b) => (key(a) === key(b) ? first(a, b) : (key(a) < key(b) ? -1 : 1) * sign))
    for (const [direction, sign] of [['up', 1], ['down', -1]] as const) {
      expect(findRequests(db, {}, { by: 'due', direction })).toEqual(sorted(({ dueAt }) => dueAt, sign))
      expect(findRequests(db, {}, { by: 'state', direction })).toEqual(sorted(({ state }) => states.indexOf(state), sign))
      expect(findRequests(db, {}, { by: 'received', direction })).toEqual(sorted(({ receivedAt }) => receivedAt, sign))
      expect(findRequests(db, {}, { by: 'rows', direction })).toEqual(all)
    }
  })

  // On two cores with six times as much to do as they could: pages 1 to 23 ms, counts 165 ms. Read one by one, steps and holds of 30,000 take seconds.
  test('are 30,000, and a page of them or their counts is there at once', () => {
    const db = withManyRequests()
    expect(countRequests(db, {}, '2026-11-25', '2026-12-02').total).toBe(30_000)
    const times = {
      received: ms(() => findRequests(db, {}, undefined, 0, 50)), due: ms(() => findRequests(db, { owing: true }, { by: 'due', direction: 'up' }, 0, 50)), far: ms(() => findRequests(db, {}, { by: 'state', direction: 'down' }, 29_000, 50)),
      held: ms(() => findRequests(db, { onHold: true, law: 'gdpr' }, undefined, 0, 50)), counts: ms(() => countRequests(db, {}, '2026-11-25', '2026-12-02')),
    }
    for (const time of Object.values(times)) expect(time).toBeLessThan(500)
  })
})
