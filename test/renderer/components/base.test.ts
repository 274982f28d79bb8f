// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { h, nextTick, shallowRef } from 'vue'
import BaseButton from '../../../src-renderer/components/base/BaseButton.vue'
import ConfirmDialog from '../../../src-renderer/components/base/ConfirmDialog.vue'
import DataTable from '../../../src-renderer/components/base/DataTable.vue'
import ErrorState from '../../../src-renderer/components/base/ErrorState.vue'
import FileDrop from '../../../src-renderer/components/base/FileDrop.vue'
import GuaranteeBadge from '../../../src-renderer/components/base/GuaranteeBadge.vue'
import LoadStates from '../../../src-renderer/components/base/LoadStates.vue'
import StageProgress from '../../../src-renderer/components/base/StageProgress.vue'
import TextField from '../../../src-renderer/components/base/TextField.vue'
import VerdictBadge from '../../../src-renderer/components/base/VerdictBadge.vue'
import EngineBanner from '../../../src-renderer/components/frame/EngineBanner.vue'
import type { Loadable } from '../../../src-renderer/stores/loadable.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

test('a button that cannot be used stays reachable, says why, and does nothing', async () => {
  const { wrapper } = await inWindow(BaseButton, { props: { blocked: 'Verify the identity first' }, slots: { default: () => 'Approve' } })
  const button = wrapper.get('button')
  expect(button.attributes()).toMatchObject({ 'aria-disabled': 'true' })
  expect(button.attributes('disabled')).toBeUndefined()
  expect(document.querySelector(`[id="${button.attributes('aria-describedby')}"]`)?.textContent).toBe('Verify the identity first')
  await button.trigger('click')
  expect(wrapper.emitted('press')).toBeUndefined()
})

test('a busy button is pressed once', async () => {
  const { wrapper } = await inWindow(BaseButton, { slots: { default: () => 'Check' } })
  await wrapper.get('button').trigger('click')
  await wrapper.setProps({ busy: true })
  await wrapper.get('button').trigger('click')
  expect(wrapper.emitted('press')).toHaveLength(1)
  expect(wrapper.get('button').attributes('aria-busy')).toBe('true')
})

test('a field in error is marked as such and the error takes the place of the hint', async () => {
  const { wrapper } = await inWindow(TextField, { props: { modelValue: '', label: 'Seed', hint: 'A whole number' } })
  const input = wrapper.get('input')
  const note = () => document.querySelector(`[id="${input.attributes('aria-describedby')}"]`)?.textContent
  expect([wrapper.get('label').attributes('for'), note(), input.attributes('aria-invalid')]).toEqual([input.attributes('id'), 'A whole number', undefined])
  await wrapper.setProps({ error: 'Enter a whole number.' })
  expect([note(), input.attributes('aria-invalid')]).toEqual(['Enter a whole number.', 'true'])
})

test('what cannot be undone is done only after its words were typed', async () => {
  const { wrapper } = await inWindow(ConfirmDialog, { props: { open: true, title: 'Erase 14 rows?', description: 'They are gone.', phrase: 'erase 14', keep: 'Keep everything', action: 'Erase' } })
  await nextTick()
  const dialog = document.querySelector('[role="alertdialog"]')!
  const erase = [...dialog.querySelectorAll('button')].find(button => button.textContent?.trim() === 'Erase')!
  const input = dialog.querySelector('input')!
  expect(document.activeElement).toBe(input)
  erase.click()
  input.value = 'erase 41'
  input.dispatchEvent(new Event('input'))
  await nextTick()
  erase.click()
  expect(wrapper.emitted('confirm')).toBeUndefined()
  input.value = ' Erase 14 '
  input.dispatchEvent(new Event('input'))
  await nextTick()
  erase.click()
  expect(wrapper.emitted('confirm')).toHaveLength(1)
})

