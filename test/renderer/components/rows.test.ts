// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { h } from 'vue'
import type { Column, DatasetSummary } from '../../../src-main/contract/dataset.ts'
import CellDialog from '../../../src-renderer/components/dataset/CellDialog.vue'
import RowGrid from '../../../src-renderer/components/dataset/RowGrid.vue'
import RowGridHead from '../../../src-renderer/components/dataset/RowGridHead.vue'
import RowGridRow from '../../../src-renderer/components/dataset/RowGridRow.vue'
import RowsTab from '../../../src-renderer/components/dataset/RowsTab.vue'
import ToastStack from '../../../src-renderer/components/frame/ToastStack.vue'
import { useUndoKey } from '../../../src-renderer/components/frame/use-undo-key.ts'
import { useMarksStore } from '../../../src-renderer/stores/marks-store.ts'
import { useToastsStore } from '../../../src-renderer/stores/toasts-store.ts'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const hostile = '<img src=x onerror=alert(1)>\u202Egnp'
const columns: readonly Column[] = [{ name: 'age', type: 'integer', role: 'feature' }, { name: hostile, type: 'text', role: 'feature' }]
const shown = columns.map((column, index) => ({ index, start: index * 150, size: 150, column }))
const row = { row: 7, cells: [41, 'שלום\n<b>x</b>'], pending: null, cut: [1] }

test('a value of a row is only ever text in its own direction, and one that is cut short says so', async () => {
  const { wrapper } = await inWindow(RowGridRow, { props: { id: 'r', position: 6, row, columns: shown, top: 0, height: 28, marked: false, active: true, activeColumn: 1, markLabel: 'Mark row 7' } })
  expect(wrapper.findAll('bdi').map(cell => cell.text())).toEqual(['41', 'שלום ↵ <b>x</b>'])
  expect(wrapper.find('b').exists()).toBe(false)
  expect(wrapper.get('.is-active-cell').attributes('id')).toBe('r-1')
  expect(wrapper.findAll('.grid-cut').map(cut => cut.text())).toEqual(['…cut short, Enter opens the whole value'])
  await wrapper.get('.grid-cut').trigger('click')
  await wrapper.findAll('.grid-cell')[0]!.trigger('dblclick')
  await wrapper.get('.grid-number').trigger('dblclick')
  expect(wrapper.emitted('open')).toEqual([[1], [0]])
  await wrapper.findAll('.grid-cell')[1]!.trigger('click')
  expect(wrapper.emitted('press')!.map(([, column]) => column)).toEqual([1])
})

test('a hostile name of a column is text in the head, with what is hidden in it written out', async () => {
  const { wrapper } = await inWindow(RowGridHead, { props: { columns: shown, width: 300, order: [], chosen: undefined } })
  expect(wrapper.find('img').exists()).toBe(false)
  expect(wrapper.findAll('bdi')[1]!.text()).toBe('<img src=x onerror=alert(1)>[U+202E]gnp')
  expect(wrapper.findAll('.grid-profile')[1]!.attributes('aria-label')).toBe('Profile of <img src=x onerror=alert(1)>[U+202E]gnp')
})

test('a value is reached and opened by keyboard', async () => {
  const { wrapper } = await inWindow(RowGrid, { props: { columns, total: 10, rowAt: (position: number) => ({ ...row, row: position + 1 }), marks: new Set(), order: [], dense: true, chosenColumn: undefined, label: 'Rows' } })
  const grid = wrapper.get('[role=grid]')
  const press = (key: string) => grid.trigger('keydown', { key })
  await press('Enter')
  for (const key of ['ArrowDown', 'ArrowRight', 'Enter', 'ArrowRight', 'ArrowRight', 'Enter', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'Enter']) await press(key)
  // The row as a whole opens what of it is cut short.
  expect(wrapper.emitted('open')).toEqual([[1, 1], [2, 0], [2, 1], [2, 1]])
})

const dialog = () => document.querySelector<HTMLElement>('[role=dialog]')!

test('a whole value is shown as it is, ten thousand characters of it, and can be read again where it could not be', async () => {
  const whole = `${'👩‍🚀'.repeat(2500)}\u202Eשלום`
  let fails = true
  const client = fakeClient({ 'dataset.cell': () => { if (fails) throw refusal({ code: 'engine/gone', details: {} }); return whole } })
  const { wrapper } = await inWindow(CellDialog, { client, props: { datasetId: 'ds-1', of: { row: 7, column: hostile } } })
  await flushPromises()
  expect(dialog().querySelector('h2')!.textContent).toBe('<img src=x onerror=alert(1)>[U+202E]gnp, row 7')
  expect(dialog().textContent).toContain('The value could not be read.')
  fails = false
  dialog().querySelector<HTMLElement>('.note .btn')!.click()
  await flushPromises()
  const value = dialog().querySelector('pre')!
  expect([value.textContent === whole, value.getAttribute('dir'), value.tabIndex]).toEqual([true, 'auto', 0])
  expect(dialog().textContent).toContain(`${(7505).toLocaleString('en')} characters`)
  expect(client.calls).toEqual([['dataset.cell', { dataset: 'ds-1', row: 7, column: hostile }], ['dataset.cell', { dataset: 'ds-1', row: 7, column: hostile }]])
  await wrapper.setProps({ of: undefined })
  await flushPromises()
  expect(dialog()).toBeNull()
})

