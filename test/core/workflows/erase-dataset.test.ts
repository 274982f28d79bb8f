import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { readReapplyList } from '../../../src-main/core/requests/suppression.ts'
import { coreWith, quietRun, type TestCore } from '../../support/core-with.ts'
import { backUp, emptyFolder, lighten, reopen, restore } from '../../support/backups.ts'
import { personFile, type Person } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(300, 41)
const others = personFile(200, 42)
const run = quietRun()

const kindsOf = async ({ core }: Pick<TestCore, 'core'>) => (await core.call('ledger.list', { limit: 200 }, run)).entries.map(({ kind }) => kind).reverse()

/** Values of these people that are in some file of the workspace. */
function foundIn(directory: string, wanted: readonly Person[]): string[] {
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  return wanted.flatMap(person => Object.values(person) as string[]).filter(value => everything.includes(value))
}

test('a dataset erased whole leaves no byte in any file, and all of the other dataset', async () => {
  const lethe = await coreWith({ csv })
  const { core, directory } = lethe
  await lethe.import(lethe.write('others.csv', others.csv), { name: 'others' })
  const [model, second, kept] = [await lethe.train(), await lethe.train({ seed: '2' }), await lethe.train({}, 'others')]
  expect(foundIn(directory, people)).toHaveLength(3 * people.length)

  const { datasetId } = (await core.call('dataset.show', { dataset: 'people' }, run)).dataset
  const report = await core.call('dataset.erase', { dataset: 'people' }, run)
  expect(report).toMatchObject({ datasetId, erasedRows: 300, residue: { found: 0, rebuilt: false }, totalMs: expect.any(Number) })
  expect([...report.models].sort()).toEqual([model.modelId, second.modelId].sort())
  // Whole row images and the values of every row, each in two forms or more.
  expect(report.residue.searched).toBeGreaterThan(300 * 7)

  expect(foundIn(directory, people)).toEqual([])
  expect(foundIn(directory, others.people)).toHaveLength(3 * others.people.length)
  expect(await core.call('dataset.list', {}, run)).toMatchObject([{ name: 'others', rows: 200 }])
  expect(await core.call('model.list', {}, run)).toMatchObject([{ modelId: kept.modelId, publishedSha256: kept.publishedSha256 }])
  expect(await core.call('workspace.overview', {}, run)).toMatchObject({ datasets: 1, models: 1 })
  expect((await kindsOf(lethe)).slice(-3)).toEqual(['dataset-erasure-intended', 'dataset-erased', 'dataset-erasure-completed'])
  expect((await core.call('ledger.check', {}, run)).ok).toBe(true)
})

test('neither the column names, the label\'s value nor a model\'s recipe outlive the dataset', async () => {
  const marked = csv.replace('income', 'income_marker_c0ffee').replaceAll(',yes\n', ',LABEL-7f3a\n')
  const lethe = await coreWith()
  await lethe.import(lethe.write('marked.csv', marked), { name: 'name marker d00d', label: 'answered' })
  await lethe.train({}, 'name marker d00d')
  await lethe.core.call('dataset.erase', { dataset: 'name marker d00d' }, run)
  const everything = Buffer.concat([...workspaceBytes(lethe.directory).values()])
  expect(['income_marker_c0ffee', 'LABEL-7f3a', 'name marker d00d', 'rowKey'].filter(text => everything.includes(text))).toEqual([])
})

test('what named the dataset says what became of it, and its name is free again', async () => {
  const lethe = await coreWith({ csv })
  const { core } = lethe
  const { modelId } = await lethe.train()
  const { datasetId } = (await core.call('dataset.show', { dataset: 'people' }, run)).dataset
  const view = await core.call('dataset.view', { dataset: 'people', order: [{ column: 'age', direction: 'up' }], conditions: [] }, run)
  await core.call('dataset.erase', { dataset: 'PEOPLE' }, run)

  await expect(core.call('dataset.show', { dataset: 'people' }, run)).rejects.toMatchObject({ code: 'dataset/none' })
  await expect(core.call('dataset.erase', { dataset: datasetId }, run)).rejects.toMatchObject({ code: 'dataset/erased', details: { dataset: datasetId } })
  await expect(core.call('dataset.page', { dataset: datasetId, viewId: view.viewId, offset: 0, limit: 5 }, run)).rejects.toMatchObject({ code: 'dataset/erased' })
  expect(lethe.ports.views.get(view.viewId)).toBeUndefined()
  await expect(core.call('model.show', { modelId }, run)).rejects.toMatchObject({ code: 'model/gone', details: { model: modelId } })
  await expect(core.call('request.open', { dataset: datasetId, who: { rows: [1] }, law: 'gdpr' }, run)).rejects.toMatchObject({ code: 'dataset/erased' })

  // Nobody asked to be erased, so nobody is kept out.
  const again = await lethe.import(lethe.write('again.csv', csv))
  expect(again).toMatchObject({ name: 'people', rows: 300, rejected: 0 })
  expect(again.datasetId).not.toBe(datasetId)
  await lethe.train()
  await expect(core.call('dataset.show', { dataset: 'elsewhere' }, run)).rejects.toMatchObject({ code: 'dataset/not-found' })
})

