import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Law } from '../../../src-main/contract/request.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const lines = (name: string) => `id,age,left\n${Array.from({ length: 40 }, (_, i) => `${name}-${i},${20 + i},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n`
const secretName = 'Farfetched Mailers'

const today = () => new Date().toISOString().slice(0, 10)

/** Two datasets, a recipient of the first with a copy of its model outside, and a request about a person of it that was carried out. */
async function erased(law: Law = 'gdpr', { withCopy = false, recipients = true } = {}) {
  const lethe = await coreWith({ ports: { clock: { now: () => new Date(), timeZone: 'UTC', elapsed: () => performance.now(), cpu: () => 0 } } })
  const { core, run, write, outside } = lethe
  await lethe.import(write('a.csv', lines('a')), { name: 'people', subject: 'id', label: 'left' })
  await lethe.import(write('b.csv', lines('b')), { name: 'others', subject: 'id', label: 'left' })
  const model = withCopy ? await lethe.train() : undefined
  if (model !== undefined) await core.call('model.export', { modelId: model.modelId, file: lethe.toWrite(join(outside, 'model.onnx')), recipient: 'A scoring service' }, run)
  const recipient = recipients ? await core.call('recipient.add', { name: secretName, contact: 'post@mailers.example', datasets: ['people'] }, run) : undefined
  if (recipients) await core.call('recipient.add', { name: 'Of the other dataset', contact: 'x', datasets: ['others'] }, run)
  const { requestId } = await core.call('request.open', { dataset: 'people', who: { subject: 'a-7' }, law }, run)
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
  return { lethe, requestId, recipient, model }
}

const notices = ({ core, run }: TestCore, requestId: string) => core.call('notice.list', { requestId }, run)
const kept = ({ core, run }: TestCore, requestId: string) => core.call('request.identifiers', { requestId }, run).then(one => one.kept)

