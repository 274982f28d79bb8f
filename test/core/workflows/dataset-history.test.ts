import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { answer } from '../../support/answer.ts'
import { backUp, lighten, reopen, restore } from '../../support/backups.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'

const { csv, people } = personFile(100, 12)

const history = async (lethe: TestCore, dataset = 'people') => (await answer(lethe, 'dataset.history', { dataset }))
const told = (events: Awaited<ReturnType<typeof history>>) => events.map(({ what, rows, modelId, requestId }) => [what, rows, modelId ?? requestId])

test('what happened to a dataset is told newest first, and nothing of another one', async () => {
  const lethe = await coreWith({ csv })
  await lethe.import(lethe.write('other.csv', personFile(30, 1).csv), { name: 'other' })
  expect(told(await history(lethe, 'other'))).toEqual([['imported', 30, null]])
  const model = await lethe.train()
  await lethe.train({}, 'other')
  const waiting = await answer(lethe, 'request.open', { dataset: 'people', who: { rows: [5, 6, 7] }, law: 'gdpr', receivedAt: '2026-01-05T00:00:00Z' })
  const done = await lethe.erase({ subject: people[20]!.id })
  const events = await history(lethe)
  expect(told(events)).toEqual([
    ['rows-erased', 1, done.requestId], ['request-opened', 1, done.requestId], ['request-opened', 3, waiting.requestId], ['model-trained', model.trainRows, model.modelId], ['imported', 100, null],
  ])
  // A request that was received long ago was opened when it was opened.
  expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted().reverse())
  expect(events[0]!.at).toBe(done.outcome.request.completedAt)
  expect(told(await history(lethe, 'other'))).toHaveLength(2)
  await expect(history(lethe, 'nowhere')).rejects.toMatchObject({ code: 'dataset/not-found' })
})

test('a restore is a part of it, with the rows it erased again, and not of a dataset that was imported later', async () => {
  const lethe = await coreWith({ csv })
  const backup = await lighten(await backUp(lethe))
  await lethe.erase({ rows: [1, 2] })
  await lethe.erase({ rows: [3] })
  lethe.core.close()
  await restore(lethe.directory, backup)
  const ports = nodePorts(lethe.directory)
  const again = { ...lethe, ports, core: reopen(lethe.directory, ports) }
  expect(told(await history(again))).toEqual([['restored', 3, null], ['imported', 100, null]])
  const file = ports.files.handOut(lethe.write('other.csv', personFile(30, 1).csv), 'read')
  await answer(again, 'dataset.import', { file, name: 'other', ignore: [], features: [], text: [], dryRun: false })
  expect(told(await history(again, 'other'))).toEqual([['imported', 30, null]])
})

test('an entry of the ledger that was changed is not told as history', async () => {
  const lethe = await coreWith({ csv })
  const db = openDatabase(join(lethe.directory, 'lethe.db'))
  db.exec('DROP TRIGGER ledger_entry_no_update')
  db.prepare(`UPDATE ledger_entry SET entry = replace(entry, '{', '[') WHERE seq = 2`).run()
  db.close()
  await expect(history(lethe)).rejects.toMatchObject({ code: 'ledger/inconsistent', details: { seq: 2 } })
})
