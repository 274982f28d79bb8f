// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import type { ImportReport } from '../../../src-main/contract/dataset.ts'
import { delimiterTrust } from '../../../src-renderer/components/dataset/delimiter-trust.ts'
import { noChoices } from '../../../src-renderer/components/dataset/import-choices.ts'
import ImportPreview from '../../../src-renderer/components/dataset/ImportPreview.vue'
import ImportReading from '../../../src-renderer/components/dataset/ImportReading.vue'
import ImportSummary from '../../../src-renderer/components/dataset/ImportSummary.vue'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const report: ImportReport = {
  delimiter: ';', labelPositive: 'yes', rows: 97, sha256: 'a'.repeat(64),
  columns: [
    { name: 'id', type: 'text', role: 'subject', why: 'name', distinct: 97, empty: 0 },
    { name: '<i>age</i>', type: 'integer', role: 'feature', why: 'rest', distinct: 40, empty: 1 },
    { name: 'late', type: 'text', role: 'label', why: 'two-values', distinct: 2, empty: 0 },
  ],
  rejects: [{ row: 2, line: 3, position: 1, reason: 'not-a-number' }, { row: 3, line: 4, position: null, reason: 'cell-count' }, { row: 4, line: 5, position: null, reason: 'blank' }],
  preview: [
    { row: 1, line: 2, cells: ['p1', '41', 'yes'], problem: null },
    { row: 2, line: 3, cells: ['p2', 'old <b>x</b>', ''], problem: { position: 1, reason: 'not-a-number' } },
    { row: 3, line: 4, cells: ['p3', '5', 'no', 'more\nthan'], problem: { position: null, reason: 'cell-count' } },
  ],
}

test('the first records stand as in the file, and what keeps one out is marked in words and in its place', async () => {
  const { wrapper } = await inWindow(ImportPreview, { props: { report, choices: { ...noChoices, roles: { late: 'ignored' } } } })
  const lines = wrapper.findAll('tbody tr')
  expect(lines.map(line => line.get('th').text())).toEqual(['2', '3', '4'])
  expect(lines.map(line => line.findAll('td').map(cell => cell.text()))).toEqual([
    ['can be read', 'p1', '41', 'yes', '–'],
    ['<i>age</i>: not a number, in a column of numbers', 'p2', 'old <b>x</b>', 'empty', '–'],
    ['another number of cells than the header line', 'p3', '5', 'no', 'more ↵ than'],
  ])
  expect(lines.map(line => line.findAll('.is-bad').length)).toEqual([0, 1, 4])
  expect(lines[1]!.get('.is-bad').text()).toBe('old <b>x</b>')
  expect(wrapper.findAll('thead .tag').map(tag => tag.text())).toEqual(['person', 'feature', 'ignored'])
  expect([wrapper.find('td b').exists(), wrapper.find('thead i').exists()]).toEqual([false, false])
})

const rejects = (count: number, reason: 'cell-count' | 'not-a-number' | 'blank') => Array.from({ length: count }, (_, k) => ({ row: k + 1, line: k + 2, position: null, reason }))

test('how sure the delimiter is follows from how many records it fits', () => {
  const { columns } = report
  expect(delimiterTrust({ columns, rows: 90, rejects: [...rejects(10, 'not-a-number'), ...rejects(50, 'blank')] })).toEqual({ trust: 'certain', fitting: 100, all: 100 })
  expect(delimiterTrust({ columns, rows: 90, rejects: rejects(10, 'cell-count') })).toEqual({ trust: 'likely', fitting: 90, all: 100 })
  expect(delimiterTrust({ columns, rows: 89, rejects: rejects(11, 'cell-count') })).toEqual({ trust: 'doubtful', fitting: 89, all: 100 })
  expect(delimiterTrust({ columns: columns.slice(0, 1), rows: 100, rejects: [] }).trust).toBe('one-column')
})

test('how sure the delimiter is stands in words beside it, until another is chosen', async () => {
  const { wrapper } = await inWindow(ImportReading, { props: { report, choices: noChoices } })
  expect(wrapper.text()).toContain('Likely: 98 of 99 records have as many cells as the first line.')
  await wrapper.setProps({ choices: { ...noChoices, delimiter: ',' } })
  expect(wrapper.text()).toContain('You chose it.')
})

test('before the import it is said what it will make of the file', async () => {
  const { wrapper } = await inWindow(ImportSummary, { props: { report, choices: noChoices } })
  expect(wrapper.findAll('dd').map(one => one.text())).toEqual(['97', '3', 'id', 'late, yes counts as positive', '1 column'])
  await wrapper.setProps({ choices: { ...noChoices, roles: { id: 'ignored', late: 'feature' } } })
  expect(wrapper.findAll('dd').map(one => one.text())).toEqual(['97', '3', 'no column', 'nothing, so no model can be trained on it', '2 columns'])
})
