// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { LedgerProof } from '../../../src-main/contract/ledger.ts'
import EntryProof from '../../../src-renderer/components/ledger/EntryProof.vue'
import LedgerCheckResult from '../../../src-renderer/components/ledger/LedgerCheckResult.vue'
import LedgerPage from '../../../src-renderer/pages/LedgerPage.vue'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const [leaf, left, right, root, key] = ['a', 'b', 'c', 'd', 'e'].map(digit => digit.repeat(64)) as [string, string, string, string, string]
const proofOf = (seq: number, size: number): LedgerProof => ({
  seq, entry: `{"seq":${seq}}`, leafHash: leaf, origin: 'lethe-ledger/ws-1', size, root, checkpoint: `lethe-ledger/ws-1\n${size}\n`, key,
  path: size === 1 ? [] : [{ side: 'left', hash: left }, { side: 'right', hash: right }], earlier: null,
})

test('the proof of an entry is a table from the leaf up to the root, with how to check it by hand', async () => {
  const client = fakeClient({ 'ledger.proof': ({ seq }) => proofOf(seq, 7) })
  const { wrapper } = await inWindow(EntryProof, { client, props: { seq: 4, entries: 7 } })
  await flushPromises()
  expect(client.calls).toEqual([['ledger.proof', { seq: 4 }]])
  expect(wrapper.text()).toContain('Entry 4 is under the signed checkpoint over all 7 entries')
  expect(wrapper.findAll('dd .digest').map(one => one.attributes('title'))).toEqual([leaf, root, key])
  expect(wrapper.get('caption').text()).toBe('The way from entry 4 up to the root')
  expect(wrapper.findAll('tbody tr').map(row => [...row.findAll('td').slice(0, 2).map(cell => cell.text()), row.get('.digest').attributes('title')])).toEqual([['1', 'left', left], ['2', 'right', right]])
  expect(wrapper.findAll('ol pre').map(one => one.text())).toEqual([String.raw`jq -j .entry proof.json | (printf '\0'; cat) | sha256sum`, `printf '01%s%s' LEFT RIGHT | xxd -r -p | sha256sum`, 'lethe-ledger/ws-1\n7'])
  const labels = wrapper.findAll('.copy button').map(button => button.attributes('aria-label'))
  expect(labels).toEqual(['Copy the proof of entry 4', 'Copy this hash', 'Copy this hash', 'Copy this hash', 'Copy the hash of step 1', 'Copy the hash of step 2'])
})

test('another entry, and a ledger that has grown, have another proof; an entry alone has no steps', async () => {
  const client = fakeClient({ 'ledger.proof': ({ seq }) => proofOf(seq, seq) })
  const { wrapper } = await inWindow(EntryProof, { client, props: { seq: 1, entries: 1 } })
  await flushPromises()
  expect(wrapper.text()).toContain('over the one entry there is')
  expect(wrapper.find('table').exists()).toBe(false)
  await wrapper.setProps({ seq: 2, entries: 2 })
  expect(wrapper.text()).not.toContain('Entry 1')
  await flushPromises()
  await wrapper.setProps({ entries: 3 })
  await flushPromises()
  expect(client.calls.map(([, input]) => input)).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 2 }])
  expect(wrapper.findAll('tbody tr')).toHaveLength(2)
})

test('a ledger that does not fit its checkpoint says so instead of a proof', async () => {
  const client = fakeClient({ 'ledger.proof': () => { throw refusal({ code: 'ledger/inconsistent', details: { seq: 3 } }) } })
  const { wrapper } = await inWindow(EntryProof, { client, props: { seq: 3, entries: 7 } })
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toContain('This entry could not be proven.')
})

const token = `file-${'0'.repeat(32)}`

