import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { JobSummary } from '../../src-main/contract/job.ts'
import { openEngine } from '../../src-main/engine/engine.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { personFile } from '../support/person-file.ts'

test('a legal hold placed while the worker of an erasure computes stops it before any row is gone', { timeout: 120_000 }, async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-hold-'))
  const directory = join(outside, 'workspace')
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  onTestFinished(async () => {
    await engine.close()
    rmSync(outside, { recursive: true, force: true })
  })
  const file = join(outside, 'people.csv')
  writeFileSync(file, personFile(20_000, 3).csv)
  await engine.call('dataset.import', { file: engine.files.handOut(file, 'read'), name: 'people', subject: 'person', label: 'answered', ignore: ['email', 'note'], features: [], text: [], dryRun: false })
  const { publishedSha256 } = await engine.call('model.train', { dataset: 'people', learner: 'forest', settings: {} })
  const { requestId } = await engine.call('request.open', { dataset: 'people', who: { rows: [1, 2, 3] }, law: 'gdpr' })

  const computing = new Promise<JobSummary>(resolve => engine.on('job.changed', job => void (job.call === 'erasure.run' && job.state.kind === 'running' && job.state.stage === 'compute' && resolve(job))))
  const erasing = engine.call('erasure.run', { requestId, method: 'retrain', compare: true }).catch((error: unknown) => error)
  const { state } = await computing
  expect(state).toMatchObject({ cancellable: true })
  expect(await engine.call('request.hold', { requestId, rows: { dataset: 'people', rows: [2] } })).toMatchObject({ state: 'executing', holdBlocks: true })
  expect(await erasing).toMatchObject({ code: 'request/on-hold', details: { request: requestId } })

  expect(await engine.call('request.show', { requestId })).toMatchObject({ state: 'approved', onHold: true })
  expect((await engine.call('dataset.list', {}))[0]!.rows).toBe(20_000)
  expect((await engine.call('model.list', {}))[0]).toMatchObject({ publishedSha256 })
  expect((await engine.call('request.timeline', { requestId })).slice(-3).map(({ kind }) => kind)).toEqual(['erasure-intended', 'hold-placed', 'erasure-undone'])
  await engine.call('request.lift-hold', { requestId })
  expect(await engine.call('erasure.run', { requestId, method: 'auto', compare: false })).toMatchObject({ erasedRows: 3 })
})
