import { describe, expect, test } from 'vitest'
import { answer } from '../../support/answer.ts'
import { coreWith } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'

test('the learners are offered with every setting that training accepts, and its default', async () => {
  const lethe = await coreWith({ csv: personFile(60, 1).csv })
  const offers = await answer(lethe, 'learner.list', {})
  expect(offers.map(({ learner, settings }) => [learner, ...settings.map(({ name }) => name)])[0]).toEqual(['logistic-regression', 'lambda', 'seed', 'test-share'])
  const settings = Object.fromEntries(offers[0]!.settings.map(setting => [setting.name, String(setting.default)]))
  const [asOffered, withNone] = [await lethe.train(settings), await lethe.train()]
  expect(asOffered.publishedSha256).toBe(withNone.publishedSha256)
  for (const setting of offers[0]!.settings) {
    await expect(lethe.train({ [setting.name]: 'x' })).rejects.toMatchObject({ code: 'train/bad-setting', details: { setting: setting.name, expected: setting.expected } })
  }
})

describe('a model', () => {
  test('is shown with its settings, its lineage and how it can be made to forget', async () => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    const { modelId, metrics, publishedSha256 } = await lethe.train({ 'lambda': '0.5', 'seed': '7', 'test-share': '0.25' })
    const before = await answer(lethe, 'model.show', { modelId })
    expect(before).toMatchObject({ datasetName: 'people', settings: { 'lambda': 0.5, 'seed': 7, 'test-share': 0.25 }, metrics, pendingRequests: 0, model: { modelId, version: 1, method: 'train', publishedSha256 } })
    expect(before.methods.map(({ method, guarantee, weakened }) => [method, guarantee, weakened])).toEqual([['retrain', 'same-bits', null], ['refined', 'same-bits', null], ['influence', 'none', null]])
    expect(before.lineage).toMatchObject([{ version: 1, method: 'train', requestId: null, state: 'present' }])
    const { requestId } = await lethe.erase({ rows: [1] })
    const after = await answer(lethe, 'model.show', { modelId })
    expect(after.lineage).toMatchObject([{ version: 1, state: 'shredded', trainRows: before.lineage[0]!.trainRows }, { version: 2, requestId, state: 'present' }])
    expect(after.model).toEqual((await answer(lethe, 'model.list', {}))[0])
    expect(after.settings).toEqual(before.settings)
  })

  test('that is unknown, or lost every row, is refused and not listed', async () => {
    const lethe = await coreWith({ csv: personFile(60, 1).csv })
    await expect(answer(lethe, 'model.show', { modelId: 'm-000000000000' })).rejects.toMatchObject({ code: 'model/not-found' })
    const { modelId } = await lethe.train()
    expect((await answer(lethe, 'dataset.show', { dataset: 'people' })).models).toEqual([modelId])
    await lethe.erase({ rows: await answer(lethe, 'dataset.rows', { dataset: 'people', offset: 0, limit: 1000 }) as number[] })
    await expect(answer(lethe, 'model.show', { modelId })).rejects.toMatchObject({ code: 'model/gone' })
    expect(await answer(lethe, 'dataset.show', { dataset: 'people' })).toMatchObject({ dataset: { rows: 0 }, models: [] })
    expect(await answer(lethe, 'dataset.page', { dataset: 'people', offset: 0, limit: 10 })).toEqual({ total: 0, rows: [] })
    expect(await answer(lethe, 'dataset.view', { dataset: 'people', order: [], conditions: [] })).toMatchObject({ rows: 0 })
  })
})

describe('a dataset', () => {
  test('is shown with the first two hundred records that were rejected, and how many there were', async () => {
    const bad = 'x\n'.repeat(250)
    const lethe = await coreWith({ csv: `id,n,label\np1,1,yes\n${bad}p2,2,no\n` })
    const { dataset, rejects } = await answer(lethe, 'dataset.show', { dataset: 'PEOPLE' })
    expect(dataset).toEqual((await answer(lethe, 'dataset.list', {}))[0])
    expect(dataset).toMatchObject({ name: 'people', rows: 2, rejected: 250, lastRow: 252 })
    expect([rejects.length, rejects[0], rejects[199]!.row]).toEqual([200, { row: 2, line: 3, position: null, reason: 'cell-count' }, 201])
  })

  test('that is not there is refused', async () => {
    await expect(answer(await coreWith(), 'dataset.show', { dataset: 'people' })).rejects.toMatchObject({ code: 'dataset/none' })
    await expect(answer(await coreWith({ csv: personFile(60, 1).csv }), 'dataset.show', { dataset: 'nobody' })).rejects.toMatchObject({ code: 'dataset/not-found' })
  })
})
