// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import type { Column } from '../../../src-main/contract/dataset.ts'
import { chosenColumns, doubledRole, importInput, nameFromFile, noChoices } from '../../../src-renderer/components/dataset/import-choices.ts'
import ImportColumns from '../../../src-renderer/components/dataset/ImportColumns.vue'
import { conditionKinds, makeCondition } from '../../../src-renderer/components/dataset/make-condition.ts'
import RowGrid from '../../../src-renderer/components/dataset/RowGrid.vue'
import { offsetShowing, rowsInView, tallScroll } from '../../../src-renderer/components/dataset/tall-scroll.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const found = {
  delimiter: ',', labelPositive: 'yes', rows: 10, rejects: [], sha256: 'a'.repeat(64),
  columns: [
    { name: 'id', type: 'text', role: 'subject', why: 'name', distinct: 10, empty: 0 },
    { name: 'age', type: 'integer', role: 'feature', why: 'rest', distinct: 8, empty: 1 },
    { name: 'late', type: 'text', role: 'label', why: 'two-values', distinct: 2, empty: 0 },
    { name: 'note', type: 'text', role: 'ignored', why: 'many-texts', distinct: 1001, empty: 4 },
  ],
} as const
const token = `file-${'0'.repeat(32)}`

test('before a file was looked at, everything is left to be found', () => {
  expect(JSON.parse(JSON.stringify(importInput(token, 'dry run', true, noChoices, undefined)))).toEqual({ file: token, name: 'dry run', dryRun: true, ignore: [], features: [], text: [] })
})

test('what is imported is what was shown, with what was chosen, and nothing left to be guessed', () => {
  const choices = { ...noChoices, delimiter: ';', roles: { age: 'ignored', note: 'feature' }, asText: ['age'], positive: 'no' } as const
  expect(importInput(token, 'clinic', false, choices, found)).toEqual({
    file: token, name: 'clinic', dryRun: false, delimiter: ';', columnNames: undefined, subject: 'id', label: 'late', positive: 'no', ignore: ['age'], features: ['note'], text: ['age'],
  })
  expect(chosenColumns(found, choices)[1]).toMatchObject({ role: 'ignored', type: 'text' })
})

test('one role is not given to two columns', () => {
  expect(doubledRole(chosenColumns(found, noChoices))).toBeUndefined()
  expect(doubledRole(chosenColumns(found, { ...noChoices, roles: { age: 'label' } }))).toEqual({ role: 'label', columns: ['age', 'late'] })
})

test('names of columns for a file without a header line are as typed', () => {
  expect(importInput(token, 'x', true, { ...noChoices, columnNames: ' id , age,late' }, undefined).columnNames).toEqual(['id', 'age', 'late'])
})

test('a file gives the first name of its dataset', () => {
  expect(['loan_applications_q4.csv', 'Kunden 2026.TSV', 'noending', '.csv'].map(nameFromFile)).toEqual(['loan applications q4', 'Kunden 2026', 'noending', ''])
})

test('the reason of a role is shown, and choosing another says so', async () => {
  const { wrapper } = await inWindow(ImportColumns, { props: { report: found, choices: noChoices } })
  expect(wrapper.text()).toContain('its name is that of an identifier')
  expect(wrapper.text()).toContain('more than 1,000')
  const role = wrapper.findAll('select').find(select => wrapper.get(`label[for="${select.attributes('id')}"]`).text() === 'Role of age')!
  await role.setValue('label')
  const changed = wrapper.emitted('change')!.at(-1)![0] as { roles: Record<string, string> }
  expect(changed.roles).toEqual({ id: 'subject', age: 'label', late: 'label', note: 'ignored' })
  await wrapper.setProps({ choices: { ...noChoices, roles: changed.roles } })
  expect(wrapper.text()).toContain('Only one column can have the role "label". age, late have it.')
})

const age: Column = { name: 'age', type: 'integer', role: 'feature' }
const name: Column = { name: 'name', type: 'text', role: 'feature' }
const typed = { kind: 'equal', value: '', from: '', to: '' } as const

