import { expect, test } from 'vitest'
import { byteSearch } from '../../src-main/core/datasets/search-bytes.ts'
import { answer } from '../support/answer.ts'
import { coreWith, type TestCore } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'
import { clockAt, inDatabase } from '../support/requests.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'

const peopleCount = 30_000
const perRequest = 100

/** As it may stand in a letter: found, but written as it is nowhere in the data. */
const asWritten = (email: string) => email.replace(/^./, first => first.toUpperCase()).replace('@example.org', '@EXAMPLE.Org')

const ends = ['erase', 'erase-in-part', 'deny', 'withdraw', 'expire', 'none'] as const

test('of 30,000 people named by requests that went through every state, nobody is in any file as they were named, and no ended request knows a row or a person', { timeout: 900_000 }, async () => {
  const clock = clockAt('2026-11-25T12:00:00Z')
  const { csv, people } = personFile(peopleCount, 21)
  const lethe = await coreWith({ ports: { clock } })
  await lethe.import(lethe.write('people.csv', csv), { ignore: ['email', 'note'] })
  const named = people.map(({ email }) => asWritten(email))

  const opened: string[] = []
  for (let from = 0; from < peopleCount; from += perRequest) {
    const { requestId, matchedRows } = await answer(lethe, 'request.open', { dataset: 'people', who: { identifiers: named.slice(from, from + perRequest).map(value => ({ kind: 'e-mail', value })) }, law: 'gdpr', channel: 'e-mail' })
    expect(matchedRows).toBe(perRequest)
    opened.push(requestId)
  }
  const endOf = new Map(opened.map((id, i) => [id, ends[i % ends.length]!]))
  const those = (end: (typeof ends)[number]) => opened.filter(id => endOf.get(id) === end)
  const { requestId: nobody } = await answer(lethe, 'request.open', { dataset: 'people', who: { identifiers: [{ kind: 'e-mail', value: 'Nobody.Here@EXAMPLE.Org' }] }, law: 'gdpr' })
  await goThroughStates(lethe, those, nobody)
  clock.set('2027-01-25T12:00:00Z')
  for (const requestId of those('expire')) await answer(lethe, 'request.expire', { requestId })

  const states = (await answer(lethe, 'request.counts', {})).states
  const each = opened.length / ends.length
  expect(states).toMatchObject({ completed: each, 'completed-in-part': each, denied: each, withdrawn: each, 'expired-unverified': each, 'not-found': 1, approved: each })
  const [left] = [inDatabase(lethe, db => ['request_row', 'request_subject', 'request_keep', 'held_row'].map(table => db.prepare<[], number>(
    table === 'held_row' ? `SELECT count(*) FROM held_row` : `SELECT count(*) FROM ${table} WHERE request_id NOT IN (SELECT id FROM request WHERE state = 'approved')`).pluck().get()))]
  expect(left).toEqual([0, 0, 0, 0])

  expect(searched(lethe, [...named, 'Nobody.Here@EXAMPLE.Org'])).toEqual([])
  // The same search finds everyone who is still in the data, as the data has them.
  const stay = opened.flatMap((id, i) => (['none', 'deny', 'withdraw', 'expire'].includes(endOf.get(id)!) ? people.slice(i * perRequest, (i + 1) * perRequest).map(({ email }) => email) : []))
  expect(new Set(searched(lethe, stay).map(({ who }) => who)).size).toBe(stay.length)
  expect((await answer(lethe, 'ledger.check', {})).ok).toBe(true)
})

function searched({ directory }: TestCore, values: readonly string[]): { file: string; who: number }[] {
  const search = byteSearch(values.map(value => Buffer.from(value)))
  const found: { file: string; who: number }[] = []
  for (const [file, bytes] of workspaceBytes(directory)) search.searchBuffer(bytes, who => void found.push({ file, who }))
  return found
}

async function goThroughStates(lethe: TestCore, those: (end: (typeof ends)[number]) => string[], nobody: string): Promise<void> {
  const firstRows = async (requestId: string) => (await answer(lethe, 'request.rows', { requestId, offset: 0, limit: 10 })).rows.map(({ row }) => row)
  for (const requestId of those('expire')) await answer(lethe, 'request.ask-identity', { requestId })
  for (const requestId of [...those('erase'), ...those('erase-in-part'), ...those('deny'), ...those('none')]) await answer(lethe, 'request.verify', { requestId, how: 'data-points' })
  for (const requestId of those('erase-in-part')) {
    const rows = await firstRows(requestId)
    await answer(lethe, 'request.hold', { requestId, rows: { dataset: 'people', rows } })
    await answer(lethe, 'request.decide', { requestId, dataset: 'people', rows, decision: { keep: 'gdpr.17-3-e' } })
    await answer(lethe, 'request.submit', { requestId })
  }
  for (const requestId of [...those('erase'), ...those('erase-in-part'), ...those('none')]) await answer(lethe, 'request.approve', { requestId })
  for (const requestId of those('deny')) await answer(lethe, 'request.deny', { requestId, reason: 'gdpr.12-5-b' })
  for (const requestId of those('withdraw')) {
    await answer(lethe, 'request.hold', { requestId, rows: { dataset: 'people', rows: await firstRows(requestId) } })
    await answer(lethe, 'request.withdraw', { requestId })
  }
  await answer(lethe, 'request.close-not-found', { requestId: nobody })
  expect(await answer(lethe, 'erasure.run-together', { requestIds: [...those('erase'), ...those('erase-in-part')], method: 'auto', compare: false, because: 'privacy' })).toMatchObject({ residueFound: 0 })
}