test('it is refused while a request about it is open, whatever its state, and nothing is changed', async () => {
  const lethe = await coreWith({ csv })
  const { core } = lethe
  await lethe.train()
  const first = await core.call('request.open', { dataset: 'people', who: { rows: [5] }, law: 'gdpr' }, run)
  const erase = () => core.call('dataset.erase', { dataset: 'people' }, run)
  await expect(erase()).rejects.toMatchObject({ code: 'dataset/open-requests', details: { dataset: 'people', requests: 1, first: first.requestId } })
  await core.call('request.verify', { requestId: first.requestId }, run)
  await core.call('request.approve', { requestId: first.requestId }, run)
  await core.call('request.open', { dataset: 'people', who: { rows: [6] }, law: 'ccpa' }, run)
  const entries = await kindsOf(lethe)
  await expect(erase()).rejects.toMatchObject({ code: 'dataset/open-requests', details: { requests: 2 } })
  expect(await kindsOf(lethe)).toEqual(entries)
  expect(await core.call('dataset.list', {}, run)).toMatchObject([{ rows: 300 }])
  // Requests about another dataset are no reason.
  await lethe.import(lethe.write('others.csv', others.csv), { name: 'others' })
  expect(await core.call('dataset.erase', { dataset: 'others' }, run)).toMatchObject({ erasedRows: 200, models: [] })
})

test('a request that comes in after the intent stops it: undone, and said', async () => {
  const lethe = await coreWith({ csv })
  const { core } = lethe
  let opened: Promise<{ requestId: string }> | undefined
  const late = { ...run, progress(stage: string) {
    // What opening reads is made ready first; its transaction comes after the intent.
    if (stage === 'intend') opened = core.call('request.open', { dataset: 'people', who: { rows: [7] }, law: 'gdpr' }, run)
  } }
  await expect(core.call('dataset.erase', { dataset: 'people' }, late)).rejects.toMatchObject({ code: 'dataset/open-requests', details: { requests: 1 } })
  const { requestId } = await opened!
  expect((await kindsOf(lethe)).slice(-3)).toEqual(['dataset-erasure-intended', 'request-opened', 'dataset-erasure-undone'])
  expect((await core.call('dataset.list', {}, run))[0]!.rows).toBe(300)
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
  expect(await core.call('dataset.erase', { dataset: 'people' }, run)).toMatchObject({ erasedRows: 299 })
})

test('cancelled before the rows are gone nothing is changed; afterwards it is completed', async () => {
  const lethe = await coreWith({ csv })
  const { core } = lethe
  const model = await lethe.train()
  const eraseUntil = (stage: string) => {
    const controller = new AbortController()
    return core.call('dataset.erase', { dataset: 'people' }, { signal: controller.signal, progress: at => at === stage && controller.abort() })
  }
  await expect(eraseUntil('intend')).rejects.toMatchObject({ code: 'run/cancelled' })
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'dataset-erasure-undone', why: 'cancelled' })
  expect(await core.call('model.list', {}, run)).toMatchObject([{ publishedSha256: model.publishedSha256 }])
  expect(core.needsRecovery()).toBe(false)
  expect(await eraseUntil('overwrite')).toMatchObject({ erasedRows: 300, residue: { found: 0 } })
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'dataset-erasure-completed', residue: 0 })
})

