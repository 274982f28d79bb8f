import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { eraseRows, findDataset } from '../../../src-main/core/datasets/dataset-table.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'

const profile = (lethe: TestCore, column: string) => answer(lethe, 'dataset.profile', { dataset: 'people', column })

const csvOf = (name: string, values: readonly (string | number)[]) => `${name},label\n${values.map((value, i) => `"${value}",${i % 2 === 0 ? 'yes' : 'no'}\n`).join('')}`

describe('a column of numbers', () => {
  test('has its mean, standard deviation, bins of equal width and most frequent values', async () => {
    const { column, ...rest } = await profile(await coreWith({ csv: csvOf('size', [0, 0.5, 0.5, 30, '', 15]) }), 'size')
    expect(column).toMatchObject({ name: 'size', type: 'number' })
    const mean = (0 + 0.5 + 0.5 + 30 + 15) / 5
    const deviation = Math.sqrt([0, 0.5, 0.5, 30, 15].reduce((sum, x) => sum + (x - mean) ** 2, 0) / 5)
    expect(rest).toMatchObject({ rows: 6, empty: 1, distinct: 4, numbers: { least: 0, most: 30, bins: Array.from({ length: 30 }, (_, i) => ({ from: i, to: i + 1, rows: { 0: 3, 15: 1, 29: 1 }[i] ?? 0 })) } })
    // Welford's way and the sum of squares may differ in the last bits.
    expect(rest.numbers!.mean).toBeCloseTo(mean, 12)
    expect(rest.numbers!.standardDeviation).toBeCloseTo(deviation, 12)
    expect(rest.frequent).toEqual([{ value: 0.5, rows: 2 }, { value: 0, rows: 1 }, { value: 30, rows: 1 }, { value: 15, rows: 1 }])
  })

  test('that are whole has bins that begin at whole numbers', async () => {
    expect((await profile(await coreWith({ csv: csvOf('n', [3, 4, 4, 7]) }), 'n')).numbers!.bins)
      .toEqual([{ from: 3, to: 4, rows: 1 }, { from: 4, to: 5, rows: 2 }, { from: 5, to: 6, rows: 0 }, { from: 6, to: 7, rows: 0 }, { from: 7, to: 8, rows: 1 }])
    const { bins } = (await profile(await coreWith({ csv: csvOf('n', Array.from({ length: 100 }, (_, i) => i * i)) }), 'n')).numbers!
    expect(bins.every(({ from, to }) => Number.isInteger(from) && to - from === 327)).toBe(true)
    expect([bins.length, bins.reduce((sum, bin) => sum + bin.rows, 0)]).toEqual([30, 100])
  })

  test.each([
    ['the largest there are', ['1.5e308', '-1.5e308', '1.7e308']], ['tiny ones', ['4e-320', '5e-324', '1e-310']], ['one value', ['2.5', '2.5', '2.5']],
    ['the largest whole ones', ['9007199254740991', '-9007199254740991', '0']], ['neighbours', ['1e15', '1000000000000000.1', '1000000000000000.25']],
  ])('of %s has finite figures, and every row is in a bin', async (_, values) => {
    const { numbers, rows } = await profile(await coreWith({ csv: csvOf('x', values) }), 'x')
    const sorted = values.map(Number).sort((a, b) => a - b)
    expect(numbers).toMatchObject({ least: sorted[0], most: sorted.at(-1) })
    expect([numbers!.mean, numbers!.standardDeviation, ...numbers!.bins.flatMap(({ from, to }) => [from, to])].every(Number.isFinite)).toBe(true)
    expect(numbers!.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows)
    expect(numbers!.mean).toBeGreaterThanOrEqual(sorted[0]!)
    expect(numbers!.mean).toBeLessThanOrEqual(sorted.at(-1)!)
  })
})

