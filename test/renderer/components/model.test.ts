// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import type { ComparedMethod, LearnerOffer, ModelDetail, ModelMetrics, ModelSummary } from '../../../src-main/contract/model.ts'
import type { ModelOutcome } from '../../../src-main/contract/record.ts'
import ComparedTable from '../../../src-renderer/components/model/ComparedTable.vue'
import ImportanceFigure from '../../../src-renderer/components/model/ImportanceFigure.vue'
import MethodCharts from '../../../src-renderer/components/model/MethodCharts.vue'
import { presetOf, settingsGiven, taskAsked } from '../../../src-renderer/components/model/train-choices.ts'
import FeatureTable from '../../../src-renderer/components/request/FeatureTable.vue'
import MeasuredTable from '../../../src-renderer/components/request/MeasuredTable.vue'
import ModelPage from '../../../src-renderer/pages/ModelPage.vue'
import ModelsPage from '../../../src-renderer/pages/ModelsPage.vue'
import TrainPage from '../../../src-renderer/pages/TrainPage.vue'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
const settled = async () => { for (let i = 0; i < 8; i += 1) await new Promise(resolve => { setTimeout(resolve) }) }
type Wrapper = Awaited<ReturnType<typeof inWindow>>['wrapper']
const cells = (wrapper: Wrapper) => wrapper.findAll('tbody tr').map(row => row.findAll('td').map(cell => cell.text()))

const none = { accuracy: null, baseline: null, logLoss: null, auc: null }
const numbers = (r2: number | null): ModelMetrics => ({ rows: 1200, ...none, regression: { rmse: 5.25, mae: 4.1, r2 } })
const method = (name: string, testR2: number | null): ComparedMethod => ({
  method: name, guarantee: 'same-bits', publishedSha256: 'a'.repeat(64), sameBits: true, boundary: false, distanceToRetrained: 0, computeMs: 12, runs: 5, cpuMs: 12, gradientPasses: 1, hessianPasses: 1, testAccuracy: null, testR2, about: '',
})

test('of a number predicted a comparison shows R², in the table and as a chart, and no accuracy', async () => {
  const methods = [method('retrain', 0.6123), method('refined', 0.6123)]
  const table = await inWindow(ComparedTable, { props: { methods, task: 'regression' } })
  expect(table.wrapper.findAll('th').map(head => head.text())).toContain('R²')
  expect(cells(table.wrapper).map(row => row[5])).toEqual(['0.6123', '0.6123'])
  const { wrapper } = await inWindow(MethodCharts, { props: { methods, task: 'regression' } })
  expect(wrapper.findAll('canvas').map(canvas => canvas.attributes('aria-label'))).toEqual([expect.stringMatching(/^Time by method/), 'R² by method: Retrain 0.6123, Refined 0.6123.'])
  expect(wrapper.text()).not.toMatch(/accuracy|%/i)
})

test('an R² far below 0 is told in words and stands in the table, and one not measured is said so', async () => {
  const far = await inWindow(MethodCharts, { props: { methods: [method('retrain', -1e12)], task: 'regression' } })
  expect([far.wrapper.findAll('canvas').length, far.wrapper.text().includes('too far below 0 to be drawn'), far.wrapper.text().includes('1 × 10¹²')]).toEqual([1, true, true])
  const unknown = await inWindow(MethodCharts, { props: { methods: [method('retrain', null)], task: 'regression' } })
  expect(unknown.wrapper.text()).toContain('so R² was not measured')
})

const outcome = (unseen: ModelMetrics, settings: ModelOutcome['settings']): ModelOutcome => ({
  model: 'm-1', learner: 'some-learner', version: 2, methodAsked: 'refined', method: 'refined', guarantee: 'same-bits', boundary: false, commitmentBefore: 'c', commitmentAfter: 'c',
  settings, rows: { train: 90, test: 1200 }, unlearned: { computeMs: 1, cpuMs: 1, gradientPasses: 1, hessianPasses: 1, unseen }, retrained: null,
})
const measures = async (of: ModelOutcome) => cells((await inWindow(MeasuredTable, { props: { outcome: of } })).wrapper).map(row => row.slice(0, 2))

