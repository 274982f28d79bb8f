import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
  expect(preview).toMatchObject({ requestId, hasModels: true, exports: 0, lastExportedAt: null, report: { intact: true, ok: true, problems: [] } })
  expect((await answer(lethe, 'ledger.list', { limit: 1 })).total).toBe(before)

  const file = join(lethe.outside, 'record.zip')
  const exported = await answer(lethe, 'record.export', { requestId, file: lethe.toWrite(file) })
  expect(preview).toMatchObject({ sha256: exported.sha256, sizeBytes: exported.sizeBytes, key: exported.key })
  const drawn = readPdfText(readCanonicalZip(readFileSync(file)).files!.get('record.pdf')!)
  const words = drawn.texts.filter(({ artifact }) => !artifact).map(({ text }) => text)
  expect(preview.pages.blocks.flatMap(block => (block.kind === 'chart' ? [wordsOf(block).join('')] : wordsOf(block)))).toEqual(words)
  expect(preview.pages.blocks.filter(({ kind }) => kind === 'chart').length).toBeGreaterThan(0)
  expect(drawn.texts.some(({ artifact, text }) => artifact && text.includes(preview.pages.running.foot))).toBe(true)
  expect((await answer(lethe, 'record.preview', { requestId })).exports).toBe(1)
})

test('there is none of a request that is open, or that is not there', async () => {
  const lethe = await coreWith({ csv })
  const { requestId } = await answer(lethe, 'request.open', { dataset: 'people', who: { rows: [2] }, law: 'gdpr' })
  await expect(answer(lethe, 'record.preview', { requestId })).rejects.toMatchObject({ code: 'record/not-exportable', details: { request: requestId, state: 'received' } })
  await expect(answer(lethe, 'record.preview', { requestId: 'rq-none' })).rejects.toMatchObject({ code: 'request/not-found' })
})