describe('a column of text', () => {
  test('has its most frequent values as they are written', async () => {
    const { numbers, frequent, distinct, empty } = await profile(await coreWith({ csv: csvOf('city', ['Bonn', 'bonn', 'Bonn', '<img onerror=x>', '', 'Bonn']) }), 'city')
    expect({ numbers, frequent, distinct, empty }).toEqual({ numbers: null, distinct: 3, empty: 1, frequent: [{ value: 'Bonn', rows: 3 }, { value: 'bonn', rows: 1 }, { value: '<img onerror=x>', rows: 1 }] })
  })

  test('of more than 10,000 different values still has the frequent ones, counted exactly', async () => {
    const values = Array.from({ length: 24_000 }, (_, i) => (i % 4 === 3 ? 'often' : i % 10 === 2 ? 'less' : `only ${i}`))
    const { distinct, frequent } = await profile(await coreWith({ csv: csvOf('note', values) }), 'note')
    const times = (value: string) => values.filter(v => v === value).length
    expect(distinct).toBe(10_001)
    expect(frequent).toEqual([{ value: 'often', rows: times('often') }, { value: 'less', rows: times('less') }])
  })

  test('of very long texts shows their beginnings, and tells those apart that begin alike', async () => {
    const long = 'x'.repeat(5000)
    const { distinct, frequent } = await profile(await coreWith({ csv: csvOf('note', [`${long}1`, `${long}2`, `${long}2`]) }), 'note')
    expect(distinct).toBe(2)
    expect(frequent).toEqual([{ value: `${'x'.repeat(1000)}…`, rows: 2 }, { value: `${'x'.repeat(1000)}…`, rows: 1 }])
  })
})

test('a column without any value has neither numbers nor frequent values', async () => {
  const lethe = await coreWith({ csv: 'a,b,label\n,1,yes\n,2,no\n' })
  expect(await profile(lethe, 'a')).toMatchObject({ rows: 2, empty: 2, distinct: 0, numbers: null, frequent: [] })
})

test('rows are left out of a profile from approval on', async () => {
  const lethe = await coreWith({ csv: csvOf('n', [1, 2, 3, 900]) })
  const { requestId } = await lethe.core.call('request.open', { dataset: 'people', who: { rows: [4] }, law: 'gdpr' }, lethe.run)
  await lethe.core.call('request.verify', { requestId }, lethe.run)
  expect(await profile(lethe, 'n')).toMatchObject({ rows: 4, numbers: { most: 900 } })
  await lethe.core.call('request.approve', { requestId }, lethe.run)
  expect(await profile(lethe, 'n')).toMatchObject({ rows: 3, distinct: 3, numbers: { most: 3, mean: 2 } })
  await lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, lethe.run)
  expect(await profile(lethe, 'n')).toMatchObject({ rows: 3, distinct: 3, numbers: { most: 3, mean: 2 } })
})

test('a profile that is taken while rows are erased is of the rows that are left', async () => {
  const lethe = await coreWith({ csv: csvOf('n', Array.from({ length: 40_000 }, (_, i) => i + 1)) })
  const db = openDatabase(`${lethe.directory}/lethe.db`)
  let erased = 0
  const run = { signal: lethe.run.signal, progress(stage: string) {
    if (stage === 'measure' && erased === 0) erased = db.transaction(() => eraseRows(db, findDataset(db, 'people'), [1, 40_000]))()
  } }
  const { rows, numbers, distinct } = await lethe.core.call('dataset.profile', { dataset: 'people', column: 'n' }, run)
  db.close()
  expect({ erased, rows, distinct, least: numbers!.least, most: numbers!.most, inBins: numbers!.bins.reduce((sum, bin) => sum + bin.rows, 0) })
    .toEqual({ erased: 2, rows: 39_998, distinct: 10_001, least: 2, most: 39_999, inBins: 39_998 })
})

test('a profile can be cancelled, and an unknown column is refused', async () => {
  const lethe = await coreWith({ csv: csvOf('n', [1, 2]) })
  await expect(profile(lethe, 'm')).rejects.toMatchObject({ code: 'dataset/unknown-column', details: { near: 'n' } })
  await expect(lethe.core.call('dataset.profile', { dataset: 'people', column: 'n' }, { signal: AbortSignal.abort(), progress: () => {} })).rejects.toMatchObject({ code: 'run/cancelled' })
})