describe('notices of an erasure', () => {
  test('go to whoever had data of its datasets, and what names the person stays until they confirm', { timeout: 60_000 }, async () => {
    const { lethe, requestId, recipient } = await erased()
    const { core, run } = lethe
    const [notice, ...more] = await notices(lethe, requestId)
    expect(more).toEqual([])
    expect(notice).toMatchObject({ about: 'datasets', recipientId: recipient!.recipientId, name: secretName, state: 'open', datasets: recipient!.datasets })
    expect(await core.call('workspace.overview', {}, run)).toMatchObject({ noticesOpen: 1, requests: { answersOwed: 1 } })
    const { text } = await core.call('notice.letter', { noticeId: notice!.noticeId }, run)
    expect(text).toContain('- a-7')
    expect(text).toContain('"people"')
    expect(text).not.toMatch(/age|27/)
    await expect(core.call('recipient.remove', { recipientId: recipient!.recipientId }, run)).rejects.toMatchObject({ code: 'recipient/to-be-told', details: { notices: 1 } })

    const { pages: { blocks } } = await core.call('record.preview', { requestId }, run)
    expect(blocks).toContainEqual({ kind: 'list', items: ['the recipient of data of these datasets: what they hold has to be erased as well'] })
    expect(await core.call('record.check-own', { requestId }, run)).toMatchObject({ report: { ok: true } })

    const { noticeId } = notice!
    await core.call('letter.sent', { requestId, kind: 'completed' }, run)
    expect(await kept(lethe, requestId)).toBe(true)
    expect(await core.call('notice.note', { noticeId, what: 'sent' }, run)).toMatchObject({ state: 'sent', sentOn: today() })
    expect(await kept(lethe, requestId)).toBe(true)
    expect(await core.call('notice.note', { noticeId, what: 'confirmed', on: today() }, run)).toMatchObject({ state: 'confirmed', confirmedOn: today() })
    expect(await kept(lethe, requestId)).toBe(false)
    expect((await core.call('ledger.list', { limit: 4, about: requestId }, run)).entries.map(({ kind }) => kind)).toEqual(['identifiers-destroyed', 'notice-confirmed', 'notice-sent', 'answer-sent'])
    expect(await core.call('workspace.overview', {}, run)).toMatchObject({ noticesOpen: 0, requests: { answersOwed: 0 } })
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })

    expect(await core.call('recipient.remove', { recipientId: recipient!.recipientId }, run)).toHaveLength(1)
    expect(await notices(lethe, requestId)).toMatchObject([{ name: '', recipientId: recipient!.recipientId }])
  })

  test('name nobody in any file of the workspace', { timeout: 60_000 }, async () => {
    const { lethe, requestId } = await erased('ccpa')
    const noticeId = (await notices(lethe, requestId))[0]!.noticeId
    await lethe.core.call('notice.note', { noticeId, what: 'impossible', reason: 'disproportionate', explanation: 'Ninety thousand leaflets' }, lethe.run)
    for (const bytes of workspaceBytes(lethe.directory).values()) expect(bytes.includes(secretName) || bytes.includes('mailers.example') || bytes.includes('leaflets')).toBe(false)
  })

  test('under the CCPA are impossible only with facts, which stand in the answer', { timeout: 60_000 }, async () => {
    const { lethe, requestId } = await erased('ccpa')
    const { core, run } = lethe
    const noticeId = (await notices(lethe, requestId))[0]!.noticeId
    const note = (input: object) => core.call('notice.note', { noticeId, what: 'impossible', ...input }, run)
    await expect(note({})).rejects.toMatchObject({ code: 'notice/reason-needed' })
    await expect(note({ reason: 'no-confirmation' })).rejects.toMatchObject({ code: 'notice/not-sent' })
    await expect(note({ reason: 'recipient-gone' })).rejects.toMatchObject({ code: 'notice/explanation-needed' })
    await expect(note({ reason: 'recipient-gone', explanation: 'x', on: today() })).rejects.toMatchObject({ code: 'notice/day-unwanted' })
    await expect(note({ what: 'sent', reason: 'recipient-gone' })).rejects.toMatchObject({ code: 'notice/reason-unwanted' })
    await expect(note({ what: 'sent', on: '2099-01-01' })).rejects.toMatchObject({ code: 'notice/later' })
    await expect(note({ what: 'sent', on: '2020-01-01' })).rejects.toMatchObject({ code: 'notice/too-early', details: { day: today() } })
    expect(await note({ reason: 'recipient-gone', explanation: 'Wound up in 2024.' })).toMatchObject({ state: 'impossible', reason: 'recipient-gone', explanation: 'Wound up in 2024.' })
    await expect(note({ what: 'sent' })).rejects.toMatchObject({ code: 'notice/settled' })
    const { text, facts } = await core.call('letter.draft', { requestId, kind: 'completed' }, run)
    expect(text).toContain(`- ${secretName}: Wound up in 2024.`)
    expect(facts).toContainEqual(expect.objectContaining({ fact: 'not-told', force: 'must', met: true }))
  })

  test('go to whoever has a copy of a model that forgot; where the copy is noted as replaced, they are settled', { timeout: 60_000 }, async () => {
    const { lethe, requestId, model } = await erased('gdpr', { withCopy: true, recipients: false })
    const { core, run } = lethe
    const [notice] = await notices(lethe, requestId)
    expect(notice).toMatchObject({ about: 'copy', modelId: model!.modelId, name: 'A scoring service', state: 'open' })
    const { text } = await core.call('notice.letter', { noticeId: notice!.noticeId }, run)
    expect(text).toContain(model!.modelId)
    expect(text).not.toContain('a-7')
    await core.call('letter.sent', { requestId, kind: 'completed' }, run)
    expect(await kept(lethe, requestId)).toBe(true)
    await core.call('model.export-replaced', { exportId: notice!.exportId! }, run)
    expect(await notices(lethe, requestId)).toMatchObject([{ state: 'confirmed' }])
    expect(await kept(lethe, requestId)).toBe(false)
  })

  test('and the other way round: confirming the notice notes the copy as replaced', { timeout: 60_000 }, async () => {
    const { lethe, requestId } = await erased('gdpr', { withCopy: true, recipients: false })
    const { core, run } = lethe
    const noticeId = (await notices(lethe, requestId))[0]!.noticeId
    await core.call('notice.note', { noticeId, what: 'confirmed' }, run)
    expect(await core.call('export.list', {}, run)).toMatchObject([{ state: 'replaced' }])
    expect(await notices(lethe, requestId)).toMatchObject([{ state: 'confirmed' }])
    expect((await core.call('ledger.list', { limit: 2 }, run)).entries.map(({ kind }) => kind)).toEqual(['notice-confirmed', 'export-replaced'])
  })

  test('are owed to a recipient who is remembered later, as long as the answer is', { timeout: 60_000 }, async () => {
    const { lethe, requestId } = await erased('gdpr', { recipients: false })
    const { core, run } = lethe
    const added = await core.call('recipient.add', { name: 'Late', contact: 'x', datasets: ['others', 'people', 'people'] }, run)
    expect(added.datasets).toHaveLength(2)
    expect(await notices(lethe, requestId)).toMatchObject([{ name: 'Late', datasets: [expect.anything()] }])
    await core.call('recipient.change', { recipientId: added.recipientId, name: 'Late', contact: 'y', datasets: ['people'] }, run)
    expect(await notices(lethe, requestId)).toHaveLength(1)
    await core.call('letter.sent', { requestId, kind: 'completed' }, run)
    await core.call('recipient.add', { name: 'Too late', contact: 'x', datasets: ['people'] }, run)
    expect(await notices(lethe, requestId)).toHaveLength(1)
  })

  test('of many requests are written and noted at once, for one recipient', { timeout: 60_000 }, async () => {
    const { lethe, requestId, recipient } = await erased()
    const { core, run, outside } = lethe
    const { recipientId } = recipient!
    const second = (await core.call('request.open', { dataset: 'people', who: { subject: 'a-9' }, law: 'gdpr' }, run)).requestId
    await core.call('erasure.run', { requestId: second, method: 'auto', compare: false }, run)
    const path = join(outside, 'notices.csv')
    expect(await core.call('notice.export', { recipientId, file: lethe.toWrite(path) }, run)).toMatchObject({ notices: 2 })
    expect(readFileSync(path, 'utf8').split('\r\n').slice(0, 3).map(line => line.replaceAll(/(nt|rq)-[0-9a-f]{12}/g, '$1'))).toEqual(['\ufeffNotice,Request,Erased on,Datasets,Kind,Identifier', `nt,rq,${today()},people,exact,a-7`, `nt,rq,${today()},people,exact,a-9`])
    const all = (what: 'sent' | 'confirmed' | 'impossible', more: object = {}) => core.call('notice.note-all', { recipientId, what, ...more }, run)
    await expect(all('impossible', { reason: 'no-confirmation' })).rejects.toMatchObject({ code: 'notice/none-open' })
    expect(await all('sent')).toEqual({ noted: 2 })
    await expect(all('sent')).rejects.toMatchObject({ code: 'notice/none-open' })
    expect(await all('confirmed')).toEqual({ noted: 2 })
    expect([await notices(lethe, requestId), await notices(lethe, second)]).toMatchObject([[{ state: 'confirmed' }], [{ state: 'confirmed' }]])
    await expect(core.call('notice.export', { recipientId, file: lethe.toWrite(path) }, run)).rejects.toMatchObject({ code: 'notice/none-open' })
    await expect(core.call('notice.note-all', { recipientId: 'rc-000000000000', what: 'sent' }, run)).rejects.toMatchObject({ code: 'recipient/not-found' })
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
  })

  test('recipients that cannot be are refused', async () => {
    const lethe = await coreWith()
    const { core, run } = lethe
    await lethe.import(lethe.write('a.csv', lines('a')), { name: 'people', subject: 'id', label: 'left' })
    const add = (input: object) => core.call('recipient.add', { name: 'One', contact: 'c', datasets: ['people'], ...input }, run)
    await expect(add({ datasets: [] })).rejects.toMatchObject({ code: 'usage/bad-input' })
    await expect(add({ datasets: ['nowhere'] })).rejects.toMatchObject({ code: 'dataset/not-found' })
    await expect(add({ name: '  ' })).rejects.toMatchObject({ code: 'usage/bad-input' })
    const one = await add({})
    await expect(add({ name: 'ONE' })).rejects.toMatchObject({ code: 'recipient/name-taken', details: { recipient: one.recipientId } })
    await expect(core.call('recipient.remove', { recipientId: 'rc-000000000000' }, run)).rejects.toMatchObject({ code: 'recipient/not-found' })
    await expect(core.call('recipient.change', { recipientId: 'rc-000000000000', name: 'x', contact: 'x', datasets: ['people'] }, run)).rejects.toMatchObject({ code: 'recipient/not-found' })
    await expect(core.call('notice.letter', { noticeId: 'nt-000000000000' }, run)).rejects.toMatchObject({ code: 'notice/not-found' })
    expect(await core.call('recipient.remove', { recipientId: one.recipientId }, run)).toEqual([])
  })
})
