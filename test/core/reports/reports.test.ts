import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import type { LetterKind } from '../../../src-main/contract/letter.ts'
import type { Law } from '../../../src-main/contract/request.ts'
import { accountability } from '../../../src-main/core/reports/accountability.ts'
import { readPdfText } from '../../../src-main/core/records/read-pdf-text.ts'
import { openTestCore, type TestCore } from '../../support/core-with.ts'

/**
 * 300 requests in the calendar of Los Angeles, worked out by hand. Received in 2025 under the CCPA, with the days to the answer:
 *   2 nothing found 3 · 85 erased 12 · 4 erased in part 20 · 41 denied 30 · 30 not verified 31 · 20 no consumer 45 · 20 withdrawn · 10 open: 212.
 * 182 were answered; in order the 91st took 20 days and the 92nd 30, so the median is 25. Complied 2 + 85 + 4 = 91, denied 41 + 30 + 20 = 91.
 * Received in 2024: 30 denied after 45 days, in 2025. In 2026: 8 open. Under the GDPR: 50 open.
 */
const zone = 'America/Los_Angeles'
const mark = 'marked.person@example.org'
const answerName = 'Marguerite Quillfeather'

let lethe: TestCore
let now = new Date('2024-12-01T20:00:00Z')
let row = 0

beforeAll(async () => {
  lethe = openTestCore({ clock: { now: () => now, timeZone: zone, elapsed: () => performance.now(), cpu: () => 0 } })
  await lethe.import(lethe.write('people.csv', `id,age\n${Array.from({ length: 400 }, (_, i) => `p-${i},${20 + (i % 50)}`).join('\n')}\n`), { name: 'people', subject: 'id' })

  const late = await open(30, '2024-12-20T20:00:00Z')
  await at('2025-02-03T20:00:00Z', () => deny(late, 'ccpa.145-h-3', 'denied'))
  const erased = await open(85, '2025-03-01T07:59:00Z') // 28 February there
  await at('2025-03-12T20:00:00Z', () => together(erased))
  const partly = await open(4, '2025-04-01T20:00:00Z', { rows: 2 })
  await at('2025-04-21T20:00:00Z', async () => {
    for (const requestId of partly) {
      await call('request.verify', { requestId })
      const [first] = (await call('request.rows', { requestId, offset: 0, limit: 1 })).rows
      await call('request.decide', { requestId, dataset: 'people', rows: [first!.row], decision: { keep: 'ccpa.105-d-8' } })
    }
    await together(partly, 'completed-in-part')
  })
  const denied = await open(41, '2025-05-01T20:00:00Z')
  await at('2025-05-31T20:00:00Z', () => deny(denied, 'ccpa.145-h-3', 'denied'))
  const unverified = await open(30, '2025-06-01T20:00:00Z')
  await at('2025-07-02T20:00:00Z', () => deny(unverified, 'ccpa.7022-a.unverified', 'unverified'))
  const outside = await open(20, '2025-08-01T20:00:00Z')
  await at('2025-09-15T20:00:00Z', () => deny(outside, 'ccpa.140.not-consumer', 'denied'))
  for (const requestId of await open(20, '2025-10-01T20:00:00Z')) await call('request.withdraw', { requestId })
  await open(10, '2025-11-01T20:00:00Z')
  await open(50, '2025-12-01T20:00:00Z', { law: 'gdpr' })
  now = new Date('2026-01-01T07:30:00Z') // half past eleven at night of 31 December there
  const nothing = await Promise.all([mark, 'another@example.org'].map(value => call('request.open', { who: { identifiers: [{ kind: 'exact', value }], answerTo: { name: answerName, address: '' } }, law: 'ccpa', channel: 'web-form', askedBy: 'agent' })))
  await at('2026-01-03T20:00:00Z', async () => {
    for (const { requestId } of nothing) {
      await call('request.verify', { requestId })
      await call('request.close-not-found', { requestId })
      await call('letter.sent', { requestId, kind: 'not-found' })
    }
  })
  await open(1, '2026-01-01T08:10:00Z')
  now = new Date('2026-03-01T20:00:00Z')
  await open(7, '2026-02-01T20:00:00Z')
}, 120_000)
afterAll(() => lethe.cleanUp())

function call<N extends Parameters<TestCore['core']['call']>[0]>(name: N, input: Input<N>) {
  return lethe.core.call(name, input, lethe.run)
}

