import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../src-main/core/datasets/cell.ts'
import { designMatrix } from '../../../src-main/core/features/design-matrix.ts'
import { featuresOf } from '../../../src-main/core/features/encode-rows.ts'
import { loadFeatureRows, saveFeatureRows } from '../../../src-main/core/features/feature-rows-bytes.ts'
import { onlyRows, splitOff, type FeatureRows } from '../../../src-main/core/features/feature-rows.ts'
import { fitEncoder } from '../../../src-main/core/features/fit-encoder.ts'
import { round32 } from '../../../src-main/core/features/round32.ts'
import { exampleCells, exampleColumns, exampleRows } from '../../support/stored-rows.ts'
import { shuffled } from '../../support/shuffled.ts'

describe('encodeRows', () => {
  test('gives the labelled rows as numbers and codes, each sorted by name', () => {
    expect(exampleRows(exampleCells)).toEqual({
      names: { numbers: ['age', 'income'], categories: ['town'] }, count: 5,
      rows: Uint32Array.of(1, 2, 3, 5, 6), test: Uint8Array.of(0, 0, 0, 0, 0), task: 'binary', labels: Uint8Array.of(1, 0, 1, 0, 1), classes: [],
      numbers: Float64Array.of(30, 10, 40, 20, 50, NaN, 20, 60, 60, NaN), codes: Uint16Array.of(0, 1, 2, 3, 0),
      levels: [['Oslo', null, 'Ähtäri', '\uffee']],
    } satisfies FeatureRows)
  })

  test('sorts features by UTF-8 bytes, numbers and categories together', () => {
    const names = ['\u{1f600}', '\uffee', 'b', 'B', 'é', 'a']
    const columns = names.map((name, k) => ({ name, type: k % 2 === 0 ? 'text' as const : 'number' as const, role: 'feature' as const }))
    expect(featuresOf(columns).map(({ name }) => name)).toEqual(['B', 'a', 'b', 'é', '\uffee', '\u{1f600}'])
  })

  test('refuses more different texts in a column than a code can count', () => {
    const cells = Array.from({ length: 65_536 }, (_, i): Cell[] => [`t${i}`, 1, null, 'yes', 1])
    expect(() => exampleRows(cells)).toThrow(expect.objectContaining({ code: 'train/too-many-categories', details: { column: 'town', found: 65_536, most: 65_535 } }))
  })
})

const cell = { number: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(null)), text: fc.constantFrom('a', 'B', 'é', '\uffee', '\u{1f600}', null) }
const anyCells = fc.array(fc.tuple(cell.text, cell.number, fc.constant(null), fc.constantFrom('yes', 'no'), cell.number), { minLength: 1, maxLength: 50 }) as fc.Arbitrary<Cell[][]>

describe('fitEncoder', () => {
  test('says what the rows hold: means, scales, whether some are missing, and levels with the missing one first', () => {
    // Ages 30, 40, 50, 20, 60: mean 40, deviation √200. Incomes 10, 20, 60: mean 30, deviation √(1400/3).
    expect(fitEncoder(exampleRows(exampleCells))).toEqual({
      numbers: [
        { name: 'age', mean: 40, scale: round32(Math.sqrt(200)), missing: false },
        { name: 'income', mean: 30, scale: round32(Math.sqrt(1400 / 3)), missing: true },
      ],
      categories: [{ name: 'town', levels: [null, 'Oslo', 'Ähtäri', '\uffee'] }],
    })
  })

  test('is the same whatever the order of the rows', () => {
    fc.assert(fc.property(anyCells, fc.nat(), (cells, seed) => {
      expect(fitEncoder(exampleRows(shuffled(cells, seed)))).toEqual(fitEncoder(exampleRows(cells)))
    }))
  })

  test('is the same after rows left as if they had never been there', () => {
    fc.assert(fc.property(anyCells, fc.nat(), (cells, seed) => {
      const gone = new Set(shuffled(cells.map((_, i) => i + 1), seed).slice(0, Math.floor(cells.length / 2)))
      expect(fitEncoder(splitOff(exampleRows(cells), gone).kept)).toEqual(fitEncoder(exampleRows(cells.filter((_, i) => !gone.has(i + 1)))))
    }))
  })

  test('sees nothing of the rows that are held out', () => {
    const rows = exampleRows(exampleCells)
    const held = { ...rows, test: Uint8Array.of(0, 1, 0, 1, 0) }
    expect(fitEncoder(held)).toEqual(fitEncoder(onlyRows(rows, new Set([1, 3, 6]))))
  })

  test.each([
    ['equal values', [7, 7, 7], { mean: 7, scale: 1, missing: false }],
    ['no value at all', [null, null], { mean: 0, scale: 1, missing: true }],
    ['whole numbers too large for plain sums', [2 ** 53 - 1, 2 ** 53 - 3, 2 ** 53 - 5], { mean: round32(2 ** 53 - 3), scale: round32(Math.sqrt(((2 ** 53 - 1 - 2 ** 53) ** 2 + 9 + 25) / 3)), missing: false }],
  ])('takes a column with %s', (_, values, encoding) => {
    expect(fitEncoder(exampleRows(values.map(value => ['a', 1, null, 'yes', value]))).numbers[0]).toEqual({ name: 'age', ...encoding })
  })

  test('refuses numbers whose squares overflow', () => {
    expect(() => fitEncoder(exampleRows([['a', 1, null, 'yes', 1e151]]))).toThrow(expect.objectContaining({ code: 'train/not-standardisable', details: { column: 'age' } }))
  })
})

