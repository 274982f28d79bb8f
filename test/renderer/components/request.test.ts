// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import type { ErasedReport, EraseReport, ModelOutcome } from '../../../src-main/contract/record.ts'
import type { RequestState, RequestSummary } from '../../../src-main/contract/request.ts'
import ErasedModelPanel from '../../../src-renderer/components/request/ErasedModelPanel.vue'
import { eraseMethods } from '../../../src-renderer/components/request/erase-methods.ts'
import FeatureTable from '../../../src-renderer/components/request/FeatureTable.vue'
import MeasuredTable from '../../../src-renderer/components/request/MeasuredTable.vue'
import { readRowNumbers } from '../../../src-renderer/components/request/read-row-numbers.ts'
import RequestTable from '../../../src-renderer/components/request/RequestTable.vue'
import { shownModels, type ShownModel } from '../../../src-renderer/components/request/shown-model.ts'
import { standingOf } from '../../../src-renderer/components/request/standing.ts'
import { inWindow } from '../support/in-window.ts'
import { summary } from '../support/requests.ts'

afterEach(() => { document.body.innerHTML = '' })
const today = new Date(2026, 10, 25, 23, 59)

const standing = (dueAt: string, answeredOn: string | null = null) => standingOf({ dueAt, state: 'completed', answeredOn }, today)

test('a request is overdue when the day it was due has passed, not before', () => {
  expect([standing('2026-11-24'), standing('2026-11-25'), standing('2026-12-02'), standing('2026-12-03'), standing('2026-11-01', '2026-11-20')]).toEqual(['overdue', 'due-soon', 'due-soon', 'on-track', 'met'])
})

const request = (requestId: string, dueAt: string, state: RequestState, parts: Partial<RequestSummary> = {}) => summary({ requestId, dueAt, state, ...parts })

test('requests stand by deadline, and each says its next step', async () => {
  const { wrapper } = await inWindow(RequestTable, { props: { requests: [request('rq-1', '2026-12-09', 'received'), request('rq-2', '2026-11-20', 'approved'), request('rq-3', '2026-11-10', 'completed', { answeredOn: '2026-11-09' }), request('rq-4', '2026-11-30', 'denied', { onHold: true })], datasetName: () => '<i>clinic</i>', today, caption: 'Requests' } })
  expect(wrapper.findAll('tbody tr').map(row => [row.get('a').text(), row.get('.badge').text(), row.findAll('td')[4]!.text(), row.find('.btn').exists() ? row.get('.btn').text() : ''])).toEqual([
    ['rq-2', 'Overdue', '5 days lateFri 20 Nov 2026', 'Erase'], ['rq-4', 'Due soon', '5 daysMon 30 Nov 2026', 'Answer'], ['rq-1', 'On track', '14 daysWed 9 Dec 2026', 'Verify identity'], ['rq-3', 'Met', '–Tue 10 Nov 2026', ''],
  ])
  expect(wrapper.text()).toContain('<i>clinic</i>')
})

test('row numbers are read however they are separated, and the first word that is none is named', () => {
  expect(readRowNumbers(' 3, 5\n5;17 ')).toEqual({ rows: [3, 5, 17] })
  expect(readRowNumbers('3 five 7')).toEqual({ bad: 'five' })
  const none = ['0', '-1', '1.5', '4294967296', '1e3']
  expect(none.map(readRowNumbers)).toEqual(none.map(bad => ({ bad })))
  expect(readRowNumbers('  ')).toEqual({ rows: [] })
})

const offer = (method: string, guarantee: 'same-bits' | 'none', allowed = true) => ({ method, guarantee, allowed })

test('a method promises for all models what it promises on the weakest, and is allowed where it is for all', () => {
  expect(eraseMethods([])).toEqual([{ method: 'auto', guarantee: 'same-bits', allowed: true }])
  expect(eraseMethods([
    { guarantee: 'same-bits', methods: [offer('retrain', 'same-bits'), offer('refined', 'same-bits'), offer('influence', 'none')] },
    { guarantee: 'same-bits', methods: [offer('retrain', 'same-bits'), offer('refined', 'none', false)] },
  ])).toEqual([
    { method: 'auto', guarantee: 'same-bits', allowed: true }, { method: 'retrain', guarantee: 'same-bits', allowed: true }, { method: 'refined', guarantee: 'none', allowed: false },
  ])
})

const [bits, otherBits, commitment] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)]
const measured = { computeMs: 409, cpuMs: 402, gradientPasses: 6, hessianPasses: 0, unseen: { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null } }
const retrained = { ...measured, computeMs: 6840, sameBits: true, distance: 0 }
const outcome: ModelOutcome = {
  model: 'm-1', learner: 'logistic-regression', version: 2, methodAsked: 'refined', method: 'refined', guarantee: 'same-bits', boundary: false, commitmentBefore: commitment, commitmentAfter: commitment,
  settings: {}, rows: { train: 90, test: 0 }, unlearned: measured, retrained: null,
}
const shown = (parts: Partial<ShownModel> & { readonly of?: Partial<ModelOutcome> } = {}): ShownModel => {
  const { of, ...others } = parts
  return { outcome: { ...outcome, ...of }, state: 'present', published: bits, retrained: null, unchanged: false, ...others }
}

const cells = (wrapper: Awaited<ReturnType<typeof inWindow>>['wrapper']) => wrapper.findAll('tbody tr').map(row => row.findAll('td').map(cell => cell.text()))

