import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Task } from '../../../src-main/contract/model.ts'
import { learners } from '../../../src-main/core/learners/catalogue.ts'
import { recipeSettings } from '../../../src-main/core/learners/recipe.ts'
import { answer } from '../../support/answer.ts'
import { coreWith } from '../../support/core-with.ts'

/** Made-up stays in a ward; each label follows from the age, with a little noise. */
const csv = ['person,age,town,days,ward,back', ...Array.from({ length: 160 }, (_, i) => {
  const [age, noise] = [20 + (i * 37) % 70, ((i * 53) % 17) / 10]
  return [`p${i}`, age, 'ABCD'[(i * 7) % 4], (age / 10 + noise).toFixed(1), age > 65 ? 'north' : age > 40 ? 'south' : 'west', age + noise * 10 > 60 ? 'yes' : 'no'].join(',')
})].join('\n')
const labels: { readonly [task in Task]: string } = { binary: 'back', multiclass: 'ward', regression: 'days' }

async function stays(task: Task, text = csv) {
  const lethe = await coreWith()
  await lethe.import(lethe.write('stays.csv', text), { subject: 'person', label: labels[task] })
  return { ...lethe, trainWith: (learner: string, settings: Record<string, string> = {}) => answer(lethe, 'model.train', { dataset: 'people', learner, settings }) }
}

const ways = learners.flatMap(({ name, tasks }) => tasks.map(task => [name, task] as const))

describe.each(ways)('%s, %s', (learner, task) => {
  test('the task is found from the label or named, measured in its own scores, and offered settings are the usual ones', async () => {
    const lethe = await stays(task)
    const offer = (await answer(lethe, 'learner.list', {})).find(one => one.learner === learner)!
    const usual = await lethe.trainWith(learner)
    const named = await lethe.trainWith(learner, { task, ...Object.fromEntries(offer.settings.map(setting => [setting.name, String(setting.default)])) })
    expect([usual.task, named.task, named.publishedSha256]).toEqual([task, task, usual.publishedSha256])
    expect(task === 'regression' ? [usual.testR2! > 0.5, usual.testAccuracy] : [usual.testAccuracy! > usual.metrics.baseline!, usual.testR2]).toEqual([true, null])
    for (const preset of offer.presets) {
      const [byName, bySettings] = [await lethe.trainWith(learner, { preset: preset.preset }), await lethe.trainWith(learner, Object.fromEntries(Object.entries(preset.settings).map(([name, value]) => [name, String(value)])))]
      expect(byName.publishedSha256).toBe(bySettings.publishedSha256)
    }
    const { importance } = await answer(lethe, 'model.show', { modelId: usual.modelId })
    const shares = importance?.map(({ share }) => share) ?? [1]
    expect(shares).toEqual(shares.toSorted((a, b) => b - a))
    // A sum of shares rounded once each.
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  })

  test('what cannot be a setting is refused with what it may be', async () => {
    const lethe = await stays(task)
    const { settings, tasks, presets = [] } = learners.find(one => one.name === learner)!
    for (const { name, expected } of [...settings, ...recipeSettings]) {
      for (const value of ['x', '', 'NaN', '-1']) await expect(lethe.trainWith(learner, { [name]: value })).rejects.toMatchObject({ code: 'train/bad-setting', details: { setting: name, expected } })
    }
    await expect(lethe.trainWith(learner, { task: 'guess' })).rejects.toMatchObject({ code: 'train/bad-setting', details: { setting: 'task', expected: `auto, ${tasks.join(', ')}` } })
    await expect(lethe.trainWith(learner, { preset: 'none' })).rejects.toMatchObject(presets.length === 0 ? { code: 'train/unknown-setting' } : { code: 'train/bad-setting', details: { setting: 'preset' } })
    for (const other of (['binary', 'multiclass', 'regression'] as const).filter(one => !tasks.includes(one))) {
      await expect(lethe.trainWith(learner, { task: other })).rejects.toMatchObject({ code: 'train/task-not-for-learner', details: { learner, task: other } })
    }
  })

  test('it is compared, erased from and told of in a record that checks', async () => {
    const lethe = await stays(task)
    const { modelId } = await lethe.trainWith(learner)
    const { methods } = await answer(lethe, 'model.show', { modelId })
    const compared = await answer(lethe, 'model.compare', { modelId, erased: { rows: [4, 9] }, methods: methods.map(({ method }) => method) })
    expect(compared.task).toBe(task)
    for (const one of compared.methods) expect(task === 'regression' ? [typeof one.testR2, one.testAccuracy] : [typeof one.testAccuracy, one.testR2]).toEqual(['number', null])
    const { requestId, outcome } = await lethe.erase({ subject: 'p8' })
    const [of] = outcome.models
    expect([of!.retrained!.sameBits, of!.settings['task']]).toEqual([true, task === 'binary' ? undefined : task])
    const file = join(lethe.outside, 'record.zip')
    const { key } = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
    expect(await answer(lethe, 'record.check', { file: lethe.toRead(file), key })).toMatchObject({ intact: true, ok: true, problems: [] })
  })
})

const numberLearner = learners.find(({ tasks }) => tasks.includes('regression'))!.name

test('the accuracy floor does not stop an erasure from a model of numbers', async () => {
  const lethe = await stays('regression')
  await lethe.trainWith(numberLearner)
  const { policy, ...settings } = await answer(lethe, 'settings.show', {})
  await answer(lethe, 'settings.change', { ...settings, policy: { ...policy, accuracyFloor: 1 } })
  expect((await lethe.erase({ subject: 'p8' })).models).toMatchObject([{ unlearned: { unseen: { accuracy: null, regression: { r2: expect.any(Number) } } } }])
})

/** The stays with labels this many times as long, every second one negative. */
const scaled = (exponent: string) => csv.split('\n').map((line, i) => (i === 0 ? line : line.split(',').map((cell, k) => (k === 3 ? `${(i % 2 === 0 ? '' : '-') + cell}${exponent}` : cell)).join(','))).join('\n')

test('large labels are learned and measured in numbers; labels near the largest number there is are refused', async () => {
  const { metrics } = await (await stays('regression', scaled('e148'))).trainWith(numberLearner)
  expect(Object.values(metrics.regression!).filter(value => !Number.isFinite(value))).toEqual([])
  await expect((await stays('regression', scaled('e300'))).trainWith(numberLearner)).rejects.toMatchObject({ code: 'train/not-standardisable' })
})

test('a label of text is not a number', async () => {
  const lethe = await stays('multiclass')
  await expect(lethe.trainWith(numberLearner, { task: 'regression' })).rejects.toMatchObject({ code: 'train/label-not-number', details: { column: 'ward' } })
})
