import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { api } from '../../src-main/contract/api.ts'
import { readCanonicalZip } from '../../src-main/core/records/canonical-zip.ts'
import { readPdfText } from '../../src-main/core/records/read-pdf-text.ts'
import { wordsOf } from '../../src-main/core/records/record-document.ts'
import { answer } from '../support/answer.ts'
import { coreWith } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'

const { csv } = personFile(300, 52)

test('a record is shown in the very words its PDF has, checked, and nothing is written for it', async () => {
  const lethe = await coreWith({ csv })
  await lethe.train()
  const { requestId } = await lethe.erase({ rows: [3] })
  const before = (await answer(lethe, 'ledger.list', { limit: 1 })).total
  const preview = await answer(lethe, 'record.preview', { requestId })
  expect(preview).toMatchObject({ requestId, hasModels: true, exports: 0, lastExportedAt: null })
  const checked = await answer(lethe, 'record.check-own', { requestId })
  expect(checked).toMatchObject({ requestId, key: preview.key, report: { intact: true, ok: true, problems: [] } })
  expect((await answer(lethe, 'ledger.list', { limit: 1 })).total).toBe(before)

  const file = join(lethe.outside, 'record.zip')
  const exported = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
  expect(checked).toMatchObject({ sha256: exported.sha256, sizeBytes: exported.sizeBytes, key: exported.key })
  const drawn = readPdfText(readCanonicalZip(readFileSync(file)).files!.get('record.pdf')!)
  const words = drawn.texts.filter(({ artifact }) => !artifact).map(({ text }) => text)
  expect(preview.pages.blocks.flatMap(block => (block.kind === 'chart' ? [wordsOf(block).join('')] : wordsOf(block)))).toEqual(words)
  expect(preview.pages.blocks.filter(({ kind }) => kind === 'chart').length).toBeGreaterThan(0)
  expect(drawn.texts.some(({ artifact, text }) => artifact && text.includes(preview.pages.running.foot))).toBe(true)
  expect((await answer(lethe, 'record.preview', { requestId })).exports).toBe(1)

  // After a change of keys it is still the record of the key that is gone.
  await lethe.core.call('key.rotate', {}, lethe.run)
  expect(await answer(lethe, 'record.preview', { requestId })).toMatchObject({ key: exported.key, pages: preview.pages, exports: 1 })
  expect(await answer(lethe, 'record.check-own', { requestId })).toMatchObject({ key: exported.key, sha256: exported.sha256 })
})

test('one that was never exported says after a change of keys what the new key would sign', async () => {
  const lethe = await coreWith({ csv })
  const { requestId } = await lethe.erase({ rows: [3] })
  const before = await answer(lethe, 'record.preview', { requestId })
  const { key } = await lethe.core.call('key.rotate', {}, lethe.run)
  const after = await answer(lethe, 'record.preview', { requestId })
  expect(after.key).toBe(key)
  expect(after.pages).not.toEqual(before.pages)
  expect(await answer(lethe, 'record.check-own', { requestId })).toMatchObject({ key, report: { ok: true, keySince: { how: 'rotated', before: before.key } } })
})

test('its words are shown without making it: a record that cannot be made any more can still be read, and why it cannot is told by the check', async () => {
  const lethe = await coreWith({ csv })
  const { requestId } = await lethe.erase({ rows: [3] })
  const db = new Database(join(lethe.directory, 'lethe.db'))
  const seq = (await lethe.core.call('ledger.list', { limit: 1, about: requestId, kinds: ['requests'] }, lethe.run)).entries[0]!.seq
  db.exec('DROP TRIGGER IF EXISTS ledger_node_no_update')
  db.prepare('UPDATE ledger_node SET hash = zeroblob(32) WHERE level = 0 AND position IN (?, ?)').run(seq - 2, seq)
  db.close()
  expect((await answer(lethe, 'record.preview', { requestId })).pages.blocks[0]).toMatchObject({ text: 'Record of an erasure' })
  await expect(answer(lethe, 'record.check-own', { requestId })).rejects.toMatchObject({ code: 'ledger/inconsistent' })
  expect([api['record.preview'].kind, api['record.check-own'].kind]).toEqual(['query', 'look'])
})

test('there is none of a request that is open, or that is not there', async () => {
  const lethe = await coreWith({ csv })
  const { requestId } = await answer(lethe, 'request.open', { dataset: 'people', who: { rows: [2] }, law: 'gdpr' })
  await expect(answer(lethe, 'record.preview', { requestId })).rejects.toMatchObject({ code: 'record/not-exportable', details: { request: requestId, state: 'received' } })
  await expect(answer(lethe, 'record.preview', { requestId: 'rq-none' })).rejects.toMatchObject({ code: 'request/not-found' })
  await expect(answer(lethe, 'record.check-own', { requestId })).rejects.toMatchObject({ code: 'record/not-exportable' })
})
