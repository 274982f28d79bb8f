// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { LetterDraft } from '../../../src-main/contract/letter.ts'
import type { Notice } from '../../../src-main/contract/notice.ts'
import type { Colleague } from '../../../src-main/contract/people.ts'
import type { Reason } from '../../../src-main/contract/reason.ts'
import type { RequestSummary } from '../../../src-main/contract/request.ts'
import RequestPage from '../../../src-renderer/pages/RequestPage.vue'
import { fakeClient, refusal, type FakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'
import { summary, usualSettings } from '../support/requests.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const shared = { law: 'gdpr', mustBeTold: ['that they may complain'], effect: 'keep or refuse', source: 'Regulation (EU) 2016/679', verified: 'text read' } as const
const reasons: Reason[] = [
  { ...shared, code: 'gdpr.17-3-e', article: 'Art. 17(3)(e)', paraphrase: 'Needed for legal claims.', scope: 'record', givenFor: 'keep' },
  { ...shared, code: 'gdpr.12-5-b', article: 'Art. 12(5)(b)', paraphrase: 'Manifestly unfounded.', scope: 'request', givenFor: 'deny' },
]
const draft: LetterDraft = {
  requestId: 'rq-1', kind: 'denied', text: 'Dear Sir or Madam', saved: false, mustNotSay: [],
  facts: [{ fact: 'reasons', says: 'the reasons', article: 'Art. 12(4)', force: 'must', met: true }, { fact: 'complaint', says: 'the right to complain', article: 'Art. 12(4)', force: 'must', met: false }],
}
const notice: Notice = { noticeId: 'n-1', requestId: 'rq-1', about: 'datasets', recipientId: 'r-1', exportId: null, name: 'Payroll Ltd', contact: 'dpo@payroll.example', datasets: ['ds-1'], modelId: null, state: 'open', sentOn: null, confirmedOn: null, reason: null, explanation: null }

function clientFor(parts: Partial<RequestSummary>, more: Parameters<typeof fakeClient>[0] = {}): FakeClient {
  const rows = { datasetId: 'ds-1', kept: [], held: [], total: 3, columns: [{ name: 'patient_id', type: 'text', role: 'subject' }] as never, rows: [4, 5, 9].map(row => ({ row, cells: ['P-7'], pending: 'named' as const })) }
  return fakeClient({
    'request.show': () => summary({ matchedRows: 3, ...parts }), 'request.rows': () => rows, 'request.plan': () => ({ rows: 3, batchUntil: null, models: [] }), 'erasure.show': () => null, 'settings.show': () => usualSettings,
    'dataset.list': () => [], 'job.list': () => [], 'record.list': () => [], 'law.list': () => [], 'reason.list': () => reasons, 'letter.list': () => [], 'notice.list': () => [], 'request.timeline': () => [],
    'request.identifiers': () => ({ kept: true, identifiers: [{ kind: 'exact', value: 'P-7' }], answerTo: null }), 'people.list': () => [], 'people.current': () => ({ signsIn: false, colleague: null, idleMinutes: 15 }), ...more,
  })
}
async function open(client: FakeClient) {
  const { wrapper } = await inWindow(RequestPage, { client, props: { requestId: 'rq-1' }, path: '/requests/rq-1' })
  await flushPromises()
  const panel = (title: string) => wrapper.findAll('section').find(one => one.find('h2').exists() && one.get('h2').text() === title)!
  const button = (name: string) => wrapper.findAll('button').find(one => one.text() === name)!
  return { wrapper, panel, button, ask: panel('What is asked of you') }
}
const dialog = () => document.querySelector('[role=dialog]')!
const inDialog = (name: string) => [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')].find(one => one.textContent?.trim() === name)!
const press = async (name: string) => {
  inDialog(name).click()
  await flushPromises()
}
async function choose(field: HTMLSelectElement | HTMLInputElement | HTMLTextAreaElement, value: string) {
  field.value = value
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'))
  await flushPromises()
}
const made = (client: FakeClient, name: string) => client.calls.filter(([call]) => call === name).map(([, input]) => input)

test('what is asked of whoever looks follows the state, with one primary button', async () => {
  const seen: unknown[] = []
  const steps: Partial<RequestSummary>[] = [
    { state: 'received' }, { state: 'verified' }, { state: 'verified', matchedRows: 0, datasets: [] }, { state: 'matching', keptRows: 3 }, { state: 'awaiting-approval' },
    { state: 'approved', holdBlocks: true, onHold: true, holds: [{ holdId: 'h-1', placedAt: '2026-11-20T10:00:00Z', placedBy: 'p-1', rows: null }] }, { state: 'denied', reason: 'gdpr.12-5-b' }, { state: 'withdrawn' }, { state: 'not-found', answeredOn: '2026-11-20' },
  ]
  for (const parts of steps) {
    const { wrapper, ask } = await open(clientFor(parts))
    seen.push([ask.findAll('.btn--primary').map(one => one.text()).join(), ask.get('p').text().replace('What is asked of you. ', '').slice(0, 28)])
    wrapper.unmount()
  }
  expect(seen).toEqual([
    ['Verify identity', 'Make sure that whoever asked'], ['Approve', 'Look at each match: it is er'], ['Look again…', 'No row was found. Look again'], ['Deny…', 'Every match is kept, so ther'], ['Approve', 'Look at matches and plan, th'],
    ['Lift the hold…', 'A legal hold lies over somet'], ['Write the answer…', 'It has ended. Answer the per'], ['', 'Nothing. It was withdrawn, w'], ['', 'Nothing. Answered on Friday '],
  ])
})

test('identity is verified in the way that was chosen; vouching is the engine’s own word', async () => {
  const client = clientFor({ askedBy: 'agent' }, { 'request.verify': () => summary() })
  const { button } = await open(client)
  await button('Verify identity').trigger('click')
  expect([...dialog().querySelectorAll<HTMLInputElement>('input[type=radio]')].map(one => one.value)).toEqual(['vouched-for', 'logged-in', 'data-points', 'document', 'agent-authorised'])
  await press('I vouch for it')
  await button('Verify identity').trigger('click')
  const documents = dialog().querySelector<HTMLInputElement>('input[value=document]')!
  documents.checked = true
  documents.dispatchEvent(new Event('change'))
  await flushPromises()
  await press('It was verified this way')
  expect(made(client, 'request.verify')).toEqual([{ requestId: 'rq-1' }, { requestId: 'rq-1', how: 'document' }])
})

test('E erases and K asks why, for the row in focus or for all that are ticked', async () => {
  const client = clientFor({ state: 'verified' }, { 'request.decide': () => summary() })
  const { wrapper } = await open(client)
  await wrapper.findAll('tbody tr')[1]!.trigger('keydown', { key: 'e' })
  await flushPromises()
  await wrapper.findAll('tbody tr')[1]!.trigger('keydown', { key: 'k' })
  await flushPromises()
  expect(dialog().textContent).toContain('Keep 1 row, and why?')
  expect(inDialog('Keep for this reason').getAttribute('aria-disabled')).toBe('true')
  await choose(dialog().querySelector('select')!, 'gdpr.17-3-e')
  expect(dialog().textContent).toMatch(/Needed for legal claims.*that they may complain/)
  expect([...dialog().querySelectorAll('option')].map(one => one.value)).toEqual(['', 'gdpr.17-3-e'])
  await press('Keep for this reason')
  await wrapper.findAll('tbody input[type=checkbox]')[0]!.setValue(true)
  await wrapper.findAll('tbody input[type=checkbox]')[2]!.setValue(true)
  await wrapper.findAll('tbody tr')[1]!.trigger('keydown', { key: 'E' })
  await flushPromises()
  await wrapper.findAll('tbody tr')[1]!.trigger('keydown', { key: 'e', ctrlKey: true })
  expect(made(client, 'request.decide')).toEqual([
    { requestId: 'rq-1', dataset: 'ds-1', rows: [5], decision: 'erase' }, { requestId: 'rq-1', dataset: 'ds-1', rows: [5], decision: { keep: 'gdpr.17-3-e' } }, { requestId: 'rq-1', dataset: 'ds-1', rows: [4, 9], decision: 'erase' },
  ])
})

test('kept rows say why, and what is approved is no longer decided', async () => {
  const rows = { datasetId: 'ds-1', kept: [{ row: 5, reason: 'gdpr.17-3-e' }], held: [9], total: 2, columns: [], rows: [5, 9].map(row => ({ row, cells: [], pending: 'named' as const })) }
  const { wrapper, panel } = await open(clientFor({ state: 'approved', keptRows: 1, matchedRows: 2 }, { 'request.rows': () => rows }))
  expect(panel('Matches').text()).toContain('Kept: Art. 17(3)(e), Needed for legal claims.')
  expect(panel('Matches').text()).toContain('on hold')
  expect([panel('Matches').findAll('input[type=radio]').length, wrapper.findAll('button').some(one => one.text() === 'Decide all alike…')]).toEqual([0, false])
  expect(wrapper.findAll('button').some(one => one.text() === 'Erase 1 row…')).toBe(true)
})

test('all rows of a dataset are decided alike after it was said what that replaces', async () => {
  const client = clientFor({ state: 'matching' }, { 'request.decide': () => summary() })
  const { button } = await open(client)
  await button('Decide all alike…').trigger('click')
  expect(dialog().textContent).toContain('What was decided before about single rows of this dataset is replaced.')
  await press('Erase all')
  expect(made(client, 'request.decide')).toEqual([{ requestId: 'rq-1', dataset: 'ds-1', rows: 'all', decision: 'erase' }])
})

const colleague = (id: string, name: string, roles: Colleague['roles']): Colleague => ({ id, name, roles, addedAt: '2026-11-01T10:00:00Z' })
const [brandt, osei] = [colleague('p-1', 'A. Brandt', ['officer', 'approver']), colleague('p-2', 'M. Osei', ['approver'])]
const signedIn = (who: Colleague): Parameters<typeof fakeClient>[0] => ({ 'people.list': () => [brandt, osei], 'people.current': () => ({ signsIn: true, colleague: who, idleMinutes: 15 }) })

test('where two work here, who opened it cannot approve it and is told why; the other can', async () => {
  const own = await open(clientFor({ state: 'awaiting-approval' }, signedIn(brandt)))
  const blocked = own.ask.findAll('button').find(one => one.text() === 'Approve')!
  expect([blocked.attributes('aria-disabled'), own.ask.text()]).toEqual(['true', expect.stringContaining('You opened it, so another than you approves.')])
  own.wrapper.unmount()
  const other = await open(clientFor({ state: 'awaiting-approval', steps: [{ step: 'verified', at: '2026-11-11T09:05:00Z', actor: 'p-1', how: 'document' }] }, signedIn(osei)))
  expect(other.ask.findAll('button').find(one => one.text() === 'Approve')!.attributes('aria-disabled')).toBeUndefined()
  expect(other.panel('Approval').text()).toMatch(/A\. Brandt, Wed 11 Nov 2026, by a document.*not by A\. Brandt, who opened it/)
})

test('where two work here, matches that are decided are handed to another', async () => {
  const client = clientFor({ state: 'matching', keptRows: 1 }, { ...signedIn(brandt), 'request.submit': () => summary() })
  const { button } = await open(client)
  await button('Ask for approval…').trigger('click')
  expect(dialog().textContent).toContain('2 rows are to be erased and 1 kept.')
  await press('Ask for approval')
  expect(made(client, 'request.submit')).toEqual([{ requestId: 'rq-1' }])
})

test('until the time to take an approval back is over, nothing can be erased and it can be undone', async () => {
  const graceUntil = new Date(Date.now() + 3 * 3_600_000).toISOString()
  const client = clientFor({ state: 'approved', graceUntil }, { 'request.undo-approval': () => summary() })
  const { ask, button } = await open(client)
  expect(ask.text()).toContain('3 hours left to take it back')
  expect(button('Erase 3 rows…').attributes('aria-disabled')).toBe('true')
  await button('Take the approval back…').trigger('click')
  await press('Take it back')
  expect(made(client, 'request.undo-approval')).toEqual([{ requestId: 'rq-1' }])
})

test('a request is denied for a reason of its law only, with what must be told', async () => {
  const client = clientFor({ state: 'awaiting-approval' }, { 'request.deny': () => { throw refusal({ code: 'people/four-eyes', details: {} }) } })
  const { button } = await open(client)
  await button('Deny…').trigger('click')
  await flushPromises()
  expect([...dialog().querySelectorAll('option')].map(one => one.value)).toEqual(['', 'gdpr.12-5-b'])
  await choose(dialog().querySelector('select')!, 'gdpr.12-5-b')
  await press('Deny the request')
  expect([made(client, 'request.deny'), dialog().textContent!.includes('This step was not taken.')]).toEqual([[{ requestId: 'rq-1', reason: 'gdpr.12-5-b' }], true])
})

test('a hold can lie over the ticked rows alone', async () => {
  const client = clientFor({ state: 'verified' }, { 'request.hold': () => summary() })
  const { wrapper, button } = await open(client)
  await wrapper.findAll('tbody input[type=checkbox]')[1]!.setValue(true)
  await button('Put on hold…').trigger('click')
  expect(dialog().textContent).toContain('The 1 ticked row')
  await press('Put it on hold')
  expect(made(client, 'request.hold')).toEqual([{ requestId: 'rq-1', rows: { dataset: 'ds-1', rows: [5] } }])
})

test('identifiers are shown only when asked for', async () => {
  const { panel } = await open(clientFor({}))
  expect([panel('Who asked').text().includes('P-7'), panel('Who asked').text().includes('1 identifier, not shown')]).toEqual([false, true])
  await panel('Who asked').findAll('button').find(one => one.text() === 'Show')!.trigger('click')
  expect(panel('Who asked').text()).toContain('P-7')
})

test('an answer says what the law misses in it, is saved first, and is noted as sent on a day that has come', async () => {
  const client = clientFor({ state: 'denied', reason: 'gdpr.12-5-b', endedAt: '2026-11-20T10:00:00Z' }, {
    'letter.list': () => [{ kind: 'denied', answer: true, state: 'owed', dueAt: '2026-12-09', sentOn: null, saved: false }], 'letter.draft': () => draft, 'letter.save': ({ text }) => ({ ...draft, text: text!, saved: true }), 'letter.sent': () => [],
  })
  const { button, panel } = await open(client)
  expect(panel('Denied').text()).toMatch(/Nothing was erased\..*Manifestly unfounded\./)
  await button('Write the answer…').trigger('click')
  await flushPromises()
  expect(dialog().textContent).toMatch(/1 of 2 said.*the right to complain: missing/)
  await choose(dialog().querySelector('textarea')!, 'Dear Madam')
  expect(inDialog('Save as PDF').getAttribute('aria-disabled')).toBe('true')
  await press('It was sent…')
  expect(dialog().textContent).toContain('Something the law demands is missing in the text: the right to complain.')
  const day = dialog().querySelector<HTMLInputElement>('input')!
  await choose(day, '1 January 2999')
  await press('Note it as sent')
  expect([made(client, 'letter.sent'), dialog().textContent!.includes('This day has not come yet.')]).toEqual([[], true])
  await choose(day, '24 Nov 2020')
  await press('Note it as sent')
  expect([made(client, 'letter.save'), made(client, 'letter.sent')]).toEqual([[{ requestId: 'rq-1', kind: 'denied', text: 'Dear Madam' }], [{ requestId: 'rq-1', kind: 'denied', on: '2020-11-24' }]])
})

test('a recipient who cannot be told needs a reason, and under the law of California an explanation', async () => {
  const client = clientFor({ state: 'completed', law: 'ccpa' }, { 'notice.list': () => [notice], 'notice.note': () => notice, 'erasure.show': () => null })
  const { panel } = await open(client)
  expect(panel('Recipients to tell').text()).toMatch(/1 open.*Payroll Ltd/)
  await panel('Recipients to tell').get('button[aria-label="Next: Payroll Ltd"]').trigger('keydown', { key: 'Enter' })
  await flushPromises()
  ;[...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(one => one.textContent?.includes('Not possible…'))!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await flushPromises()
  expect(inDialog('Note it').getAttribute('aria-disabled')).toBe('true')
  const gone = dialog().querySelector<HTMLInputElement>('input[value=recipient-gone]')!
  gone.checked = true
  gone.dispatchEvent(new Event('change'))
  await flushPromises()
  await press('Note it')
  expect([made(client, 'notice.note'), dialog().textContent!.includes('Explain it: the answer has to.')]).toEqual([[], true])
  await choose(dialog().querySelector('textarea')!, 'They were wound up.')
  await press('Note it')
  expect(made(client, 'notice.note')).toEqual([{ noticeId: 'n-1', what: 'impossible', reason: 'recipient-gone', explanation: 'They were wound up.' }])
})

test('the timeline says each entry in words, by whom, and what comes next', async () => {
  const at = '2026-11-10T08:00:00Z'
  const { panel } = await open(clientFor({ state: 'verified' }, {
    'request.timeline': () => [
      { seq: 5, at, actor: 'p-1', kind: 'request-opened', matched: 3, channel: 'e-mail' }, { seq: 7, at, actor: 'p-1', kind: 'request-verified', how: 'document' },
      { seq: 8, at, actor: 'p-1', kind: 'matches-decided', erase: 2, keep: [{ reason: 'x', rows: 1 }], clockSetBack: true },
    ],
  }))
  expect(panel('Timeline').findAll('li').map(one => one.text().replaceAll(/\d\d:\d\d/g, '…'))).toEqual([
    'Request opened3 rows matched, came by e-mail10 Nov 2026, …, the operator entry 5', 'Identity verifiedby a document10 Nov 2026, …, the operator entry 7',
    'Matches decided2 erase, 1 keep10 Nov 2026, …, the operator entry 8The clock of this computer was set back before this.', 'Decide matches', 'Approve', 'Erase and verify', 'Answer the person and export the record',
  ])
})
