import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coreWith, openTestCore, quietRun, type TestCore } from '../../support/core-with.ts'
import { backUp, emptyFolder, lighten, reopen, restore } from '../../support/backups.ts'
import { personFile, type Person } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { hashLeaf, rootOf } from '../../../src-main/core/ledger/merkle.ts'
import { readReapplyList, type Suppression } from '../../../src-main/core/requests/suppression.ts'
import type { Core } from '../../../src-main/core/core.ts'

const { csv, people } = personFile(300, 31)
const run = quietRun()

const textsOf = (person: Person) => [person.id, person.email, person.note]

function expectGone(directory: string, ...gone: readonly Person[]): void {
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  for (const person of gone) for (const text of textsOf(person)) expect(everything.includes(text)).toBe(false)
}

async function kinds(core: Core): Promise<string[]> {
  return (await core.call('ledger.list', { limit: 100 }, run)).entries.map(({ kind }) => kind).reverse()
}

/** What a person would compare. */
async function stateOf(core: Core) {
  return { datasets: await core.call('dataset.list', {}, run), models: await core.call('model.list', {}, run), requests: await core.call('request.list', {}, run) }
}

test('a backup restored into an empty folder is the same workspace: rows, models, ledger and records', async () => {
  const lethe = await coreWith({ csv })
  await lethe.train()
  const { requestId } = await lethe.erase({ subject: people[3]!.id })
  const before = await stateOf(lethe.core)
  const ledger = await lethe.core.call('ledger.check', {}, run)
  const file = await backUp(lethe)
  const record = join(lethe.outside, 'record.zip')
  await lethe.core.call('record.export', { requestId, file: lethe.toWrite(record) }, run)
  const { workspaceId } = await lethe.core.call('workspace.overview', {}, run)

  const directory = join(emptyFolder(), 'made', 'anew')
  const report = await restore(directory, file)
  expect(report).toEqual({
    workspaceId, backupMadeAt: expect.any(String), datasets: 1, models: 1, entries: ledger.entries + 1, list: 'none', reapplied: [], unresolved: 0, residueFound: 0, notInBackup: null,
  })
  const ports = nodePorts(directory)
  const core = reopen(directory, ports)
  expect(await stateOf(core)).toEqual(before)
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true, entries: ledger.entries + 1 })
  const again = join(lethe.outside, 'record again.zip')
  await core.call('record.export', { requestId, file: ports.files.handOut(again, 'write') }, run)
  expect(readFileSync(again).equals(readFileSync(record))).toBe(true)
  expectGone(directory, people[3]!)
  expect(readdirSync(directory).filter(name => !/^(jobs-)?lock/.test(name)).sort()).toEqual(['keys', 'lethe.db', 'lethe.db-shm', 'lethe.db-wal', 'logs', 'records', 'temporary'])
})

let prepared: { readonly lethe: TestCore; readonly file: string; readonly requestId: string; readonly retrained: string }

beforeAll(async () => {
  const lethe = openTestCore()
  await lethe.import(lethe.write('people.csv', csv))
  await lethe.train()
  const file = await lighten(await backUp(lethe))
  const { requestId, models } = await lethe.erase({ subject: people[7]!.id })
  lethe.core.close()
  prepared = { lethe, file, requestId, retrained: models[0]!.retrained!.publishedSha256 }
})
afterAll(() => prepared.lethe.cleanUp())

/** A workspace in which somebody was erased after it was backed up. */
function erasedAfterBackup(): { directory: string; outside: string; file: string; requestId: string; retrained: string } {
  const outside = emptyFolder()
  const directory = join(outside, 'workspace')
  cpSync(prepared.lethe.directory, directory, { recursive: true })
  return { ...prepared, directory, outside }
}

