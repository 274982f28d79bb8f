// @vitest-environment happy-dom
import type { JobSummary } from '../../../src-main/contract/job.ts'
import { afterEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import JobAnnouncer from '../../../src-renderer/components/frame/JobAnnouncer.vue'
import { findEntries, type PaletteEntry } from '../../../src-renderer/components/frame/palette-entry.ts'
import StatusLine from '../../../src-renderer/components/frame/StatusLine.vue'
import { jobStages } from '../../../src-renderer/components/job/job-stages.ts'
import JobProgress from '../../../src-renderer/components/job/JobProgress.vue'
import { ledgerStanding } from '../../../src-renderer/components/ledger/ledger-standing.ts'
import CheckedRecord from '../../../src-renderer/components/record/CheckedRecord.vue'
import { isLook } from '../../../src-renderer/stores/job-order.ts'
import { job, running, succeeded } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const entry = (text: string, group = 'Requests', end?: string): PaletteEntry => ({ key: text, group, icon: 'inbox', text, run() {}, ...(end === undefined ? {} : { end }) })

test('the palette finds by every word, anywhere, and shows a few of each group', () => {
  const entries = [entry('rq-1', 'Requests', 'Approved, Wed 9 Dec 2026'), entry('rq-2', 'Requests', 'Completed'), entry('Train model', 'Run'), ...Array.from({ length: 20 }, (_, k) => entry(`clinic ${k}`, 'Datasets'))]
  expect(findEntries(entries, 'RQ compl').map(one => one.key)).toEqual(['rq-2'])
  expect(findEntries(entries, ' model  train ').map(one => one.key)).toEqual(['Train model'])
  expect(findEntries(entries, 'clinic')).toHaveLength(8)
  expect(findEntries(entries, 'nobody')).toEqual([])
  expect(findEntries(entries, '').length).toBe(11)
})

const at = (call: string, stage: string, done = 1, total = 4) => jobStages(job({ call, state: running(stage, done, total) }))

test('a stage within another is counted to the other, and one not known stands alone', () => {
  expect(at('erasure.run', 'adopt')).toMatchObject({ at: 2, share: 0.25 })
  expect(at('erasure.run', 'optimise')).toMatchObject({ at: 1, share: null })
  expect(at('model.train', 'read', 5, 0)).toMatchObject({ at: 0, share: null })
  expect(at('model.train', 'something-new')).toEqual({ keys: ['something-new'], at: 0, share: 0.25 })
  expect(jobStages(job()).at).toBe(-1)
  expect(jobStages(job({ state: succeeded }))).toMatchObject({ at: 2 })
})

const imported = (datasetId: string | null, state: JobSummary['state'] = succeeded) => isLook(job({ call: 'dataset.import', about: { datasetId, modelId: null, requestId: null }, state }))

test('a file that was only looked at is no import', () => {
  expect([imported(null), imported('ds-1'), imported(null, running('look', 0, 1))]).toEqual([true, false, false])
})

const check = (ok: boolean) => ({ at: new Date(), report: { ok, entries: 10, checkpoints: 3, signaturesVerified: 3, root: '', problems: [] } })

test('a check of the ledger says nothing about entries that came after it', () => {
  expect([ledgerStanding(undefined, 10), ledgerStanding(check(true), 10), ledgerStanding(check(true), 11), ledgerStanding(check(false), 11)]).toEqual(['unchecked', 'intact', 'unchecked', 'altered'])
})

const overview = {
  workspaceId: 'ws-1', version: '0.1.0', datasets: 1, models: 1, requests: { open: 0, overdue: 0, dueSoon: 0, completed: 0, next: [] }, pendingModels: [], records: [], copiesToReplace: 0, recovered: [],
  ledger: { entries: 1284, root: 'a'.repeat(64), key: null, protection: 'not-protected' },
}

test('the status line says what is known of the ledger, the running job with its time left, and how keys are kept', async () => {
  const state = { ...running('optimise', 5, 9), secondsLeft: 2.6 } as ReturnType<typeof running>
  const { wrapper } = await inWindow(StatusLine, { props: { overview, check: undefined, job: job({ call: 'model.train', state }), otherJobs: 1 } })
  const text = wrapper.text().replaceAll(/\s+/g, ' ')
  expect(text).toContain('1,284 entries, root')
  expect(text).not.toContain('intact')
  expect(text).toContain('Training and 1 more')
  expect(text).toContain('Optimise, about 3 s left')
  expect(text).toContain('Keys in plain files')
  expect(text).toContain('No network used')
  expect(wrapper.findAll('a').map(link => link.attributes('href'))).toEqual(['/ledger', '/jobs', '/settings'])
})

test('a job can be cancelled until rows are gone, and says what cancelling means', async () => {
  const { wrapper } = await inWindow(JobProgress, { props: { job: job({ call: 'erasure.run', about: { datasetId: null, modelId: null, requestId: 'rq-1' }, state: running('compute', 1, 2) }) } })
  expect(wrapper.text()).toContain('Erasure for rq-1')
  expect(wrapper.text()).toContain('cancelling now changes nothing')
  await wrapper.get('button').trigger('click')
  expect(wrapper.emitted('cancel')).toEqual([['job-1']])
  const state = { ...running('overwrite', 0, 1), cancellable: false } as ReturnType<typeof running>
  await wrapper.setProps({ job: job({ call: 'erasure.run', state }) })
  expect([wrapper.find('button').exists(), wrapper.text().includes('can only be finished')]).toEqual([false, true])
})

test('those who listen hear stages and ends, not every step, and nothing of jobs that were there before', async () => {
  const { wrapper } = await inWindow(JobAnnouncer, { props: { jobs: [job({ jobId: 'old', state: succeeded }), job({ state: running('read', 1, 9) })] } })
  const said = async (state: Parameters<typeof job>[0]) => { await wrapper.setProps({ jobs: [job(state)] }); await nextTick(); return wrapper.text() }
  expect(wrapper.text()).toBe('')
  expect(await said({ state: running('read', 8, 9) })).toBe('')
  expect(await said({ state: running('optimise', 1, 9) })).toBe('Training: Optimise')
  expect(await said({ state: succeeded })).toBe('Training: Done')
})

async function verdict(report: { intact: boolean; ok: boolean }, keyGiven: boolean): Promise<string> {
  const { wrapper } = await inWindow(CheckedRecord, { props: { report: { ...report, signedBy: 'c'.repeat(64), problems: report.intact ? [] : [{ file: 'statement', code: 'digest', message: 'It was changed.' }] }, file: 'record.zip', keyGiven } })
  return wrapper.get('.figure').text()
}

test('a record is called genuine only with the key it should have been signed by', async () => {
  expect([await verdict({ intact: true, ok: true }, true), await verdict({ intact: true, ok: false }, false), await verdict({ intact: true, ok: false }, true), await verdict({ intact: false, ok: false }, true)]).toEqual([
    'Genuine and complete', 'Intact, signer not confirmed', 'Intact, but signed by another key', 'Altered or incomplete',
  ])
})

const problem = (code: string) => ({ file: 'record.dsse.json', code, message: code })
async function newer(problems: readonly { code: string }[], signedBy: string | null = 'c'.repeat(64)): Promise<string> {
  const { wrapper } = await inWindow(CheckedRecord, { props: { report: { intact: false, ok: false, signedBy, problems }, file: 'record.zip', keyGiven: true } })
  return wrapper.get('[role=status]').text()
}

test('a record made by a newer Lethe is not called altered, unless it is', async () => {
  expect(await newer([problem('newer-version')])).toMatch(/^Made by a newer Lethe.*as far as this version can read them/s)
  expect(await newer([problem('newer-version'), problem('other-key')])).toMatch(/^Made by a newer Lethe.*signed by another key than the one you named/s)
  expect(await newer([problem('newer-version'), problem('other-key')], null)).toMatch(/^Made by a newer Lethe.*No signature in it could be read/s)
  expect(await newer([problem('newer-version'), problem('sum-differs')])).toMatch(/^Altered or incomplete/)
})
