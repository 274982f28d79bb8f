// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { DatasetDetail, DatasetEvent, ErasedDataset } from '../../../src-main/contract/dataset.ts'
import type { JobSummary } from '../../../src-main/contract/job.ts'
import DatasetPage from '../../../src-renderer/pages/DatasetPage.vue'
import { fakeClient, job, refusal, running, succeeded, type FakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'
import { summary } from '../support/requests.ts'

afterEach(() => { document.body.innerHTML = '' })

const detail: DatasetDetail = {
  dataset: { datasetId: 'ds-1', name: 'clinic visits', importedAt: '2026-11-01T10:00:00Z', rows: 100, rejected: 0, lastRow: 100, labelPositive: 'yes', columns: [{ name: 'patient_id', type: 'text', role: 'subject' }] },
  rejects: [], pending: { requests: 0, rows: 0, restricted: 0 }, models: ['md-1'],
}
const erased: ErasedDataset = {
  datasetId: 'ds-1', erasedRows: 100, models: ['md-1'], totalMs: 812, notErasedByLethe: ['the source file'],
  residue: { files: 3, bytes: 9000, searched: 240, notSearchable: 17, found: 0, rebuilt: false },
}
const request = summary({ requestId: 'rq-7', state: 'approved' })

async function page(answers: Parameters<typeof fakeClient>[0] = {}, path = '/datasets/ds-1') {
  const client = fakeClient({
    'dataset.show': () => detail, 'dataset.list': () => [detail.dataset], 'model.list': () => [], 'request.list': () => [], 'job.list': () => [], 'dataset.page': () => ({ total: 100, rows: [] }), 'dataset.rows': () => [], ...answers,
  })
  const { wrapper, router } = await inWindow(DatasetPage, { client, props: { datasetId: 'ds-1' }, path })
  await flushPromises()
  return { wrapper, client, router, text: () => wrapper.text() }
}
type Shown = Awaited<ReturnType<typeof page>>

async function chooseErase({ wrapper }: Shown): Promise<HTMLElement> {
  await wrapper.get('[aria-label="More about this dataset"]').trigger('click')
  await flushPromises()
  const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(one => one.textContent === 'Erase dataset…')!
  item.click()
  await flushPromises()
  return document.querySelector<HTMLElement>('[role=alertdialog], [role=dialog]')!
}
const buttonIn = (dialog: HTMLElement, text: string) => [...dialog.querySelectorAll<HTMLElement>('.btn')].find(one => one.textContent === text)!
const tell = (client: FakeClient, state: JobSummary['state']) => client.tell('job.changed', job({ jobId: 'job-1', call: 'dataset.erase', about: { datasetId: 'ds-1', modelId: null, requestId: null }, state }))

async function confirm(dialog: HTMLElement, phrase: string): Promise<void> {
  const field = dialog.querySelector('input')!
  field.value = phrase
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
  buttonIn(dialog, 'Erase dataset').click()
  await flushPromises()
}

test('erasing a dataset is asked for with everything that happens, in its order, and needs its name typed', async () => {
  const shown = await page()
  const dialog = await chooseErase(shown)
  expect(dialog.querySelector('h2')!.textContent).toBe('Erase the dataset clinic visits?')
  expect([...dialog.querySelectorAll('ol > li')].map(item => item.textContent)).toEqual([
    'The model that learned from it is shredded:md-1 md-1', 'Its 100 rows and its name are erased, and the freed space is overwritten.', 'Every file of the workspace is searched for the erased values, and the completion is signed into the ledger.',
  ])
  expect(dialog.textContent).toContain('not put on the suppression list')
  await confirm(dialog, 'erase clinic')
  expect(shown.client.calls.filter(([name]) => name === 'start dataset.erase')).toEqual([])
  await confirm(dialog, 'Erase clinic visits ')
  expect(shown.client.calls.filter(([name]) => name === 'start dataset.erase')).toEqual([['start dataset.erase', { dataset: 'ds-1' }]])
})

test('while it is erased the page shows how far it is, and afterwards what came of it although the dataset is gone', async () => {
  const shown = await page({ 'job.result': () => ({ job: job(), output: erased }) })
  await confirm(await chooseErase(shown), 'erase clinic visits')
  tell(shown.client, running('search', 0, 1))
  await flushPromises()
  expect(shown.wrapper.get('[role=progressbar]').attributes('aria-valuetext')).toContain('Search for traces')
  expect(shown.wrapper.find('[role=grid]').exists()).toBe(false)
  shown.client.answer({ 'dataset.show': () => { throw refusal({ code: 'dataset/erased', details: { dataset: 'ds-1' } }) }, 'dataset.list': () => [] })
  const asked = shown.client.calls.filter(([name]) => name === 'dataset.show').length
  shown.client.tell('workspace.changed', { parts: ['datasets', 'models'] })
  await flushPromises()
  expect(shown.wrapper.find('[role=alert]').exists()).toBe(false)
  expect(shown.client.calls.filter(([name]) => name === 'dataset.show')).toHaveLength(asked)
  tell(shown.client, succeeded)
  await flushPromises()
  expect(shown.text()).toContain('This dataset is erased')
  expect(shown.text()).toContain('0 found: 240 byte patterns searched for in 3 files')
  expect(shown.text()).toContain('the source file')
  expect(shown.wrapper.get('.panel-foot a').attributes('href')).toBe('/datasets')
  expect(document.activeElement?.id).toBe('page-title')
})

test('an open request about it is in the way, and linked', async () => {
  const shown = await page({ 'request.list': () => [request, { ...request, requestId: 'rq-8', state: 'completed' }, { ...request, requestId: 'rq-9', datasets: [{ datasetId: 'ds-2', matchedRows: 3, keptRows: 0 }] }] })
  const dialog = await chooseErase(shown)
  expect(dialog.querySelector('h2')!.textContent).toBe('This dataset cannot be erased yet')
  expect([...dialog.querySelectorAll('a')].map(link => link.getAttribute('href'))).toEqual(['/requests/rq-7'])
  expect(dialog.querySelector('input')).toBeNull()
})

test('an erasure that was cancelled or failed leaves the dataset and says so', async () => {
  const shown = await page()
  await confirm(await chooseErase(shown), 'erase clinic visits')
  tell(shown.client, { kind: 'cancelled', finishedAt: '2026-11-25T10:00:05Z' })
  await flushPromises()
  expect(shown.text()).toContain('The erasure was cancelled. The dataset is as it was.')
  expect(shown.wrapper.find('[role=grid]').exists()).toBe(true)
})

test('traces that are left can be searched for again, from the page of the dataset that is gone', async () => {
  const shown = await page()
  await confirm(await chooseErase(shown), 'erase clinic visits')
  shown.client.answer({ 'dataset.show': () => { throw refusal({ code: 'dataset/erased', details: { dataset: 'ds-1' } }) } })
  shown.client.tell('workspace.changed', { parts: ['datasets'] })
  tell(shown.client, { kind: 'failed', startedAt: '', finishedAt: '', error: { code: 'dataset/residue', details: { dataset: 'ds-1', found: 2 } } })
  await flushPromises()
  expect(shown.wrapper.get('[role=alert]').text()).toContain('2 traces of their values are still in files of the workspace')
  await shown.wrapper.findAll('button').find(one => one.text() === 'Finish the erasure')!.trigger('click')
  expect(shown.client.calls.filter(([name]) => name === 'start dataset.erase')).toHaveLength(2)
})

const gone = () => { throw refusal({ code: 'dataset/erased', details: { dataset: 'ds-1' } }) }

test('who comes back finds what came of it, or that it is gone where that is no longer known', async () => {
  const done = job({ jobId: 'job-1', call: 'dataset.erase', about: { datasetId: 'ds-1', modelId: null, requestId: null }, state: succeeded })
  const known = await page({ 'job.list': () => [done], 'job.result': () => ({ job: done, output: erased }), 'dataset.show': gone })
  expect(known.text()).toContain('This dataset is erased')
  expect(known.client.calls.map(([name]) => name)).not.toContain('dataset.show')
  document.body.innerHTML = ''
  const forgotten = await page({ 'job.list': () => [done], 'job.result': () => { throw refusal({ code: 'job/no-result', details: { job: 'job-1' } }) }, 'dataset.show': gone })
  expect(forgotten.text()).toContain('There is no such dataset')
})

test('a dataset that is not there is said to be gone, with a way on', async () => {
  const shown = await page({ 'dataset.show': () => { throw refusal({ code: 'dataset/not-found', details: { dataset: 'ds-1' } }) } })
  expect(shown.text()).toContain('There is no such dataset')
  expect(shown.wrapper.find('[role=tablist]').exists()).toBe(false)
})

async function history(shown: Shown): Promise<void> {
  const tab = shown.wrapper.findAll('[role=tab]').find(one => one.text() === 'History')!
  await tab.trigger('mousedown', { button: 0 })
  await tab.trigger('focus')
  await flushPromises()
}

test('what happened to a dataset is listed, newest first, with a way to what it was', async () => {
  const events: DatasetEvent[] = [
    { at: '2026-11-03T10:00:00Z', what: 'request-opened', rows: 3, modelId: null, requestId: 'rq-7' },
    { at: '2026-11-03T10:00:00Z', what: 'model-trained', rows: 80, modelId: 'md-gone', requestId: null },
    { at: '2026-11-01T10:00:00Z', what: 'imported', rows: 100, modelId: null, requestId: null },
  ]
  const shown = await page({ 'dataset.history': () => events })
  await history(shown)
  expect(shown.wrapper.findAll('[role=tabpanel] tbody tr').map(line => line.findAll('td').slice(1).map(cell => cell.text()))).toEqual([
    ['Named by a request rq-7', '3'], ['Learned from by a model md-gone', '80'], ['Imported', '100'],
  ])
  expect(shown.wrapper.findAll('[role=tabpanel] td a').map(link => link.attributes('href'))).toEqual(['/requests/rq-7'])
})

test('a history that cannot be read says so and is read again when asked, and one without anything says that', async () => {
  const shown = await page({ 'dataset.history': () => { throw refusal({ code: 'engine/gone', details: {} }) } })
  await history(shown)
  expect(shown.wrapper.get('[role=alert]').text()).toContain('The history could not be read.')
  shown.client.answer({ 'dataset.history': () => [] })
  await shown.wrapper.findAll('button').find(one => one.text() === 'Try again')!.trigger('click')
  await flushPromises()
  expect(shown.text()).toContain('Nothing is known about what happened to this dataset.')
})
