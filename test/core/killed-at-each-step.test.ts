import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCore } from '../../src-main/core/core.ts'
import { coreWith } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'

const { csv, people } = personFile(400, 31)
const target = 7
const dieAt = join(import.meta.dirname, '../support/die-at.ts')

const steps = [
  { stage: 'intend', how: undefined }, { stage: 'compute', how: 'undone' }, { stage: 'adopt', how: 'undone' },
  { stage: 'overwrite', how: 'finished' }, { stage: 'search', how: 'finished' }, { stage: 'complete', how: 'finished' },
] as const

test.each(steps)('killed at "$stage", the next start leaves all rows with the old model, or none with the new one', async ({ stage, how }) => {
  const { core, directory, ports, run, toWrite } = await coreWith({ csv })
  const before = await core.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} }, run)
  const { requestId } = await core.call('request.open', { dataset: 'people', who: { subject: people[target]!.id }, law: 'gdpr' }, run)
  core.close()

  const died = spawnSync(process.execPath, [dieAt, directory, requestId, stage], { encoding: 'utf8' })
  expect(died.signal).toBe('SIGKILL')

  const again = openCore(directory, ports)
  try {
    expect(again.recover(run)).toMatchObject(how === undefined ? [] : [{ requestId, how }])
    const [dataset] = await again.call('dataset.list', {}, run)
    const [model] = await again.call('model.list', {}, run)
    const { state } = await again.call('request.show', { requestId }, run)
    const found = { rows: dataset!.rows, version: model!.version, oldModel: model!.publishedSha256 === before.publishedSha256, completed: state === 'completed' }
    const finished = how === 'finished'
    expect(found).toEqual(finished ? { rows: 399, version: 2, oldModel: false, completed: true } : { rows: 400, version: 1, oldModel: true, completed: false })
    if (!finished) await again.call('erasure.run', { requestId, method: 'auto', compare: true }, run)
    expect((await again.call('dataset.list', {}, run))[0]!.rows).toBe(399)
    expect((await again.call('request.show', { requestId }, run)).state).toBe('completed')
    expect(await again.call('ledger.check', {}, run)).toMatchObject({ ok: true, problems: [] })
    await again.call('record.export', { requestId, file: toWrite(join(directory, 'records', 'record.zip')) }, run)
  } finally {
    again.close()
  }
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  for (const value of Object.values(people[target]!)) expect(everything.includes(value)).toBe(false)
  for (const value of Object.values(people[target + 1]!)) expect(everything.includes(value)).toBe(true)
})

const datasetSteps = [
  { stage: 'intend', how: undefined }, { stage: 'remove', how: 'undone' },
  { stage: 'overwrite', how: 'finished' }, { stage: 'search', how: 'finished' }, { stage: 'complete', how: 'finished' },
] as const

test.each(datasetSteps)('killed at "$stage" of erasing a whole dataset, the next start leaves all of it or nothing', async ({ stage, how }) => {
  const { core, directory, ports, run } = await coreWith({ csv })
  const { modelId } = await core.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} }, run)
  const { datasetId } = (await core.call('dataset.show', { dataset: 'people' }, run)).dataset
  core.close()

  const died = spawnSync(process.execPath, [dieAt, directory, datasetId, stage], { encoding: 'utf8' })
  expect(died.signal).toBe('SIGKILL')

  const again = openCore(directory, ports)
  try {
    expect(again.needsRecovery()).toBe(how !== undefined)
    const report = { datasetId, erasedRows: 400, models: [modelId], residue: { found: 0 } }
    expect(again.recover(run)).toMatchObject(how === undefined ? [] : [how === 'finished' ? { datasetId, how, report } : { datasetId, how }])
    expect(again.needsRecovery()).toBe(false)
    const state = { datasets: (await again.call('dataset.list', {}, run)).length, models: (await again.call('model.list', {}, run)).length, erased: again.isErased(datasetId) }
    const finished = how === 'finished'
    expect(state).toEqual(finished ? { datasets: 0, models: 0, erased: true } : { datasets: 1, models: 1, erased: false })
    const later = finished ? report : await again.call('dataset.erase', { dataset: datasetId }, run)
    expect(later).toMatchObject(report)
    expect((await again.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'dataset-erasure-completed', dataset: datasetId, residue: 0 })
    expect(await again.call('ledger.check', {}, run)).toMatchObject({ ok: true, problems: [] })
  } finally {
    again.close()
  }
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  expect(people.flatMap(person => Object.values(person) as string[]).filter(value => everything.includes(value))).toEqual([])
})

test.each(steps)('two requests over two datasets, killed at "$stage": the next start undoes both or finishes both', { timeout: 60_000 }, async ({ stage, how }) => {
  const lethe = await coreWith({ csv })
  const { core, directory, ports, run, toWrite } = lethe
  const [anna, bert] = [people[target]!, people[target + 2]!]
  const orders = personFile(60, 32)
  // Anna has two rows of orders under her address; in the second dataset nobody has the identifier of the first.
  await lethe.import(lethe.write('orders.csv', orders.csv.split('\n').map((line, i) => (i === 3 || i === 9 ? line.replace(/^([^,]*),[^,]*/, `$1,${anna.email.toUpperCase()}`) : line)).join('\n')), { name: 'orders' })
  for (const dataset of ['people', 'orders']) await core.call('model.train', { dataset, learner: 'naive-bayes', settings: {} }, run)
  const open = async (value: string) => (await core.call('request.open', { who: { identifiers: [{ kind: 'e-mail', value }] }, law: 'gdpr' }, run)).requestId
  const requestIds = [await open(anna.email), await open(bert.email)]
  core.close()

  expect(spawnSync(process.execPath, [dieAt, directory, requestIds.join(','), stage], { encoding: 'utf8' }).signal).toBe('SIGKILL')

  const again = openCore(directory, ports)
  try {
    const recovered = again.recover(run)
    expect(recovered.map(one => ('requestId' in one ? [one.requestId, one.how] : one))).toEqual(how === undefined ? [] : requestIds.map(id => [id, how]))
    const found = async () => ({
      rows: (await again.call('dataset.list', {}, run)).map(({ rows }) => rows), versions: (await again.call('model.list', {}, run)).map(({ version }) => version),
      states: (await again.call('request.list', {}, run)).map(({ state }) => state), suppressed: (await again.call('suppression.list', {}, run)).length,
    })
    const all = { rows: [398, 58], versions: [2, 2], states: ['completed', 'completed'], suppressed: 2 }
    const finished = how === 'finished'
    const before = { rows: [400, 60], versions: [1, 1], suppressed: 0 }
    expect(await found()).toMatchObject(finished ? all : before)
    if (!finished) await again.call('erasure.run-together', { requestIds, method: 'auto', compare: false }, run)
    expect(await found()).toEqual(all)
    const completed = (await again.call('ledger.list', { limit: 500 }, run)).entries.filter(({ kind }) => kind === 'erasure-completed')
    expect(completed.map(entry => (entry as unknown as { request: string }).request).sort()).toEqual([...requestIds].sort())
    expect(await again.call('ledger.check', {}, run)).toMatchObject({ ok: true, problems: [] })
    await again.call('record.export-statements', { requestIds, file: toWrite(join(directory, 'records', 'statements.jsonl')) }, run)
  } finally {
    again.close()
  }
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  for (const value of [anna, bert].flatMap(person => Object.values(person) as string[])) expect(everything.includes(value)).toBe(false)
  for (const value of Object.values(people[target + 1]!)) expect(everything.includes(value)).toBe(true)
})
