import { describe, expect, test } from 'vitest'
import type { JobState, JobSummary } from '../../../src-main/contract/job.ts'
import { leaveGently } from '../../../src-main/shells/electron/leave-gently.ts'
import { type Question, quitQuestion, stillClosing } from '../../../src-main/shells/electron/quit-question.ts'

const at = '2026-11-25T09:00:00.000Z'
const running = (cancellable: boolean): JobState => ({ kind: 'running', startedAt: at, stage: 'rows', done: 1, total: 2, secondsLeft: null, lastSignAt: at, cancellable })
const job = (call: string, state: JobState): JobSummary => ({ jobId: `job-${call}`, call, about: { datasetId: null, modelId: null, requestId: null }, createdAt: at, state })

describe('the question before quitting', () => {
  test('is not asked where nothing waits or runs', () => {
    expect(quitQuestion([])).toBeUndefined()
    expect(quitQuestion([job('model.train', { kind: 'cancelled', finishedAt: at })])).toBeUndefined()
  })

  test('says what becomes of each job', () => {
    expect(quitQuestion([job('dataset.import', running(true))])).toMatchObject({ message: 'An import is running.', detail: 'If you quit, it is cancelled and undone; nothing of it stays.' })
    expect(quitQuestion([job('erasure.run', running(false)), job('model.train', { kind: 'queued' })])).toMatchObject({
      message: 'An erasure is running.', detail: 'Its rows are erased already. If you quit, it is finished when Lethe starts again. The job that waits is not carried out.',
    })
    expect(quitQuestion([job('a.b', { kind: 'queued' }), job('c.d', { kind: 'queued' })])).toMatchObject({ message: 'Jobs are waiting.', detail: 'The 2 jobs that wait are not carried out.' })
    expect(quitQuestion([job('ledger.check', running(true))])).toMatchObject({ message: 'A job is running.' })
  })
})

function scene(jobs: readonly JobSummary[], answers: boolean[]) {
  const told: (string | Question)[] = []
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
  const leaving = leaveGently({
    jobs: () => jobs,
    async ask(question) {
      told.push(question)
      return answers.shift()!
    },
    stop() {
      told.push('stop')
      return stopped
    },
    leave: () => void told.push('leave'),
  })
  return { told, leaving, stop }
}

describe('leaving', () => {
  test('closes the workspace first, and ends once', async () => {
    const { told, leaving, stop } = scene([], [])
    const first = leaving.request()
    await Promise.resolve()
    expect([told, leaving.left]).toEqual([['stop'], false])
    stop()
    await first
    await leaving.request()
    expect([told, leaving.left]).toEqual([['stop', 'leave'], true])
  })

  test('asks where a job runs, and stays where the person says so', async () => {
    const jobs = [job('erasure.run', running(true))]
    const { told, leaving, stop } = scene(jobs, [false, true])
    await leaving.request()
    expect([told, leaving.left]).toEqual([[quitQuestion(jobs)], false])
    stop()
    await leaving.request()
    expect(told).toEqual([quitQuestion(jobs), quitQuestion(jobs), 'stop', 'leave'])
  })

  test('is not asked about when the system demands it, whatever runs', async () => {
    const { told, leaving, stop } = scene([job('erasure.run', running(true))], [])
    stop()
    await leaving.demand()
    expect([told, leaving.left]).toEqual([['stop', 'leave'], true])
  })

  test('asked for twice at once is one question', async () => {
    const { told, leaving, stop } = scene([job('erasure.run', running(true))], [true])
    stop()
    await Promise.all([leaving.request(), leaving.request()])
    expect(told.filter(entry => typeof entry === 'object')).toHaveLength(1)
    expect(told.filter(entry => entry === 'leave')).toHaveLength(1)
  })

  test('may be hurried while the workspace does not close', async () => {
    const { told, leaving } = scene([], [false, true])
    void leaving.request()
    await leaving.request()
    expect(told).toEqual(['stop', stillClosing])
    await leaving.request()
    expect(told).toEqual(['stop', stillClosing, stillClosing, 'leave'])
  })
})
