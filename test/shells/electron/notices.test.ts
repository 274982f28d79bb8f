import { describe, expect, test } from 'vitest'
import type { JobState, JobSummary } from '../../../src-main/contract/job.ts'
import type { WorkspaceOverview } from '../../../src-main/contract/workspace.ts'
import { api } from '../../../src-main/contract/api.ts'
import { deadlineNotice, jobNotice, jobWords } from '../../../src-main/shells/electron/notices.ts'

const at = '2026-11-25T09:00:00.000Z'
const job = (call: string, state: JobState): JobSummary => ({ jobId: 'job-1', call, about: { datasetId: 'patients', modelId: null, requestId: 'rq-anna' }, createdAt: at, state })
const done: JobState = { kind: 'succeeded', startedAt: at, finishedAt: at }
const failed: JobState = { kind: 'failed', startedAt: at, finishedAt: at, error: { code: 'import/bad', details: { column: 'anna@example.org' } } }

const notice = (overdue: number, dueSoon: number) => deadlineNotice({ requests: { open: 9, overdue, dueSoon, completed: 0, next: [] } } as unknown as WorkspaceOverview)

describe('a notice', () => {
  test('says that a job has finished or did not, and nothing about whom or what', () => {
    expect(jobNotice(job('erasure.run', done))).toBe('The erasure has finished.')
    expect(jobNotice(job('dataset.import', failed))).toBe('The import did not finish. The window says why.')
    expect(jobNotice(job('model.train', { kind: 'interrupted', finishedAt: at }))).toBe('The training did not finish. The window says why.')
  })

  test('is not given for what goes on, was cancelled, or takes a moment only', () => {
    expect([job('model.train', { kind: 'queued' }), job('model.train', { kind: 'cancelled', finishedAt: at }), job('ledger.check', done), job('constructor', done)].map(jobNotice)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('has a word for every call that takes its turn in the queue', () => {
    expect([...jobWords.keys()].sort()).toEqual(Object.entries(api).filter(([, { kind }]) => kind === 'job').map(([name]) => name).sort())
  })

  test('counts what is due', () => {
    expect([notice(0, 0), notice(1, 0), notice(0, 2), notice(3, 1)]).toEqual([
      undefined, '1 erasure request is overdue.', '2 erasure requests are due soon.', '3 erasure requests are overdue, 1 erasure request is due soon.',
    ])
  })
})
