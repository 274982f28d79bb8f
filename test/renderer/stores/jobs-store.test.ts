// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { newerJob } from '../../../src-renderer/stores/job-order.ts'
import { useJobsStore } from '../../../src-renderer/stores/jobs-store.ts'
import { fakeClient, job, refusal, running, succeeded } from '../support/fake-client.ts'
import { storeOver } from '../support/in-window.ts'

test('an account that arrives late does not turn a job back', () => {
  const done = job({ state: succeeded })
  expect(newerJob(done, job({ state: running('read', 1, 2) }))).toBe(done)
  const later = job({ state: running('read', 2, 2, '2026-11-25T10:00:07Z') })
  expect(newerJob(later, job({ state: running('read', 1, 2, '2026-11-25T10:00:06Z') }))).toBe(later)
  expect(newerJob(job(), later)).toBe(later)
})

test('a job that ended before its start was answered is known to have ended', async () => {
  const client = fakeClient({ 'job.list': () => [], 'job.result': () => ({ job: job({ state: succeeded }), output: { modelId: 'm-1' } }) })
  const jobs = storeOver(client, useJobsStore)
  const begun = jobs.start('model.train', { dataset: 'ds-1', learner: 'x', settings: {} })
  client.tell('job.changed', job({ state: succeeded }))
  const started = await begun
  expect(started.state.kind).toBe('succeeded')
  expect(await jobs.endOf('model.train', started.jobId)).toEqual({ kind: 'succeeded', output: { modelId: 'm-1' } })
})

test('whoever waits for a job is told how it ended', async () => {
  const client = fakeClient({ 'job.list': () => [] })
  const jobs = storeOver(client, useJobsStore)
  const { jobId } = await jobs.start('model.train', { dataset: 'ds-1', learner: 'x', settings: {} })
  const end = jobs.endOf('model.train', jobId)
  const other = jobs.endOf('model.train', jobId)
  client.tell('job.changed', job({ state: running('read', 1, 2) }))
  expect(jobs.running).toHaveLength(1)
  const error = { code: 'train/no-convergence', details: {} }
  client.tell('job.changed', job({ state: { kind: 'failed', startedAt: '', finishedAt: '', error } }))
  expect([await end, await other]).toEqual([{ kind: 'failed', error }, { kind: 'failed', error }])
  expect([jobs.running.length, jobs.done.length]).toEqual([0, 1])
})

test('an answer that is no longer kept is an error of its own, not a success', async () => {
  const client = fakeClient({ 'job.list': () => [job({ state: succeeded })], 'job.result': () => { throw refusal({ code: 'job/no-result', details: { job: 'job-1' } }) } })
  const jobs = storeOver(client, useJobsStore)
  await jobs.list.load()
  expect(await jobs.endOf('model.train', 'job-1')).toEqual({ kind: 'failed', error: { code: 'job/no-result', details: { job: 'job-1' } } })
})

test('when the engine comes back, a job it does not know was interrupted', async () => {
  const client = fakeClient({ 'job.list': () => [] })
  const jobs = storeOver(client, useJobsStore)
  const { jobId } = await jobs.start('model.train', { dataset: 'ds-1', learner: 'x', settings: {} })
  const end = jobs.endOf('model.train', jobId)
  client.answer({ 'job.show': () => { throw refusal({ code: 'job/not-found', details: { job: jobId } }) } })
  client.tell('engine.changed', { state: 'restarting' })
  client.tell('engine.changed', { state: 'ready' })
  expect(await end).toEqual({ kind: 'interrupted' })
})

test('the latest job about a subject is found, newest first', () => {
  const client = fakeClient()
  const jobs = storeOver(client, useJobsStore)
  const about = { datasetId: null, modelId: null, requestId: 'rq-1' }
  client.tell('job.changed', job({ jobId: 'job-1', call: 'erasure.run', about, createdAt: '2026-11-25T09:00:00Z' }))
  client.tell('job.changed', job({ jobId: 'job-2', call: 'erasure.run', about, createdAt: '2026-11-25T09:30:00Z' }))
  client.tell('job.changed', job({ jobId: 'job-3', call: 'erasure.run', createdAt: '2026-11-25T09:40:00Z' }))
  expect(jobs.latest('erasure.run', { requestId: 'rq-1' })?.jobId).toBe('job-2')
  expect(jobs.latest('model.train', { requestId: 'rq-1' })).toBeUndefined()
})

test('of jobs that only looked the newest are kept, of the others all', () => {
  const client = fakeClient()
  const jobs = storeOver(client, useJobsStore)
  client.tell('job.changed', job({ jobId: 'trained', call: 'model.train', state: succeeded, createdAt: '2026-11-25T08:00:00Z' }))
  client.tell('job.changed', job({ jobId: 'looking', call: 'request.plan', state: running('start', 0, 0), createdAt: '2026-11-25T08:00:00Z' }))
  for (let k = 0; k < 300; k += 1) client.tell('job.changed', job({ jobId: `look-${k}`, call: 'request.plan', state: succeeded, createdAt: new Date(Date.UTC(2026, 10, 25, 9, 0, k)).toISOString() }))
  const kept = jobs.all.map(({ jobId }) => jobId)
  expect(kept).toHaveLength(52)
  expect([kept[0], kept[49]]).toEqual(['look-299', 'look-250'])
  expect(kept.slice(50).sort()).toEqual(['looking', 'trained'])
})