async function open(count: number, receivedAt: string, { rows = 1, law = 'ccpa' as Law } = {}): Promise<string[]> {
  const ids: string[] = []
  if (new Date(receivedAt) > now) now = new Date(receivedAt)
  for (let i = 0; i < count; i += 1) {
    const { requestId } = await call('request.open', { dataset: 'people', who: { rows: Array.from({ length: rows }, () => (row += 1)) }, law, receivedAt })
    ids.push(requestId)
  }
  return ids
}

async function at(instant: string, act: () => Promise<void>): Promise<void> {
  now = new Date(instant)
  await act()
}

async function deny(ids: readonly string[], reason: string, kind: LetterKind): Promise<void> {
  for (const requestId of ids) {
    await call('request.deny', { requestId, reason })
    await call('letter.sent', { requestId, kind })
  }
}

async function together(requestIds: string[], kind: LetterKind = 'completed'): Promise<void> {
  await call('erasure.run-together', { requestIds, method: 'auto', compare: false })
  for (const requestId of requestIds) await call('letter.sent', { requestId, kind })
}

let files = 0
async function exported(input: Omit<Input<'report.export'>, 'file'>) {
  const path = join(lethe.outside, `report-${files += 1}.${input.format}`)
  const report = await call('report.export', { ...input, file: lethe.toWrite(path) })
  return { report, bytes: readFileSync(path), text: readFileSync(path, 'utf8') }
}

const wordsIn = (bytes: Buffer) => readPdfText(bytes).texts.map(({ text }) => text).join('\n')
const parsed = (text: string) => Papa.parse<Record<string, string>>(text.slice(1).trimEnd(), { header: true, delimiter: ',' }).data

describe('the yearly counts of the CCPA', () => {
  test('of 2025 are those that were worked out by hand', async () => {
    const { text, report } = await exported({ report: 'ccpa-year', year: 2025, format: 'csv' })
    expect(report.requests).toBe(212)
    expect(text).toBe(`\ufeff${[
      'Requests to delete,2025', 'Received,212', 'Complied with in whole or in part,91', '  of these\\, in part,4', '  of these\\, nothing was found,2', 'Denied,91',
      'Denied in whole or in part: not verifiable,30', 'Denied in whole or in part: not made by a consumer,20', 'Denied in whole or in part: information exempt,4', 'Denied in whole or in part: other grounds,41',
      'Withdrawn,20', 'Not answered yet,10', 'Median number of days to the substantive response,25',
    ].map(line => line.replace(/^(.*)\\,(.*),(\d+)$/, '"$1,$2",$3')).join('\r\n')}\r\n`)
  })

  test.each([[2024, '30', '45'], [2026, '8', 'none was answered'], [2023, '0', 'none was answered']])('of %i', async (year, received, days) => {
    const lines = (await exported({ report: 'ccpa-year', year, format: 'csv' })).text.split('\r\n')
    expect(lines[1]).toBe(`Received,${received}`)
    expect(lines.find(line => line.startsWith('Median'))).toBe(`Median number of days to the substantive response,${days}`)
  })

  test('need a year, and one that has begun', async () => {
    await expect(exported({ report: 'ccpa-year', format: 'csv' })).rejects.toMatchObject({ code: 'report/year-needed' })
    await expect(exported({ report: 'ccpa-year', format: 'csv', year: 2027 })).rejects.toMatchObject({ code: 'report/year-later' })
    await expect(exported({ report: 'ccpa-year', format: 'csv', year: 1999 })).rejects.toMatchObject({ code: 'usage/bad-input' })
  })
})

