import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../src-main/core/base/hash.ts'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { coreWith } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'

interface Opening {
  models: { model: string; version: number; commitment: string; salt: string; digest: string; recipe: object }[]
}

const { csv, people } = personFile(300, 51)
const independent = join(import.meta.dirname, '../golden/independent.py')

test('with the opening and the kept rows, a program that is not ours replays the claim and opens the commitment', async () => {
  const lethe = await coreWith({ csv })
  const { core, run, outside, toWrite } = lethe
  await lethe.train({ lambda: '0.5', seed: '7' })
  const { requestId, outcome } = await lethe.erase({ subject: people[8]!.id })
  const file = join(outside, 'opening.json')
  await core.call('record.opening', { requestId, file: toWrite(file) }, run)
  expect(statSync(file).mode & 0o077).toBe(0)
  const [model] = (JSON.parse(readFileSync(file, 'utf8')) as Opening).models
  const opened = sha256(Buffer.from(model!.salt, 'hex'), Buffer.from(model!.digest, 'hex')).toString('hex')
  expect(opened).toBe(outcome.models[0]!.commitmentAfter)

  const [header, ...lines] = csv.trimEnd().split('\n')
  const kept = lethe.write('kept.csv', `${[header, ...lines.filter((_, i) => i !== 8).reverse()].join('\n')}\n`)
  const recipe = lethe.write('recipe.json', JSON.stringify(model!.recipe))
  const python = spawnSync(await pythonEnv(), [independent, kept, recipe], { encoding: 'utf8' })
  expect(python.stderr).toBe('')
  expect(python.stdout.trim()).toBe(model!.digest)
  expect((await core.call('ledger.check', {}, run)).ok).toBe(true)
})

test('after the next erasure nothing can be opened any more, and that is said', async () => {
  const lethe = await coreWith({ csv })
  await lethe.train()
  const first = await lethe.erase({ rows: [3] })
  await lethe.erase({ rows: [4] })
  const call = lethe.core.call('record.opening', { requestId: first.requestId, file: lethe.toWrite(join(lethe.outside, 'opening.json')) }, lethe.run)
  await expect(call).rejects.toMatchObject({ code: 'record/superseded' })
})

test('a request on data that no model learned from, and one that is not completed, have nothing to open', async () => {
  const lethe = await coreWith({ csv })
  const { core, run, outside, toWrite } = lethe
  const file = toWrite(join(outside, 'opening.json'))
  const { requestId } = await lethe.erase({ rows: [3] })
  await expect(core.call('record.opening', { requestId, file }, run)).rejects.toMatchObject({ code: 'record/no-model' })
  const open = await core.call('request.open', { dataset: 'people', who: { rows: [4] }, law: 'gdpr' }, run)
  await expect(core.call('record.opening', { requestId: open.requestId, file }, run)).rejects.toMatchObject({ code: 'record/not-exportable' })
})
