import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import { memoryViews } from '../../../src-main/core/datasets/view-store.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'

/** Rows 1 to `count`; those whose number the function picks have too many cells and are rejected. */
const numbered = (count: number, isRejected: (row: number) => boolean = () => false) =>
  `id,n,label\n${Array.from({ length: count }, (_, i) => `p${i + 1},${(i * 7) % 10},${i % 2 === 0 ? 'yes' : 'no'}${isRejected(i + 1) ? ',,' : ''}\n`).join('')}`

const quoted = (list: readonly string[]) => list.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')

const page = (lethe: TestCore, input: Partial<Input<'dataset.page'>> = {}) => answer(lethe, 'dataset.page', { dataset: 'people', offset: 0, limit: 500, ...input })
const rowsOf = async (lethe: TestCore, input: Partial<Input<'dataset.page'>> = {}) => (await page(lethe, input)).rows.map(({ row }) => row)
const numbers = (lethe: TestCore, input: Partial<Input<'dataset.rows'>> = {}) => answer(lethe, 'dataset.rows', { dataset: 'people', offset: 0, limit: 1_000_000, ...input })
const view = (lethe: TestCore, input: Partial<Input<'dataset.view'>> = {}) => answer(lethe, 'dataset.view', { dataset: 'people', order: [], conditions: [], ...input })

describe('a page', () => {
  test('holds rows as imported, with their numbers and missing cells as null', async () => {
    const lethe = await coreWith({ csv: 'id,size,note,label\nanna,1.5,,yes\nbert,,x,no\nrejected,1\ncarla,3,"two\nlines",yes\n' })
    expect(await page(lethe)).toEqual({ total: 3, rows: [
      { row: 1, cells: ['anna', 1.5, null, 'yes'], pending: null }, { row: 2, cells: ['bert', null, 'x', 'no'], pending: null }, { row: 4, cells: ['carla', 3, 'two\nlines', 'yes'], pending: null },
    ] })
  })

  test('is a part of the rows, of a view in its order, and empty behind the end', async () => {
    const lethe = await coreWith({ csv: numbered(20) })
    const { viewId, rows } = await view(lethe, { order: [{ column: 'n', direction: 'down' }], conditions: [{ column: 'label', is: 'equal', value: 'YES' }] })
    expect(rows).toBe(10)
    expect(await rowsOf(lethe, { offset: 3, limit: 4 })).toEqual([4, 5, 6, 7])
    expect(await rowsOf(lethe, { viewId, offset: 0, limit: 3 })).toEqual([5, 15, 9])
    expect(await numbers(lethe, { viewId, offset: 1, limit: 3 })).toEqual([15, 9, 19])
    for (const offset of [20, 21, 4_000_000_000, Number.MAX_SAFE_INTEGER]) {
      expect(await page(lethe, { offset })).toEqual({ total: 20, rows: [] })
      expect(await page(lethe, { viewId, offset })).toEqual({ total: 10, rows: [] })
      expect(await numbers(lethe, { offset })).toEqual([])
      expect(await numbers(lethe, { viewId, offset })).toEqual([])
    }
  })

  test.each([{ limit: 0 }, { limit: 501 }, { offset: -1 }, { offset: 0.5 }, { viewId: 'view-1' }, { dataset: ' ' }])('is refused for %j', async input => {
    await expect(page(await coreWith({ csv: numbered(3) }), input)).rejects.toMatchObject({ code: 'usage/bad-input', details: { field: Object.keys(input)[0] } })
  })

  test('of a dataset that is not there is refused', async () => {
    await expect(page(await coreWith())).rejects.toMatchObject({ code: 'dataset/none' })
    await expect(page(await coreWith({ csv: numbered(3) }), { dataset: 'other' })).rejects.toMatchObject({ code: 'dataset/not-found' })
  })

  test('begins at the right row wherever records were rejected and rows erased', async () => {
    const lethe = await coreWith({ csv: numbered(6000, row => row % 11 === 0 || (row > 2000 && row < 3100)) })
    let expected = Array.from({ length: 6000 }, (_, i) => i + 1).filter(row => row % 11 !== 0 && (row <= 2000 || row >= 3100))
    const check = async () => {
      expect(await numbers(lethe)).toEqual(expected)
      await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 6100 }), fc.integer({ min: 1, max: 50 }), async (offset, limit) => {
        expect(await page(lethe, { offset, limit })).toMatchObject({ total: expected.length, rows: expected.slice(offset, offset + limit).map(row => ({ row })) })
        expect(await numbers(lethe, { offset, limit })).toEqual(expected.slice(offset, offset + limit))
      }), { numRuns: 60 })
    }
    await check()
    const erased = [1, 2, 1024, 1025, 5999, ...expected.slice(3000, 3300)]
    await lethe.erase({ rows: erased }, { compare: false })
    expected = expected.filter(row => !erased.includes(row))
    await check()
  })
})

