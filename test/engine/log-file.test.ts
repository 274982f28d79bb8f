import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { JobState, JobSummary } from '../../src-main/contract/job.ts'
import { logFile, readJobLog } from '../../src-main/engine/log-file.ts'

const at = '2026-11-25T09:00:00.000Z'

function logHere(): { readonly directory: string; readonly file: string; readonly log: ReturnType<typeof logFile> } {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-log-'))
  mkdirSync(join(directory, 'logs'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return { directory, file: join(directory, 'logs/engine.log'), log: logFile(directory, () => new Date(at)) }
}

const job = (state: JobState, { jobId = 'j-1', call = 'erasure.run' } = {}): JobSummary => ({ jobId, call, about: { datasetId: null, modelId: null, requestId: 'rq-1' }, createdAt: at, state })
const running = (stage: string, done = 0): JobState => ({ kind: 'running', startedAt: at, stage, done, total: 9, secondsLeft: null, lastSignAt: at, cancellable: true })

test('each stage is written once, however often it is told of, and the end with the code of its error', () => {
  const { directory, log } = logHere()
  log.follow(job({ kind: 'queued' }))
  for (const done of [0, 1, 2]) log.follow(job(running('compute', done)))
  log.follow(job(running('compute'), { jobId: 'j-2' }))
  log.follow(job(running('adopt')))
  log.follow(job({ kind: 'failed', startedAt: at, finishedAt: at, error: { code: 'erase/residue', details: { found: 3 } } }))
  const line = { at, state: 'running', stage: null, code: null }
  expect(readJobLog(directory, 'j-1')).toEqual([{ ...line, stage: 'compute' }, { ...line, stage: 'adopt' }, { ...line, state: 'failed', code: 'erase/residue' }])
  expect(readJobLog(directory, 'j-2')).toEqual([{ ...line, stage: 'compute' }])
  expect(readJobLog(directory, 'j')).toEqual([])
})

test('details of an error, which may name a column, are not written', () => {
  const { file, log } = logHere()
  log.follow(job({ kind: 'failed', startedAt: at, finishedAt: at, error: { code: 'train/label-one-class', details: { column: 'has hiv' } } }))
  expect(readFileSync(file, 'utf8')).not.toContain('hiv')
})

test('looks leave no stages, only their end', () => {
  const { directory, log } = logHere()
  log.follow(job(running('choose'), { call: 'dataset.view' }))
  log.follow(job({ kind: 'cancelled', finishedAt: at }, { call: 'dataset.view' }))
  expect(readJobLog(directory, 'j-1').map(({ state }) => state)).toEqual(['cancelled'])
})

test('lines half written are passed over, a job is followed across the change of files, and a log that is not there is empty', () => {
  const { directory, file, log } = logHere()
  expect(readJobLog(directory, 'j-1')).toEqual([])
  log.follow(job(running('intend')))
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"job":"j-1","at"\nnull\n{"job":"j-1","state":"elsewhere"}\n${' '.repeat(1024 * 1024)}\n`)
  log.follow(job(running('adopt')))
  expect(statSync(file).size).toBeLessThan(1000)
  expect(readJobLog(directory, 'j-1').map(({ stage }) => stage)).toEqual(['intend', 'adopt'])
})
