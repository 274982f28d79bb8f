// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import type { RecordReport } from '../../../src-main/contract/record.ts'
import RecordReplay from '../../../src-renderer/components/record/RecordReplay.vue'
import CheckRecordPage from '../../../src-renderer/pages/CheckRecordPage.vue'
import { fakeClient, job, running, succeeded } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })

const token = `file-${'0'.repeat(32)}`
const report: RecordReport = { intact: true, ok: false, signedBy: 'a'.repeat(64), problems: [] }
const outcomes = ['same-bits', 'within-bound', 'not-comparable', 'no-longer-replayable', 'different'] as const

async function replayOf(output: RecordReport) {
  const client = fakeClient({ 'job.list': () => [], 'job.result': () => ({ job: job(), output }), 'job.cancel': () => job({ state: { kind: 'cancelled', finishedAt: '' } }) })
  const { wrapper } = await inWindow(RecordReplay, { client, props: { file: token } })
  await wrapper.findAll('button').find(button => button.text() === 'Replay the claim')!.trigger('click')
  await flushPromises()
  const tell = async (state: ReturnType<typeof job>['state']) => {
    client.tell('job.changed', job({ jobId: 'job-1', call: 'record.check', state }))
    await flushPromises()
  }
  return { client, wrapper, tell }
}

test('a replay is a job with its progress, and each outcome has its word and its meaning', async () => {
  const { client, wrapper, tell } = await replayOf({ ...report, replay: outcomes.map((outcome, i) => ({ model: `m-${i}`, outcome })) })
  expect(client.calls.at(-1)).toEqual(['start record.check', { file: token, replay: true }])
  await tell(running('optimise', 1, 5))
  expect(wrapper.find('[role=progressbar]').exists()).toBe(true)
  expect(wrapper.text()).toContain('Train from nothing')
  await tell(succeeded)
  expect(wrapper.findAll('tbody tr').map(row => [row.get('a').attributes('href'), row.get('.badge').text(), row.get('.badge').classes().at(-1)])).toEqual([
    ['/models/m-0', 'Same bits', 'badge--same'], ['/models/m-1', 'Within its bound', 'badge--cert'], ['/models/m-2', 'Not comparable', 'badge'], ['/models/m-3', 'No longer replayable', 'badge'], ['/models/m-4', 'Different', 'badge--failed'],
  ])
  expect(wrapper.text()).toContain('That is no fault of the record.')
})

test('a replay can be cancelled, and says that it was', async () => {
  const { client, wrapper, tell } = await replayOf(report)
  await tell(running('replay', 0, 1))
  await wrapper.findAll('button').find(button => button.text() === 'Cancel')!.trigger('click')
  expect(client.calls.at(-1)).toEqual(['job.cancel', { jobId: 'job-1' }])
  await tell({ kind: 'cancelled', finishedAt: '' })
  expect(wrapper.get('[role=alert]').text()).toBe('Cancelled. Nothing was changed.')
})

test('where no model was left, and where the record is another workspace’s, that is said', async () => {
  const nothing = await replayOf({ ...report, replay: [] })
  await nothing.tell(succeeded)
  expect(nothing.wrapper.get('[role=alert]').text()).toContain('there is nothing to replay')
  const foreign = await replayOf(report)
  await foreign.tell({ kind: 'failed', startedAt: '', finishedAt: '', error: { code: 'record/other-workspace', details: {} } })
  expect(foreign.wrapper.get('.note--failed').text()).toContain('The record could not be replayed.')
})

test('only an intact record is offered for replay', async () => {
  for (const intact of [true, false]) {
    const client = fakeClient({ 'record.check': () => ({ ...report, intact }) })
    const files = { pickToRead: async () => ({ token, name: 'record.zip' }), handOver: async () => ({ token, name: 'x' }), pickToWrite: async () => null }
    const { wrapper } = await inWindow(CheckRecordPage, { client, files, path: '/records/check' })
    await wrapper.findAll('button').find(button => button.text() === 'Choose a record')!.trigger('click')
    await flushPromises()
    expect(client.calls.map(([name]) => name)).toContain('record.check')
    expect(wrapper.text().includes('Replay the claim')).toBe(intact)
    wrapper.unmount()
  }
})
