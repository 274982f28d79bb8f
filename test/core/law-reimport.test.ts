import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { coreWith, type TestCore } from '../support/core-with.ts'
import { csvOf, exampleData, importOptions, readRecords, rowsToErase } from '../support/example-data.ts'
import { shuffled } from '../support/shuffled.ts'

const keys = ({ directory }: TestCore) => ['signing-key', 'suppression-key', 'sealing-key'].map(name => readFileSync(join(directory, 'keys', name), 'hex'))

const cases = exampleData.filter(({ name }) => ['clinic visits', 'Adult', 'credit default'].includes(name))

test.each(cases)('a model that forgot people of $name is the model of a new workspace that never saw them', async data => {
  const { header, records } = readRecords(data)
  const names = data.columnNames ?? header[0]!
  const subjectAt = names.indexOf(data.subject ?? '')
  const people = data.subject === undefined ? [] : [records[0]![subjectAt]!, records[2]![subjectAt]!]
  const rows = rowsToErase(records).filter(row => !people.includes(records[row - 1]![subjectAt] ?? ''))
  const settings = { 'lambda': '0.5', 'seed': '11', 'test-share': '0.25' }

  const first = await coreWith()
  await first.import(data.file, importOptions(data))
  const trained = await first.train(settings)
  let digest: string | null = null
  for (const who of [...people.map(subject => ({ subject })), { rows }]) {
    const { models: [model] } = await first.erase(who)
    expect(model).toMatchObject({ modelId: trained.modelId, method: 'refined', guarantee: 'same-bits', boundary: false, retrained: { sameBits: true } })
    digest = model!.publishedSha256
  }

  const gone = new Set(rows)
  const kept = records.filter((record, i) => !gone.has(i + 1) && !people.includes(record[subjectAt] ?? ''))
  const second = await coreWith()
  await second.import(second.write('kept.csv', csvOf([...header, ...shuffled(kept, 5)])), importOptions(data))
  const retrained = await second.train(settings)

  expect(retrained.publishedSha256).toBe(digest)
  expect(retrained.publishedSha256).not.toBe(trained.publishedSha256)
  expect(keys(second).filter(key => keys(first).includes(key))).toEqual([])
})
