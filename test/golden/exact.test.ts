import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { coreWith, type TestCore } from '../support/core-with.ts'
import { clinicVisits, csvOf, readRecords, rowsToErase } from '../support/example-data.ts'
import { seed, testShare, trainInPython } from '../support/train-in-python.ts'

beforeAll(() => pythonEnv(), 300_000)


const train = ({ core, run }: TestCore, learner: string, task: string, settings: Record<string, string> = {}) =>
  core.call('model.train', { dataset: 'people', learner, settings: { seed: String(seed), 'test-share': String(testShare), task, ...settings } }, run)

const cases = [
  { learner: 'ridge-regression', task: 'regression', label: 'bmi', lambda: 0.001 },
  { learner: 'ridge-regression', task: 'regression', label: 'visits_last_year', lambda: 1 },
  { learner: 'naive-bayes', task: 'binary', label: 'no_show', smoothing: 1 },
  { learner: 'naive-bayes', task: 'multiclass', label: 'region', smoothing: 0.5 },
]

test.each(cases)('fractions, computed on the kept rows alone, give the digest of the $learner that forgot the others: $task of $label', async ({ learner, task, label, ...setting }) => {
  const { header, records: all } = readRecords(clinicVisits)
  // Eliminating with fractions is slow.
  const records = all.slice(0, 500)
  const made = await coreWith()
  const { columns, labelPositive } = await made.import(made.write('people.csv', csvOf([...header, ...records])), { label, ignore: ['email'], subject: 'patient_id', ...(label === 'no_show' ? { positive: 'yes' } : {}) })
  await train(made, learner, task, Object.fromEntries(Object.entries(setting).map(([name, value]) => [name, String(value)])))
  const rows = rowsToErase(records)
  const { models: [model] } = await made.erase({ rows }, { compare: false })
  expect(model).toMatchObject({ guarantee: 'same-bits', unchanged: false, boundary: false })
  expect(model!.method).not.toBe('retrain')
  const gone = new Set(rows)
  const csv = made.write('kept.csv', csvOf([...header, ...records.filter((_, i) => !gone.has(i + 1)).reverse()]))
  const theirs = await trainInPython('exact.py', made, csv, { learner, task, columns, positive: labelPositive, ...setting })
  expect(theirs.sha256).toBe(model!.publishedSha256)
}, 120_000)

const block = (text: string, kind: string) => new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'm').exec(text)?.[1] ?? ''

/** The file with which model-format.md begins, and the published models of one of its sections. */
function example(heading: string): { csv: string; published: string; sha256: string } {
  const page = readFileSync(join(import.meta.dirname, '../../resources/docs/model-format.md'), 'utf8')
  const section = page.slice(page.indexOf(`\n# ${heading}\n`))
  return { csv: block(page, 'csv'), published: block(section, 'json').trimEnd(), sha256: /`([0-9a-f]{64})`/.exec(section)?.[1] ?? '' }
}

test.each([
  { heading: 'The published form of naive Bayes', learner: 'naive-bayes', task: 'binary', label: 'returned', smoothing: 1 },
  { heading: 'The published form of ridge regression', learner: 'ridge-regression', task: 'regression', label: 'age', lambda: 1 },
])('the example of “$heading” is what the product publishes, and what fractions give', async ({ heading, learner, task, label, ...setting }) => {
  const { csv, published, sha256 } = example(heading)
  const made = await coreWith()
  const file = made.write('example.csv', csv)
  const { columns, labelPositive } = await made.import(file, { label, ...(label === 'returned' ? { positive: 'yes' } : {}) })
  const trained = await train(made, learner, task)
  const theirs = await trainInPython('exact.py', made, file, { learner, task, columns, positive: labelPositive, ...setting })
  expect(theirs.published).toBe(published)
  expect([trained.publishedSha256, theirs.sha256]).toEqual([sha256, sha256])
})