describe('a view', () => {
  test('that is unknown, or of another dataset, is gone', async () => {
    const lethe = await coreWith({ csv: numbered(5) })
    await lethe.import(lethe.write('other.csv', numbered(7)), { name: 'other' })
    const { viewId } = await view(lethe, { dataset: 'other' })
    expect(viewId).toMatch(/^view-[0-9a-f]{16}$/)
    expect(await rowsOf(lethe, { dataset: 'other', viewId })).toHaveLength(7)
    for (const input of [{ viewId }, { viewId: 'view-0123456789abcdef' }]) {
      await expect(page(lethe, input)).rejects.toMatchObject({ code: 'dataset/view-gone' })
      await expect(numbers(lethe, input)).rejects.toMatchObject({ code: 'dataset/view-gone' })
    }
    expect(await rowsOf(lethe, { dataset: 'other', viewId })).toHaveLength(7)
  })

  test('is gone, and its row numbers overwritten, once a row of its dataset is erased; those of others stay', async () => {
    const views = memoryViews()
    const lethe = await coreWith({ csv: numbered(30), ports: { views } })
    await lethe.import(lethe.write('other.csv', numbered(7)), { name: 'other' })
    const mine = await view(lethe, { conditions: [{ column: 'n', is: 'equal', value: 3 }] })
    const other = await view(lethe, { dataset: 'other' })
    const { rows } = views.get(mine.viewId)!
    expect([...rows]).toEqual([10, 20, 30])
    await lethe.erase({ rows: [1] })
    await expect(page(lethe, { viewId: mine.viewId })).rejects.toMatchObject({ code: 'dataset/view-gone' })
    expect([...rows]).toEqual([0, 0, 0])
    expect(await rowsOf(lethe, { dataset: 'other', viewId: other.viewId })).toHaveLength(7)
  })

  test('that another process made of rows that are erased by now is gone too', async () => {
    const views = memoryViews()
    const lethe = await coreWith({ csv: numbered(30), ports: { views } })
    const { viewId } = await view(lethe)
    const late = { ...views.get(viewId)!, rows: Uint32Array.of(1, 2, 3) }
    await lethe.erase({ rows: [9] })
    views.put(late)
    await expect(page(lethe, { viewId })).rejects.toMatchObject({ code: 'dataset/view-gone' })
    expect(views.get(viewId)).toBeUndefined()
    expect([...late.rows]).toEqual([0, 0, 0])
  })

  test('is not made of a dataset or a column that is not there, nor with too many conditions', async () => {
    const lethe = await coreWith({ csv: numbered(3) })
    await expect(view(lethe, { dataset: 'peple' })).rejects.toMatchObject({ code: 'dataset/not-found' })
    await expect(view(lethe, { order: [{ column: 'N', direction: 'up' }] })).rejects.toMatchObject({ code: 'dataset/unknown-column', details: { dataset: 'people', column: 'N', near: 'n' } })
    await expect(view(lethe, { conditions: Array.from({ length: 21 }, () => ({ column: 'n', is: 'present' as const })) })).rejects.toMatchObject({ code: 'usage/bad-input' })
    await expect(view(lethe, { conditions: [{ column: 'n', is: 'between', from: Number.NaN, to: null }] })).rejects.toMatchObject({ code: 'usage/bad-input' })
  })

  test('that is cancelled while rows are chosen is not kept', async () => {
    const views = memoryViews()
    const put: string[] = []
    const lethe = await coreWith({ csv: numbered(40_000), ports: { views: { ...views, put: made => put.push(made.viewId) } } })
    const stop = new AbortController()
    const run = { signal: stop.signal, progress: () => stop.abort() }
    await expect(lethe.core.call('dataset.view', { dataset: 'people', order: [], conditions: [] }, run)).rejects.toMatchObject({ code: 'run/cancelled' })
    expect(put).toEqual([])
  })

  test('takes names of columns and values for what they are, whatever they look like', async () => {
    const names = ['<img src=x onerror=alert(1)>', '\'; DROP TABLE dataset; --', '"double"', '%', '_', '\u202egnol', 'שם', 'row', 'subject', 'a\\b']
    const values = names.map(name => `${name} value`)
    const lethe = await coreWith({ csv: `${quoted(names)}\n${quoted(values)}\n${quoted(values.map(value => value.replaceAll(/[%_]/g, '#')))}\n` })
    for (const [i, name] of names.entries()) {
      const { viewId } = await view(lethe, { conditions: [{ column: name, is: 'containing', value: values[i]! }], order: [{ column: name, direction: 'down' }] })
      const { rows } = await page(lethe, { viewId })
      expect(rows.map(({ row }) => row)).toEqual(/[%_]/.test(name) ? [1] : [1, 2])
      expect(rows[0]!.cells).toEqual(values)
    }
    expect((await answer(lethe, 'dataset.list', {}))[0]).toMatchObject({ rows: 2, columns: names.map(name => ({ name })) })
  })
})

