// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { ExportedCopy, ExportedModel } from '../../../src-main/contract/model.ts'
import type { FilePicker } from '../../../src-renderer/client/file-picker.ts'
import ExportedCopies from '../../../src-renderer/components/model/ExportedCopies.vue'
import ExportModel from '../../../src-renderer/components/model/ExportModel.vue'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

const copy = (parts: Partial<ExportedCopy> = {}): ExportedCopy => ({
  exportId: 'cp-1', modelId: 'm-1', version: 1, exportedAt: '2026-11-20T10:00:00.000Z', sizeBytes: 5000, recipient: 'Clinic Nord', smallBatch: false,
  state: 'present', supersededAt: null, replacedAt: null, modelExists: true, ...parts,
})
const owed = copy({ exportId: 'cp-2', state: 'to-be-replaced', supersededAt: '2026-11-24T10:00:00.000Z', recipient: '' })
const exported: ExportedModel = { exportId: 'cp-9', modelId: 'm-1', version: 2, file: 'x.onnx', sizeBytes: 5000, sha256: 'ab'.repeat(32), warning: null }
const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]')!
const button = (text: string) => [...document.querySelectorAll('button')].find(one => one.textContent?.trim() === text)!

test('a model lists its own copies, each with how it stands, and asks only where something is to be done', async () => {
  const client = fakeClient({ 'export.list': () => [copy(), owed, copy({ exportId: 'cp-3', state: 'replaced', replacedAt: '2026-11-24T12:00:00.000Z', smallBatch: true }), copy({ exportId: 'cp-4', modelId: 'm-2' })] })
  const { wrapper } = await inWindow(ExportedCopies, { props: { modelId: 'm-1' }, client })
  await flushPromises()
  const rows = wrapper.findAll('tbody tr').map(row => row.text())
  expect(rows).toHaveLength(3)
  expect(rows[1]).toContain('As the model is')
  expect(rows[0]).toMatch(/not stated.*To be replaced.*since Tue 24 Nov 2026.*Confirm replaced…/)
  expect(rows[2]).toMatch(/few people tell it from an earlier copy.*Replaced Tue 24 Nov 2026/)
  expect(wrapper.findAll('tbody button')).toHaveLength(1)
  wrapper.unmount()
})

test('copies of all models stand together, and of none nothing is said', async () => {
  const client = fakeClient({ 'export.list': () => [copy(), copy({ exportId: 'cp-4', modelId: 'm-gone', state: 'to-be-replaced', modelExists: false, supersededAt: '2026-11-24T10:00:00.000Z' })] })
  const { wrapper } = await inWindow(ExportedCopies, { client })
  await flushPromises()
  expect(wrapper.findAll('tbody a').map(link => link.text())).toEqual(['m-1'])
  expect(wrapper.findAll('tbody tr')[0]!.text()).toContain('cp-4')
  expect(wrapper.text()).toContain('To be destroyed')
  client.answer({ 'export.list': () => [] })
  client.tell('workspace.changed', { parts: ['models'] })
  await flushPromises()
  expect(wrapper.find('section').exists()).toBe(false)
  wrapper.unmount()
})

test('a copy is confirmed as replaced with its day; one that cannot be is said at the field, a refusal in the dialog', async () => {
  const client = fakeClient({ 'export.list': () => [owed], 'model.export-replaced': () => { throw refusal({ code: 'export/replaced-too-early', details: { export: 'cp-2', supersededAt: owed.supersededAt! } }) } })
  const { wrapper } = await inWindow(ExportedCopies, { props: { modelId: 'm-1' }, client })
  await flushPromises()
  await wrapper.get('tbody button').trigger('click')
  await flushPromises()
  expect(dialog().textContent).toContain('Was cp-2 replaced?')
  const field = dialog().querySelector('input')!
  const type = async (text: string) => {
    field.value = text
    field.dispatchEvent(new Event('input'))
    dialog().querySelector('form')!.dispatchEvent(new Event('submit'))
    await flushPromises()
  }
  await type('1 Jan 2999')
  expect(client.calls.map(([name]) => name)).not.toContain('model.export-replaced')
  await type('20 Nov 2025')
  expect(dialog().textContent).toContain('Nothing was confirmed.')
  expect(client.calls.at(-1)).toEqual(['model.export-replaced', { exportId: 'cp-2', at: new Date('2025-11-20T23:59:59.999').toISOString() }])
  client.answer({ 'model.export-replaced': () => ({ ...owed, state: 'replaced' as const, replacedAt: '2026-11-25T10:00:00.000Z' }) })
  await type('20 Nov 2025')
  expect(document.querySelector('[role="dialog"]')).toBeNull()
  wrapper.unmount()
})

test('a model is exported only once a small batch is accepted, to the place that was asked for once', async () => {
  let asked = 0
  let saved = 0
  const files: FilePicker = { pickToRead: async () => null, handOver: async () => { throw new Error('none') }, pickToWrite: async name => ({ token: `file-${'a'.repeat(32)}` as never, name: `${(asked += 1)}-${name}`, done: async () => { saved += 1 } }) } as FilePicker
  const client = fakeClient({ 'model.export': input => {
    if (input.acceptSmallBatch !== true) throw refusal({ code: 'model/small-batch', details: { model: 'm-1', people: 3, least: 10 } })
    return exported
  } })
  const { wrapper } = await inWindow(ExportModel, { props: { modelId: 'm-1', version: 2 }, client, files })
  await wrapper.get('button').trigger('click')
  await flushPromises()
  expect(dialog().textContent).toContain('cannot be called back')
  const submit = async () => {
    dialog().querySelector('form')!.dispatchEvent(new Event('submit'))
    await flushPromises()
  }
  await submit()
  expect(dialog().textContent).toContain('Only 3 people were erased since a copy left.')
  expect([asked, saved]).toEqual([1, 0])
  await submit()
  expect(client.calls).toHaveLength(1)
  expect(button('Export as ONNX…').getAttribute('aria-disabled')).toBe('true')
  dialog().querySelector<HTMLInputElement>('input[type="checkbox"]')!.click()
  await flushPromises()
  await submit()
  expect(client.calls.at(-1)).toEqual(['model.export', { modelId: 'm-1', version: 2, file: `file-${'a'.repeat(32)}`, recipient: '', acceptSmallBatch: true }])
  expect([asked, saved]).toEqual([1, 1])
  expect(dialog().textContent).toContain('1-lethe-m-1.onnx is written')
  expect(dialog().textContent).toContain('registered as cp-9')
  wrapper.unmount()
})

test('what was not exported says why, and nothing is asked where no place was chosen', async () => {
  let chosen = false
  const files = { pickToRead: async () => null, handOver: async () => { throw new Error('none') }, pickToWrite: async () => (chosen ? { token: 'file-x', name: 'x.onnx', done: async () => {} } : null) } as unknown as FilePicker
  const client = fakeClient({ 'model.export': () => { throw refusal({ code: 'export/disk-full', details: { file: 'x.onnx' } }) } })
  const { wrapper } = await inWindow(ExportModel, { props: { modelId: 'm-1', version: 2 }, client, files })
  await wrapper.get('button').trigger('click')
  await flushPromises()
  const submit = async () => {
    dialog().querySelector('form')!.dispatchEvent(new Event('submit'))
    await flushPromises()
  }
  await submit()
  expect(client.calls).toEqual([])
  chosen = true
  await submit()
  expect(dialog().querySelector('[role="alert"]')!.textContent).toContain('The model was not exported.')
  expect(dialog().textContent).toContain('The disk is full')
  wrapper.unmount()
})
