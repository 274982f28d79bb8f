import { describe, expect, test } from 'vitest'
import { answer } from '../../support/answer.ts'
import { coreWith } from '../../support/core-with.ts'

/** One character outside the first plane: two code units, which must stay together. */
const elk = '\u{1FACE}'

const csvOf = (texts: readonly string[]) => `id,note,n,label\n${texts.map((text, i) => `p${i},"${text}",${i},${i % 2 === 0 ? 'yes' : 'no'}`).join('\n')}\n`

const page = async (texts: readonly string[]) => {
  const lethe = await coreWith({ csv: csvOf(texts) })
  return { lethe, rows: (await answer(lethe, 'dataset.page', { dataset: 'people', offset: 0, limit: 500 })).rows }
}

describe('a page', () => {
  test('shows a thousand characters of a text and says which columns it cut', async () => {
    const { rows } = await page(['a', 'b'.repeat(999), 'c'.repeat(1000), 'd'.repeat(1001), 'e'.repeat(100_000)])
    expect(rows.map(({ cells, cut }) => [String(cells[1]).length, cut])).toEqual([[1, undefined], [999, undefined], [1000, undefined], [1000, [1]], [1000, [1]]])
    expect(rows[0]).not.toHaveProperty('cut')
  })

  test.each([
    ['whole characters only', elk.repeat(600), elk.repeat(500)], ['a pair that would be torn', `a${elk.repeat(600)}`, `a${elk.repeat(499)}`],
    ['a pair that just fits', `${'a'.repeat(998)}${elk}b`, `${'a'.repeat(998)}${elk}`], ['a pair at the end that is torn by one', `${'a'.repeat(999)}${elk}`, 'a'.repeat(999)],
    ['an accent of its own', `${'a'.repeat(999)}e\u0301`, `${'a'.repeat(999)}e`], ['exactly as many pairs as fit', elk.repeat(500), elk.repeat(500)],
  ])('never shows half of a character: %s', async (_, text, shown) => {
    const { rows: [row] } = await page([text])
    expect(row!.cells[1]).toBe(shown)
    expect(row!.cut).toEqual(text === shown ? undefined : [1])
  })

  test('of a view cuts as well', async () => {
    const { lethe } = await page(['short', 'long '.repeat(500)])
    const { viewId } = await answer(lethe, 'dataset.view', { dataset: 'people', order: [{ column: 'n', direction: 'down' }], conditions: [] })
    expect((await answer(lethe, 'dataset.page', { dataset: 'people', viewId, offset: 0, limit: 500 })).rows.map(({ row, cut }) => [row, cut])).toEqual([[2, [1]], [1, undefined]])
  })
})

describe('one value', () => {
  test('is given whole, as it was imported, and null where it is missing', async () => {
    const long = `${elk}${'é"'.repeat(5000)}\nthe end`
    const lethe = await coreWith({ csv: csvOf([long.replaceAll('"', '""'), '']) })
    const cell = (row: number, column: string) => answer(lethe, 'dataset.cell', { dataset: 'people', row, column })
    expect(await cell(1, 'note')).toBe(long)
    expect([await cell(2, 'note'), await cell(2, 'n'), await cell(2, 'id')]).toEqual([null, 1, 'p1'])
  })

  test('of a row or column that is not there is refused, and of a row that was erased', async () => {
    const lethe = await coreWith({ csv: csvOf(['a', 'b', 'c']) })
    const cell = (row: number, column: string, dataset = 'people') => answer(lethe, 'dataset.cell', { dataset, row, column })
    await expect(cell(4, 'note')).rejects.toMatchObject({ code: 'dataset/no-such-row', details: { dataset: 'people', row: 4 } })
    await expect(cell(1, 'nota')).rejects.toMatchObject({ code: 'dataset/unknown-column', details: { column: 'nota', near: 'note' } })
    await expect(cell(1, 'note', 'other')).rejects.toMatchObject({ code: 'dataset/not-found' })
    await lethe.erase({ rows: [2] })
    await expect(cell(2, 'note')).rejects.toMatchObject({ code: 'dataset/no-such-row' })
    expect(await cell(3, 'note')).toBe('c')
  })
})
