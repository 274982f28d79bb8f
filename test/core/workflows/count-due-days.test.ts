import { expect, test } from 'vitest'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { answer } from '../../support/answer.ts'
import { coreWith } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { changeSettings } from '../../support/settings.ts'

const { csv } = personFile(60, 1)
const clock = { ...nodePorts('.').clock, timeZone: 'Europe/Berlin', now: () => new Date('2026-10-02T12:00:00Z') }

test('what would be due is what a request opened for that day holds, under every law, and opens nothing', async () => {
  const lethe = await coreWith({ csv, ports: { clock } })
  await changeSettings(lethe, { calendars: { gdpr: 'DE-BY', ccpa: 'US-CA' }, readings: { 'gdpr.regional-holidays': 'counted' } })
  const received = '2026-10-01T10:00:00Z'
  for (const [row, law] of [[1, 'gdpr'], [2, 'uk-gdpr'], [3, 'ccpa']] as const) {
    const days = await answer(lethe, 'law.due', { law, receivedAt: received })
    expect(await answer(lethe, 'request.list', { law })).toEqual([])
    const { dueAt, acknowledgeBy, extendable } = await answer(lethe, 'request.open', { dataset: 'people', who: { rows: [row] }, law, receivedAt: received })
    expect(days).toEqual({ dueAt, acknowledgeBy, extension: extendable })
  }
  // All Saints' Day, 1 November 2026, counts in Bavaria.
  expect(await answer(lethe, 'law.due', { law: 'gdpr', receivedAt: received })).toMatchObject({ dueAt: '2026-11-02', acknowledgeBy: null })
})

test('without a day it is that of now, where the settings are', async () => {
  const lethe = await coreWith({ csv, ports: { clock } })
  expect(await answer(lethe, 'law.due', { law: 'gdpr' })).toMatchObject({ dueAt: '2026-11-02' })
  await changeSettings(lethe, { timeZone: 'Pacific/Kiritimati' })
  expect(await answer(lethe, 'law.due', { law: 'gdpr' })).toMatchObject({ dueAt: '2026-11-03' })
})