const dataset: DatasetSummary = { datasetId: 'ds-1', name: 'clinic', importedAt: '2026-11-01T10:00:00Z', rows: 4, rejected: 2, lastRow: 6, labelPositive: null, columns }
const numbers = [1, 3, 4, 6]
const client = () => fakeClient({
  'dataset.page': () => ({ total: 4, rows: numbers.map(number => ({ row: number, cells: [number, 'x'], pending: null })) }), 'dataset.rows': ({ offset, limit }) => numbers.slice(offset, offset + limit),
  'dataset.view': () => ({ viewId: `view-${'0'.repeat(16)}`, rows: 4 }),
})

async function rowsTab(row?: number) {
  const Tab = { setup() {
    useUndoKey()
    return () => h(RowsTab, { dataset, models: 1, row })
  } }
  const { wrapper, client: used } = await inWindow(Tab, { client: client() })
  await flushPromises()
  return { wrapper, used, marks: useMarksStore().of('ds-1').rows, toasts: useToastsStore(), button: (text: string) => wrapper.findAll('button').find(one => one.text() === text || one.attributes('aria-label') === text)! }
}
const undoKey = (target: EventTarget = document.body) => target.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }))

test('clearing the marks can be undone by the keyboard, but not from within a field', async () => {
  const { wrapper, marks, toasts, button } = await rowsTab()
  useMarksStore().of('ds-1').set([1, 4], true)
  await flushPromises()
  await button('Clear marks').trigger('click')
  expect([marks.value.size, toasts.toasts.at(-1)!.text]).toEqual([0, '2 marks cleared'])
  undoKey(wrapper.get('input[type=search]').element)
  expect(marks.value.size).toBe(0)
  undoKey()
  expect([[...marks.value], toasts.toasts.map(({ text }) => text)]).toEqual([[1, 4], ['Undone']])
})

test('marking all can be undone, and what was marked before stays marked', async () => {
  const { marks, toasts, button } = await rowsTab()
  useMarksStore().of('ds-1').set([3], true)
  await button('Mark all').trigger('click')
  await flushPromises()
  ;[...document.querySelectorAll<HTMLElement>('[role=dialog] .btn')].find(one => one.textContent === 'Mark all')!.click()
  await flushPromises()
  expect([marks.value.size, toasts.toasts.at(-1)!.text]).toEqual([4, '3 more rows marked'])
  toasts.toasts.at(-1)!.undo!()
  expect([...marks.value]).toEqual([3])
})

test('a filter taken off comes back, as long as these rows are shown', async () => {
  const { wrapper, used, toasts, button } = await rowsTab()
  await wrapper.get('input[type=search]').setValue('p-7')
  await wrapper.get('form[role=search]').trigger('submit')
  await flushPromises()
  await button('Remove filter: any column has p-7').trigger('click')
  await flushPromises()
  expect([wrapper.find('.chip').exists(), toasts.toasts.at(-1)!.text]).toEqual([false, 'Filter taken off: any column has p-7'])
  undoKey()
  await flushPromises()
  expect([wrapper.get('.chip').text(), used.calls.filter(([name]) => name === 'dataset.view').length]).toEqual(['any column has p-7', 2])
  await button('Remove filter: any column has p-7').trigger('click')
  wrapper.unmount()
  expect(toasts.toasts.map(({ text }) => text)).toEqual(['Undone'])
})

test('a row is begun at by its number, wherever it stands; one that is gone is said to be', async () => {
  const there = await rowsTab(4)
  expect(there.wrapper.get('[role=grid]').attributes('aria-activedescendant')).toMatch(/-row-2$/)
  document.body.innerHTML = ''
  const gone = await rowsTab(5)
  expect(gone.wrapper.get('[role=alert]').text()).toBe('Row 5 is not in this dataset: it was erased, or its record was not read.')
})

test('a toast that can be undone has a button for it, and is said politely', async () => {
  let undone = 0
  const { wrapper } = await inWindow(ToastStack, { props: { toasts: [{ id: 1, tone: 'plain', text: '2 marks cleared', undo: () => { undone += 1 } }] } })
  await flushPromises()
  const action = wrapper.findAll('.toast button').find(one => one.text() === 'Undo')!
  await action.trigger('click')
  expect(undone).toBe(1)
  expect([...document.querySelectorAll('[aria-live]')].map(one => one.getAttribute('aria-live'))).not.toContain('assertive')
})
