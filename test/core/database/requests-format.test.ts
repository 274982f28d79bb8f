import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCore } from '../../../src-main/core/core.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { coreWith, quietRun } from '../../support/core-with.ts'
import { asOlderFormat } from '../../support/older-format.ts'
import { personFile } from '../../support/person-file.ts'

const run = quietRun()

test('requests that an older Lethe left in any state go on from there, and what they were about stays', async () => {
  const { csv, people } = personFile(60, 1)
  const lethe = await coreWith({ csv })
  await lethe.train()
  const done = await lethe.erase({ subject: people[9]!.id })
  const ids = await Promise.all([1, 2, 3].map(async row => (await lethe.core.call('request.open', { dataset: 'people', who: { rows: [row] }, law: 'gdpr' }, run)).requestId))
  for (const requestId of ids.slice(1)) await lethe.core.call('request.verify', { requestId }, run)
  await lethe.core.call('request.approve', { requestId: ids[2]! }, run)
  const before = await lethe.core.call('request.list', {}, run)
  lethe.core.close()
  const file = join(lethe.directory, 'lethe.db')
  asOlderFormat(6)(file)

  const core = openCore(lethe.directory, nodePorts(lethe.directory))
  const told = (list: typeof before) => list.map(({ requestId, state, datasets, matchedRows, law, dueAt, openedBy, endedAt }) => ({ requestId, state, datasets, matchedRows, law, dueAt, openedBy, endedAt }))
  expect(told(await core.call('request.list', {}, run))).toEqual(told(before))
  for (const requestId of ids) expect(await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)).toMatchObject({ erasedRows: 1, residueFound: 0 })
  expect(await core.call('erasure.show', { requestId: done.requestId }, run)).toMatchObject({ outcome: { data: { erased: 1 } } })
  core.close()
  const db = openDatabase(file)
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
})

test('an erasure whose rows were gone and not searched for is finished', async () => {
  const { csv, people } = personFile(60, 1)
  const lethe = await coreWith({ csv })
  const { requestId } = await lethe.core.call('request.open', { dataset: 'people', who: { subject: people[9]!.id }, law: 'gdpr' }, run)
  await expect(lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, { ...run, progress(stage) { if (stage === 'overwrite') throw new Error('stopped') } })).rejects.toThrow('stopped')
  lethe.core.close()
  asOlderFormat(6)(join(lethe.directory, 'lethe.db'))

  const core = openCore(lethe.directory, nodePorts(lethe.directory))
  expect(core.recover(run)).toMatchObject([{ requestId, how: 'finished', report: { erasedRows: 1, residueFound: 0 } }])
  expect((await core.call('request.show', { requestId }, run)).state).toBe('completed')
  core.close()
})