test('the measures of an erased model are those of its task', async () => {
  const number = await measures(outcome(numbers(0.6123), { task: 'regression' }))
  expect(number).toEqual(expect.arrayContaining([['R², rows not learned from', '0.6123'], ['Root mean square error', '5.25'], ['Mean absolute error', '4.1']]))
  expect(number.flat().join(' ')).not.toMatch(/accuracy|curve|class/i)
  const several = await measures(outcome({ rows: 50, accuracy: 0.61, baseline: 0.4, logLoss: 0.9, auc: null }, { task: 'multiclass' }))
  expect(several).toEqual(expect.arrayContaining([['Accuracy, rows not learned from', '61.00 %'], ['Always the most frequent class', '40.00 %']]))
  expect(several.flat()).not.toContain('Area under the ROC curve')
  // A setting may be called task and say something else; and where no row was held out the settings alone say what is predicted.
  expect((await measures(outcome({ rows: 0, ...none }, { task: 'other' }))).flat()).toContain('Area under the ROC curve')
  expect(await measures(outcome({ rows: 0, ...none }, { task: 'regression' }))).toContainEqual(['Root mean square error', 'not measured'])
})

test('the table of the article names R² where a number is predicted', async () => {
  const { wrapper } = await inWindow(FeatureTable, { props: { outcome: outcome(numbers(-0.25), { task: 'regression' }) } })
  expect(cells(wrapper)[2]).toEqual(['R²', '–', '-0.25 over 1,200 rows not learned from', 'not run'])
})

test('importance lists every feature and draws the first, whatever their names are', async () => {
  const importance = Array.from({ length: 14 }, (_, i) => ({ feature: i === 0 ? 'evil\u202Ename that is far too long for the axis' : `f${i}`, share: i === 0 ? 0.35 : 0.05 }))
  const { wrapper } = await inWindow(ImportanceFigure, { props: { importance } })
  expect(wrapper.get('canvas').attributes('aria-label')).toMatch(/^Importance by feature: evil\[U\+202E\]name that is far too long for the axis 35\.0 %, f1 5\.0 %/)
  expect([cells(wrapper).length, wrapper.text().includes('The first 12 of 14 features')]).toEqual([14, true])
})

const summary = (parts: Partial<ModelSummary>): ModelSummary => ({
  modelId: 'm-1', datasetId: 'ds-1', learner: 'some-learner', task: 'binary', version: 1, method: 'train', guarantee: 'same-bits', publishedSha256: 'a'.repeat(64), testAccuracy: null, testR2: null, trainRows: 90, testRows: 10, ...parts,
})

test('the list of models labels each score', async () => {
  const client = fakeClient({
    'model.list': () => [summary({ testAccuracy: 0.7754 }), summary({ modelId: 'm-2', task: 'regression', testR2: 0.6123 }), summary({ modelId: 'm-3', task: 'regression' })], 'dataset.list': () => [],
  })
  const { wrapper } = await inWindow(ModelsPage, { client })
  await settled()
  expect(cells(wrapper).map(row => row[3])).toEqual(['accuracy 77.54 %', 'R² 0.6123', 'not measured'])
})

const detail = (parts: Partial<ModelDetail>): ModelDetail => ({ model: summary({}), datasetName: 'clinic', settings: {}, metrics: { rows: 0, ...none }, lineage: [], methods: [], pendingRequests: 0, importance: null, ...parts })
const settingsWith = (accuracyFloor: number | null) => ({ policy: { guarantee: 'same-bits', accuracyFloor, batchDays: 0, smallBatch: 10 } }) as never

test('the page of a model says what it predicts, R² and errors, importance, and that no floor applies', async () => {
  const client = fakeClient({
    'model.show': () => detail({ model: summary({ task: 'regression', testR2: 0.6123 }), metrics: numbers(0.6123), importance: [{ feature: 'age', share: 1 }] }), 'settings.show': () => settingsWith(0.75),
  })
  const { wrapper } = await inWindow(ModelPage, { client, props: { modelId: 'm-1' } })
  await settled()
  const text = wrapper.text()
  expect(text).toMatch(/R², share of the variance explained\s*0\.6123/)
  expect(text).toMatch(/Predicts\s*A number/)
  expect(text).toContain('The accuracy floor of the policy does not apply')
  expect(wrapper.find('canvas').exists()).toBe(true)
  const none = await inWindow(ModelPage, { client: fakeClient({ 'model.show': () => detail({}), 'settings.show': () => settingsWith(0.75) }), props: { modelId: 'm-1' } })
  await settled()
  expect([none.wrapper.text().includes('does not apply'), none.wrapper.find('canvas').exists()]).toEqual([false, false])
})