test('a filter is made from what was typed, or says what is wrong', () => {
  expect(makeCondition(age, { ...typed, kind: 'between', from: '1,000', to: '' })).toEqual({ condition: { column: 'age', is: 'between', from: 1000, to: null } })
  expect(makeCondition(age, { ...typed, kind: 'between', from: 'ten' })).toEqual({ problem: 'bad-number' })
  expect(makeCondition(age, { ...typed, kind: 'between' })).toEqual({ problem: 'no-bound' })
  expect(makeCondition(age, { ...typed, value: '−4.5' })).toEqual({ condition: { column: 'age', is: 'equal', value: -4.5 } })
  expect(makeCondition(age, { ...typed, value: 'x' })).toEqual({ problem: 'bad-number' })
  expect(makeCondition(name, { ...typed, value: '7' })).toEqual({ condition: { column: 'name', is: 'equal', value: '7' } })
  expect(makeCondition(name, { ...typed, kind: 'containing' })).toEqual({ problem: 'no-value' })
  expect(makeCondition(name, { ...typed, kind: 'empty' })).toEqual({ condition: { column: 'name', is: 'empty' } })
  expect([conditionKinds(age), conditionKinds(name)].map(kinds => kinds.includes('between'))).toEqual([true, false])
})

test('few rows scroll pixel by pixel, very many through all of them within what a browser can lay out', () => {
  const few = tallScroll(1000, 28, 500)
  expect([few.height, few.isScaled, few.offsetAt(700), few.scrollTopAt(700)]).toEqual([28_000, false, 700, 700])
  const many = tallScroll(10_000_000, 28, 500)
  expect([many.height, many.isScaled]).toEqual([15_000_000, true])
  expect(many.offsetAt(many.height - 500)).toBe(280_000_000 - 500)
  expect(many.scrollTopAt(many.lastOffset)).toBeCloseTo(many.height - 500, 6)
  for (const offset of [0, 1, 123_456_789, many.lastOffset]) expect(many.offsetAt(many.scrollTopAt(offset))).toBeCloseTo(offset, 3)
  expect([tallScroll(0, 28, 500).height, tallScroll(3, 28, 500).lastOffset]).toEqual([0, 0])
})

test('rows beyond the view are drawn a little, and never rows that do not exist', () => {
  expect(rowsInView(0, 280, 28, 1000)).toEqual({ first: 0, last: 16 })
  expect(rowsInView(27_720, 280, 28, 1000)).toEqual({ first: 984, last: 999 })
  expect(rowsInView(0, 280, 28, 3)).toEqual({ first: 0, last: 2 })
})

test('a row is brought into view with the least movement', () => {
  expect([offsetShowing(5, 0, 280, 28), offsetShowing(10, 0, 280, 28), offsetShowing(2, 280, 280, 28)]).toEqual([0, 28, 56])
})

test('the grid of rows is moved through and marked by keyboard', async () => {
  const { wrapper } = await inWindow(RowGrid, { props: { columns: [age, name], total: 1000, rowAt: (position: number) => ({ row: position + 1, cells: [position, '<b>x</b>'], pending: null }), marks: new Set([1]), order: [], dense: true, chosenColumn: undefined, label: 'Rows of clinic' } })
  const grid = wrapper.get('[role=grid]')
  expect(grid.attributes()).toMatchObject({ 'aria-rowcount': '1001', 'aria-colcount': '4', 'aria-label': 'Rows of clinic', tabindex: '0' })
  const press = (key: string, more = {}) => grid.trigger('keydown', { key, ...more })
  await press(' ')
  await press('ArrowDown')
  await press(' ')
  await press('ArrowDown', { shiftKey: true })
  await press('End')
  await press(' ')
  await press('a', { ctrlKey: true })
  await press('g', { ctrlKey: true })
  await press('Escape')
  expect(wrapper.emitted('mark')).toEqual([[0], [1], [999]])
  expect(wrapper.emitted('markRange')).toEqual([[1, 2]])
  expect([wrapper.emitted('markAll'), wrapper.emitted('goTo'), wrapper.emitted('clear')].map(events => events?.length)).toEqual([1, 1, 1])
})

test('rows not read yet are drawn as rows, and none is marked by a key meant for a button', async () => {
  const { wrapper } = await inWindow(RowGrid, { props: { columns: [age], total: 5, rowAt: () => undefined, marks: new Set(), order: [{ column: 'age', direction: 'down' }], dense: false, chosenColumn: undefined, label: 'Rows' } })
  expect(wrapper.emitted('needs')![0]).toEqual([0, 4])
  expect(wrapper.findAll('[role=row]').length).toBe(6)
  const sort = wrapper.find('.sort')
  if (sort.exists()) await sort.trigger('keydown', { key: ' ' })
  expect(wrapper.emitted('mark')).toBeUndefined()
})