interface Row { readonly id: string; readonly name: string; readonly size: number | null }
const rows: readonly Row[] = [{ id: 'a', name: '<img src=x onerror=alert(1)>', size: 10 }, { id: 'b', name: 'beta', size: null }, { id: 'c', name: 'alpha', size: 2 }]
const columns = [{ key: 'name', label: 'Name', sort: (row: Row) => row.name, text: (row: Row) => row.name }, { key: 'size', label: 'Size', align: 'num', sort: (row: Row) => row.size, text: (row: Row) => String(row.size) }]

test('a table is ordered by its heads, and what is missing stands last either way', async () => {
  const { wrapper } = await inWindow(DataTable, { props: { columns, rows, rowKey: (row: Row) => row.id, caption: 'Things' } })
  const sizes = () => wrapper.findAll('tbody tr').map(row => row.findAll('td')[1]!.text())
  const head = wrapper.findAll('th')[1]!
  expect([sizes(), head.attributes('aria-sort')]).toEqual([['10', 'null', '2'], undefined])
  await head.get('button').trigger('click')
  expect([sizes(), head.attributes('aria-sort')]).toEqual([['2', '10', 'null'], 'ascending'])
  await head.get('button').trigger('click')
  expect([sizes(), head.attributes('aria-sort')]).toEqual([['10', '2', 'null'], 'descending'])
})

const upTo = (count: number) => Array.from({ length: count }, (_, k) => k)

test('of a long table the beginning is drawn, more on request, and all of it is ordered', async () => {
  const many = Array.from({ length: 300 }, (_, k): Row => ({ id: String(k), name: `row ${k}`, size: (k * 7) % 300 }))
  const { wrapper } = await inWindow(DataTable, { props: { columns, rows: many, rowKey: (row: Row) => row.id, caption: 'Things', first: { key: 'size' } }, slots: { 'cell-name': ({ row }: { row: Row }) => h('a', { href: '#' }, row.name) } })
  const sizes = () => wrapper.findAll('tbody tr').map(row => Number(row.findAll('td')[1]!.text()))
  expect([sizes(), wrapper.get('table').attributes('aria-rowcount'), wrapper.get('.table-more').text()]).toEqual([upTo(50), '301', '50 of 300 shownShow 200 more'])
  await wrapper.get('.table-more button').trigger('click')
  expect(sizes()).toEqual(upTo(250))
  expect(document.activeElement).toBe(wrapper.findAll('tbody a')[50]!.element)
  await wrapper.get('.table-more button').trigger('click')
  expect([sizes(), wrapper.get('table').attributes('aria-rowcount'), wrapper.find('.table-more').exists()]).toEqual([upTo(300), undefined, false])
  wrapper.unmount()
})

test('a thing called like markup is text', async () => {
  const { wrapper } = await inWindow(DataTable, { props: { columns, rows, rowKey: (row: Row) => row.id, caption: 'Things' } })
  expect(wrapper.text()).toContain('<img src=x onerror=alert(1)>')
  expect(wrapper.find('img').exists()).toBe(false)
})

const held = (content: readonly string[] | undefined, error?: { code: 'engine/gone'; details: Record<string, never> }): Loadable<readonly string[]> & { loads: number } => {
  const one = { content: shallowRef(content), error: shallowRef(error), updating: shallowRef(false), loads: 0, load: async () => void (one.loads += 1), refresh: async () => {} }
  return one
}

test('a list shows each of its four states', async () => {
  vi.useFakeTimers()
  const slots = { default: () => 'filled', empty: () => 'nothing yet' }
  const state = async (source: Loadable<readonly string[]>) => (await inWindow(LoadStates, { props: { source, failed: 'It could not be read.', isEmpty: (list: readonly string[]) => list.length === 0 }, slots })).wrapper
  const loading = await state(held(undefined))
  expect(loading.find('[role=status]').exists()).toBe(false)
  vi.advanceTimersByTime(300)
  await nextTick()
  expect(loading.get('[role=status]').text()).toContain('Loading')
  expect((await state(held([]))).text()).toBe('nothing yet')
  expect((await state(held(['a']))).text()).toBe('filled')
  const source = held(undefined, { code: 'engine/gone', details: {} })
  const failed = await state(source)
  expect(failed.get('[role=alert]').text()).toContain('It could not be read. The engine that keeps the workspace ended')
  await failed.get('button').trigger('click')
  expect(source.loads).toBe(1)
})

