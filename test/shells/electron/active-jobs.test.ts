import { expect, test } from 'vitest'
import { activeJobs } from '../../../src-main/shells/electron/active-jobs.ts'
import { watchedEngine } from '../../support/electron-ipc.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

test('a job counts from when it waits until it has ended, and one that only looks does not', async () => {
  const { engine, outside } = watchedEngine()
  const jobs = activeJobs(engine)
  const seen: string[][] = []
  engine.on('job.changed', () => seen.push(jobs.list().map(({ call }) => call)))
  const file = join(outside, 'people.csv')
  writeFileSync(file, 'id,age,label\na,1,yes\nb,2,no\n')
  await Promise.all([
    engine.call('dataset.import', { file: engine.files.handOut(file, 'read'), name: 'people', ignore: [], features: [], text: [], dryRun: false }),
    engine.call('ledger.check', {}),
  ])
  expect(seen).toContainEqual(['dataset.import'])
  expect(seen.flat().filter(call => call !== 'dataset.import')).toEqual([])
  expect(jobs.list()).toEqual([])
})