describe('an erasure made after the backup', () => {
  test('is made again: its rows are gone, the model has the bits of retraining without them, and the ledger says so', async () => {
    const { directory: old, file, requestId, retrained } = erasedAfterBackup()
    const [{ at: firstErasedAt }] = readReapplyList(readFileSync(join(old, 'records', 'erased.list')), nodePorts(old).secrets.read('sealing-key')!).slice(0, 1) as [Suppression]
    const report = await restore(old, file)
    expect(report).toMatchObject({ list: 'workspace', reapplied: [{ requestId, rows: 1, models: 1 }], unresolved: 0, residueFound: 0, notInBackup: { datasets: 0, models: 0, openRequests: [] } })

    expectGone(old, people[7]!)
    const core = reopen(old)
    const { datasets: [dataset], models: [model] } = await stateOf(core)
    expect(dataset).toMatchObject({ rows: 299, lastRow: 300 })
    expect(model).toMatchObject({ publishedSha256: retrained, version: 2 })
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true, problems: [] })
    expect(await kinds(core)).toEqual(['ledger-opened', 'dataset-imported', 'model-trained', 'workspace-restored', 'erasure-reapplied', 'restore-searched'])
    const [searched, again, restored] = (await core.call('ledger.list', { limit: 3 }, run)).entries
    expect(restored).toMatchObject({ list: 'workspace', replacedEntries: 9, keyProtection: 'not-protected', reapplied: 1, unresolved: 0 })
    expect(again).toMatchObject({ request: requestId, dataset: dataset!.datasetId, erased: 1, firstErasedAt, models: [{ model: model!.modelId, version: 2, guarantee: 'same-bits' }] })
    expect(searched).toMatchObject({ residue: 0, searched: expect.any(Number) })
    for (const text of textsOf(people[7]!)) expect(await core.call('workspace.scan', { value: text }, run)).toEqual({ found: [], notSearchable: 0 })
  })

  test('is made again from a list kept elsewhere where the workspace is lost', async () => {
    const { directory: old, file, requestId, retrained } = erasedAfterBackup()
    const directory = emptyFolder()
    expect(await restore(directory, file, { list: join(old, 'records', 'erased.list') })).toMatchObject({ list: 'file', reapplied: [{ requestId, rows: 1, models: 1 }], notInBackup: null })
    expectGone(directory, people[7]!)
    expect((await reopen(directory).call('model.list', {}, run))[0]!.publishedSha256).toBe(retrained)
  })

  test('is not known without any list, and the report says that there was none', async () => {
    const { file } = erasedAfterBackup()
    const directory = emptyFolder()
    expect(await restore(directory, file)).toMatchObject({ list: 'none', reapplied: [], unresolved: 0 })
    expect((await reopen(directory).call('dataset.list', {}, run))[0]!.rows).toBe(300)
  })

  test('stays erased through a second restore, and the person stays on the suppression list', async () => {
    const { directory: old, outside, file, requestId } = erasedAfterBackup()
    await restore(old, file)
    expect(await restore(old, file)).toMatchObject({ list: 'workspace', reapplied: [{ requestId, rows: 1, models: 1 }] })
    expectGone(old, people[7]!)
    const ports = nodePorts(old)
    const core = reopen(old, ports)
    const again = join(outside, 'again.csv')
    writeFileSync(again, csv)
    const imported = await core.call('dataset.import', { file: ports.files.handOut(again, 'read'), name: 'again', ignore: [], features: [], text: [], dryRun: false }, run)
    expect(imported.rows).toBe(299)
  })

  test('has no second record: the one exported the first time stays its record', async () => {
    const { directory: old, outside, file, requestId } = erasedAfterBackup()
    await restore(old, file)
    const ports = nodePorts(old)
    const core = reopen(old, ports)
    for (const call of ['record.export', 'record.opening'] as const) {
      await expect(core.call(call, { requestId, file: ports.files.handOut(join(outside, 'no'), 'write') }, run)).rejects.toMatchObject({ code: 'record/reapplied' })
    }
    expect(await core.call('record.list', {}, run)).toEqual([])
  })

  test('completes a request that was still open in the backup', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const { requestId } = await lethe.core.call('request.open', { dataset: 'people', who: { subject: people[7]!.id }, law: 'gdpr' }, run)
    const file = await lighten(await backUp(lethe))
    await lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
    lethe.core.close()
    await restore(lethe.directory, file)
    const core = reopen(lethe.directory)
    expect(await core.call('request.show', { requestId }, run)).toMatchObject({ state: 'completed', law: 'gdpr', matchedRows: 1 })
    expect(await kinds(core)).toEqual(['ledger-opened', 'dataset-imported', 'model-trained', 'request-opened', 'workspace-restored', 'erasure-reapplied', 'restore-searched'])
  })

  test('names exactly the rows that were erased then: the same person in another dataset stays, as then', async () => {
    const lethe = await coreWith({ csv })
    await lethe.import(lethe.write('others.csv', csv), { name: 'others' })
    await lethe.train()
    await lethe.train({}, 'others')
    const file = await lighten(await backUp(lethe))
    const first = await lethe.erase({ subject: people[7]!.id })
    const second = await lethe.erase({ rows: [20, 21, 22] }, { dataset: 'others' })
    const third = await lethe.erase({ rows: [30] })
    const before = await stateOf(lethe.core)
    lethe.core.close()
    const report = await restore(lethe.directory, file)
    expect(report.reapplied).toEqual([{ requestId: first.requestId, rows: 1, models: 1 }, { requestId: third.requestId, rows: 1, models: 1 }, { requestId: second.requestId, rows: 3, models: 1 }])
    const { datasets, models } = await stateOf(reopen(lethe.directory))
    expect(datasets).toEqual(before.datasets)
    // Two erasures at once end in the bits of one after the other.
    expect(models.map(({ publishedSha256 }) => publishedSha256)).toEqual(before.models.map(({ publishedSha256 }) => publishedSha256))
  })

  test('of rows whose dataset is not in the backup cannot be made again: counted, and kept on the list', async () => {
    const lethe = await coreWith({ csv })
    const file = await lighten(await backUp(lethe))
    await lethe.import(lethe.write('later.csv', csv), { name: 'later' })
    const erased = await lethe.erase({ subject: people[8]!.id }, { dataset: 'later' })
    await lethe.erase({ rows: [30, 31] }, { dataset: 'later' })
    lethe.core.close()
    expect(await restore(lethe.directory, file)).toMatchObject({ list: 'workspace', reapplied: [], unresolved: 3, notInBackup: { datasets: 1, models: 0, openRequests: [] } })
    const ports = nodePorts(lethe.directory)
    const core = reopen(lethe.directory, ports)
    // The person's rows in the other dataset were never asked for; a new file does not bring them in.
    expect((await core.call('dataset.list', {}, run)).map(({ rows }) => rows)).toEqual([300])
    const again = await core.call('dataset.import', { file: ports.files.handOut(lethe.write('again.csv', csv), 'read'), name: 'again', ignore: [], features: [], text: [], dryRun: false }, run)
    expect(again.rejects).toMatchObject([{ row: 9, reason: 'suppressed' }])
    expect((await core.call('ledger.list', { limit: 10 }, run)).entries.find(({ kind }) => kind === 'workspace-restored')).toMatchObject({ reapplied: 0, unresolved: 3 })
    expect(erased.erasedRows).toBe(1)
  })

  test('leaves a model that learned from nothing but erased rows gone', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const file = await lighten(await backUp(lethe))
    await lethe.erase({ rows: Array.from({ length: 300 }, (_, i) => i + 1) }, { compare: false })
    lethe.core.close()
    expect(await restore(lethe.directory, file)).toMatchObject({ reapplied: [{ rows: 300, models: 1 }], models: 0 })
    const core = reopen(lethe.directory)
    expect(await core.call('model.list', {}, run)).toEqual([])
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
  })
})

