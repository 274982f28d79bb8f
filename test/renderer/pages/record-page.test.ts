// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { OwnRecordCheck, RecordPreview } from '../../../src-main/contract/record.ts'
import RecordPage from '../../../src-renderer/pages/RecordPage.vue'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const [key, other] = ['a'.repeat(64), 'b'.repeat(64)] as const
const preview: RecordPreview = {
  requestId: 'rq-1', key, hasModels: true, exports: 0, lastExportedAt: null,
  pages: {
    title: 'Record of an erasure, rq-1', running: { left: 'Clinic Nord', right: 'rq-1', foot: 'Statement a1b2…c3d4' },
    blocks: [
      { kind: 'heading', level: 1, text: 'Record of an erasure' }, { kind: 'paragraph', text: 'On 25 November 2026, 1 row was erased.' },
      { kind: 'facts', summary: 'What was asked', rows: [{ name: 'Request', value: 'rq-1' }, { name: 'Commitment before', value: 'aaaaaaaa bbbbbbbb', digest: true }] },
      { kind: 'table', summary: 'Rows matched, erased and kept', head: ['Dataset', 'Erased'], rows: [['ds-1', '1,024']] },
      { kind: 'list', items: ['backups'] },
      { kind: 'chart', chart: { title: 'Time to compute, m-1', note: 'Shorter is faster.', alt: 'Bar chart: unlearned 1 ms, retrained 2 ms.', most: 2, bars: [{ series: 'unlearned', name: 'Unlearned', value: 1, text: '1.00 ms' }, { series: 'retrained', name: 'Retrained', value: 2, text: '2.00 ms' }] } },
    ],
  },
}
const checked: OwnRecordCheck = { requestId: 'rq-1', key, sha256: other, sizeBytes: 216_000, report: { intact: true, ok: true, signedBy: key, problems: [] } }
const token = `file-${'0'.repeat(32)}`
const files = { pickToRead: async () => ({ token, name: 'second.pem' }), handOver: async () => ({ token, name: 'x' }), pickToWrite: async () => null }
const button = (text: string) => [...document.querySelectorAll<HTMLButtonElement>('button')].find(one => one.textContent?.trim() === text)!

test('every block of the record is on its page: headings in their order, facts, tables and bars with the table behind them', async () => {
  const { wrapper } = await inWindow(RecordPage, { client: fakeClient({ 'record.preview': () => preview, 'record.check-own': () => checked }), props: { requestId: 'rq-1' } })
  await flushPromises()
  const paper = wrapper.get('.paper')
  expect(paper.attributes('data-theme')).toBe('light')
  expect(paper.get('h2').text()).toBe('Record of an erasure')
  expect(paper.findAll('dt').map(one => one.text())).toEqual(['Request', 'Commitment before'])
  expect(paper.get('.paper-table').attributes('aria-label')).toBe('Rows matched, erased and kept')
  expect(paper.findAll('.paper-table th').map(one => [one.text(), one.classes()])).toEqual([['Dataset', []], ['Erased', ['num']]])
  expect(paper.get('[role=img]').attributes('aria-label')).toBe('Bar chart: unlearned 1 ms, retrained 2 ms.')
  expect(paper.findAll('.record-bar i').map(bar => bar.attributes('style'))).toEqual(['width: 41%;', 'width: 82%;'])
  expect(paper.get('.as-table table').text()).toContain('2.00 ms')
  expect(wrapper.text()).toContain('not exported yet')
  expect(wrapper.text()).toContain('9 of 9 checks passed')
})

test('what the record says is there before it is checked, and a check that fails is told in its place', async () => {
  const { promise: never, reject: fail } = Promise.withResolvers<never>()
  const client = fakeClient({ 'record.preview': () => preview, 'record.check-own': () => never })
  const { wrapper } = await inWindow(RecordPage, { client, props: { requestId: 'rq-1' } })
  await flushPromises()
  expect(wrapper.get('.paper h2').text()).toBe('Record of an erasure')
  expect(wrapper.text()).toContain('Result for this record')
  expect(wrapper.text()).not.toContain('checks passed')
  fail(refusal({ code: 'ledger/inconsistent', details: { seq: 7 } }))
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toContain('The record could not be checked.')
  expect(wrapper.get('.paper h2').text()).toBe('Record of an erasure')
})

test('a record that there is none of says why, and offers to try again', async () => {
  const client = fakeClient({ 'record.preview': () => { throw refusal({ code: 'record/not-exportable', details: { request: 'rq-1', state: 'approved' } }) } })
  const { wrapper } = await inWindow(RecordPage, { client, props: { requestId: 'rq-1' } })
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toContain('The record cannot be shown.')
  expect(wrapper.text()).not.toContain('Export…')
})

test('a second person signs with a key that is picked, and a refusal keeps what was typed', async () => {
  const client = fakeClient({ 'record.preview': () => preview, 'record.check-own': () => checked, 'record.countersign': () => { throw refusal({ code: 'key/needs-passphrase', details: { file: 'second.pem' } }) } })
  await inWindow(RecordPage, { client, files, props: { requestId: 'rq-1' } })
  await flushPromises()
  button('Counter-sign…').click()
  await flushPromises()
  button('Counter-sign').click()
  await flushPromises()
  expect(client.calls.map(([name]) => name)).not.toContain('record.countersign')
  button('Choose a key…').click()
  await flushPromises()
  const dialog = document.querySelector('[role=dialog]')!
  expect(dialog.textContent).toContain('second.pem')
  const submit = async () => {
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
  }
  await submit()
  expect(dialog.querySelector('.note--failed')!.textContent).toContain('The record was not counter-signed.')
  const field = dialog.querySelector('input')!
  field.value = 'four words at random'
  field.dispatchEvent(new Event('input', { bubbles: true }))
  client.answer({ 'record.countersign': () => ({ requestId: 'rq-1', key: other }), 'record.preview': () => ({ ...preview, counterSignedBy: other }) })
  await submit()
  expect(client.calls.filter(([name]) => name === 'record.countersign').map(([, input]) => input)).toEqual([{ requestId: 'rq-1', key: token }, { requestId: 'rq-1', key: token, passphrase: 'four words at random' }])
  expect(document.querySelector('[role=dialog]')).toBeNull()
  client.tell('workspace.changed', { parts: ['records'] })
  await flushPromises()
  expect(document.body.textContent).toContain('Counter-signed by')
  expect(button('Counter-sign…')).toBeUndefined()
})