test('what was read before stays in view beside the error of reading it again', async () => {
  const { wrapper } = await inWindow(LoadStates, { props: { source: held(['a'], { code: 'engine/gone', details: {} }), failed: 'It could not be read.' }, slots: { default: () => 'filled' } })
  expect(wrapper.text()).toContain('filled')
  expect(wrapper.find('[role=alert]').exists()).toBe(true)
})

test('an error is told in words with its code in the details', async () => {
  const { wrapper } = await inWindow(ErrorState, { props: { error: { code: 'train/no-convergence', details: {} }, what: 'No model was trained.' } })
  expect(wrapper.text()).toMatch(/^No model was trained\. Training did not reach the optimum.*Raise lambda\./)
  expect(wrapper.get('details code').text()).toBe('train/no-convergence')
})

const stages = ['read', 'optimise', 'measure'].map(key => ({ key, label: key }))

test('progress is a number where it is known, and no number where it is not', async () => {
  const { wrapper } = await inWindow(StageProgress, { props: { title: 'Training', status: 'about 3 s left', stages, at: 1, share: 0.5 } })
  expect(wrapper.get('[role=progressbar]').attributes()).toMatchObject({ 'aria-label': 'Training', 'aria-valuenow': '50', 'aria-valuetext': 'optimise about 3 s left' })
  await wrapper.setProps({ share: null })
  expect(wrapper.get('[role=progressbar]').attributes('aria-valuenow')).toBeUndefined()
})

async function text(component: typeof VerdictBadge | typeof GuaranteeBadge, props: Record<string, unknown>): Promise<string[]> {
  const { wrapper } = await inWindow(component, { props })
  return [wrapper.text(), wrapper.classes().join(' ')]
}

test('a promise, a kept promise and a broken one are told apart by word and border', async () => {
  expect(await text(GuaranteeBadge, { guarantee: 'same-bits' })).toEqual(['Same bits', 'badge'])
  expect(await text(GuaranteeBadge, { guarantee: 'none' })).toEqual(['Approximate, no guarantee', 'badge badge--approx'])
  expect(await text(VerdictBadge, { same: true, guarantee: 'same-bits' })).toEqual(['Same bits', 'badge badge--same'])
  expect(await text(VerdictBadge, { same: false, guarantee: 'same-bits' })).toEqual(['Different bits', 'badge badge--failed'])
  expect(await text(VerdictBadge, { same: false, guarantee: 'none' })).toEqual(['Different bits', 'badge'])
  expect(await text(VerdictBadge, { same: null, guarantee: 'same-bits' })).toEqual(['Not compared yet', 'badge'])
})

test('one dropped file is taken, several are not', async () => {
  const { wrapper } = await inWindow(FileDrop, { props: { title: 'Drop', action: 'Choose', note: 'CSV' } })
  const drop = async (files: File[]) => { await wrapper.get('.drop').trigger('drop', { dataTransfer: { files } }) }
  await drop([new File(['a'], 'a.csv'), new File(['b'], 'b.csv')])
  expect([wrapper.emitted('dropped'), wrapper.get('[role=alert]').text()]).toEqual([undefined, 'Drop one file at a time.'])
  await drop([new File(['a'], 'a.csv')])
  expect(wrapper.emitted('dropped')).toHaveLength(1)
})

test('the banner says that the engine is being started again, and that it has stopped', async () => {
  const { wrapper } = await inWindow(EngineBanner, { props: { state: 'ready' } })
  expect(wrapper.find('[role=alert]').exists()).toBe(false)
  await wrapper.setProps({ state: 'restarting' })
  expect(wrapper.get('[role=alert]').text()).toContain('being started again')
  await wrapper.setProps({ state: 'stopped' })
  expect(wrapper.get('[role=alert]').text()).toContain('start it again')
})

test('no part puts a style sheet into the page', () => {
  expect(document.querySelectorAll('style')).toHaveLength(0)
})
