import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobResult, JobSummary } from '../../../src-main/contract/job.ts'
import type { TrainReport } from '../../../src-main/contract/model.ts'
import { importInput, listenTo, peopleCsv, startTestServer, tellsEndOf, valueOf, type TestServer } from '../../support/page-server.ts'

let shared: TestServer
let token: string
beforeAll(async () => {
  shared = await startTestServer()
  token = await shared.letIn()
})
afterAll(() => shared.close())

test('a job is started, followed by events and its answer fetched; what it changed is told', async () => {
  const events = await listenTo(shared, token)
  const file = await shared.upload(token, peopleCsv)
  const job = valueOf<JobSummary>(await shared.post('/start/dataset.import', importInput(file.token), { token }))
  expect(job).toMatchObject({ call: 'dataset.import', state: { kind: 'queued' } })
  await events.until(tellsEndOf(job.jobId))
  await events.until(({ event, data }) => event === 'workspace.changed' && (data as { parts: string[] }).parts.includes('datasets'))
  const { output } = valueOf<JobResult>(await shared.post('/api/job.result', { jobId: job.jobId }, { token }))
  expect(output).toMatchObject({ rows: 60, rejects: [] })
  events.stop()
})

test('a call of a job waits for its answer', async () => {
  const { modelId } = valueOf<TrainReport>(await shared.post('/api/model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} }, { token }))
  expect(valueOf(await shared.post('/api/model.list', {}, { token }))).toMatchObject([{ modelId }])
})

test.each([
  ['/api/request.show', { requestId: 'rq-1' }, 422, 'request/not-found'],
  ['/api/job.show', { jobId: 'job-1' }, 404, 'job/not-found'],
  ['/api/dataset.list', { surplus: 1 }, 400, 'usage/bad-input'],
  ['/api/dataset.page', { dataset: 'people', offset: -1, limit: 5 }, 400, 'usage/bad-input'],
  ['/start/dataset.list', {}, 400, 'job/not-a-job'],
  ['/api/dataset.import', importInput('file-00000000000000000000000000000000'), 404, 'file/unknown'],
])('a refusal of %s is the contract\'s error as data, with a fitting status', async (path, input, status, code) => {
  const answer = await shared.post(path, input, { token })
  expect([answer.status, answer.reply]).toEqual([status, { ok: false, error: { code, details: expect.anything() } }])
})

test('a job that is refused by its worker says so when it has ended', async () => {
  const events = await listenTo(shared, token)
  const { jobId } = valueOf<JobSummary>(await shared.post('/start/dataset.import', importInput('file-00000000000000000000000000000000'), { token }))
  const { data } = await events.until(tellsEndOf(jobId))
  expect((data as JobSummary).state).toMatchObject({ kind: 'failed', error: { code: 'file/unknown' } })
  events.stop()
})

test('a million row numbers are taken, and more than 4 MiB only where rows are named', async () => {
  const rows = Array.from({ length: 1_000_000 }, (_, i) => i + 1)
  const named = await shared.post('/api/request.open', { dataset: 'people', who: { rows }, law: 'gdpr' }, { token })
  expect(named.reply).toMatchObject({ ok: false, error: { code: 'request/rows-not-found', details: { count: 999_940, first: 61 } } })
  const large = await shared.post('/api/dataset.show', { dataset: 'x'.repeat(5 * 1024 * 1024) }, { token })
  expect([large.status, large.reply.error]).toEqual([413, { code: 'engine/message-too-large', details: { mostMebibytes: 4 } }])
})