test('completed requests of the dataset stay, with the same record as before; what opens them is gone', async () => {
  const lethe = await coreWith({ csv })
  const { core, outside } = lethe
  await lethe.train()
  const { requestId } = await lethe.erase({ subject: people[9]!.id })
  const before = join(outside, 'before.zip')
  await core.call('record.export', { requestId, file: lethe.toWrite(before) }, run)
  const { datasetId } = (await core.call('dataset.show', { dataset: 'people' }, run)).dataset
  await core.call('dataset.erase', { dataset: 'people' }, run)

  expect(await core.call('request.list', {}, run)).toMatchObject([{ requestId, datasets: [{ datasetId, matchedRows: 1 }], state: 'completed', matchedRows: 1 }])
  expect(await core.call('request.rows', { requestId, offset: 0, limit: 10 }, run)).toMatchObject({ total: 0 })
  expect(await core.call('erasure.show', { requestId }, run)).toMatchObject({ outcome: { data: { erased: 1 } }, models: [{ publishedSha256: null }] })
  expect(await core.call('record.list', {}, run)).toMatchObject([{ requestId, erasedRows: 1 }])
  expect(await core.call('workspace.overview', {}, run)).toMatchObject({ datasets: 0, models: 0, requests: { open: 0, completed: 1 } })
  const after = join(outside, 'after.zip')
  const { key } = await core.call('record.export', { requestId, file: lethe.toWrite(after) }, run)
  expect(readFileSync(after).equals(readFileSync(before))).toBe(true)
  expect(await core.call('record.check', { file: lethe.toRead(after), key }, run)).toMatchObject({ ok: true })
  expect(await core.call('ledger.check', { against: lethe.toRead(after) }, run)).toMatchObject({ ok: true })
  await expect(core.call('record.opening', { requestId, file: lethe.toWrite(join(outside, 'opening.json')) }, run)).rejects.toMatchObject({ code: 'record/superseded' })
})

test('traces that a file still holds are found, and the erasure goes on by the id once they are gone', async () => {
  const lethe = await coreWith({ csv })
  const { core, directory } = lethe
  await lethe.train()
  const { datasetId } = (await core.call('dataset.show', { dataset: 'people' }, run)).dataset
  const forgotten = join(directory, 'logs', 'copy.csv')
  lethe.write(join('workspace', 'logs', 'copy.csv'), csv)
  const erase = () => core.call('dataset.erase', { dataset: datasetId }, run)
  await expect(erase()).rejects.toMatchObject({ code: 'dataset/residue', details: { dataset: datasetId, found: expect.any(Number) } })
  expect(core.needsRecovery()).toBe(true)
  expect(core.aboutOf({ dataset: datasetId })).toMatchObject({ datasetId })
  expect(await core.call('dataset.list', {}, run)).toEqual([])
  expect(core.recover(run)).toEqual([{ datasetId, how: 'unfinished' }])

  lethe.write(join('workspace', 'logs', 'copy.csv'), '')
  expect(readFileSync(forgotten, 'utf8')).toBe('')
  expect(await erase()).toMatchObject({ datasetId, erasedRows: 300, models: [expect.any(String)], residue: { found: 0 } })
  expect(core.needsRecovery()).toBe(false)
  expect(foundIn(directory, people)).toEqual([])
  expect((await kindsOf(lethe)).filter(kind => kind.startsWith('dataset-eras'))).toEqual(['dataset-erasure-intended', 'dataset-erased', 'dataset-erasure-completed'])
})

test('what is to be searched for is kept sealed until then, and nowhere after', async () => {
  const lethe = await coreWith({ csv })
  const { core, directory } = lethe
  const scans = () => {
    const db = openDatabase(join(directory, 'lethe.db'))
    const found = db.prepare<[], number>('SELECT count(*) FROM dataset_scan').pluck().get()
    db.close()
    return found
  }
  const seen: Record<string, unknown> = {}
  const looking = { ...run, progress(stage: string) {
    if (stage === 'search') seen['while searching'] = { scans: scans(), readable: foundIn(directory, people).length }
  } }
  await core.call('dataset.erase', { dataset: 'people' }, looking)
  expect({ ...seen, afterwards: scans() }).toEqual({ 'while searching': { scans: 1, readable: 0 }, afterwards: 0 })
})

test('of a large dataset an even sample of rows is searched for, and every other row counts as not searched', async () => {
  const large = personFile(6000, 43)
  const lethe = await coreWith({ csv: large.csv })
  const report = await lethe.core.call('dataset.erase', { dataset: 'people' }, run)
  // 20,000 cells in 8 columns are 2,500 rows; the 3,500 others are not searched for, nor are short values such as "yes".
  expect(report).toMatchObject({ erasedRows: 6000, residue: { found: 0 } })
  expect(report.residue.notSearchable).toBeGreaterThanOrEqual(3500)
  expect(report.residue.searched).toBeGreaterThan(2500 * 7)
  expect(foundIn(lethe.directory, large.people)).toEqual([])
})

