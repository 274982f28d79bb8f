import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { coreWith, type TestCore } from '../support/core-with.ts'
import { clinicVisits, csvOf, readRecords, rowsToErase } from '../support/example-data.ts'
import { seed, testShare, trainInPython } from '../support/train-in-python.ts'

beforeAll(() => pythonEnv(), 300_000)

type ForestSettings = Readonly<Record<'groups' | 'shards' | 'depth' | 'features' | 'thresholds' | 'leaf-rows' | 'split-rows', number>>
const defaults: ForestSettings = { groups: 10, shards: 10, depth: 12, features: 6, thresholds: 8, 'leaf-rows': 2, 'split-rows': 4 }

const train = ({ core, run }: TestCore, task: string, settings: ForestSettings) => {
  const typed = Object.entries(settings).map(([name, value]) => [name, String(value)])
  return core.call('model.train', { dataset: 'people', learner: 'forest', settings: { seed: String(seed), 'test-share': String(testShare), task, ...Object.fromEntries(typed) } }, run)
}

const cases = [
  { task: 'binary', label: 'no_show', settings: { ...defaults, groups: 2, shards: 3 } },
  { task: 'binary', label: 'no_show', settings: { ...defaults, groups: 1, shards: 2, depth: 5, features: 2, thresholds: 3, 'leaf-rows': 10, 'split-rows': 30 } },
  { task: 'multiclass', label: 'region', settings: { ...defaults, groups: 2, shards: 3, features: 20 } },
]

test.each(cases)('another program, on the kept rows alone, gives the digest of the forest that forgot the others: $task, $settings', async ({ task, label, settings }) => {
  const { header, records: all } = readRecords(clinicVisits)
  const records = all.slice(0, 800)
  const made = await coreWith()
  const { columns, labelPositive } = await made.import(made.write('people.csv', csvOf([...header, ...records])), { label, ignore: ['email'], subject: 'patient_id', ...(label === 'no_show' ? { positive: 'yes' } : {}) })
  await train(made, task, settings)
  const rows = rowsToErase(records)
  const { models: [model] } = await made.erase({ rows }, { compare: false })
  expect(model).toMatchObject({ method: 'update', guarantee: 'same-bits', unchanged: false, boundary: false })
  const gone = new Set(rows)
  const csv = made.write('kept.csv', csvOf([...header, ...records.filter((_, i) => !gone.has(i + 1)).reverse()]))
  const theirs = await trainInPython('forest.py', made, csv, { ...settings, task, columns, positive: labelPositive })
  expect(theirs.sha256).toBe(model!.publishedSha256)
}, 120_000)

/** The first block of this kind in a page. */
const block = (text: string, kind: string) => new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? ''

test('what model-format.md shows of a forest is what both programs publish', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../resources/docs/model-format.md'), 'utf8')
  const section = page.slice(page.indexOf('\n# The published form of a forest\n'))
  const [published, sha256] = [block(section, 'json').trimEnd(), /`([0-9a-f]{64})`/.exec(section)?.[1]]
  const made = await coreWith()
  const file = made.write('people.csv', block(page, 'csv'))
  const { columns, labelPositive } = await made.import(file, { label: 'returned', positive: 'yes' })
  const settings: ForestSettings = { ...defaults, groups: 2, shards: 1, features: 1, thresholds: 2, 'leaf-rows': 1, 'split-rows': 2 }
  const ours = await train(made, 'binary', settings)
  const theirs = await trainInPython('forest.py', made, file, { ...settings, task: 'binary', columns, positive: labelPositive })
  expect(theirs).toEqual({ sha256, published })
  expect(ours.publishedSha256).toBe(sha256)
})
