import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../src-main/contract/settings.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { recordReportText } from '../../../src-main/core/core.ts'
import { readCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'
import type { Clock } from '../../../src-main/core/ports.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { answer } from '../../support/answer.ts'
import { backUp, emptyFolder, lighten, reopen, restore } from '../../support/backups.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { changePolicy, changeSettings } from '../../support/settings.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const usual: Settings = { organisation: { name: '', contact: '' }, policy: { guarantee: 'same-bits', accuracyFloor: null, batchDays: 7, smallBatch: 10 }, matching: { phoneCountry: null, suppressionYears: null }, requests: { graceHours: 0, duplicateDays: 30, identityDays: null }, law: 'gdpr', dueSoonDays: 7, timeZone: null, calendars: {}, readings: {} }
const { csv } = personFile(200, 5)

const clockAt = (text: string, timeZone = 'UTC'): Clock => ({ ...nodePorts('.').clock, timeZone, now: () => new Date(text) })
const open = (lethe: TestCore, rows: number[], more: { law?: 'gdpr' | 'ccpa'; receivedAt?: string } = {}) =>
  answer(lethe, 'request.open', { dataset: 'people', who: { rows }, law: 'gdpr', ...more })
const kinds = async (lethe: TestCore) => (await answer(lethe, 'ledger.list', { limit: 50 })).entries.map(({ kind }) => kind).reverse()

describe('the settings', () => {
  test('are there from the beginning, with nothing weaker than the same bits allowed', async () => {
    expect(await answer(await coreWith(), 'settings.show', {})).toEqual(usual)
  })

  test('are kept as a whole, also for the next process and in a backup that is restored elsewhere', async () => {
    const lethe = await coreWith({ csv })
    const changed: Settings = { organisation: { name: 'Clinic Nord', contact: 'Kai 1\nHamburg' }, policy: { guarantee: 'none', accuracyFloor: 0.775, batchDays: 0, smallBatch: 10 }, matching: { phoneCountry: null, suppressionYears: null }, requests: { graceHours: 0, duplicateDays: 30, identityDays: null }, law: 'ccpa', dueSoonDays: 30, timeZone: 'Asia/Kolkata', calendars: { gdpr: 'DE-BY' }, readings: { 'gdpr.identity-pause': 'suspended' } }
    expect(await answer(lethe, 'settings.change', changed)).toEqual(changed)
    const directory = join(emptyFolder(), 'elsewhere')
    await restore(directory, await lighten(await backUp(lethe)))
    expect(await reopen(directory).call('settings.show', {}, lethe.run)).toEqual(changed)
    lethe.core.close()
    expect(await reopen(lethe.directory).call('settings.show', {}, lethe.run)).toEqual(changed)
  })

  test.each<[string, object]>([
    ['organisation.name', { organisation: { name: 'x'.repeat(201), contact: '' } }], ['organisation.contact', { organisation: { name: '', contact: 'x'.repeat(501) } }], ['law', { law: 'hipaa' }],
    ['policy.accuracyFloor', { policy: { ...usual.policy, accuracyFloor: 1.01 } }], ['policy.accuracyFloor', { policy: { ...usual.policy, accuracyFloor: Number.NaN } }],
    ['policy.batchDays', { policy: { ...usual.policy, batchDays: 31 } }], ['policy.smallBatch', { policy: { ...usual.policy, smallBatch: 0 } }], ['policy.guarantee', { policy: { ...usual.policy, guarantee: 'weak' } }], ['dueSoonDays', { dueSoonDays: 0 }], ['timeZone', { timeZone: '' }],
  ])('with a wrong %s are refused', async (field, change) => {
    const lethe = await coreWith()
    await expect(answer(lethe, 'settings.change', { ...usual, ...change } as Settings)).rejects.toMatchObject({ code: 'usage/bad-input', details: { field } })
    expect(await answer(lethe, 'settings.show', {})).toEqual(usual)
  })

  test.each(['Mars/Olympus', '+01:00', 'Europe/Berlin ', '2020-01-01T00:00[Europe/Berlin]', '__proto__'])('with the time zone %j are refused, and nothing is changed', async timeZone => {
    const lethe = await coreWith()
    await expect(changeSettings(lethe, { timeZone, law: 'ccpa' })).rejects.toMatchObject({ code: 'settings/unknown-time-zone', details: { timeZone } })
    expect(await answer(lethe, 'settings.show', {})).toEqual(usual)
    expect(await kinds(lethe)).toEqual([])
  })

  test('leave no byte of an organisation that was taken out again', async () => {
    const lethe = await coreWith()
    await changeSettings(lethe, { organisation: { name: 'An Organisation That Moved On', contact: 'somebody-unmistakable@example.org' } })
    await changeSettings(lethe, { organisation: { name: '', contact: '' } })
    lethe.core.close()
    openDatabase(join(lethe.directory, 'lethe.db')).close()
    for (const bytes of workspaceBytes(lethe.directory).values()) expect(bytes.includes('unmistakable') || bytes.includes('Moved On')).toBe(false)
  })
})

describe('a changed policy', () => {
  test('is an entry of the ledger with what holds from then on, and nothing else of the settings is', async () => {
    const lethe = await coreWith({ csv })
    await changePolicy(lethe, { guarantee: 'certified', accuracyFloor: 0.775 })
    expect((await answer(lethe, 'ledger.list', { limit: 1 })).entries).toEqual([{ seq: 3, at: expect.any(String), actor: expect.any(String), kind: 'settings-changed', guarantee: 'certified', accuracyFloor: 0.775, batchDays: 7, smallBatch: 10 }])
    await changePolicy(lethe, { accuracyFloor: 0.775 })
    await changeSettings(lethe, { organisation: { name: 'Clinic Nord', contact: 'x@example.org' }, law: 'ccpa', timeZone: 'Europe/Berlin', dueSoonDays: 3 })
    expect(await kinds(lethe)).toEqual(['ledger-opened', 'dataset-imported', 'settings-changed'])
    expect(await answer(lethe, 'ledger.check', {})).toMatchObject({ ok: true, entries: 3 })
  })

  test('of an empty workspace opens its ledger', async () => {
    const lethe = await coreWith()
    await changePolicy(lethe, { batchDays: 3 })
    expect(await kinds(lethe)).toEqual(['ledger-opened', 'settings-changed'])
  })
})

describe('the least guarantee', () => {
  test('refuses a weaker method before anything starts, with those that are left, and takes it once the policy allows it', async () => {
    const lethe = await coreWith({ csv })
    const { modelId } = await lethe.train()
    const { requestId } = await open(lethe, [1, 2, 3])
    const before = await kinds(lethe)
    const run = (method: string) => answer(lethe, 'erasure.run', { requestId, method, compare: false })
    for (const guarantee of ['same-bits', 'certified'] as const) {
      await changePolicy(lethe, { guarantee })
      await expect(run('influence')).rejects.toMatchObject({ code: 'erase/policy-forbids', details: { model: modelId, method: 'influence', guarantee: 'none', least: guarantee, allowed: 'auto, retrain, refined' } })
    }
    expect((await kinds(lethe)).filter(kind => kind !== 'settings-changed')).toEqual(before)
    expect(await answer(lethe, 'request.show', { requestId })).toMatchObject({ state: 'received' })
    await expect(run('magic')).rejects.toMatchObject({ code: 'erase/method-not-for-learner' })
    await changePolicy(lethe, { guarantee: 'none' })
    expect((await run('influence')).models).toMatchObject([{ method: 'influence', guarantee: 'none' }])
  })

  test('refuses an exact method where this model makes it weaker, and "auto" then retrains', async () => {
    const lethe = await coreWith({ csv: personFile(10_000, 5).csv })
    await lethe.train({ lambda: '1e-6' })
    const { requestId } = await open(lethe, [1, 2, 3])
    await expect(answer(lethe, 'erasure.run', { requestId, method: 'refined', compare: false })).rejects.toMatchObject({ code: 'erase/policy-forbids', details: { guarantee: 'none', allowed: 'auto, retrain' } })
    expect((await answer(lethe, 'erasure.run', { requestId, method: 'auto', compare: false })).models).toMatchObject([{ method: 'retrain', guarantee: 'same-bits' }])
  })
})

/** A request that lowers the accuracy of the model, and a floor between what it was and what it will be. */
async function falling() {
  const lethe = await coreWith({ csv })
  const { modelId, testAccuracy } = await lethe.train()
  for (let first = 1; first <= 150; first += 10) {
    const rows = Array.from({ length: 40 }, (_, i) => first + i)
    const [after] = (await answer(lethe, 'model.compare', { modelId, erased: { rows }, methods: [] })).methods
    if (after!.testAccuracy! < testAccuracy!) return { lethe, modelId, rows, before: testAccuracy!, after: after!.testAccuracy! }
  }
  throw new Error('None of these rows lowers the accuracy')
}

describe('the accuracy floor', () => {
  test('stops an erasure after which a model would be below it, undoes it, and lets it pass where that is accepted', async () => {
    const { lethe, modelId, rows, before, after } = await falling()
    const accuracyFloor = (before + after) / 2
    await changePolicy(lethe, { accuracyFloor })
    const { requestId } = await open(lethe, rows)
    const models = await answer(lethe, 'model.list', {})
    const input = { requestId, method: 'auto', compare: false }
    await expect(answer(lethe, 'erasure.run', input)).rejects.toMatchObject({ code: 'erase/below-accuracy-floor', details: { model: modelId, floorPercent: Number((accuracyFloor * 100).toPrecision(12)) } })
    expect(await answer(lethe, 'request.show', { requestId })).toMatchObject({ state: 'approved' })
    expect(await answer(lethe, 'model.list', {})).toEqual(models)
    expect((await answer(lethe, 'dataset.list', {}))[0]!.rows).toBe(200)
    expect((await kinds(lethe)).slice(-2)).toEqual(['erasure-intended', 'erasure-undone'])
    expect((await answer(lethe, 'ledger.list', { limit: 1 })).entries[0]).toMatchObject({ why: 'refused' })
    const accepted = await answer(lethe, 'erasure.run', { ...input, acceptBelowFloor: true })
    expect(accepted.models[0]!.unlearned!.unseen.accuracy).toBe(after)
    const intents = (await answer(lethe, 'ledger.list', { limit: 100 })).entries.filter(({ kind }) => kind === 'erasure-intended')
    expect(intents.map(entry => entry['accuracyFloor'])).toEqual(['waived', undefined])
    // It is below the floor now, so that another erasure does not make it fall below.
    expect((await lethe.erase({ rows: [199] })).erasedRows).toBe(1)
  })

  test('lets pass what stays on it or above, and a model that no row is left to measure', async () => {
    const { lethe, rows, after } = await falling()
    await changePolicy(lethe, { accuracyFloor: after })
    expect((await lethe.erase({ rows })).erasedRows).toBe(rows.length)
    await changePolicy(lethe, { accuracyFloor: 1 })
    const left = await answer(lethe, 'dataset.rows', { dataset: 'people', offset: 0, limit: 1000 })
    expect(await lethe.erase({ rows: [...left] })).toMatchObject({ erasedRows: left.length, models: [{ publishedSha256: null }] })
  })
})

describe('the calendar', () => {
  test('of the time zone decides on which day a request was received, whatever this computer says', async () => {
    const lethe = await coreWith({ csv, ports: { clock: clockAt('2026-11-24T12:00:00Z') } })
    const receivedAt = '2026-11-10T23:30:00Z'
    expect((await open(lethe, [1], { receivedAt })).dueAt).toBe('2026-12-10')
    await changeSettings(lethe, { timeZone: 'Europe/Berlin' })
    expect((await open(lethe, [2], { receivedAt })).dueAt).toBe('2026-12-11')
  })

  test('and the days of the settings decide what is due soon and overdue', async () => {
    const lethe = await coreWith({ csv, ports: { clock: clockAt('2026-12-10T23:30:00Z') } })
    await open(lethe, [1], { receivedAt: '2026-11-10T12:00:00Z' })
    await open(lethe, [2], { receivedAt: '2026-11-24T12:00:00Z' })
    const counts = async () => (await answer(lethe, 'workspace.overview', {})).requests
    expect(await counts()).toMatchObject({ overdue: 0, dueSoon: 1 })
    await changeSettings(lethe, { dueSoonDays: 14 })
    expect(await counts()).toMatchObject({ overdue: 0, dueSoon: 2 })
    await changeSettings(lethe, { timeZone: 'Europe/Berlin' })
    expect(await counts()).toMatchObject({ overdue: 1, dueSoon: 1 })
  })
})

async function recordOf(lethe: TestCore, requestId: string, name: string) {
  const file = join(lethe.outside, name)
  const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
  return { file, readme: readCanonicalZip(readFileSync(file)).files!.get('README.txt')!.toString(), report: await answer(lethe, 'record.check', { file: lethe.toRead(file), key }) }
}

describe('the organisation', () => {
  const organisation = { name: 'Clinic Nord – Studienzentrum', contact: 'Kai 1\n20457 Hamburg' }

  test('is stated in the outcome, the README and the check of every record made from then on, and in no earlier one', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const first = await lethe.erase({ rows: [1] })
    await changeSettings(lethe, { organisation })
    const second = await lethe.erase({ rows: [2] })
    await changeSettings(lethe, { organisation: { name: '', contact: '' } })
    expect(first.outcome).not.toHaveProperty('organisation')
    expect(second.outcome.organisation).toEqual(organisation)

    const without = await recordOf(lethe, first.requestId, 'first.zip')
    expect(without.readme).not.toContain('Who answers')
    expect(without.report).toEqual({ intact: true, ok: true, signedBy: expect.any(String), problems: [] })
    const named = await recordOf(lethe, second.requestId, 'second.zip')
    expect(named.readme).toContain('\nWho answers for the data, in their own words\n  Clinic Nord – Studienzentrum\n  Kai 1\n  20457 Hamburg\n\nWhat it proves\n')
    expect(named.report).toMatchObject({ ok: true, organisation: { name: organisation.name, contact: 'Kai 1?20457 Hamburg' } })
    expect(recordReportText(named.report)).toEqual([expect.stringMatching(/^intact, signed by the key you gave/), 'It names as the one who answers for the data, in their own words: Clinic Nord – Studienzentrum, Kai 1?20457 Hamburg'])
  })

  test('is not taken for a trace of somebody whose row has the same text', async () => {
    const lethe = await coreWith({ csv: 'id,employer,label\na,"Clinic ""Nord""",yes\nb,Hafen AG,no\nc,Hafen AG,yes\n' })
    await changeSettings(lethe, { organisation: { name: 'Clinic "Nord"', contact: '' } })
    expect(await lethe.erase({ rows: [1] })).toMatchObject({ erasedRows: 1, residueFound: 0 })
  })
})
