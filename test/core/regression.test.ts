import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { learners } from '../../src-main/core/learners/catalogue.ts'
import { coreWith, type TestCore } from '../support/core-with.ts'

const random = seededRandom(77)
/** Rents that follow area and town, with noise; some areas are missing. */
const header = 'who,area,town,rent'
const rows = Array.from({ length: 300 }, (_, i) => {
  const area = 20 + Math.floor(random() * 1000) / 10
  const town = ['Oslo', 'Köln', 'Ähtäri'][Math.floor(random() * 3)]!
  const rent = 200 + 11.5 * area + (town === 'Oslo' ? 300 : 0) + Math.floor(random() * 1000) / 10
  return `p${i % 120},${i % 19 === 4 ? '' : area},${town},${rent.toFixed(1)}`
})
const csvOf = (lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

async function coreOf(lines: readonly string[]): Promise<TestCore> {
  const lethe = await coreWith()
  await lethe.import(lethe.write('rents.csv', csvOf(lines)), { subject: 'who', label: 'rent' })
  return lethe
}

const forNumbers = learners.filter(({ tasks }) => tasks.includes('regression')).map(({ name }) => name)

test('there is a learner of numbers', () => {
  expect(forNumbers).toContain('ridge-regression')
})

test.each(forNumbers)('numbers are predicted by %s, forgotten, compared, and recorded', async learner => {
  const lethe = await coreOf(rows)
  const { core, run } = lethe
  const train = (of: TestCore) => of.core.call('model.train', { dataset: 'people', learner, settings: { seed: '3' } }, run)
  const trained = await train(lethe)
  expect(trained).toMatchObject({ learner, task: 'regression', testAccuracy: null, boundary: false, metrics: { accuracy: null, baseline: null, logLoss: null, auc: null } })
  // Noise of 100 evenly spread has a deviation of 29; rents have one of about 380.
  expect(trained.metrics.regression!.r2).toBeGreaterThan(0.8)
  expect(trained.metrics.regression!.rmse).toBeGreaterThan(10)

  const compared = await core.call('model.compare', { modelId: trained.modelId, erased: { rows: [5, 6] }, methods: ['auto'] }, run)
  expect(compared.methods).toMatchObject([{ method: 'retrain', testAccuracy: null }, { guarantee: 'same-bits', sameBits: true }])
  expect(compared.methods[1]!.testR2).toBe(compared.methods[0]!.testR2)
  const erased = await lethe.erase({ subject: 'p7' })
  const [model] = erased.models
  expect(model).toMatchObject({ guarantee: 'same-bits', unchanged: false, unlearned: { unseen: { accuracy: null, regression: {} } }, retrained: { sameBits: true } })
  expect(model!.method).not.toBe('retrain')

  // Somebody else, who never had the person's rows, in another order.
  const elsewhere = await coreOf(rows.filter(line => !line.startsWith('p7,')).toReversed())
  expect((await train(elsewhere)).publishedSha256).toBe(model!.publishedSha256)

  const file = join(lethe.outside, 'record.zip')
  await core.call('record.export', { requestId: erased.requestId, file: lethe.toWrite(file) }, run)
  expect(await core.call('record.check', { file: lethe.toRead(file), replay: true }, run)).toMatchObject({ intact: true, problems: [], replay: [{ model: trained.modelId, outcome: 'same-bits' }] })

  const detail = await core.call('model.show', { modelId: trained.modelId }, run)
  expect(detail.lineage.map(({ method }) => method)).toEqual(['train', model!.method])
})

test('people are forgotten one after the other, in the bits of never having known any of them', async () => {
  const lethe = await coreOf(rows)
  await lethe.core.call('model.train', { dataset: 'people', learner: 'ridge-regression', settings: { lambda: '0.01' } }, lethe.run)
  let digest: string | null = null
  for (const subject of ['p1', 'p23', 'p119']) digest = (await lethe.erase({ subject }, { compare: false })).models[0]!.publishedSha256
  const elsewhere = await coreOf(rows.filter(line => !/^(p1|p23|p119),/.test(line)))
  const fresh = await elsewhere.core.call('model.train', { dataset: 'people', learner: 'ridge-regression', settings: { lambda: '0.01' } }, elsewhere.run)
  expect(digest).toBe(fresh.publishedSha256)
})

test('a label of words, and a task of classes, are refused for a learner of numbers', async () => {
  const lethe = await coreWith()
  await lethe.import(lethe.write('rents.csv', csvOf(rows)), { subject: 'who', label: 'town', positive: 'Oslo' })
  const train = (settings: Record<string, string>) => lethe.core.call('model.train', { dataset: 'people', learner: 'ridge-regression', settings }, lethe.run)
  await expect(train({ task: 'regression' })).rejects.toMatchObject({ code: 'train/label-not-number' })
  await expect(train({ task: 'multiclass' })).rejects.toMatchObject({ code: 'train/task-not-for-learner' })
  for (const lambda of ['0', '-1', '1e7', 'NaN', '']) await expect(train({ lambda })).rejects.toMatchObject({ code: 'train/bad-setting', details: { setting: 'lambda' } })
})

test('a saved state that was damaged is told, and nothing is changed', async () => {
  const lethe = await coreOf(rows)
  const { modelId } = await lethe.core.call('model.train', { dataset: 'people', learner: 'ridge-regression', settings: {} }, lethe.run)
  const db = new Database(join(lethe.directory, 'lethe.db'))
  db.prepare(`UPDATE model_state SET bytes = zeroblob(8) WHERE model_id = ? AND part = 'model.moments'`).run(modelId)
  db.close()
  await expect(lethe.erase({ subject: 'p7' })).rejects.toMatchObject({ code: 'model/state-damaged', details: { part: 'model.moments' } })
})
