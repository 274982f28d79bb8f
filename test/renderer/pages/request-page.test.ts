// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { Reason } from '../../../src-main/contract/reason.ts'
import type { ErasedReport } from '../../../src-main/contract/record.ts'
import type { ErasurePlan, MatchedRows, RequestState, RequestSummary } from '../../../src-main/contract/request.ts'
import type { LawSummary } from '../../../src-main/contract/law.ts'
import RequestPage from '../../../src-renderer/pages/RequestPage.vue'
import { fakeClient, job, refusal, succeeded, type FakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'
import { summary, usualSettings } from '../support/requests.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const request = (state: RequestState): RequestSummary => summary({ state })
const plan: ErasurePlan = {
  rows: 120, batchUntil: '2999-01-02',
  models: [{
    modelId: 'm-1', learner: 'logistic-regression', learnedFrom: 100, heldBack: 20, method: 'refined', guarantee: 'same-bits',
    methods: [{ method: 'retrain', guarantee: 'same-bits', allowed: true }, { method: 'refined', guarantee: 'same-bits', allowed: true }, { method: 'influence', guarantee: 'none', allowed: false }],
  }],
}
const reason = { law: 'gdpr', mustBeTold: ['that they may complain'], effect: 'keep or refuse', source: 'Regulation (EU) 2016/679', verified: 'text read' } as const
const keepReason: Reason = { ...reason, code: 'gdpr.17-3-e', article: 'Art. 17(3)(e)', paraphrase: 'Needed for legal claims.', scope: 'record', givenFor: 'keep' }
const denyReason: Reason = { ...reason, code: 'gdpr.12-5-b', article: 'Art. 12(5)(b)', paraphrase: 'Manifestly unfounded.', scope: 'request', givenFor: 'deny' }
const longText = 'x'.repeat(1000)
const page = (offset: number): MatchedRows => ({
  datasetId: 'ds-1', kept: [], held: [], total: 120, columns: [{ name: 'patient_id', type: 'text', role: 'subject' }, { name: 'age', type: 'integer', role: 'feature' }, { name: 'note', type: 'text', role: 'ignored' }],
  rows: Array.from({ length: Math.min(100, 120 - offset) }, (_, k) => ({ row: 1000 + offset + k, cells: ['P-7', null, longText], pending: 'named' as const, cut: [2] })),
})

function clientFor(state: RequestState): FakeClient {
  return fakeClient({
    'request.show': () => request(state), 'request.rows': ({ offset }) => page(offset), 'request.plan': () => plan, 'erasure.show': () => null, 'settings.show': () => usualSettings,
    'dataset.list': () => [], 'dataset.show': () => ({ dataset: { datasetId: 'ds-1' }, rejects: [], pending: {}, models: ['m-1'] }) as never, 'job.list': () => [], 'record.list': () => [], 'dataset.cell': () => `${longText}the end`,
    'letter.list': () => [], 'notice.list': () => [], 'request.identifiers': () => ({ kept: true, identifiers: [{ kind: 'exact', value: 'P-7' }], answerTo: null }), 'request.timeline': () => [], 'reason.list': () => [keepReason, denyReason],
  })
}
const gone = () => { throw refusal({ code: 'engine/gone', details: {} }) }
async function open(client: FakeClient) {
  const { wrapper } = await inWindow(RequestPage, { client, props: { requestId: 'rq-1' }, path: '/requests/rq-1' })
  await flushPromises()
  const panel = (title: string) => wrapper.findAll('section').find(one => one.find('h2').exists() && one.get('h2').text() === title)
  const button = (name: string) => wrapper.findAll('button').find(one => one.text() === name)!
  return { wrapper, panel, button }
}
const inDialog = (name: string) => [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button, [role=alertdialog] button')].find(one => one.textContent?.trim() === name)!
const told = (client: FakeClient, state: RequestState) => {
  client.answer({ 'request.show': () => request(state) })
  client.tell('workspace.changed', { parts: ['requests'] })
  return flushPromises()
}

test('whoever decides sees the rows, page by page, each leading to its place in the dataset', async () => {
  const client = clientFor('verified')
  const { panel, button } = await open(client)
  const matches = panel('Matches')!
  expect(matches.text()).toContain('120 rows: 120 erase, 0 keep')
  expect(matches.get('tbody a').attributes('href')).toBe('/datasets/ds-1?row=1000')
  expect(matches.findAll('tbody tr')[0]!.findAll('td').slice(1, 5).map(cell => cell.text())).toEqual(['1,000', 'P-7', 'empty', `${'x'.repeat(48)}…`])
  await button('Rows after').trigger('click')
  await flushPromises()
  expect([client.calls.findLast(([name]) => name === 'request.rows')![1], matches.text().includes('101 to 120 of 120')]).toEqual([{ requestId: 'rq-1', dataset: 'ds-1', offset: 100, limit: 100 }, true])
  expect([matches.text().includes('These are the first.'), matches.text().includes('These are the last.')]).toEqual([false, true])
  const field = matches.get<HTMLInputElement>('.page-field input')
  await field.setValue('0')
  await field.trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect([client.calls.findLast(([name]) => name === 'request.rows')![1], field.element.value]).toEqual([{ requestId: 'rq-1', dataset: 'ds-1', offset: 0, limit: 100 }, '1'])
})

test('a value that is too long for the table is shown whole when asked for', async () => {
  const client = clientFor('received')
  const { panel } = await open(client)
  await panel('Matches')!.get('tbody .link').trigger('click')
  await flushPromises()
  expect(client.calls.findLast(([name]) => name === 'dataset.cell')).toEqual(['dataset.cell', { dataset: 'ds-1', row: 1000, column: 'note' }])
  expect(document.querySelector('[role=dialog] pre')!.textContent).toBe(`${longText}the end`)
})

test('the plan says what each model has to forget, how, and which methods the policy forbids', async () => {
  const { panel } = await open(clientFor('received'))
  const text = panel('Plan for each model')!.text()
  expect(panel('Plan for each model')!.findAll('tbody td').slice(1, 3).map(cell => cell.text())).toEqual(['100', '20'])
  for (const words of ['policy: same bits', 'Refined', 'Not allowed by the policy: Influence step (Approximate, no guarantee)', 'May wait until Wed 2 Jan 2999', 'The file it was imported from']) expect(text).toContain(words)
})

test('a method the policy forbids stays in view with its reason, and cannot be chosen', async () => {
  const { wrapper } = await open(clientFor('approved'))
  const influence = wrapper.get('input[type=radio][value=influence]')
  expect([influence.attributes('disabled'), wrapper.get(`[id="${influence.attributes('aria-describedby')}"]`).text()]).toEqual(['', expect.stringContaining('Not allowed by the policy of this workspace.')])
  expect(wrapper.findAll('input[type=radio]').filter(one => one.attributes('disabled') === undefined)).toHaveLength(3)
})

test('below the accuracy floor it is asked once more, by name, and then goes on with what was chosen', async () => {
  const client = clientFor('approved')
  const failed = job({ jobId: 'j-1', call: 'erasure.run', about: { datasetId: 'ds-1', modelId: null, requestId: 'rq-1' }, state: { kind: 'failed', startedAt: '', finishedAt: '', error: { code: 'erase/below-accuracy-floor', details: { model: 'm-1', floorPercent: 75 } } } })
  client.answer({ 'job.list': () => [failed] })
  const { wrapper, button } = await open(client)
  expect(wrapper.text()).toContain('The erasure was not carried out.')
  await button('Erase all the same…').trigger('click')
  await flushPromises()
  const field = document.querySelector<HTMLInputElement>('[role=alertdialog] input')!
  expect(document.querySelector('[role=alertdialog]')!.textContent).toContain('Erase 120 rows though a model falls below the accuracy floor?')
  inDialog('Erase').click()
  expect(client.calls.some(([name]) => name.startsWith('start'))).toBe(false)
  field.value = 'erase 120'
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  inDialog('Erase').click()
  await flushPromises()
  expect(client.calls.find(([name]) => name === 'start erasure.run')![1]).toEqual({ requestId: 'rq-1', method: 'auto', compare: true, acceptBelowFloor: true })
})

test('a step that somebody else took first is told calmly, with what the request is now', async () => {
  const client = clientFor('verified')
  client.answer({ 'request.approve': () => { client.answer({ 'request.show': () => request('approved') }); throw refusal({ code: 'request/wrong-state', details: { request: 'rq-1', state: 'approved', wanted: 'verified' } }) } })
  const { wrapper, button } = await open(client)
  await button('Approve').trigger('click')
  await flushPromises()
  inDialog('Approve the request').click()
  await flushPromises()
  expect(wrapper.text()).toContain('Somebody else took a step here meanwhile: this request is now approved. Nothing is lost.')
  expect([wrapper.find('.note--failed').exists(), document.querySelector('[role=dialog]')]).toEqual([false, null])
})

test('a question about a state that is past is taken back', async () => {
  const client = clientFor('received')
  const { wrapper, button } = await open(client)
  await button('Verify identity').trigger('click')
  await told(client, 'verified')
  expect([document.querySelector('[role=dialog]'), wrapper.text().includes('this request is now verified')]).toEqual([null, true])
})

test('a state that changes while nothing is asked here is no news worth a sentence', async () => {
  const client = clientFor('received')
  const { wrapper, button } = await open(client)
  await told(client, 'verified')
  expect([wrapper.text().includes('Somebody else'), button('Approve').exists()]).toEqual([false, true])
})

test('an erasure that came too late shows what the other one came to', async () => {
  const client = clientFor('approved')
  const about = { datasetId: 'ds-1', modelId: null, requestId: 'rq-1' }
  const { wrapper, button } = await open(client)
  await button('Erase 120 rows…').trigger('click')
  await flushPromises()
  const field = document.querySelector<HTMLInputElement>('[role=alertdialog] input')!
  field.value = 'erase 120'
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  inDialog('Erase').click()
  await flushPromises()
  client.answer({ 'request.show': () => request('completed'), 'erasure.show': () => kept })
  client.tell('job.changed', job({ jobId: 'job-1', call: 'erasure.run', about, state: { kind: 'failed', startedAt: '', finishedAt: '', error: { code: 'request/already-completed', details: { request: 'rq-1' } } } }))
  await flushPromises()
  expect([wrapper.text().includes('this request is now completed'), wrapper.text().includes('The erasure did not finish'), wrapper.text().includes('Receipt')]).toEqual([true, false, true])
})

const measured = { computeMs: 3, cpuMs: 3, gradientPasses: 3, hessianPasses: 0, unseen: { rows: 20, accuracy: 0.8, baseline: 0.6, logLoss: 0.4, auc: 0.8 } }
const bits = 'a'.repeat(64)
const kept: ErasedReport = {
  models: [{ modelId: 'm-1', publishedSha256: bits }],
  outcome: {
    product: { name: 'lethe', version: '0.1.0' }, request: { id: 'rq-1', law: 'gdpr', ruleVersion: 'gdpr-basic-1', scope: 'person', receivedAt: '2026-11-09T12:00:00Z', dueAt: '2026-12-09', completedAt: '2026-11-25T10:00:00Z' },
    decisions: { identity: 'vouched-for-by-operator', approval: 'by-operator', sentence: 'by the operator' }, data: { dataset: 'ds-1', matched: 120, erased: 120, keptOfMatched: 0 },
    models: [{ model: 'm-1', learner: 'logistic-regression', version: 2, methodAsked: 'refined', method: 'refined', guarantee: 'same-bits', boundary: false, commitmentBefore: 'c'.repeat(64), commitmentAfter: 'd'.repeat(64), settings: {}, rows: { train: 80, test: 20 }, unlearned: measured, retrained: { ...measured, sameBits: true, distance: 0 } }],
    machine: { runtime: 'Node 24', engine: 'V8', platform: 'linux', processor: 'one', cores: 2 }, residue: { files: 9, bytes: 900, searched: 10, notSearchable: 18, found: 0, rebuilt: false }, timing: { totalMs: 63 },
    organisation: { name: 'Clinic North', contact: 'privacy@clinic.example' }, notErasedByLethe: ['backups'], notClaimed: ['times'],
  },
}

test('an erasure is shown again after the engine forgot the answer of its job', async () => {
  const client = clientFor('completed')
  client.answer({
    'erasure.show': () => kept, 'job.result': () => { throw refusal({ code: 'job/no-result', details: { job: 'j-1' } }) },
    'job.list': () => [job({ jobId: 'j-1', call: 'erasure.run', about: { datasetId: 'ds-1', modelId: null, requestId: 'rq-1' }, state: succeeded })],
  })
  const { wrapper, panel } = await open(client)
  expect(panel('Model m-1')!.get('.verdict').text()).toMatch(/^Same bits/)
  expect(panel('Model m-1')!.find('.prints').exists()).toBe(true)
  expect(panel('Receipt')!.text()).toContain('Clinic North')
  expect(wrapper.find('.note--failed').exists()).toBe(false)
  expect(client.calls.filter(([name]) => name === 'job.result' || name === 'request.rows' || name === 'request.plan')).toEqual([])
  client.answer({ 'erasure.show': () => ({ ...kept, models: [{ modelId: 'm-1', publishedSha256: null }] }) })
  client.tell('workspace.changed', { parts: ['models'] })
  await flushPromises()
  expect(panel('Model m-1')!.text()).toContain('This version no longer exists')
})

test('digests that differ are asked of the engine once more, which may still remember them', async () => {
  const client = clientFor('completed')
  const [model] = kept.outcome.models
  const differing = { ...kept, outcome: { ...kept.outcome, models: [{ ...model!, guarantee: 'none' as const, method: 'influence', methodAsked: 'influence', retrained: { ...measured, sameBits: false, distance: 0.1 } }] } }
  client.answer({
    'erasure.show': () => differing,
    'job.list': () => [job({ jobId: 'j-1', call: 'erasure.run', about: { datasetId: 'ds-1', modelId: null, requestId: 'rq-1' }, state: succeeded })],
    'job.result': () => ({ job: job(), output: { requestId: 'rq-1', outcome: differing.outcome, models: [{ modelId: 'm-1', publishedSha256: bits, retrained: { publishedSha256: 'b'.repeat(64) } }] } }),
  })
  const { panel } = await open(client)
  expect([panel('Model m-1')!.find('.prints').exists(), panel('Model m-1')!.get('.verdict').text().includes('64 of 64 digits differ')]).toEqual([true, true])
})

test('Alt A asks for the approval and never gives it', async () => {
  const client = clientFor('verified')
  await open(client)
  dispatchEvent(new KeyboardEvent('keydown', { key: 'å', code: 'KeyA', altKey: true, cancelable: true }))
  await flushPromises()
  expect(document.querySelector('[role=dialog]')!.textContent).toContain('Approve this request?')
  expect(client.calls.some(([name]) => name === 'request.approve')).toBe(false)
})

test('an engine that ends and comes back leaves what was chosen', async () => {
  const client = clientFor('approved')
  const { wrapper } = await open(client)
  await wrapper.get('input[type=radio][value=retrain]').setValue()
  await wrapper.get('input[type=checkbox]').setValue(false)
  client.answer({ 'request.show': gone, 'request.plan': gone, 'request.rows': gone, 'dataset.show': gone, 'settings.show': gone })
  client.tell('engine.changed', { state: 'restarting' })
  client.tell('workspace.changed', { parts: ['requests', 'models', 'datasets', 'settings'] })
  await flushPromises()
  client.answer({ 'request.show': () => request('approved'), 'request.plan': () => plan, 'request.rows': ({ offset }) => page(offset), 'settings.show': () => usualSettings })
  client.tell('engine.changed', { state: 'ready' })
  await flushPromises()
  expect([(wrapper.get('input[type=radio][value=retrain]').element as HTMLInputElement).checked, (wrapper.get('input[type=checkbox]').element as HTMLInputElement).checked]).toEqual([true, false])
})

const extendable: RequestSummary = { ...request('received'), ruleVersion: 'gdpr-2', calendar: 'DE-BE', acknowledgeBy: '2026-11-20', extendable: { noticeBy: '2026-12-09', dueAt: '2027-02-09' } }
const gdpr: LawSummary = {
  law: 'gdpr', name: 'GDPR', ruleVersion: 'gdpr-2', checkedOn: '2026-11-23', rules: [{ about: 'answer', words: 'One month.', source: 'Art. 12(3)' }],
  calendars: [{ calendar: 'DE-BE', name: 'Germany, Berlin', checked: true }], calendar: null, readings: [], extensionReasons: [{ reason: 'complexity', words: 'It is complex.' }, { reason: 'number-of-requests', words: 'There are many.' }],
}

test('the clock says by which rule, source and calendar, and the time is extended for a reason that was chosen', async () => {
  const client = clientFor('received')
  let now = extendable
  client.answer({
    'law.list': () => [gdpr], 'request.show': () => now,
    'request.extend': ({ reason }) => (now = { ...extendable, dueAt: '2027-02-09', extendable: null, extension: { at: '2026-11-25T10:00:00Z', reason, firstDueAt: '2026-12-09' } }),
  })
  const { panel, button, wrapper } = await open(client)
  expect(panel('Time left')!.text()).toMatch(/Confirm receipt.*20 Nov 2026.*One month.*gdpr-2.*Art. 12\(3\).*Public holidays of Germany, Berlin.*Possible to Tue 9 Feb 2027. The person must be told by Wed 9 Dec 2026/)
  await button('Extend the time…').trigger('click')
  expect(inDialog('Extend the time').getAttribute('aria-disabled')).toBe('true')
  const radio = document.querySelector<HTMLInputElement>('[role=dialog] input[value=complexity]')!
  radio.checked = true
  radio.dispatchEvent(new Event('change'))
  await flushPromises()
  inDialog('Extend the time').click()
  await flushPromises()
  expect(client.calls.filter(([name]) => name === 'request.extend')).toEqual([['request.extend', { requestId: 'rq-1', reason: 'complexity' }]])
  expect(panel('Time left')!.text()).toContain('Extended on Wed 25 Nov 2026; Wed 9 Dec 2026 was due before. It is complex.')
  expect([wrapper.find('.rule .ext').exists(), button('Extend the time…')]).toEqual([true, undefined])
})

test('an extension that is refused says until when it could have been, and an older rule is named, not explained', async () => {
  const client = clientFor('received')
  client.answer({ 'law.list': () => [{ ...gdpr, extensionReasons: [gdpr.extensionReasons[0]!] }], 'request.show': () => ({ ...extendable, ruleVersion: 'gdpr-basic-1' }), 'request.extend': () => { throw refusal({ code: 'request/extension-late', details: { request: 'rq-1', noticeBy: '2026-12-09' } }) } })
  const { panel, button } = await open(client)
  expect([panel('Time left')!.text().includes('gdpr-basic-1'), panel('Time left')!.text().includes('One month')]).toEqual([true, false])
  await button('Extend the time…').trigger('click')
  inDialog('Extend the time').click()
  await flushPromises()
  expect(document.querySelector('[role=dialog]')!.textContent).toContain('Until its end it could have been extended.')
})