test('what was not measured is said, never shown as 0', async () => {
  const { wrapper } = await inWindow(MeasuredTable, { props: { outcome } })
  const line = (label: string) => cells(wrapper).find(all => all[0] === label)
  expect([line('Time to compute'), line('Accuracy, rows not learned from'), line('Distance to retrained'), line('Gradient passes over rows')]).toEqual([
    ['Time to compute', '0.409 s', 'not run'], ['Accuracy, rows not learned from', 'not measured', 'not run'], ['Distance to retrained', 'not measured', '–'], ['Gradient passes over rows', '6', 'not run'],
  ])
})

test('unlearning stands beside retraining feature by feature, and nothing is said of the model before', async () => {
  const unseen = { rows: 708, accuracy: 0.7754, baseline: null, logLoss: null, auc: null }
  const { wrapper } = await inWindow(FeatureTable, { props: { outcome: { ...outcome, unlearned: { ...measured, unseen }, retrained: { ...retrained, unseen } } } })
  expect(cells(wrapper)).toEqual([
    ['Purpose', '–', 'the retrained model, to the bit', 'a model that never saw the rows'],
    ['Speed', '–', '0.409 s, 16.7 times as fast as retraining', '6.84 s'],
    ['Accuracy', '–', '77.54 % of 708 rows not learned from', '77.54 % of 708 rows not learned from'],
    ['Resource use', '–', '6 gradient, 0 Hessian passes; 0.402 s of processor time', '6 gradient, 0 Hessian passes; 0.402 s of processor time'],
  ])
  expect(wrapper.text()).toContain('Of the model before, nothing is kept or shown')
  const alone = await inWindow(FeatureTable, { props: { outcome: { ...outcome, method: 'retrain' } } })
  expect(cells(alone.wrapper)[1]).toEqual(['Speed', '–', 'not run', '0.409 s'])
})

const panelOf = async (model: ShownModel) => {
  const { wrapper } = await inWindow(ErasedModelPanel, { props: { model } })
  await nextTick()
  return wrapper
}

test('"same bits" is a verdict only where retraining was run and its fingerprint compared', async () => {
  const compared = await panelOf(shown({ retrained: bits, of: { retrained } }))
  expect(compared.get('.verdict').text()).toMatch(/^Same bits\s*All 64 digits/)
  const alone = await panelOf(shown())
  expect([alone.find('.verdict').exists(), alone.text().includes('was not checked this time')]).toEqual([false, true])
  const itself = await panelOf(shown({ of: { method: 'retrain', methodAsked: 'retrain', retrained } }))
  expect([itself.find('.verdict').exists(), itself.text().includes('nothing to compare it with')]).toEqual([false, true])
})

test('a promise that was broken is called so', async () => {
  const broken = await panelOf(shown({ retrained: otherBits, of: { retrained: { ...retrained, sameBits: false, distance: 0.1 } } }))
  expect(broken.get('.verdict').text()).toContain('though the method promises the same bits')
  expect(broken.get('.verdict .figure').classes()).toContain('t-failed')
  const later = await panelOf(shown({ of: { retrained: { ...retrained, sameBits: false, distance: 0.1 } } }))
  expect([later.get('.verdict').text().includes('though the method promises the same bits'), later.find('.prints').exists()]).toEqual([true, false])
})

test('a model of which nothing is left is no longer there, and shows no figures', async () => {
  const gone = await panelOf(shown({ state: 'gone', published: null, of: { unlearned: null, commitmentAfter: null } }))
  expect([gone.text().includes('no longer exists'), gone.find('table').exists()]).toEqual([true, false])
})

test('of a version that is no longer there the outlined commitment is shown, and its figures', async () => {
  const superseded = await panelOf(shown({ state: 'superseded', published: null, of: { retrained } }))
  expect(superseded.find('.glyph.gone').exists()).toBe(true)
  expect([superseded.find('.prints').exists(), superseded.text().includes('the fingerprint of then was destroyed'), superseded.get('.verdict').text().startsWith('Same bits')]).toEqual([false, true, true])
})

const kept = (publishedSha256: string | null, of: Partial<ModelOutcome> = {}): ErasedReport => ({ outcome: { models: [{ ...outcome, ...of }] } as unknown as ErasedReport['outcome'], models: [{ modelId: 'm-1', publishedSha256 }] })
const live = { outcome: { models: [{ ...outcome, retrained: { ...retrained, sameBits: false } }] }, models: [{ modelId: 'm-1', publishedSha256: bits, unchanged: true, retrained: { publishedSha256: otherBits } }] } as unknown as EraseReport

const state = (report: ErasedReport | undefined, answer?: EraseReport) => shownModels(report, answer).map(one => [one.state, one.published, one.retrained, one.unchanged])

test('what is kept decides what is shown of a model; the answer of the job adds what is kept nowhere', () => {
  expect(state(undefined)).toEqual([])
  expect(state(undefined, live)).toEqual([['present', bits, otherBits, true]])
  expect(state(kept(bits), live)).toEqual([['present', bits, otherBits, true]])
  expect(state(kept(null), live)).toEqual([['superseded', null, null, null]])
  expect(state(kept(bits, { retrained }))).toEqual([['present', bits, bits, null]])
  expect(state(kept(bits, { retrained: { ...retrained, sameBits: false } }))).toEqual([['present', bits, null, null]])
  expect(state(kept(null, { commitmentAfter: null }))).toEqual([['gone', null, null, null]])
})