describe('rows that open requests are about', () => {
  test('are named, then restricted, and nothing of it stays after the erasure', async () => {
    const lethe = await coreWith({ csv: numbered(200) })
    await lethe.import(lethe.write('other.csv', numbered(10)), { name: 'other' })
    const call = lethe.core.call
    const states = async (input: Partial<Input<'dataset.page'>> = {}) => Object.fromEntries((await page(lethe, input)).rows.filter(row => row.pending !== null).map(({ row, pending }) => [row, pending]))
    const one = await call('request.open', { dataset: 'people', who: { rows: [2, 150] }, law: 'gdpr' }, lethe.run)
    const many = await call('request.open', { dataset: 'people', who: { rows: [10, 11, 12, 13, 14] }, law: 'ccpa' }, lethe.run)
    expect(await states()).toEqual({ 2: 'named', 10: 'named', 11: 'named', 12: 'named', 13: 'named', 14: 'named', 150: 'named' })
    // Pages as long as a request, shorter, and without any of its rows.
    expect(await states({ offset: 9, limit: 5 })).toEqual({ 10: 'named', 11: 'named', 12: 'named', 13: 'named', 14: 'named' })
    expect(await states({ offset: 11, limit: 2 })).toEqual({ 12: 'named', 13: 'named' })
    expect(await states({ offset: 50, limit: 50 })).toEqual({})
    expect(await states({ dataset: 'other' })).toEqual({})
    await call('request.verify', { requestId: many.requestId }, lethe.run)
    expect(await states({ limit: 12 })).toEqual({ 2: 'named', 10: 'named', 11: 'named', 12: 'named' })
    await call('request.approve', { requestId: many.requestId }, lethe.run)
    expect(await states()).toEqual({ 2: 'named', 10: 'restricted', 11: 'restricted', 12: 'restricted', 13: 'restricted', 14: 'restricted', 150: 'named' })
    const { viewId } = await view(lethe, { order: [{ column: 'id', direction: 'down' }] })
    expect(await states({ viewId })).toEqual(await states())
    expect((await answer(lethe, 'dataset.show', { dataset: 'people' })).pending).toEqual({ requests: 2, rows: 7, restricted: 5 })
    await call('erasure.run', { requestId: many.requestId, method: 'auto', compare: false }, lethe.run)
    expect(await states()).toEqual({ 2: 'named', 150: 'named' })
    await call('erasure.run', { requestId: one.requestId, method: 'auto', compare: false }, lethe.run)
    expect(await states()).toEqual({})
    expect((await answer(lethe, 'dataset.show', { dataset: 'people' }))).toMatchObject({ dataset: { rows: 193, lastRow: 200 }, pending: { requests: 0, rows: 0, restricted: 0 } })
  })
})
