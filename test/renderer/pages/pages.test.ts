// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { DatasetSummary } from '../../../src-main/contract/dataset.ts'
import type { WorkspaceOverview } from '../../../src-main/contract/workspace.ts'
import ImportPage from '../../../src-renderer/pages/ImportPage.vue'
import JobsPage from '../../../src-renderer/pages/JobsPage.vue'
import LedgerPage from '../../../src-renderer/pages/LedgerPage.vue'
import OpenRequestPage from '../../../src-renderer/pages/OpenRequestPage.vue'
import OverviewPage from '../../../src-renderer/pages/OverviewPage.vue'
import { fakeClient, job, refusal, succeeded, type FakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const dataset: DatasetSummary = {
  datasetId: 'ds-1', name: 'clinic', importedAt: '2026-11-01T10:00:00Z', rows: 100, rejected: 0, lastRow: 100, labelPositive: 'yes',
  columns: [{ name: 'patient_id', type: 'text', role: 'subject' }, { name: 'late', type: 'text', role: 'label' }],
}
const token = `file-${'0'.repeat(32)}`
const field = (wrapper: Awaited<ReturnType<typeof inWindow>>['wrapper'], label: string) => wrapper.get(`[id="${wrapper.findAll('label').find(one => one.text().startsWith(label))!.attributes('for')}"]`)

test('a request is opened with what was typed, and what was typed stays when it is refused', async () => {
  const client = fakeClient({ 'dataset.list': () => [dataset], 'law.due': () => ({ dueAt: '2020-12-09', acknowledgeBy: null, extension: null }), 'request.open': () => { throw refusal({ code: 'request/rows-pending', details: { count: 2, request: 'rq-1' } }) } })
  const { wrapper, router } = await inWindow(OpenRequestPage, { client, path: '/requests/new?dataset=ds-1' })
  await flushPromises()
  await wrapper.get('form').trigger('submit')
  expect(wrapper.text()).toContain('Enter the identifier.')
  await field(wrapper, 'Identifier').setValue(' P-7 ')
  await field(wrapper, 'Received on').setValue('31 November 2026')
  await wrapper.get('form').trigger('submit')
  expect(wrapper.text()).toContain('This is no day.')
  expect(client.calls.some(([name]) => name === 'request.open')).toBe(false)
  await field(wrapper, 'Received on').setValue('9 Nov 2020')
  await vi.waitFor(() => expect(wrapper.text()).toContain('Received Monday 9 November 2020. The answer is due by Wednesday 9 December 2020.'))
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect(client.calls.at(-1)).toEqual(['request.open', { dataset: 'ds-1', who: { identifiers: [{ kind: 'exact', value: 'P-7' }] }, law: 'gdpr', channel: 'other', askedBy: 'person', receivedAt: new Date(2020, 10, 9, 12).toISOString() }])
  expect(wrapper.get('.note--failed').text()).toContain('The request was not opened.')
  expect((field(wrapper, 'Identifier').element as HTMLInputElement).value).toBe(' P-7 ')
  client.answer({ 'request.open': () => ({ requestId: 'rq-9' }) as never })
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/requests/rq-9'), { timeout: 20_000 })
})

const overview = (parts: Partial<WorkspaceOverview>): WorkspaceOverview => ({
  workspaceId: 'ws-1', version: '0.1.0', datasets: 0, models: 0, requests: { open: 0, overdue: 0, dueSoon: 0, completed: 0, answersOwed: 0, next: [] }, pendingModels: [], records: [], copiesToReplace: 0, noticesOpen: 0, recovered: [],
  ledger: { entries: 0, root: 'e'.repeat(64), key: null, protection: 'not-protected' }, ...parts,
})

async function firstStep(parts: Partial<WorkspaceOverview>): Promise<string> {
  const { wrapper } = await inWindow(OverviewPage, { client: fakeClient({ 'workspace.overview': () => overview(parts), 'dataset.list': () => [], 'model.list': () => [] }) })
  await flushPromises()
  const step = wrapper.find('[aria-current=step]')
  return step.exists() ? step.get('.btn').attributes('href')! : 'none'
}

test('a newcomer is led from data to the record, one step at a time', async () => {
  const completed = { requestId: 'rq-1', completedAt: '2026-11-25T10:00:00Z', law: 'gdpr', erasedRows: 3, models: 1, exports: 0, lastExportedAt: null } as const
  expect([
    await firstStep({}), await firstStep({ datasets: 1 }), await firstStep({ datasets: 1, models: 1 }),
    await firstStep({ datasets: 1, requests: { open: 0, overdue: 0, dueSoon: 0, completed: 1, answersOwed: 0, next: [] }, records: [completed] }),
    await firstStep({ datasets: 1, requests: { open: 0, overdue: 0, dueSoon: 0, completed: 1, answersOwed: 0, next: [] }, records: [{ ...completed, exports: 1, lastExportedAt: '2026-11-25T11:00:00Z' }] }),
  ]).toEqual(['/datasets/import', '/models/train', '/requests/new', '/requests/rq-1', 'none'])
})

const end = (client: FakeClient, jobId: string, state: ReturnType<typeof job>['state']) => client.tell('job.changed', job({ jobId, call: 'dataset.import', state }))

test('a file is looked at, shown, and imported as shown; what fails leaves the choices', async () => {
  const report = { delimiter: ',', columns: [{ name: 'patient_id', type: 'text', role: 'subject', why: 'name', distinct: 90, empty: 0 }, { name: 'age', type: 'integer', role: 'feature', why: 'rest', distinct: 50, empty: 0 }], labelPositive: null, rows: 99, rejects: [{ row: 5, line: 6, position: null, reason: 'cell-count' }], sha256: 'a'.repeat(64) } as const
  const client = fakeClient({ 'job.list': () => [], 'job.result': ({ jobId }) => ({ job: job(), output: jobId === 'job-3' ? { ...report, dataset } : report }), 'dataset.list': () => [dataset], 'dataset.show': () => { throw refusal({ code: 'engine/gone', details: {} }) } })
  const files = { pickToRead: async () => ({ token, name: 'clinic_visits.csv' }), handOver: async () => ({ token, name: 'x' }), pickToWrite: async () => null }
  const { wrapper, router } = await inWindow(ImportPage, { client, files, path: '/datasets/import' })
  await wrapper.findAll('button').find(button => button.text() === 'Choose a file')!.trigger('click')
  await flushPromises()
  expect(wrapper.find('[role=progressbar]').exists()).toBe(true)
  end(client, 'job-1', succeeded)
  await flushPromises()
  expect(wrapper.text()).toContain('another number of cells than the header line')
  expect((field(wrapper, 'Name of the dataset').element as HTMLInputElement).value).toBe('clinic visits')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  end(client, 'job-2', { kind: 'failed', startedAt: '', finishedAt: '', error: { code: 'import/name-taken', details: { name: 'clinic visits' } } })
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toContain('Nothing was imported. There is already a dataset called "clinic visits". Give this one another name.')
  await field(wrapper, 'Name of the dataset').setValue('clinic')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  end(client, 'job-3', succeeded)
  await flushPromises()
  expect(client.calls.filter(([name]) => name === 'start dataset.import').map(([, input]) => input)).toMatchObject([
    { file: token, dryRun: true, features: [] }, { name: 'clinic visits', dryRun: false, subject: 'patient_id', features: ['age'] }, { name: 'clinic', dryRun: false },
  ])
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/datasets/ds-1'), { timeout: 20_000 })
})

test('leaving the page cancels a look at a file, which nobody waits for any more', async () => {
  const client = fakeClient({ 'job.list': () => [], 'job.cancel': () => job({ state: { kind: 'cancelled', finishedAt: '' } }) })
  const { wrapper } = await inWindow(ImportPage, { client, files: { pickToRead: async () => ({ token, name: 'a.csv' }), handOver: async () => ({ token, name: 'a' }), pickToWrite: async () => null } })
  await wrapper.findAll('button').find(button => button.text() === 'Choose a file')!.trigger('click')
  await flushPromises()
  wrapper.unmount()
  expect(client.calls.at(-1)).toEqual(['job.cancel', { jobId: 'job-1' }])
})

test('the ledger is checked when asked for from elsewhere, and an altered one says from where on', async () => {
  const client = fakeClient({
    'ledger.list': () => ({ total: 0, entries: [] }), 'workspace.overview': () => overview({}),
    'ledger.check': () => ({ ok: false, entries: 9, checkpoints: 3, signaturesVerified: 3, root: '', problems: [{ seq: 4, code: 'entry-changed', message: 'Entry 4 was changed.' }] }),
  })
  const { wrapper, router } = await inWindow(LedgerPage, { client, path: '/ledger?check=now' })
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toMatch(/Altered\. 1 problem was found\..*from entry 4 on: Entry 4 was changed\./)
  expect(router.currentRoute.value.fullPath).toBe('/ledger')
  await router.push('/ledger?check=now')
  await flushPromises()
  expect(client.calls.filter(([name]) => name === 'ledger.check')).toHaveLength(2)
})

test('a job that ended has its log: stages, the end and its code', async () => {
  const ended = job({ jobId: 'j-9', call: 'model.train', state: { kind: 'failed', startedAt: '2026-11-25T10:00:00Z', finishedAt: '2026-11-25T10:00:05Z', error: { code: 'train/no-convergence', details: {} } } })
  const client = fakeClient({
    'job.list': () => [ended], 'dataset.list': () => [dataset],
    'job.log': () => [{ at: '2026-11-25T10:00:01Z', state: 'running', stage: 'read', code: null }, { at: '2026-11-25T10:00:05Z', state: 'failed', stage: null, code: 'train/no-convergence' }],
  })
  const { wrapper } = await inWindow(JobsPage, { client })
  await flushPromises()
  await wrapper.get('[aria-label^="Show the log of"]').trigger('click')
  await flushPromises()
  const dialog = document.querySelector('[role=dialog]')!
  expect(client.calls.at(-1)).toEqual(['job.log', { jobId: 'j-9' }])
  expect([...dialog.querySelectorAll('tbody tr')].map(row => [...row.querySelectorAll('td')].slice(1).map(cell => cell.textContent))).toEqual([['Read rows', '–'], ['Failed', 'train/no-convergence']])
})
