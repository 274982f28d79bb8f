import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { coreWith } from '../support/core-with.ts'
import { csvOf, exampleData, importOptions, readRecords, rowsToErase } from '../support/example-data.ts'
import { seed, testShare, trainInPython } from '../support/train-in-python.ts'

let python: string
beforeAll(async () => {
  python = await pythonEnv()
}, 300_000)


const cases = exampleData.map(data => ({ data, lambdas: data.name === 'Adult' ? [1, 0.1, 0.01] : [1] }))

test.each(cases)('scikit-learn, trained on the kept rows of $data.name, gets the digest of the model that forgot the others: λ = $lambdas', async ({ data, lambdas }) => {
  const { header, records } = readRecords(data)
  const made = await coreWith()
  const { columns, labelPositive } = await made.import(data.file, importOptions(data))
  for (const lambda of lambdas) await made.train({ lambda: String(lambda), seed: String(seed), 'test-share': String(testShare) })
  const rows = rowsToErase(records)
  const { models } = await made.erase({ rows }, { compare: false })
  expect(models.map(({ method, unchanged }) => ({ method, unchanged }))).toEqual(lambdas.map(() => ({ method: 'refined', unchanged: false })))

  const gone = new Set(rows)
  const kept = records.filter((_, i) => !gone.has(i + 1)).reverse()
  const csv = made.write('kept.csv', csvOf([...header, ...kept]))
  const theirs: string[] = []
  for (const lambda of lambdas) theirs.push((await trainInPython('independent.py', made, csv, { columns, header: header.length > 0, positive: labelPositive!, lambda })).sha256)
  expect(theirs.sort()).toEqual(models.map(model => model.publishedSha256).sort())
}, 120_000)

/** The file and the published model with which model-format.md begins. */
function example(): { csv: string; published: string; sha256: string } {
  const page = readFileSync(join(import.meta.dirname, '../../resources/docs/model-format.md'), 'utf8')
  const block = (kind: string) => new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1] ?? ''
  return { csv: block('csv'), published: block('json').trimEnd(), sha256: /`([0-9a-f]{64})`/.exec(page)?.[1] ?? '' }
}

test('the example of the documentation is what the product publishes, and what scikit-learn gets', async () => {
  const { csv, published, sha256 } = example()
  const made = await coreWith()
  const file = made.write('example.csv', csv)
  const { columns } = await made.import(file, { label: 'returned', positive: 'yes' })
  const trained = await made.train({ seed: String(seed), 'test-share': String(testShare) })
  const theirs = await trainInPython('independent.py', made, file, { columns, header: true, positive: 'yes', lambda: 1 })
  expect(theirs.published).toBe(published)
  expect([trained.publishedSha256, theirs.sha256]).toEqual([sha256, sha256])
})

test('numbers are written as ECMAScript writes them', async () => {
  // Their text decides who is held out where nobody is identified; 1e21 and 1e-7 are where ECMAScript changes its notation.
  const numbers = [1e21, 123456789012345680000, 1e-7, 0.000001, -1.5e-9, 5e-324, 1.7976931348623157e308, 100, -0.1, 9007199254740992, 2.5e22]
  const script = 'import json, sys; from independent import number_text; print(json.dumps([number_text(float(x)) for x in sys.argv[1:]]))'
  const { stdout } = await promisify(execFile)(python, ['-B', '-c', script, ...numbers.map(String)], { encoding: 'utf8', cwd: import.meta.dirname })
  expect(JSON.parse(stdout)).toEqual(numbers.map(String))
})
