import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { Column, ColumnType } from '../../../src-main/contract/dataset.ts'
import { openDatabase, truncateWal } from '../../../src-main/core/database/open-database.ts'
import type { Cell } from '../../../src-main/core/datasets/cell.ts'
import { rowImage } from '../../../src-main/core/datasets/row-image.ts'
import { createRowTable, deleteRows, iterateRows, readRows, rowInserter, someCellContains, someRowEquals, type StoredRow } from '../../../src-main/core/datasets/row-table.ts'

interface Stored {
  readonly columns: readonly Column[]
  readonly rows: readonly StoredRow[]
}

/** Stores rows in a database file of their own, and gives its bytes. */
function store({ columns, rows }: Stored): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'rows.db')
  const db = openDatabase(file)
  const table = { number: 1, columns }
  createRowTable(db, table)
  const insert = rowInserter(db, table)
  db.transaction(() => {
    for (const { row, subject, cells } of rows) insert(row, subject, cells)
  })()
  expect(Array.from(iterateRows(db, table), ([row, subject, ...cells]) => ({ row, subject, cells }))).toEqual(rows)
  truncateWal(db)
  db.close()
  return readFileSync(file)
}

const columnsOf = (types: readonly ColumnType[]): Column[] => types.map((type, i) => ({ name: `column ${i}`, type, role: 'feature' }))

function stored(types: readonly ColumnType[], cells: readonly (readonly Cell[])[], subject: (i: number) => Buffer | null = () => null): Stored {
  return { columns: columnsOf(types), rows: cells.map((row, i) => ({ row: i + 1, subject: subject(i), cells: row })) }
}

function missing({ columns, rows }: Stored, bytes: Buffer): number[] {
  return rows.filter(row => !bytes.includes(rowImage(row, columns))).map(({ row }) => row)
}

const edges = [0, 1, 2, -1, 127, 128, -128, -129, 32_767, 32_768, -32_768, -32_769, 2 ** 23 - 1, 2 ** 23, -(2 ** 23), 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 47 - 1, 2 ** 47, -(2 ** 47), -(2 ** 47) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]

test('the image of every whole number, at each size SQLite stores it in, is in the database file', () => {
  const rows = stored(['integer', 'text'], edges.map((n, i) => [n, `marker ${i}`]))
  expect(missing(rows, store(rows))).toEqual([])
})

test('so is that of every number in a column of fractions, where SQLite stores whole ones as integers', () => {
  const fractions = [...edges, 0.5, -0.25, 1e-300, 1.5e300, 5e-324, 1e15, 2 ** 60, 140_737_488_355_327.5, Math.PI]
  const rows = stored(['number', 'text'], fractions.map((n, i) => [n, `marker ${i}`]))
  expect(missing(rows, store(rows))).toEqual([])
})

test('so is that of every text, short, long, empty, and in any script', () => {
  const texts = [null, '', 'a', 'é', '😀', "it's", '\u202egnp', 'x'.repeat(56), 'x'.repeat(57), 'y'.repeat(8000), 'z'.repeat(100_000)]
  const rows = stored(['text', 'integer'], texts.map((text, i) => [text, 1_000_000 + i]))
  expect(missing(rows, store(rows))).toEqual([])
})

test('so is that of rows of any kind, with and without a person', () => {
  const kind = fc.constantFrom<ColumnType>('integer', 'number', 'text')
  const cell = { integer: fc.option(fc.maxSafeInteger()), number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n + 0)), text: fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }).filter(t => !t.includes('\0'))) }
  const table = fc.array(kind, { minLength: 1, maxLength: 8 }).chain(types => fc.tuple(fc.constant(types), fc.array(fc.tuple(...types.map(type => cell[type] as fc.Arbitrary<Cell>)), { minLength: 1, maxLength: 20 }), fc.boolean()))
  fc.assert(fc.property(table, ([types, cells, people]) => {
    const rows = stored(types, cells, people ? i => Buffer.alloc(16, i) : undefined)
    expect(missing(rows, store(rows))).toEqual([])
  }), { numRuns: 60 })
})

test.each([100, 489, 500, 1998])('so is that of a row of %i columns, and it tells the row from one that differs in a value', width => {
  const types = Array.from({ length: width }, () => 'integer' as const)
  const cells = Array.from({ length: 5 }, (_, r) => types.map((_, i) => 1000 + r * 7 + i))
  const rows = stored(types, cells)
  expect(missing(rows, store(rows))).toEqual([])
  expect(new Set(rows.rows.map(row => rowImage(row, rows.columns).toString('latin1'))).size).toBe(5)
})

test('of a record at every length around what fits a page, the image is in the file', () => {
  const lengths = [...Array.from({ length: 40 }, (_, i) => 4020 + i), ...Array.from({ length: 20 }, (_, i) => 4570 + i), ...Array.from({ length: 20 }, (_, i) => 8140 + i)]
  const rows = stored(['text', 'integer'], lengths.map((length, i) => [String.fromCharCode(97 + (i % 26)).repeat(length), i]), i => Buffer.alloc(16, i + 1))
  expect(missing(rows, store(rows))).toEqual([])
})

test('deleted rows are gone from the file, the others are still in it', () => {
  const rows = stored(['text', 'number'], Array.from({ length: 500 }, (_, i) => [`person number ${i}`, i + 0.5]))
  const folder = mkdtempSync(join(tmpdir(), 'lethe-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const db = openDatabase(join(folder, 'rows.db'))
  const table = { number: 7, columns: rows.columns }
  createRowTable(db, table)
  const insert = rowInserter(db, table)
  for (const { row, subject, cells } of rows.rows) insert(row, subject, cells)
  const erased = rows.rows.filter(({ row }) => row % 3 === 0)
  expect(deleteRows(db, table, erased.map(({ row }) => row))).toBe(erased.length)
  expect(readRows(db, table, [2, 3, 9999])).toEqual([rows.rows[1]])
  truncateWal(db)
  db.close()
  const bytes = readFileSync(join(folder, 'rows.db'))
  expect(missing(rows, bytes)).toEqual(erased.map(({ row }) => row))
})

test('looking for a cell or an equal row works at any width', () => {
  const types = Array.from({ length: 1998 }, (_, i) => (i % 2 === 0 ? 'text' as const : 'integer' as const))
  const cells = types.map((type, i) => (type === 'text' ? `word${i}` : i))
  const rows = stored(types, [cells])
  const folder = mkdtempSync(join(tmpdir(), 'lethe-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const db = openDatabase(join(folder, 'rows.db'))
  const table = { number: 1, columns: rows.columns }
  createRowTable(db, table)
  rowInserter(db, table)(1, null, cells)
  expect(someCellContains(db, table, 'ord1996')).toBe(true)
  expect(someCellContains(db, table, 'ord1997')).toBe(false)
  expect(someRowEquals(db, table, null, cells)).toBe(true)
  expect(someRowEquals(db, table, null, cells.with(1997, 5))).toBe(false)
  db.close()
})
