import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLedgerKey } from '../../support/ledger-key.ts'
import { coreWith } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { verifiedBySigstore } from '../../support/sigstore.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(1200, 79)
const asked = people.filter((_, i) => i % 6 === 0)

test('200 people of a list become one erasure that covers every model, with a statement for each', { timeout: 120_000 }, async () => {
  const lethe = await coreWith({ csv })
  const { core, run, directory, outside, ports, toWrite } = lethe
  const models = [(await lethe.train()).modelId, (await core.call('model.train', { dataset: 'people', learner: 'naive-bayes', settings: {} }, run)).modelId]
  const list = lethe.write('list.csv', `mail\n${asked.map(({ email }) => email.toUpperCase()).join('\n')}\n`)
  expect(await core.call('request.load-list', { file: lethe.toRead(list), kind: 'csv', columns: { identifiers: [{ column: 'mail', kind: 'e-mail' }] }, law: 'gdpr', dryRun: false }, run)).toMatchObject({ opened: 200, matchedRows: 200 })
  const requestIds = (await core.call('request.list', {}, run)).map(({ requestId }) => requestId)
  const report = await core.call('erasure.run-together', { requestIds, method: 'auto', compare: true }, run)
  expect(report).toMatchObject({ erasedRows: 200, residueFound: 0, models: models.map(modelId => ({ modelId, guarantee: 'same-bits', retrained: { sameBits: true } })) })
  expect(report.requests).toHaveLength(200)
  expect((await core.call('model.list', {}, run)).map(({ version }) => version)).toEqual([2, 2])
  // The erased rows of others say nothing of one person: each statement counts its own.
  const file = join(outside, 'statements.jsonl')
  await core.call('record.export-statements', { requestIds, file: toWrite(file) }, run)
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  expect(lines).toHaveLength(200)
  const key = openLedgerKey(ports)
  expect(lines.filter(line => !verifiedBySigstore(line, key))).toEqual([])
  const erased = lines.map(line => (JSON.parse(Buffer.from((JSON.parse(line) as { payload: string }).payload, 'base64').toString()) as { predicate: { outcome: { data: { erased: number } } } }).predicate.outcome.data.erased)
  expect(new Set(erased)).toEqual(new Set([1]))
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  expect(asked.flatMap(person => Object.values(person) as string[]).filter(value => everything.includes(value))).toEqual([])
})