test('values and rows that another dataset has as well are not taken for traces, however many', async () => {
  const lethe = await coreWith({ csv })
  await lethe.import(lethe.write('same.csv', csv), { name: 'same' })
  const report = await lethe.core.call('dataset.erase', { dataset: 'people' }, run)
  expect(report).toMatchObject({ erasedRows: 300, residue: { found: 0, rebuilt: false } })
  expect(report.residue.notSearchable).toBeGreaterThan(300 * 4)
  expect(await lethe.core.call('dataset.list', {}, run)).toMatchObject([{ name: 'same', rows: 300 }])
  // What only the erased one has is still told from that.
  await lethe.import(lethe.write('one more.csv', `${csv}ID-one-more-person,one-more@example.org,"only this one",30,1000.5,Brill,no,yes\n`))
  lethe.write(join('workspace', 'logs', 'note.txt'), 'one-more@example.org')
  await expect(lethe.core.call('dataset.erase', { dataset: 'people' }, run)).rejects.toMatchObject({ code: 'dataset/residue', details: { found: 1 } })
})

test('an older backup restored erases the dataset again, with the models and open requests it has there', async () => {
  const lethe = await coreWith({ csv })
  const { core, directory } = lethe
  await lethe.import(lethe.write('others.csv', others.csv), { name: 'others' })
  await lethe.train()
  const kept = await lethe.train({}, 'others')
  const { requestId } = await core.call('request.open', { dataset: 'people', who: { subject: people[3]!.id }, law: 'gdpr' }, run)
  const { datasetId } = (await core.call('dataset.show', { dataset: 'people' }, run)).dataset
  const file = await lighten(await backUp(lethe))
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
  await core.call('dataset.erase', { dataset: 'people' }, run)
  core.close()
  const list = lethe.write('erased.list', readFileSync(join(directory, 'records', 'erased.list')))

  // In its own place, and in an empty folder with the list kept elsewhere.
  for (const [where, options] of [[directory, {}], [join(emptyFolder(), 'elsewhere'), { list }]] as const) {
    const report = await restore(where, file, options)
    expect(report).toMatchObject({
      datasets: 1, models: 1, reapplied: [{ requestId, rows: 1, models: 0 }], datasetsReapplied: [{ datasetId, rows: 299, models: 1 }], unresolved: 0, residueFound: 0,
    })
    const restored = reopen(where)
    expect(await restored.call('dataset.list', {}, run)).toMatchObject([{ name: 'others', rows: 200 }])
    expect(await restored.call('model.list', {}, run)).toMatchObject([{ modelId: kept.modelId }])
    expect(await restored.call('request.list', {}, run)).toMatchObject([{ requestId, state: 'completed' }])
    await expect(restored.call('dataset.show', { dataset: datasetId }, run)).rejects.toMatchObject({ code: 'dataset/erased' })
    expect((await kindsOf({ core: restored })).slice(-4)).toEqual(['workspace-restored', 'erasure-reapplied', 'dataset-erasure-reapplied', 'restore-searched'])
    expect(await restored.call('ledger.check', {}, run)).toMatchObject({ ok: true })
    expect(foundIn(where, people)).toEqual([])
    restored.close()
    const sealingKey = readFileSync(join(where, 'keys', 'sealing-key'))
    expect(readReapplyList(readFileSync(join(where, 'records', 'erased.list')), sealingKey).map(({ scope }) => scope).sort()).toEqual(['dataset', 'person', 'row'])
  }
})

test('a backup made after the erasure has nothing of the dataset, and restoring it erases nothing again', async () => {
  const lethe = await coreWith({ csv })
  await lethe.core.call('dataset.erase', { dataset: 'people' }, run)
  const file = await lighten(await backUp(lethe))
  lethe.core.close()
  const where = join(emptyFolder(), 'anew')
  const report = await restore(where, file)
  expect(report).toMatchObject({ datasets: 0, reapplied: [], unresolved: 0 })
  expect(report.datasetsReapplied).toBeUndefined()
  expect(foundIn(where, people)).toEqual([])
})