const sortedJson = (value: object) => JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, member])))

describe('the ledger of a restored workspace', () => {
  test('does not fit a record given away after the backup, however long it grows, and the replaced entries are kept', async () => {
    const lethe = await coreWith({ csv })
    await lethe.train()
    const file = await lighten(await backUp(lethe))
    const first = await lethe.erase({ subject: people[7]!.id })
    const record = join(lethe.outside, 'record.zip')
    await lethe.core.call('record.export', { requestId: first.requestId, file: lethe.toWrite(record) }, run)
    const second = await lethe.erase({ subject: people[9]!.id })
    const late = join(lethe.outside, 'late.zip')
    await lethe.core.call('record.export', { requestId: second.requestId, file: lethe.toWrite(late) }, run)
    const replaced = await lethe.core.call('ledger.check', {}, run)
    lethe.core.close()
    await restore(lethe.directory, file)

    const ports = nodePorts(lethe.directory)
    const core = reopen(lethe.directory, ports)
    const against = (path: string) => core.call('ledger.check', { against: ports.files.handOut(path, 'read') }, run)
    expect((await against(late)).problems).toMatchObject([{ code: 'tail-missing' }])
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
    for (let i = 1; i <= 20; i += 1) await core.call('request.open', { dataset: 'people', who: { rows: [100 + i] }, law: 'gdpr' }, run)
    for (const path of [record, late]) expect(await against(path)).toMatchObject({ ok: false, problems: [{ code: 'checkpoint-differs' }] })

    const kept = readdirSync(join(lethe.directory, 'records')).filter(name => name.startsWith('replaced-ledger-'))
    expect(kept).toEqual([`replaced-ledger-${replaced.entries}-${replaced.root.slice(0, 8)}.json.gz`])
    const tail = JSON.parse(gunzipSync(readFileSync(join(lethe.directory, 'records', kept[0]!))).toString()) as { firstSeq: number; entries: string[]; checkpoint: string }
    const opened = (await core.call('ledger.list', { limit: 100 }, run)).entries.toReversed().slice(0, tail.firstSeq - 1)
    const whole = [...opened.map(entry => sortedJson(entry)), ...tail.entries]
    expect(rootOf(whole.map(text => hashLeaf(Buffer.from(text)))).toString('hex')).toBe(replaced.root)
    expect(tail.checkpoint.split('\n')[2]).toBe(Buffer.from(replaced.root, 'hex').toString('base64'))
  })
})