const forest: LearnerOffer = {
  learner: 'forest', tasks: ['binary', 'regression'],
  presets: [{ preset: 'careful', about: 'more trees', settings: { trees: 100, depth: 8 } }, { preset: 'fast', about: 'fewer trees', settings: { trees: 10, depth: 4 } }],
  settings: [{ name: 'trees', default: 100, expected: 'a whole number from 1 to 500', about: 'how many trees' }, { name: 'depth', default: 8, expected: 'a whole number from 1 to 20', about: '' }, { name: 'seed', default: 1, expected: 'a whole number', about: '' }],
}
const line: LearnerOffer = { learner: 'line', tasks: ['regression'], presets: [], settings: [{ name: 'lambda', default: 1, expected: 'a number above 0', about: '' }, { name: 'seed', default: 1, expected: 'a whole number', about: '' }] }

test('a preset is the one whose values the settings have, and what another learner was given is not sent', () => {
  expect([presetOf(forest, {}), presetOf(forest, { trees: '10', depth: ' 4 ' }), presetOf(forest, { trees: '10' })].map(one => one?.preset)).toEqual(['careful', 'fast', undefined])
  expect(settingsGiven(line, 'regression', { trees: '10', lambda: ' 0.5', seed: ' ' })).toEqual({ lambda: '0.5', task: 'regression' })
  expect(settingsGiven(undefined, 'auto', { seed: '3' })).toEqual({})
  expect([taskAsked('binary', line), taskAsked('regression', line), taskAsked('binary', undefined)]).toEqual(['auto', 'regression', 'auto'])
})

const dataset = (columns: readonly { readonly name: string; readonly role: string }[]) => ({ datasetId: 'ds-1', name: 'clinic', columns: columns.map(column => ({ ...column, type: 'number' })) }) as never
const client = () => fakeClient({ 'dataset.list': () => [dataset([{ name: 'stay', role: 'label' }, { name: 'age', role: 'feature' }])], 'learner.list': () => [forest, line] })

async function form() {
  const at = await inWindow(TrainPage, { client: client() })
  await settled()
  const field = (label: string) => { const found = at.wrapper.findAll('.field').find(one => one.get('label').text().startsWith(label)); if (found === undefined) throw new Error(`no field ${label}`); return found }
  return { ...at, field, has: (label: string) => at.wrapper.findAll('.field label').some(one => one.text().startsWith(label)) }
}

test('the form offers the tasks of the learner, fills in a preset, and sends what differs', async () => {
  const { wrapper, field, client: at } = await form()
  expect(field('What to predict').findAll('option').map(one => one.text())).toEqual(['As the label says', 'One of two classes', 'A number'])
  expect(field('What to predict').get('.hint').text()).toMatch(/two values is two classes/)
  await field('Preset').get('select').setValue('fast')
  expect([(field('trees').get('input').element as HTMLInputElement).value, field('Preset').get('.hint').text()]).toEqual(['10', 'Fewer trees. Fills in the settings below; each can be changed afterwards.'])
  await field('trees').get('input').setValue('12')
  expect((field('Preset').get('select').element as HTMLSelectElement).value).toBe('')
  await field('What to predict').get('select').setValue('regression')
  await wrapper.get('form').trigger('submit')
  await settled()
  expect(at.calls.at(-1)).toEqual(['start model.train', { dataset: 'ds-1', learner: 'forest', settings: { trees: '12', depth: '4', task: 'regression' } }])
})

test('another learner has its own tasks, presets and settings', async () => {
  const { field, has } = await form()
  await field('What to predict').get('select').setValue('binary')
  await field('Learner').get('select').setValue('line')
  await nextTick()
  expect([(field('What to predict').get('select').element as HTMLSelectElement).value, has('Preset'), has('trees'), has('lambda')]).toEqual(['auto', false, false, true])
})

test.each([
  [{ code: 'train/label-not-number', details: { column: 'stay' } }, 'What to predict', 'Choose another task, or another learner.'],
  [{ code: 'train/label-many-classes', details: { column: 'stay', found: '40', most: 2 } }, 'What to predict', 'Choose another task, or another learner.'],
  [{ code: 'train/task-not-for-learner', details: { learner: 'line', task: 'binary', known: 'regression', others: 'tree' } }, 'What to predict', 'Choose another task, or another learner.'],
  [{ code: 'train/bad-setting', details: { setting: 'trees', expected: 'a whole number from 1 to 500' } }, 'trees', 'A whole number from 1 to 500'],
] as const)('%o stands at the field it is about', async (error, label, said) => {
  const { wrapper, field, client: at } = await form()
  at.start = (async () => { throw refusal(error) }) as typeof at.start
  await wrapper.get('form').trigger('submit')
  await settled()
  expect(field(label).get('.error').text()).toBe(said)
  expect(wrapper.text()).toContain(error.code)
})
