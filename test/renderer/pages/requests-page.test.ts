// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { ListReport } from '../../../src-main/contract/list.ts'
import type { RequestSummary } from '../../../src-main/contract/request.ts'
import ListsPage from '../../../src-renderer/pages/ListsPage.vue'
import OpenRequestPage from '../../../src-renderer/pages/OpenRequestPage.vue'
import RequestsPage from '../../../src-renderer/pages/RequestsPage.vue'
import { fakeClient, job, refusal, succeeded, type FakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'
import { counts, summary, usualSettings } from '../support/requests.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

/** An engine with this many requests, of which it hands out what is asked for. */
function clientWith(total: number, more: Parameters<typeof fakeClient>[0] = {}): FakeClient {
  return fakeClient({
    'request.counts': filter => counts({ total: filter.search === 'zzz' ? 0 : total, standings: { met: 10, 'on-track': total - 110, 'due-soon': 70, overdue: 30 } }),
    'request.list': ({ offset = 0, limit = 0 }) => Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, k) => summary({ requestId: `rq-${offset + k}`, state: 'verified' })),
    'dataset.list': () => [], 'settings.show': () => usualSettings, 'people.list': () => [], 'people.current': () => ({ signsIn: false, colleague: null, idleMinutes: 15 }), 'job.list': () => [], 'law.list': () => [], ...more,
  })
}
async function open(client: FakeClient, path = '/requests') {
  const { wrapper, router } = await inWindow(RequestsPage, { client, path })
  await flushPromises()
  const button = (name: string) => wrapper.findAll('button').find(one => one.text() === name)!
  return { wrapper, router, button, rows: () => wrapper.findAll('tbody tr').map(row => row.get('a').text()) }
}
const asked = (client: FakeClient) => client.calls.findLast(([name]) => name === 'request.list')![1]
const dialog = () => document.querySelector('[role=dialog]')!
const inDialog = (name: string) => [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button, [role=alertdialog] button')].find(one => one.textContent?.trim() === name)!

test('of tens of thousands one page is read and drawn at a time, in the order that was asked for', async () => {
  const client = clientWith(30_000)
  const { wrapper, rows, button } = await open(client)
  expect([rows().length, asked(client)]).toEqual([50, { owing: true, order: { by: 'due', direction: 'up' }, offset: 0, limit: 50 }])
  expect(wrapper.get('nav[aria-label="Pages of requests"]').text()).toContain('1 to 50 of 30,000')
  await button('Requests after').trigger('click')
  await vi.waitFor(() => expect(rows()[0]).toBe('rq-50'))
  expect(asked(client)).toEqual({ owing: true, order: { by: 'due', direction: 'up' }, offset: 50, limit: 50 })
})

test('those that are due soon are the ones after those overdue, and not one more', async () => {
  const client = clientWith(200)
  const { wrapper } = await open(client, '/requests?standing=due-soon&page=2')
  expect(asked(client)).toEqual({ owing: true, order: { by: 'due', direction: 'up' }, offset: 30 + 50, limit: 20 })
  expect(wrapper.text()).toContain('51 to 70 of 70')
})

test('a page that is no longer there is the last one', async () => {
  const client = clientWith(120)
  await open(client, '/requests?page=99')
  expect(asked(client)).toEqual({ owing: true, order: { by: 'due', direction: 'up' }, offset: 100, limit: 20 })
})

test('a filter that finds nothing is named and taken off; a workspace without requests teaches instead', async () => {
  const { wrapper, button } = await open(clientWith(30), '/requests?search=zzz&law=ccpa')
  expect(wrapper.text()).toContain('Filtered by: CCPA, zzz.')
  await button('Take the filter off').trigger('click')
  await vi.waitFor(() => expect(wrapper.find('table').exists()).toBe(true))
  const none = await open(clientWith(0))
  expect(none.wrapper.text()).toContain('No requests yet')
})

test('the board reads the most pressing of each stage, and arrow keys go from card to card', async () => {
  const client = clientWith(60)
  const { wrapper } = await open(client, '/requests?view=board')
  expect(client.calls.filter(([name]) => name === 'request.list').map(([, input]) => (input as { limit: number }).limit)).toEqual([25, 25, 25, 25, 25, 25])
  const cards = wrapper.findAll('.board-column').map(column => column.findAll('.board-card'))
  expect(cards.map(column => column.length)).toEqual([25, 25, 25, 25, 25, 25])
  expect(wrapper.get('.board-column').text()).toContain('35 more in the list')
  // The same ids stand in each column here: only moves within the first can be told apart.
  ;(cards[0]![0]!.element as HTMLElement).focus()
  await cards[0]![0]!.trigger('keydown', { key: 'ArrowDown' })
  await flushPromises()
  expect((document.activeElement as HTMLElement).dataset['request']).toBe('rq-1')
  await cards[0]![1]!.trigger('keydown', { key: 'End' })
  await flushPromises()
  expect((document.activeElement as HTMLElement).dataset['request']).toBe('rq-24')
})

test('many are approved one by one; one that is refused is named, and those before it stay approved', async () => {
  const approved: string[] = []
  const client = clientWith(3, {
    'request.approve': ({ requestId }) => {
      if (requestId === 'rq-2' && !approved.includes('again')) throw refusal({ code: 'request/nothing-to-erase', details: { request: requestId } })
      approved.push(requestId)
      return summary()
    },
  })
  const { wrapper, button } = await open(client)
  await wrapper.get('.toolbar input[type=checkbox]').setValue(true)
  expect(wrapper.text()).toContain('3 requests ticked')
  await button('Approve…').trigger('click')
  expect(dialog().textContent).toContain('360 rows are left out of every new training')
  inDialog('Approve 3').click()
  await flushPromises()
  expect(dialog().textContent).toContain('2 of 3 done. rq-2 was refused:')
  expect(approved).toEqual(['rq-0', 'rq-1'])
  approved.push('again')
  inDialog('Approve 3').click()
  await flushPromises()
  expect([approved, document.querySelector('[role=dialog]')]).toEqual([['rq-0', 'rq-1', 'again', 'rq-2'], null])
})

test('many are carried out as one only after the words are typed', async () => {
  const list: RequestSummary[] = [summary({ requestId: 'rq-a', state: 'approved', keptRows: 20 }), summary({ requestId: 'rq-b', state: 'approved' }), summary({ requestId: 'rq-c', state: 'received' })]
  const client = clientWith(3, { 'request.list': () => list })
  const { wrapper, button } = await open(client)
  await wrapper.get('.toolbar input[type=checkbox]').setValue(true)
  await button('Carry out together…').trigger('click')
  await flushPromises()
  const asks = document.querySelector('[role=alertdialog]')!
  expect(asks.textContent).toMatch(/Carry out 2 requests as one erasure\?.*220 rows are erased.*1 of the ticked is left out:.*not approved: rq-c/s)
  inDialog('Erase').click()
  const field = asks.querySelector<HTMLInputElement>('input:not([type=radio])')!
  field.value = 'erase 220'
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  inDialog('Erase').click()
  await flushPromises()
  expect(client.calls.filter(([name]) => name.startsWith('start'))).toEqual([['start erasure.run-together', { requestIds: ['rq-a', 'rq-b'], method: 'auto', compare: false, because: 'privacy' }]])
})

const report: ListReport = {
  kind: 'csv', delimiter: ',', header: ['mail', 'who'], columns: { identifiers: [{ column: 'mail', kind: 'e-mail' }] }, columnsFrom: 'guessed', drop: null, rows: 4, opened: 2, matchedRows: 5, duplicates: 0, duplicatesOpen: 1, notFound: 1, erasedBefore: 0,
  rowsPending: 0, shared: 0, refused: 1, refusedLines: [{ line: 3, column: 'mail', problem: 'not-an-e-mail' }], searched: [{ datasetId: 'ds-1', columns: ['email'] }],
}
const token = `file-${'0'.repeat(32)}`
const list = { token, name: 'people.csv' }

test('a list is looked at, then loaded exactly as it was shown; changed uses of columns are looked at again first', async () => {
  const client = clientWith(0, { 'list.list': () => [], 'job.result': ({ jobId }) => ({ job: job(), output: jobId === 'job-3' ? { ...report, listId: 'ls-1' } : report }) })
  const { wrapper } = await inWindow(ListsPage, { client, path: '/requests/lists', files: { pickToRead: async () => list, handOver: async () => list, pickToWrite: async () => null } })
  await flushPromises()
  const button = (name: string) => wrapper.findAll('button').find(one => one.text() === name)!
  const ended = async (jobId: string) => {
    client.tell('job.changed', job({ jobId, call: 'request.load-list', state: succeeded }))
    await flushPromises()
  }
  await button('Choose a list').trigger('click')
  await flushPromises()
  await ended('job-1')
  expect(wrapper.text()).toMatch(/Refused lines.*3mailnot an e-mail address/s)
  await wrapper.findAll('select').at(-1)!.setValue('name')
  expect(button('Open 2 requests').attributes('aria-disabled')).toBe('true')
  await button('Look again').trigger('submit')
  await flushPromises()
  await ended('job-2')
  await button('Open 2 requests').trigger('click')
  await flushPromises()
  const starts = client.calls.filter(([name]) => name === 'start request.load-list').map(([, input]) => input)
  const chosen = { file: token, kind: 'csv', law: 'gdpr', columns: { identifiers: [{ column: 'mail', kind: 'e-mail' }], name: 'who' } }
  expect(starts).toEqual([{ file: token, kind: 'csv', law: 'gdpr', dryRun: true }, { ...chosen, dryRun: true }, { ...chosen, columns: { identifiers: [{ column: 'mail', kind: 'e-mail' }] }, dryRun: false }])
})

test('a person is looked for by all their identifiers, and opened with where the answer goes', async () => {
  const client = clientWith(0, {
    'dataset.list': () => [{ datasetId: 'ds-1', name: 'clinic', columns: [{ name: 'id', type: 'text', role: 'subject' }] }, { datasetId: 'ds-2', name: 'payroll', columns: [] }] as never, 'law.due': () => ({ dueAt: '2026-12-09', acknowledgeBy: null, extension: null }),
    'request.open': () => summary({ requestId: 'rq-9' }), 'sample.list': () => [],
    'job.result': () => ({ job: job(), output: { rows: 0, datasets: [], models: [], duplicates: ['rq-7'], erasedBefore: true, elsewhere: [] } }),
  })
  const { wrapper } = await inWindow(OpenRequestPage, { client, path: '/requests/new' })
  await flushPromises()
  const field = (label: string) => wrapper.get(`[id="${wrapper.findAll('label').find(one => one.text().startsWith(label))!.attributes('for')}"]`)
  const button = (name: string) => wrapper.findAll('button').find(one => one.text() === name)!
  await button('Look first').trigger('click')
  expect(wrapper.text()).toContain('Enter the identifier.')
  await field('Identifier of the person').setValue('P-7')
  await button('Another identifier of the same person').trigger('click')
  await field('Identifier 2 of the person').setValue('p7@example.org')
  await field('Compared, identifier 2').setValue('e-mail')
  await button('Look first').trigger('click')
  await flushPromises()
  client.tell('job.changed', job({ jobId: 'job-1', call: 'request.preview', state: succeeded }))
  await flushPromises()
  const identifiers = [{ kind: 'exact', value: 'P-7' }, { kind: 'e-mail', value: 'p7@example.org' }]
  expect(client.calls.find(([name]) => name === 'start request.preview')![1]).toEqual({ identifiers, law: 'gdpr' })
  expect(wrapper.text()).toMatch(/The same person asked already: rq-7.*erased before.*No row is about this person/s)
  await field('Identifier of the person').setValue('P-8')
  expect(wrapper.text()).toContain('What was typed changed since.')
  await field('Name for the answer').setValue('R. Roe')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect(client.calls.find(([name]) => name === 'request.open')![1]).toEqual({ who: { identifiers: [{ kind: 'exact', value: 'P-8' }, identifiers[1]], answerTo: { name: 'R. Roe', address: '' } }, law: 'gdpr', channel: 'other', askedBy: 'person' })
})
