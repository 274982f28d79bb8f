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
