// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import type { ErasedModel } from '../../../src-main/contract/record.ts'
import ErasedModelPanel from '../../../src-renderer/components/request/ErasedModelPanel.vue'
import { eraseMethods } from '../../../src-renderer/components/request/erase-methods.ts'
import MeasuredTable from '../../../src-renderer/components/request/MeasuredTable.vue'
import { readRowNumbers } from '../../../src-renderer/components/request/read-row-numbers.ts'
import RequestTable from '../../../src-renderer/components/request/RequestTable.vue'
import { standingOf } from '../../../src-renderer/components/request/standing.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
const today = new Date(2026, 10, 25, 23, 59)

const standing = (dueAt: string, state: 'approved' | 'completed' = 'approved') => standingOf({ dueAt, state }, today)

test('a request is overdue when the day it was due has passed, not before', () => {
  expect([standing('2026-11-24'), standing('2026-11-25'), standing('2026-12-02'), standing('2026-12-03'), standing('2026-11-01', 'completed')]).toEqual(['overdue', 'due-soon', 'due-soon', 'on-track', 'met'])
})

const request = (requestId: string, dueAt: string, state: string) => ({ requestId, datasetId: 'ds-1', scope: 'person', law: 'gdpr', ruleVersion: 'gdpr-basic-1', receivedAt: '2026-11-09T12:00:00Z', dueAt, state, matchedRows: 3 })

test('requests stand by deadline, and each says its next step', async () => {
  const { wrapper } = await inWindow(RequestTable, { props: { requests: [request('rq-1', '2026-12-09', 'received'), request('rq-2', '2026-11-20', 'approved'), request('rq-3', '2026-11-10', 'completed')], datasetName: () => '<i>clinic</i>', today, caption: 'Requests' } })
  expect(wrapper.findAll('tbody tr').map(row => [row.get('a').text(), row.get('.badge').text(), row.findAll('td')[4]!.text(), row.find('.btn').exists() ? row.get('.btn').text() : ''])).toEqual([
    ['rq-2', 'Overdue', '5 days late', 'Erase'], ['rq-1', 'On track', '14 days', 'Verify identity'], ['rq-3', 'Completed', '–', ''],
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

const offer = (method: string, guarantee: 'same-bits' | 'none') => ({ method, guarantee, about: '', weakened: null })

test('a method promises for all models what it promises on the weakest', () => {
  expect(eraseMethods([])).toEqual([{ method: 'auto', guarantee: 'same-bits' }])
  expect(eraseMethods([{ methods: [offer('retrain', 'same-bits'), offer('refined', 'same-bits'), offer('influence', 'none')] }, { methods: [offer('retrain', 'same-bits'), offer('refined', 'none')] }])).toEqual([
    { method: 'auto', guarantee: 'same-bits' }, { method: 'retrain', guarantee: 'same-bits' }, { method: 'refined', guarantee: 'none' },
  ])
})

const measured = { computeMs: 409, cpuMs: 402, gradientPasses: 6, hessianPasses: 0, unseen: { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null } }
const model: ErasedModel = { modelId: 'm-1', learner: 'logistic-regression', method: 'refined', guarantee: 'same-bits', boundary: false, publishedSha256: 'a'.repeat(64), computeMs: 409, unlearned: measured, unchanged: false }
const retrained = { ...measured, computeMs: 6840, publishedSha256: 'a'.repeat(64), sameBits: true, distance: 0 }

test('what was not measured is said, never shown as 0', async () => {
  const { wrapper } = await inWindow(MeasuredTable, { props: { model } })
  const line = (label: string) => wrapper.findAll('tbody tr').map(row => row.findAll('td').map(cell => cell.text())).find(cells => cells[0] === label)
  expect([line('Time to compute'), line('Accuracy, rows not learned from'), line('Distance to retrained'), line('Gradient passes over rows')]).toEqual([
    ['Time to compute', '0.409 s', 'not run'], ['Accuracy, rows not learned from', 'not measured', 'not run'], ['Distance to retrained', 'not measured', '–'], ['Gradient passes over rows', '6', 'not run'],
  ])
})

const panelText = async (parts: Partial<ErasedModel>) => {
  const { wrapper } = await inWindow(ErasedModelPanel, { props: { model: { ...model, ...parts }, outcome: undefined } })
  await nextTick()
  return wrapper
}

test('"same bits" is a verdict only where retraining was run and its fingerprint compared', async () => {
  const compared = await panelText({ retrained })
  expect(compared.get('.verdict').text()).toMatch(/^Same bits\s*All 64 digits/)
  const alone = await panelText({})
  expect([alone.find('.verdict').exists(), alone.text().includes('was not checked this time')]).toEqual([false, true])
  const itself = await panelText({ method: 'retrain', retrained })
  expect([itself.find('.verdict').exists(), itself.text().includes('nothing to compare it with')]).toEqual([false, true])
})

test('a promise that was broken is called so', async () => {
  const broken = await panelText({ retrained: { ...retrained, publishedSha256: 'b'.repeat(64), sameBits: false, distance: 0.1 } })
  expect(broken.get('.verdict').text()).toContain('though the method promises the same bits')
  expect(broken.get('.verdict .figure').classes()).toContain('t-failed')
})

test('a model of which nothing is left is no longer there, and shows no figures', async () => {
  const gone = await panelText({ publishedSha256: null, unlearned: null })
  expect([gone.text().includes('no longer exists'), gone.find('table').exists()]).toEqual([true, false])
})
