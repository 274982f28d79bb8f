import { expect, test } from 'vitest'
import { learners } from '../../../src-main/core/learners/catalogue.ts'
import type { Recipe } from '../../../src-main/core/learners/learner.ts'
import { rowKey, rowKeyKey } from '../../../src-main/core/features/split-rows.ts'
import { chooseMethod, methodsFor } from '../../../src-main/core/unlearning/methods.ts'
import { coreWith } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { changePolicy } from '../../support/settings.ts'

const recipe = (lambda: number) => ({ settings: { lambda } }) as unknown as Recipe
const [learner] = learners

test('auto takes an exact method, and retraining where none other is', () => {
  expect(chooseMethod(methodsFor(learner!, recipe(1), 1000), 'auto', learner!.name)).toMatchObject({ name: 'refined', guarantee: 'same-bits' })
  expect(chooseMethod(methodsFor(learner!, recipe(1e-6), 1_000_000), 'auto', learner!.name)).toMatchObject({ name: 'retrain', guarantee: 'same-bits' })
})

test('where lambda is too small for the row count, the exact method says why it promises nothing', () => {
  const refined = methodsFor(learner!, recipe(1e-6), 1_000_000).find(m => m.name === 'refined')!
  expect(refined.guarantee).toBe('none')
  expect(refined.weakened).toMatch(/lambda is below/)
})

test('a method that does not exist is refused with those that do', () => {
  expect(() => chooseMethod(methodsFor(learner!, recipe(1), 10), 'magic', learner!.name)).toThrow(/auto, retrain, refined, influence/)
})

test('the approximate method is labelled so wherever it shows, and the exact one after it is exact again', async () => {
  const { csv, people } = personFile(400, 43)
  const lethe = await coreWith({ csv })
  await lethe.train()
  await changePolicy(lethe, { guarantee: 'none' })
  // A person of the part learned from, with an outlying income, so that the step is not exact.
  const approximate = await lethe.erase({ rows: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, { method: 'influence' })
  expect(approximate.models[0]).toMatchObject({ method: 'influence', guarantee: 'none', retrained: { sameBits: false } })
  expect(approximate.outcome.models[0]).toMatchObject({ method: 'influence', guarantee: 'none' })
  const exact = await lethe.erase({ subject: people[20]!.id })
  expect(exact.models[0]).toMatchObject({ method: 'refined', guarantee: 'same-bits', retrained: { sameBits: true } })
})

test('"unchanged" compares with what was published before, also where that was an approximation', async () => {
  const { csv, people } = personFile(400, 43)
  const lethe = await coreWith({ csv })
  await lethe.train()
  await changePolicy(lethe, { guarantee: 'none' })
  await lethe.erase({ rows: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, { method: 'influence' })
  // Held out, so that the exact model does not depend on them; but the model before was not the exact one.
  const heldOut = people.slice(10).filter(({ id }) => rowKey(rowKeyKey(1), id) < 0.2)
  expect((await lethe.erase({ subject: heldOut[0]!.id })).models[0]!.unchanged).toBe(false)
  expect((await lethe.erase({ subject: heldOut[1]!.id })).models[0]!.unchanged).toBe(true)
})

test('where every row is erased the model is gone, and the ledger and the record say so', async () => {
  const { csv } = personFile(40, 44)
  const lethe = await coreWith({ csv })
  await lethe.train()
  const report = await lethe.erase({ rows: Array.from({ length: 40 }, (_, i) => i + 1) })
  expect(report).toMatchObject({ erasedRows: 40, residueFound: 0, models: [{ publishedSha256: null }] })
  expect(report.outcome.models[0]!.commitmentAfter).toBeNull()
  expect(await lethe.core.call('model.list', {}, lethe.run)).toEqual([])
  const file = `${lethe.outside}/record.zip`
  const { key } = await lethe.core.call('record.export', { requestId: report.requestId, file: lethe.toWrite(file) }, lethe.run)
  expect(await lethe.core.call('record.check', { file: lethe.toRead(file), key }, lethe.run)).toMatchObject({ ok: true })
})
