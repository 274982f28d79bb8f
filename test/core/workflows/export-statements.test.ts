import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ErasureStatement } from '../../../src-main/core/records/statement.ts'
import { openLedgerKey } from '../../support/ledger-key.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { verifiedBySigstore } from '../../support/sigstore.ts'

const { csv, people } = personFile(80, 75)

async function erasedTogether(count: number): Promise<TestCore & { readonly requestIds: readonly string[] }> {
  const lethe = await coreWith({ csv })
  await lethe.train()
  const { core, run } = lethe
  const list = `person\n${people.slice(0, count).map(({ id }) => id).join('\n')}\n`
  await core.call('request.load-list', { file: lethe.toRead(lethe.write('list.csv', list)), kind: 'csv', law: 'gdpr', dryRun: false }, run)
  const requestIds = (await core.call('request.list', {}, run)).map(({ requestId }) => requestId)
  await core.call('erasure.run-together', { requestIds, method: 'auto', compare: false }, run)
  return { ...lethe, requestIds }
}

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1)
const statementIn = (line: string) => JSON.parse(Buffer.from((JSON.parse(line) as { payload: string }).payload, 'base64').toString()) as ErasureStatement

test('each person has a statement of their own, the one of their record, that Sigstore\'s verifier takes', async () => {
  const { core, run, outside, toWrite, requestIds, ports } = await erasedTogether(7)
  const file = join(outside, 'statements.jsonl')
  const exported = await core.call('record.export-statements', { requestIds: [...requestIds, requestIds[0]!], file: toWrite(file) }, run)
  expect(exported).toMatchObject({ statements: 7, file: 'statements.jsonl' })
  const lines = linesOf(file)
  expect(lines.map(line => statementIn(line).predicate.outcome.request.id)).toEqual(requestIds)
  const key = openLedgerKey(ports)
  for (const line of lines) expect(verifiedBySigstore(line, key)).toBe(true)
  const forged = lines[0]!.replace(/"payload":"(.)/, (_, first: string) => `"payload":"${first === 'e' ? 'f' : 'e'}`)
  expect(verifiedBySigstore(forged, key)).toBe(false)

  const record = join(outside, 'record.zip')
  await core.call('record.export', { requestId: requestIds[3]!, file: toWrite(record) }, run)
  expect(readFileSync(record).includes(lines[3]!)).toBe(true)
  expect((await core.call('record.list', {}, run)).map(({ exports }) => exports).sort()).toEqual([1, 1, 1, 1, 1, 1, 2])
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
})

test('after a change of keys the present one signs, and says since when it counts', async () => {
  const { core, run, outside, toWrite, requestIds, ports } = await erasedTogether(2)
  const { key: fingerprint, before } = await core.call('key.rotate', {}, run)
  const file = join(outside, 'statements.jsonl')
  expect(await core.call('record.export-statements', { requestIds: [...requestIds], file: toWrite(file) }, run)).toMatchObject({ key: fingerprint })
  for (const line of linesOf(file)) {
    expect(verifiedBySigstore(line, openLedgerKey(ports))).toBe(true)
    expect(statementIn(line).predicate.ledger.keySince).toMatchObject({ how: 'rotated', before })
  }
})

test('a request that was not carried out, one that is not there, and a file that is, are refused; nothing is written', async () => {
  const { core, run, outside, toWrite, requestIds, write } = await erasedTogether(1)
  const { requestId } = await core.call('request.open', { dataset: 'people', who: { rows: [40] }, law: 'gdpr' }, run)
  const file = join(outside, 'statements.jsonl')
  const state = (ids: readonly string[], to = file) => core.call('record.export-statements', { requestIds: [...ids], file: toWrite(to) }, run)
  await expect(state([...requestIds, requestId])).rejects.toMatchObject({ code: 'record/not-exportable', details: { request: requestId } })
  await expect(state(['rq-000000000000'])).rejects.toMatchObject({ code: 'request/not-found' })
  await expect(state(requestIds, write('there.jsonl', 'mine'))).rejects.toMatchObject({ code: 'record/file-exists' })
  expect(readFileSync(join(outside, 'there.jsonl'), 'utf8')).toBe('mine')
  expect((await core.call('record.list', {}, run))[0]).toMatchObject({ exports: 0 })
})