test('the checkpoint is exported with the proof of the entry, or alone', async () => {
  const done: string[] = []
  const files = { pickToRead: async () => null, handOver: async () => ({ token, name: 'x' }), pickToWrite: async (name: string) => ({ token, name, done: async () => void done.push(name) }) }
  const client = fakeClient({ 'ledger.proof': ({ seq }) => proofOf(seq, 7), 'ledger.export': ({ entries }) => ({ file: 'x', sizeBytes: 1, sha256: leaf, entries: entries.length, size: 7, root, key }) })
  const { wrapper } = await inWindow(EntryProof, { client, files, props: { seq: 4, entries: 7 } })
  await flushPromises()
  const exportButton = wrapper.findAll('button').find(button => button.text() === 'Export checkpoint…')!
  await exportButton.trigger('click')
  await flushPromises()
  expect(wrapper.get('.note--same').text()).toContain('The checkpoint over 7 entries was written to lethe-checkpoint.json.')
  await wrapper.get('input[type=checkbox]').setValue(false)
  await exportButton.trigger('click')
  await flushPromises()
  expect(client.calls.filter(([name]) => name === 'ledger.export').map(([, input]) => input)).toEqual([{ file: token, entries: [4] }, { file: token, entries: [] }])
  expect(done).toEqual(['lethe-checkpoint.json', 'lethe-checkpoint.json'])
  client.answer({ 'ledger.export': () => { throw refusal({ code: 'record/cannot-write', details: { file: 'x' } }) } })
  await exportButton.trigger('click')
  await flushPromises()
  expect(wrapper.find('.note--same').exists()).toBe(false)
  expect(wrapper.get('.note--failed').text()).toContain('The checkpoint was not exported.')
})

test('the page proves the entry that is chosen', async () => {
  const entries = [3, 2, 1].map(seq => ({ seq, at: '2026-11-25T10:00:00.000Z', actor: 'p-1', kind: 'record-exported', request: 'rq-1' }))
  const client = fakeClient({
    'ledger.list': () => ({ total: 3, entries }), 'ledger.proof': ({ seq }) => proofOf(seq, 3),
    'workspace.overview': () => ({ workspaceId: 'ws-1', version: '0.1.0', datasets: 0, models: 0, requests: { open: 0, overdue: 0, dueSoon: 0, completed: 0, answersOwed: 0, next: [] }, pendingModels: [], records: [], copiesToReplace: 0, noticesOpen: 0, recovered: [], ledger: { entries: 3, root, key, protection: 'not-protected' } }),
  })
  const { wrapper } = await inWindow(LedgerPage, { client, path: '/ledger' })
  await flushPromises()
  expect(wrapper.text()).not.toContain('How to check it by hand')
  await wrapper.findAll('tbody button.link').find(button => button.text() === '2')!.trigger('click')
  await flushPromises()
  expect(client.calls.at(-1)).toEqual(['ledger.proof', { seq: 2 }])
  expect(wrapper.text()).toContain('Entry 2 is under the signed checkpoint over all 3 entries')
})

const note = (code: 'key-rotated' | 'key-lost') => ({ seq: 5, code, message: `Another key counts from here on. It is ${root}.` })

test('a ledger that is intact still says where another key began to count, and warns where one was lost', async () => {
  const report = { ok: true, entries: 9, checkpoints: 9, signaturesVerified: 9, root, problems: [] }
  const notesOf = async (...notes: ReturnType<typeof note>[]) => (await inWindow(LedgerCheckResult, { props: { check: { at: new Date(), report: { ...report, notes } }, against: undefined } })).wrapper
  expect((await notesOf()).findAll('.note')).toHaveLength(1)
  const rotated = (await notesOf(note('key-rotated'))).findAll('.note')[1]!
  expect([rotated.classes('note--warn'), rotated.get('a').attributes('href'), rotated.text()]).toEqual([false, '/ledger?entry=5', expect.stringContaining('Another key counts from here on.')])
  // A fingerprint in a sentence is shown by its ends: whole it would be wider than a phone.
  expect([rotated.get('li .digest').text(), rotated.get('li .digest').attributes('title'), rotated.text().includes(root)]).toEqual([`${root.slice(0, 4)}…${root.slice(-4)}`, root, false])
  expect((await notesOf(note('key-rotated'), note('key-lost'))).findAll('.note')[1]!.classes('note--warn')).toBe(true)
})