describe('designMatrix', () => {
  test('has standardised numbers, an indicator where one is missing, and a slot for each category', () => {
    const rows = exampleRows(exampleCells)
    const encoder = { numbers: [{ name: 'age', mean: 40, scale: 10, missing: false }, { name: 'income', mean: 30, scale: 20, missing: true }], categories: [{ name: 'town', levels: [null, 'Oslo'] }] }
    // Columns: age, income, income missing, town missing, Oslo, constant. Slot 6 is no column.
    expect(designMatrix(rows, encoder, 'train')).toEqual({
      count: 5, width: 6, numberCount: 2, slotCount: 2, labels: Float64Array.of(1, 0, 1, 0, 1),
      numbers: Float64Array.of(-1, -1, 0, -0.5, 1, 0, -2, 1.5, 2, 0), slots: Int32Array.of(6, 4, 6, 3, 2, 6, 6, 6, 2, 4),
    })
  })

  test('holds one part of the split', () => {
    const rows = { ...exampleRows(exampleCells), test: Uint8Array.of(0, 1, 0, 1, 0) }
    const encoder = fitEncoder(rows)
    expect(designMatrix(rows, encoder, 'test').labels).toEqual(Float64Array.of(0, 0))
    expect(designMatrix(rows, encoder, 'train').labels).toEqual(Float64Array.of(1, 1, 1))
  })
})

/** Each row with its texts, whatever the codes. */
const written = ({ names, count, rows, test: held, labels, numbers, codes, levels }: FeatureRows) => Array.from({ length: count }, (_, i) => ({
  row: rows[i], held: held[i], label: labels[i],
  numbers: [...numbers.subarray(i * names.numbers.length, (i + 1) * names.numbers.length)],
  texts: levels.map((texts, k) => texts[codes[i * names.categories.length + k]!]),
}))

describe('feature rows', () => {
  test('are split without changing a row, and without keeping a text no row has', () => {
    fc.assert(fc.property(anyCells, fc.nat(), (cells, seed) => {
      const all = exampleRows(cells)
      const gone = new Set(shuffled(cells.map((_, i) => i + 1), seed).slice(0, seed % (cells.length + 1)))
      const { erased, kept } = splitOff(all, gone)
      expect(written(kept)).toEqual(written(all).filter(({ row }) => !gone.has(row!)))
      expect(written(erased)).toEqual(written(all).filter(({ row }) => gone.has(row!)))
      expect(new Set(kept.levels[0])).toEqual(new Set(written(kept).map(({ texts }) => texts[0])))
      expect(onlyRows(all, gone)).toEqual(erased)
    }))
  })

  test('keep nothing of the erased rows when they are written', () => {
    const { kept } = splitOff(exampleRows(exampleCells), new Set([3]))
    const parts = saveFeatureRows(kept)
    expect(Buffer.concat([...parts.values()]).includes('Ähtäri')).toBe(false)
    expect(Object.fromEntries([...parts].map(([name, bytes]) => [name, bytes.length]))).toMatchObject({ 'rows.numbers': 4 * 2 * 8, 'rows.codes': 4 * 2, 'rows.labels': 4 })
  })

  test('come back from bytes as they were', () => {
    fc.assert(fc.property(anyCells, cells => {
      const rows = exampleRows(cells, { testShare: 0.5 })
      // As SQLite gives them: pieces of a larger buffer, not aligned.
      const parts = new Map([...saveFeatureRows(rows)].map(([name, bytes]) => [name, Buffer.concat([Buffer.of(0), bytes]).subarray(1)]))
      expect(loadFeatureRows(parts)).toEqual(rows)
    }))
  })
})

test('the columns of the example are what their test expects', () => {
  expect(featuresOf(exampleColumns)).toEqual([{ name: 'age', kind: 'number' }, { name: 'income', kind: 'number' }, { name: 'town', kind: 'category' }])
})
