// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { DatasetSummary } from '../../../src-main/contract/dataset.ts'
import type { RecordSummary } from '../../../src-main/contract/record.ts'
import type { WorkspaceOverview } from '../../../src-main/contract/workspace.ts'
import NextStep from '../../../src-renderer/components/frame/NextStep.vue'
import { firstStep } from '../../../src-renderer/components/request/first-steps.ts'
import SamplePerson from '../../../src-renderer/components/request/SamplePerson.vue'
import ImportPage from '../../../src-renderer/pages/ImportPage.vue'
import OverviewPage from '../../../src-renderer/pages/OverviewPage.vue'
import { fakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'
import { summary } from '../support/requests.ts'

afterEach(() => { document.body.innerHTML = '' })

const requests = { open: 0, overdue: 0, dueSoon: 0, completed: 0, answersOwed: 0, next: [] }
const overview = (parts: Partial<WorkspaceOverview> = {}): WorkspaceOverview => ({
  workspaceId: 'ws-1', version: '0.1.0', datasets: 0, models: 0, requests, pendingModels: [], records: [], copiesToReplace: 0, noticesOpen: 0, recovered: [], ledger: { entries: 0, root: 'e'.repeat(64), key: null, protection: 'not-protected' }, ...parts,
})
const record: RecordSummary = { requestId: 'rq-1', completedAt: '2026-11-25T10:00:00Z', law: 'gdpr', erasedRows: 3, models: 1, exports: 0, lastExportedAt: null }
const open = summary({ matchedRows: 3 })
const exported = { datasets: 1, requests: { ...requests, completed: 1 }, records: [{ ...record, exports: 1, lastExportedAt: '2026-11-25T11:00:00Z' }] }
const sample = { name: 'clinic-visits.csv', file: `file-${'0'.repeat(32)}`, sizeBytes: 9000 }

const at = (parts: Partial<WorkspaceOverview>) => firstStep(overview(parts))

test('the next step follows from what is there, and ends with what now', () => {
  expect(at({})).toEqual({ at: 0, path: '/datasets/import', request: undefined })
  expect(at({ datasets: 1 })).toEqual({ at: 1, path: '/models/train', request: undefined })
  expect(at({ datasets: 1, models: 1 })).toEqual({ at: 2, path: '/requests/new', request: undefined })
  expect(at({ datasets: 1, models: 1, requests: { ...requests, open: 1, next: [open] } })).toEqual({ at: 2, path: '/requests/rq-1', request: 'rq-1' })
  expect(at({ datasets: 1, requests: { ...requests, completed: 1 }, records: [record] })).toEqual({ at: 3, path: '/requests/rq-1', request: 'rq-1' })
  expect(at(exported)).toEqual({ at: 4, path: '/', request: undefined })
  expect(at({ ...exported, requests: { ...requests, completed: 1, open: 1, next: [open] } })).toBeUndefined()
  expect(at({ datasets: 1, requests: { ...requests, completed: 2 }, records: [record, record] })).toBeUndefined()
})

async function overviewPage(parts: Partial<WorkspaceOverview>, samples: (typeof sample)[] = []) {
  const { wrapper } = await inWindow(OverviewPage, { client: fakeClient({ 'workspace.overview': () => overview(parts), 'dataset.list': () => [], 'model.list': () => [], 'sample.list': () => samples }) })
  await flushPromises()
  return wrapper
}

test('who has no file is offered made-up people, where the shell has some', async () => {
  const links = async (samples: (typeof sample)[]) => (await overviewPage({}, samples)).get('[aria-current=step]').findAll('.btn').map(link => [link.text(), link.attributes('href')])
  expect(await links([sample])).toEqual([['Import dataset', '/datasets/import'], ['Use sample people', '/datasets/import?sample=clinic-visits.csv']])
  expect(await links([])).toEqual([['Import dataset', '/datasets/import']])
})

test('after the first exported record it is said what now', async () => {
  const wrapper = await overviewPage(exported)
  expect(wrapper.find('[aria-current=step]').exists()).toBe(false)
  expect(wrapper.get('h2').text()).toBe('What now')
  expect(wrapper.findAll('.first-steps .btn').map(link => link.attributes('href'))).toEqual(['/records/check', '/datasets/import', '/settings?part=backup'])
})

test('an erasure of a dataset that a start finished or undid is told of', async () => {
  const wrapper = await overviewPage({ ...exported, recovered: [{ datasetId: 'ds-1', how: 'finished' }, { datasetId: 'ds-2', how: 'unfinished' }] })
  expect(wrapper.findAll('.note').map(note => note.text())).toEqual([
    'The erasure of dataset ds-1 was interrupted when Lethe ended, and was finished at this start.',
    expect.stringContaining('The erasure of dataset ds-2 is not finished'),
  ])
  expect(wrapper.findAll('.note a').map(link => link.attributes('href'))).toEqual(['/datasets/ds-2'])
})

async function next(parts: Partial<WorkspaceOverview>, path: string) {
  const { wrapper } = await inWindow(NextStep, { props: { overview: overview(parts) }, path })
  const text = wrapper.find('.next-step').exists() ? `${wrapper.get('a').text()} ${wrapper.get('a').attributes('href')}` : ''
  return { wrapper, text }
}

test('the other pages lead on to the next step, but not where it is taken, and stop when asked to', async () => {
  expect((await next({}, '/datasets')).text).toBe('')
  expect((await next({ datasets: 1 }, '/')).text).toBe('')
  expect((await next({ datasets: 1 }, '/models/train?dataset=ds-1')).text).toBe('')
  expect((await next({ datasets: 1, models: 1 }, '/models/md-1')).text).toBe('Next: somebody asks to be erased /requests/new')
  expect((await next({ datasets: 1, requests: { ...requests, completed: 1 }, records: [record] }, '/requests/rq-1')).text).toBe('')
  expect((await next(exported, '/requests/rq-1')).text).toBe('What now /')
  expect((await next(exported, '/models')).text).toBe('')
  const { wrapper, text } = await next({ datasets: 1 }, '/datasets/ds-1')
  expect([text, wrapper.text()]).toEqual(['Next: a model learns from it /models/train', expect.stringContaining('First steps: 2 of 4 comes next.')])
  await wrapper.get('[aria-label="Hide the first steps"]').trigger('click')
  expect(wrapper.find('.next-step').exists()).toBe(false)
})

test('the sample goes into the ordinary import, already chosen; one that is gone is said to be', async () => {
  const start = async (path: string) => {
    const client = fakeClient({ 'job.list': () => [], 'sample.list': () => [sample] })
    const { wrapper } = await inWindow(ImportPage, { client, path })
    await flushPromises()
    return { wrapper, looked: client.calls.filter(([name]) => name === 'start dataset.import').map(([, input]) => (input as { file: string; dryRun: boolean })) }
  }
  const chosen = await start('/datasets/import?sample=clinic-visits.csv')
  expect(chosen.looked).toMatchObject([{ file: sample.file, dryRun: true }])
  expect(chosen.wrapper.get('h1').text()).toBe('Import clinic-visits.csv')
  const gone = await start('/datasets/import?sample=other.csv')
  expect([gone.looked, gone.wrapper.get('.note').text()]).toEqual([[], 'The sample file is not here any more. Choose a file of yours.'])
  await gone.wrapper.findAll('button').find(one => one.text() === 'Use clinic-visits.csv')!.trigger('click')
  await flushPromises()
  expect(gone.wrapper.get('h1').text()).toBe('Import clinic-visits.csv')
})

const dataset = (name: string): DatasetSummary => ({ datasetId: 'ds-1', name, importedAt: '2026-11-01T10:00:00Z', rows: 2, rejected: 0, lastRow: 2, labelPositive: null, columns: [{ name: 'age', type: 'integer', role: 'feature' }, { name: 'id', type: 'text', role: 'subject' }] })

test('only of made-up people one is proposed to be erased', async () => {
  const client = fakeClient({ 'sample.list': () => [sample], 'dataset.page': () => ({ total: 2, rows: [{ row: 1, cells: [41, 'P-7'], pending: null }] }) })
  const made = await inWindow(SamplePerson, { client, props: { dataset: dataset('clinic-visits') } })
  await flushPromises()
  await made.wrapper.get('button').trigger('click')
  await flushPromises()
  expect(made.wrapper.emitted('take')).toEqual([['P-7']])
  await made.wrapper.setProps({ dataset: dataset('patients') })
  expect(made.wrapper.find('button').exists()).toBe(false)
})