test('what the workspace had and the backup has not is reported, open requests by their ids', async () => {
  const lethe = await coreWith({ csv })
  const file = await lighten(await backUp(lethe))
  await lethe.import(lethe.write('later.csv', csv), { name: 'later' })
  await lethe.train()
  await lethe.train({}, 'later')
  const { requestId } = await lethe.core.call('request.open', { dataset: 'people', who: { rows: [4] }, law: 'ccpa' }, run)
  lethe.core.close()
  expect((await restore(lethe.directory, file)).notInBackup).toEqual({ datasets: 1, models: 2, openRequests: [requestId] })
})

test('records that lie in the workspace survive a restore, and those in the backup come back', async () => {
  const lethe = await coreWith({ csv })
  const { requestId } = await lethe.erase({ rows: [5] })
  const inside = join(lethe.directory, 'records', 'of the fifth.zip')
  await lethe.core.call('record.export', { requestId, file: lethe.toWrite(inside) }, run)
  const file = await lighten(await backUp(lethe))
  const later = join(lethe.directory, 'records', 'later.zip')
  await lethe.core.call('record.export', { requestId, file: lethe.toWrite(later) }, run)
  const bytes = readFileSync(later)
  lethe.core.close()
  await restore(lethe.directory, file)
  expect(readFileSync(inside).equals(bytes)).toBe(true)
  expect(readFileSync(later).equals(bytes)).toBe(true)
  const directory = emptyFolder()
  await restore(directory, file)
  expect(readFileSync(join(directory, 'records', 'of the fifth.zip')).equals(bytes)).toBe(true)
  expect(existsSync(join(directory, 'records', 'later.zip'))).toBe(false)
})
