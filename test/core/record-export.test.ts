import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCanonicalZip } from '../../src-main/core/records/canonical-zip.ts'
import { readPdfText } from '../../src-main/core/records/read-pdf-text.ts'
import { coreWith } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'

const { csv, people } = personFile(300, 52)

test('a record, with its PDF, is the same bytes when it is exported again, also after another erasure, and is checked by the call for it', async () => {
  const { core, run, outside, toRead, toWrite, train, erase } = await coreWith({ csv })
  await train()
  const { requestId, outcome } = await erase({ subject: people[8]!.id })
  const first = join(outside, 'first.zip')
  const again = join(outside, 'again.zip')
  const { key, sizeBytes } = await core.call('record.export', { requestId, file: toWrite(first) }, run)
  await erase({ rows: [3] })
  await core.call('record.export', { requestId, file: toWrite(again) }, run)
  expect(readFileSync(again).equals(readFileSync(first))).toBe(true)
  expect(statSync(first).size).toBe(sizeBytes)
  expect(await core.call('record.check', { file: toRead(first), key }, run)).toMatchObject({ intact: true, ok: true, problems: [] })

  const pdf = readCanonicalZip(readFileSync(first)).files!.get('record.pdf')!
  const words = readPdfText(pdf).texts.map(({ text }) => text)
  expect(words).toEqual(expect.arrayContaining([requestId, outcome.data.datasets![0]!.dataset, `${(outcome.models[0]!.unlearned!.unseen.accuracy! * 100).toFixed(2)} %`]))
  // Nothing of the person: neither their name nor any value of their row is in the record.
  const { id, email, note } = people[8]!
  expect([id, email, note].filter(value => readFileSync(first).includes(value) || words.join('\n').includes(value))).toEqual([])
})