describe('the log of requests of the CCPA', () => {
  test('has a line a request, with what 11 CCR 7101 asks for', async () => {
    const { text, report } = await exported({ report: 'ccpa-requests', format: 'csv' })
    const lines = parsed(text)
    expect([report.requests, lines.length]).toEqual([250, 250])
    expect(lines[0]).toEqual({
      Request: expect.stringMatching(/^rq-/), 'Date of request': '2024-12-20', 'Nature of request': 'delete', Manner: 'other', 'Made by': 'consumer', 'Date of response': '2025-02-03', 'Nature of response': 'denied',
      'Basis of a denial': '1798.145(h)(3)', Days: '45', Due: '2025-02-03', 'In time': 'yes', Extended: 'no', 'Keep until': '2027-02-03',
    })
    expect(lines.find(line => line['Nature of response'] === 'deleted')).toMatchObject({ 'Date of request': '2025-02-28', Days: '12', 'Basis of a denial': '' })
    expect(lines.find(line => line['Nature of response'] === 'deleted in part')).toMatchObject({ 'Basis of a denial': '1798.105(d)(8)', Days: '20' })
    expect(lines.filter(line => line['Nature of response'] === 'denied: identity not verified')).toHaveLength(30)
    expect(lines.find(line => line['Nature of response'] === 'nothing found')).toMatchObject({ 'Date of request': '2025-12-31', Manner: 'web form', 'Made by': 'authorised agent', Days: '3' })
    expect(lines.filter(line => line['Nature of response'] === 'open' && line['In time'] === 'no')).toHaveLength(11)
    expect(lines.filter(line => line['Nature of response'] === 'open' && line['In time'] === 'not due yet')).toHaveLength(7)
    expect((await exported({ report: 'ccpa-requests', year: 2025, format: 'csv' })).report.requests).toBe(212)
  })
})

describe('the log for accountability', () => {
  test('has every field there should be, and says which the product does not know', async () => {
    const { text, report } = await exported({ report: 'accountability', format: 'csv' })
    const lines = parsed(text)
    expect([report.requests, lines.length]).toEqual([300, 300])
    const erased = lines.find(line => line['State'] === 'completed')!
    expect(erased).toMatchObject({ Law: 'CCPA', 'Received on': '2025-02-28', 'Time zone': zone, 'Answered on': '2025-03-12', 'Rows found': '1', 'Rows erased': '1', 'Identity verified by': 'vouched-for-by-operator', Approval: 'by-operator', 'Balancing note': 'not recorded', 'Training of the handler': 'not recorded' })
    expect(erased['Letters']).toMatch(/^completed 2025-03-12 \(complied record-kept backups\)$/)
    expect(lines.find(line => line['State'] === 'completed-in-part')).toMatchObject({ 'Rows found': '2', 'Rows erased': '1', 'Rows kept': '1', 'Kept or denied because': 'ccpa.105-d-8' })
    expect(lines.filter(line => line['Law'] === 'GDPR')).toHaveLength(50)
    expect(accountability([]).head).toEqual(Object.keys(lines[0]!))
  })
})

test('as a tagged PDF a report says the same, and is dated by the clock', { timeout: 60_000 }, async () => {
  const { bytes } = await exported({ report: 'ccpa-year', year: 2025, format: 'pdf' })
  const words = wordsIn(bytes)
  expect(words).toContain('Requests to delete in 2025')
  expect(words).toMatch(/Median number of days to the substantive response\n25/)
  expect(words).toContain('1 March 2026')
  expect(bytes.includes('/StructTreeRoot')).toBe(true)
  const log = wordsIn((await exported({ report: 'ccpa-requests', year: 2024, format: 'pdf' })).bytes)
  expect(log.match(/rq-[0-9a-f]{12}\n2024-12-20\nother\n2025-02-03\ndenied\n§1798\.145\(h\)\(3\)/g)).toHaveLength(30)
  expect(wordsIn((await exported({ report: 'accountability', year: 2024, format: 'pdf' })).bytes).match(/Balancing note\nnot recorded/g)).toHaveLength(30)
})

test('no report names a person, and each is an entry of the ledger', async () => {
  for (const report of ['ccpa-requests', 'accountability'] as const) {
    const { text } = await exported({ report, year: 2025, format: 'csv' })
    for (const value of [mark, answerName, 'p-7,', 'people']) expect(text.includes(value), `${report} ${value}`).toBe(false)
  }
  expect((await call('ledger.list', { limit: 1 })).entries).toMatchObject([{ kind: 'report-exported', report: 'accountability', requests: 262 }])
})

test('a file that is there is not overwritten unasked, and one that cannot be written leaves no entry', async () => {
  const before = (await call('workspace.overview', {})).ledger.entries
  await expect(call('report.export', { report: 'accountability', format: 'csv', file: lethe.toWrite(join(lethe.outside, 'no', 'where.csv')) })).rejects.toMatchObject({ code: 'report/cannot-write' })
  expect((await call('workspace.overview', {})).ledger.entries).toBe(before)
})
