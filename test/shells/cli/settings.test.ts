import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatasetEvent } from '../../../src-main/contract/dataset.ts'
import type { ErasedReport } from '../../../src-main/contract/record.ts'
import type { Settings } from '../../../src-main/contract/settings.ts'
import { ask, copyForTest, expectRefusal, lethe, sampleFile, sampleImport, sampleRecords } from './lethe.ts'

let folder: string
let prepared: string
const ids = { model: '', open: '' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-settings-'))
  prepared = join(folder, 'workspace')
  await ask(prepared, sampleImport)
  ids.model = (await ask<{ modelId: string }>(prepared, ['train', 'visits'])).modelId
  ids.open = (await ask<{ requestId: string }>(prepared, ['request', 'open', 'visits', '--rows', '-'], { input: '7\n3\n' })).requestId
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function say(workspace: string, words: readonly string[]): Promise<string> {
  const { status, stderr, stdout } = await lethe([...words, '--workspace', workspace])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  return stdout
}

describe('settings', () => {
  test('change as named and leave the rest', async () => {
    const here = copyForTest(prepared)
    const usual = await ask<Settings>(here, ['settings', 'show'])
    expect(usual).toMatchObject({ policy: { guarantee: 'same-bits', accuracyFloor: null, batchDays: 7, smallBatch: 10 }, law: 'gdpr', timeZone: null })
    const changed = await ask<Settings>(here, ['settings', 'change', '--accuracy-floor', '77.5%', '--guarantee', 'none', '--law', 'ccpa', '--time-zone', 'Europe/Berlin', '--organisation', 'Clinic Nord'])
    expect(changed).toEqual({ ...usual, organisation: { name: 'Clinic Nord', contact: '' }, policy: { guarantee: 'none', accuracyFloor: 0.775, batchDays: 7, smallBatch: 10 }, law: 'ccpa', timeZone: 'Europe/Berlin' })
    expect(await say(here, ['settings', 'show'])).toMatch(/^organisation +Clinic Nord\ncontact +not stated\nguarantee +every method, also without a guarantee\naccuracy floor +77\.5 % of unseen rows\n/)
    expect(await ask(here, ['request', 'open', 'visits', '--rows', '-'], { input: '11\n' })).toMatchObject({ law: 'ccpa' })
    expect(await ask(here, ['settings', 'change', '--accuracy-floor', 'none', '--time-zone', 'here', '--no-organisation', '--batch-days', '0', '--due-soon-days', '3']))
      .toEqual({ ...usual, policy: { guarantee: 'none', accuracyFloor: null, batchDays: 0, smallBatch: 10 }, law: 'ccpa', dueSoonDays: 3 })
  })

  test.each([
    [[], 'usage/missing-option'], [['--guarantee', 'weak'], 'usage/bad-option-value'], [['--accuracy-floor', '101%'], 'usage/bad-option-value'], [['--accuracy-floor', '1.5'], 'usage/bad-option-value'],
    [['--accuracy-floor', 'high'], 'usage/bad-option-value'], [['--batch-days', '31'], 'usage/bad-option-value'], [['--due-soon-days', '0'], 'usage/bad-option-value'], [['--law', 'hipaa'], 'usage/bad-option-value'],
    [['--time-zone', 'Mars/Olympus'], 'settings/unknown-time-zone'], [['--organisation', 'x', '--no-organisation'], 'usage/options-exclude'], [['--organisation', 'x'.repeat(201)], 'usage/bad-input'],
  ])('refuse %j', async (options, code) => {
    expectRefusal(await lethe(['settings', 'change', ...options, '--workspace', prepared, '--json']), code, 2)
    expect(await ask(prepared, ['settings', 'show'])).toMatchObject({ organisation: { name: '' }, policy: { guarantee: 'same-bits', accuracyFloor: null, batchDays: 7, smallBatch: 10 }, law: 'gdpr', timeZone: null })
  })

  test('decide which methods an erasure may use, and what it may cost', async () => {
    const here = copyForTest(prepared)
    expectRefusal(await lethe(['erase', ids.open, '--method', 'influence', '--workspace', here, '--json']), 'erase/policy-forbids', 2)
    await ask(here, ['settings', 'change', '--accuracy-floor', '100%'])
    // It was below that floor before, so the erasure does not make it fall below.
    expect(await ask(here, ['erase', ids.open])).toMatchObject({ erasedRows: 2 })
  })
})

test('the sample that ships is listed with its path, and can be imported from there', async () => {
  const { samples } = await ask<{ samples: { name: string; file: string }[] }>(prepared, ['sample', 'list'])
  expect(samples).toMatchObject([{ name: 'clinic-visits.csv', file: sampleFile }])
  expect(await say(prepared, ['sample', 'list'])).toContain(`Next: lethe import "${sampleFile}" --name visits\n`)
})

test('a request tells its rows, its plan and, once carried out, its outcome; its dataset tells its history and a whole value', async () => {
  const here = copyForTest(prepared)
  expect(await ask(here, ['request', 'rows', ids.open, '--offset', '1'])).toMatchObject({ requestId: ids.open, offset: 1, total: 2, rows: [{ row: 7, pending: 'named' }] })
  expect(await say(here, ['request', 'rows', ids.open])).toMatch(new RegExp(`^Rows 1 to 2 of 2 that request ${ids.open} is about:\nrow +patient_id `))
  expect(await ask(here, ['request', 'plan', ids.open])).toMatchObject({ rows: 2, models: [{ modelId: ids.model, method: 'refined' }] })
  const plan = await say(here, ['request', 'plan', ids.open])
  expect(plan).toMatch(/ {2}influence +approximate, no guarantee +not allowed by the policy\n/)
  expect(plan).toMatch(/\nIt may wait for others until \d{4}-\d\d-\d\d\.\n/)
  expect(await say(here, ['request', 'outcome', ids.open])).toContain('has not been carried out')
  expect(await ask(here, ['dataset', 'cell', 'visits', '7', 'patient_id'])).toEqual({ value: sampleRecords[6]![0] })
  expect(await say(here, ['dataset', 'cell', 'visits', '7', 'patient_id'])).toBe(`${sampleRecords[6]![0]}\n`)

  const { models } = await ask<{ models: { publishedSha256: string }[] }>(here, ['erase', ids.open])
  expect(await ask(here, ['request', 'rows', ids.open])).toMatchObject({ total: 0, rows: [] })
  expect(await say(here, ['request', 'plan', ids.open])).toBe(`The rows of request ${ids.open} are erased: nothing is left to do.\n`)
  const { outcome, models: shown } = await ask<ErasedReport>(here, ['request', 'outcome', ids.open])
  expect({ erased: outcome.data.erased, shown }).toEqual({ erased: 2, shown: [{ modelId: ids.model, publishedSha256: models[0]!.publishedSha256 }] })
  expect(await say(here, ['request', 'outcome', ids.open])).toContain(`  SHA-256: ${models[0]!.publishedSha256}\n`)
  expectRefusal(await lethe(['dataset', 'cell', 'visits', '7', 'patient_id', '--workspace', here, '--json']), 'dataset/no-such-row', 2, [sampleRecords[6]![0]!])
  const { history } = await ask<{ history: DatasetEvent[] }>(here, ['dataset', 'history', 'visits'])
  expect(history.map(({ what }) => what)).toEqual(['rows-erased', 'request-opened', 'model-trained', 'imported'])
  expect(await say(here, ['dataset', 'history', 'visits'])).toMatch(new RegExp(`rows erased +2 +${ids.open}\n`))
})

describe('the law and its calendar', () => {
  test('are listed, chosen and stored with a request, which can be extended once for a reason of its law', async () => {
    const here = copyForTest(prepared)
    expect(await say(here, ['law', 'list'])).toMatch(/GDPR \(gdpr\), rule gdpr-2[\s\S]*calendar: none chosen[\s\S]*\* not-counted[\s\S]*This is no legal advice\.\n$/)
    const changed = await ask<Settings>(here, ['settings', 'change', '--calendar', 'DE-BY,US-CA', '--reading', 'gdpr.regional-holidays=counted, ccpa.day-off=moved'])
    expect(changed).toMatchObject({ calendars: { gdpr: 'DE-BY', ccpa: 'US-CA' }, readings: { 'gdpr.regional-holidays': 'counted', 'ccpa.day-off': 'moved' } })
    expect(await say(here, ['settings', 'show'])).toMatch(/holidays +gdpr: DE-BY, ccpa: US-CA\nreadings +gdpr\.regional-holidays=counted, ccpa\.day-off=moved/)
    expect(await say(here, ['law', 'list'])).toMatch(/calendar: DE-BY;[\s\S]*\* counted/)
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--rows', '-'], { input: '11\n' })
    expect(await say(here, ['request', 'show', requestId])).toMatch(/extension +possible to [\d-]+, the person told by [\d-]+\ncalendar +DE-BY/)
    expect(await say(here, ['request', 'extend', requestId, '--reason', 'complexity'])).toMatch(/^Request rq-\w+ is due by [\d-]+ now, and by [\d-]+ no more\.\nTell the person by [\d-]+, with the reason\.\n$/)
    expect(await say(here, ['request', 'show', requestId])).toMatch(/due +[\d-]+, extended \(complexity\); [\d-]+ before/)
    expectRefusal(await lethe(['request', 'extend', requestId, '--reason', 'complexity', '--workspace', here, '--json']), 'request/already-extended', 2)
    expectRefusal(await lethe(['request', 'extend', ids.open, '--workspace', here, '--json']), 'usage/missing-option', 2)
    expectRefusal(await lethe(['request', 'extend', ids.open, '--reason', 'holidays', '--workspace', here, '--json']), 'request/extension-reason', 2)
    expect(await ask(here, ['settings', 'change', '--calendar', 'none'])).toMatchObject({ calendars: {} })
  })

  test.each([
    [['--calendar', 'DE-XX'], 'settings/unknown-calendar'], [['--calendar', ''], 'usage/bad-option-value'], [['--calendar', 'DE-BE,'], 'settings/unknown-calendar'], [['--reading', 'gdpr.identity-pause'], 'usage/bad-option-value'],
    [['--reading', 'gdpr.pause=none'], 'settings/unknown-reading'], [['--reading', 'ccpa.day-off=maybe'], 'settings/unknown-choice'],
  ])('refuse %j', async (options, code) => {
    expectRefusal(await lethe(['settings', 'change', ...options, '--workspace', prepared, '--json']), code, 2)
    expect(await ask(prepared, ['settings', 'show'])).toMatchObject({ calendars: {}, readings: {} })
  })
})
