import { expect, test } from 'vitest'
import { backUp, reopen, restore } from '../../support/backups.ts'
import { coreWith, quietRun } from '../../support/core-with.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'

test('a request that a restore carries out again is answered, and its recipients told, as any other', { timeout: 60_000 }, async () => {
  const lethe = await coreWith({ csv: `id,age,left\n${Array.from({ length: 60 }, (_, i) => `c-${i},${20 + i},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n` })
  const run = quietRun()
  await lethe.train()
  await lethe.core.call('recipient.add', { name: 'Mailer', contact: 'x', datasets: ['people'] }, run)
  const { requestId } = await lethe.core.call('request.open', { dataset: 'people', who: { subject: 'c-7' }, law: 'gdpr' }, run)
  await lethe.core.call('request.answer-to', { requestId, name: 'Alex Moor', address: '' }, run)
  const file = await backUp(lethe)
  await lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
  lethe.core.close()

  await restore(lethe.directory, file)
  const core = reopen(lethe.directory, nodePorts(lethe.directory))
  expect(await core.call('request.show', { requestId }, run)).toMatchObject({ state: 'completed', answeredOn: null })
  const { text, facts } = await core.call('letter.draft', { requestId, kind: 'completed' }, run)
  expect(text).toContain('Dear Alex Moor,')
  expect(text).toContain('- 1 record of "people"')
  expect(facts.filter(({ force, met }) => force === 'must' && !met)).toEqual([])
  const [notice] = await core.call('notice.list', { requestId }, run)
  expect(notice).toMatchObject({ name: 'Mailer', state: 'open' })
  await core.call('recipient.add', { name: 'Another', contact: 'x', datasets: ['people'] }, run)
  for (const { noticeId } of await core.call('notice.list', { requestId }, run)) await core.call('notice.note', { noticeId, what: 'confirmed' }, run)
  await core.call('letter.sent', { requestId, kind: 'completed' }, run)
  expect(await core.call('request.identifiers', { requestId }, run)).toMatchObject({ kept: false })
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
})
