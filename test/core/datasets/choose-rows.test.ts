import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Column, ViewCondition } from '../../../src-main/contract/dataset.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import type { Cell } from '../../../src-main/core/datasets/cell.ts'
import { chooseRows, type RowsWanted } from '../../../src-main/core/datasets/choose-rows.ts'
import { eraseRows, findDataset, insertDataset, nextDatasetNumber } from '../../../src-main/core/datasets/dataset-table.ts'
import { createRowTable, rowInserter } from '../../../src-main/core/datasets/row-table.ts'
import { openTestCore, quietRun } from '../../support/core-with.ts'

const lethe = openTestCore()
const db = openDatabase(`${lethe.directory}/lethe.db`)
db.pragma('synchronous = OFF')
afterAll(() => {
  db.close()
  lethe.cleanUp()
})

/** A dataset with these rows, by row number; numbers that are left out were rejected or erased. */
function datasetOf(columns: readonly Column[], rows: ReadonlyMap<number, readonly Cell[]>) {
  const number = nextDatasetNumber(db)
  const dataset = { id: `ds-${number}`, number, name: `dataset ${number}`, importedAt: '2026-11-25T00:00:00.000Z', lastRow: Math.max(0, ...rows.keys()), labelPositive: null, columns }
  db.transaction(() => {
    createRowTable(db, dataset)
    const insert = rowInserter(db, dataset)
    for (const [row, cells] of rows) insert(row, null, cells)
    insertDataset(db, dataset, rows.size, [])
  })()
  return findDataset(db, dataset.id)
}

const isAscii = (value: string) => [...value].every(c => c.codePointAt(0)! < 128)
const looksNumeric = (value: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)

/** Both texts, so that they can be compared without regard to case, and to how accents are stored where the one looked for has any. */
const folded = (cell: string, value: string) => (isAscii(value) ? [cell, value] : [cell.normalize(), value.normalize()]).map(t => t.toLowerCase()) as [string, string]

/** True where a person would say that the cell has it. */
const has = (how: 'equal' | 'containing' | 'starting', cell: Cell, value: string) => {
  if (cell === null) return false
  const [a, b] = typeof cell === 'string' ? folded(cell, value) : [String(cell), value.trim().toLowerCase()]
  return how === 'equal' ? a === b : how === 'containing' ? a.includes(b) && b !== '' : a.startsWith(b) && b !== ''
}

const meets = (cell: Cell, c: ViewCondition): boolean => {
  switch (c.is) {
    case 'empty': return cell === null
    case 'present': return cell !== null
    case 'equal': {
      if (typeof cell !== 'number') return has('equal', cell, String(c.value).trim())
      return typeof c.value === 'number' ? cell === c.value : looksNumeric(c.value.trim()) && cell === Number(c.value)
    }
    case 'between': {
      const value = typeof cell === 'string' ? (looksNumeric(cell) ? Number(cell) : null) : cell
      return value !== null && (c.from === null || value >= c.from) && (c.to === null || value <= c.to)
    }
    default: return has(c.is, cell, c.value)
  }
}

const column = (name: string, type: Column['type']): Column => ({ name, type, role: 'feature' })

describe('against a plain model in memory', () => {
  const columns = [column('name; DROP TABLE request', 'text'), column('who\'s "x"', 'text'), column('@v0', 'integer'), column('c1', 'number')]
  const letters = ['a', 'A', 'b', 'B', 'é', 'É', 'e\u0301', '%', '_', '\\', '\'', '"', '<', '0', '1', '2', ' ', 'я', 'Я', 'ש', '中', '😀']
  // Some texts are parts of others, so that conditions are often met, and just missed.
  const text = fc.oneof(fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 5 }), fc.constantFrom('é', 'aé', 'éa', 'AÉA', 'a', 'ab', 'bab', 'BAB', '12', '112', '0112'))
  const integer = fc.oneof(fc.integer({ min: -12, max: 12 }), fc.maxSafeInteger())
  const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true, min: -20, max: 20 }), fc.constantFrom(1e21, 1e-7, 0.1), fc.integer({ min: -300, max: 300 }).map(n => n / 100))
  const cells = fc.tuple(fc.option(text), fc.option(text), fc.option(integer), fc.option(number.map(n => n + 0)))
  const rows = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 60 }), cells), { selector: ([row]) => row, maxLength: 40 })
    .map(list => new Map(list.sort(([a], [b]) => a - b)))
  const anyColumn = fc.constantFrom(...columns.map(({ name }) => name))
  const bound = fc.option(fc.oneof(number, integer))
  const typed = fc.oneof(text, number.map(String), integer.map(String))
  const condition: fc.Arbitrary<ViewCondition> = fc.oneof(
    fc.record({ column: anyColumn, is: fc.constant('equal' as const), value: fc.oneof(typed, number) }),
    fc.record({ column: anyColumn, is: fc.constantFrom('containing' as const, 'starting' as const), value: typed }),
    fc.record({ column: anyColumn, is: fc.constant('between' as const), from: bound, to: bound }),
    fc.record({ column: anyColumn, is: fc.constantFrom('empty' as const, 'present' as const) }),
  )
  const order = fc.array(fc.record({ column: anyColumn, direction: fc.constantFrom('up' as const, 'down' as const) }), { maxLength: 3 })
  const wanted: fc.Arbitrary<RowsWanted> = fc.record({ conditions: fc.array(condition, { maxLength: 3 }), order, search: fc.oneof(fc.constant(''), typed) })

  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'accent' })
  const at = (name: string) => columns.findIndex(c => c.name === name)

  function model(all: ReadonlyMap<number, readonly Cell[]>, { conditions, order: by, search }: RowsWanted): number[] {
    const looked = search!.trim()
    return [...all].filter(([, row]) => conditions.every(c => meets(row[at(c.column)]!, c)) && (looked === '' || row.some(cell => has('containing', cell, looked))))
      .sort(([a, one], [b, other]) => {
        for (const { column: name, direction } of by) {
          const [x, y] = [one[at(name)]!, other[at(name)]!]
          if (x === null && y === null) continue
          if (x === null) return 1
          if (y === null) return -1
          const difference = typeof x === 'string' ? collator.compare(x, String(y)) : x - Number(y)
          if (difference !== 0) return direction === 'up' ? difference : -difference
        }
        return a - b
      }).map(([row]) => row)
  }

  test('any conditions, search and order choose the same rows in the same order', async () => {
    await fc.assert(fc.asyncProperty(rows, fc.array(wanted, { minLength: 1, maxLength: 12 }), async (all, views) => {
      const dataset = datasetOf(columns, all)
      for (const view of views) {
        const chosen = await chooseRows(db, dataset, view, quietRun())
        expect({ view, rows: [...chosen.rows], ofRows: chosen.ofRows }).toEqual({ view, rows: model(all, view), ofRows: all.size })
      }
    }), { numRuns: 300 })
  })
})

describe('a search', () => {
  const texts = ['Straße', 'ISTANBUL', 'İstanbul', '100%', '100x', 'a_b', 'aXb', 'back\\slash', '<img src=x onerror=alert(1)>', 'Zoe\u0301', 'ZOÉ', '\u212aelvin', 'kelvin', 'שלום עולם', '\u202eevil\u202c', '\'; DROP TABLE dataset; --', 'ΟΔΟΣ', 'οδος', 'naïve', 'ŁÓDŹ', '\u212ao\u0308nig & Söhne']
  const dataset = datasetOf([column('text', 'text'), column('count', 'integer'), column('share', 'number')], new Map(texts.map((text, i) => [i + 1, [text, 1000 + i, (i + 1) / 8]])))
  const found = async (search: string) => [...(await chooseRows(db, dataset, { conditions: [], order: [], search }, quietRun())).rows].map(row => texts[row - 1])

  test.each([
    ['straße', ['Straße']], ['STRAẞE', []], ['istanbul', ['ISTANBUL']], ['100%', ['100%']], ['a_b', ['a_b']], ['\\', ['back\\slash']],
    ['<IMG SRC=X', ['<img src=x onerror=alert(1)>']], ['zoé', ['Zoe\u0301', 'ZOÉ']], ['zoe', ['Zoe\u0301']], ['kelvin', ['kelvin']], ['עולם', ['שלום עולם']], ['\u202eevil', ['\u202eevil\u202c']],
    ['\'; drop', ['\'; DROP TABLE dataset; --']], ['οδοσ', ['ΟΔΟΣ', 'οδος']], ['NAÏVE', ['naïve']], ['łódź', ['ŁÓDŹ']], ['kö', ['\u212ao\u0308nig & Söhne']], ['könig', ['\u212ao\u0308nig & Söhne']], ['NIG & SÖHNE', ['\u212ao\u0308nig & Söhne']], ['  aXb  ', ['aXb']], ['.*', []], ['100%\0', []], ['\0', []], ['nothing like it', []],
  ])('for %j finds what a person means', async (search, expected) => {
    expect(await found(search)).toEqual(expected)
  })

  test('looks into numbers as they are written', async () => {
    expect(await found('1019')).toEqual(['ŁÓDŹ'])
    expect(await found('.125')).toEqual(texts.filter((_, i) => i % 8 === 0))
    expect(await found('1,000')).toEqual([])
  })
})

describe('a condition', () => {
  const dataset = datasetOf([column('text', 'text'), column('n', 'integer'), column('x', 'number')], new Map([
    ['é', 7, 7], ['Éa', 70, 0.7], ['aé', 17, 1.7], ['a', -7, -7], ['A', 0, 0], ['ab', null, null], ['007', 7, 7.5], ['7', 8, 1e21], ['7.0', 9, 3],
  ].map((row, i) => [i + 1, row])))
  const met = async (condition: ViewCondition) => [...(await chooseRows(db, dataset, { conditions: [condition], order: [] }, quietRun())).rows]

  test.each([
    ['text', 'equal', 'É', [1]], ['text', 'equal', ' é ', [1]], ['text', 'equal', 'e\u0301', [1]], ['text', 'equal', 'a', [4, 5]], ['text', 'equal', 7, [8]], ['text', 'equal', '007', [7]], ['text', 'equal', '', []],
    ['text', 'starting', 'é', [1, 2]], ['text', 'containing', 'é', [1, 2, 3]], ['text', 'starting', 'A', [3, 4, 5, 6]], ['text', 'containing', 'B', [6]],
    ['n', 'equal', 7, [1, 7]], ['n', 'equal', ' 7.0 ', [1, 7]], ['n', 'equal', '+7', [1, 7]], ['n', 'equal', '7e0', [1, 7]], ['n', 'equal', '007', [1, 7]], ['n', 'equal', 'seven', []], ['n', 'equal', '', []], ['n', 'equal', 'NaN', []], ['n', 'equal', '-0', [5]],
    ['n', 'starting', '7', [1, 2, 7]], ['n', 'containing', '7', [1, 2, 3, 4, 7]], ['n', 'containing', '%', []], ['n', 'starting', '-', [4]], ['n', 'containing', '-7', [4]], ['n', 'containing', '7.', []], ['n', 'starting', '0', [5]],
    ['x', 'equal', 0.7, [2]], ['x', 'equal', '1E21', [8]], ['x', 'starting', '1e', [8]], ['x', 'starting', '1E+21', [8]], ['x', 'containing', '.7', [2, 3]], ['x', 'containing', '7', [1, 2, 3, 4, 7]], ['x', 'containing', '75', []], ['x', 'containing', 'é', []],
  ] as const)('that %s is %s %j is met by what a person means', async (name, is, value, expected) => {
    expect(await met({ column: name, is, value } as ViewCondition)).toEqual(expected)
  })

  test.each([
    ['n', -7, 7, [1, 4, 5, 7]], ['n', null, 0, [4, 5]], ['n', 9, null, [2, 3, 9]], ['n', null, null, [1, 2, 3, 4, 5, 7, 8, 9]], ['n', 8, 7, []], ['x', 0.7, 1.7, [2, 3]], ['text', 7, 7, [7, 8, 9]], ['text', null, null, [7, 8, 9]],
  ] as const)('that %s is between %j and %j takes both ends, and texts for the numbers they are', async (name, from, to, expected) => {
    expect(await met({ column: name, is: 'between', from, to })).toEqual(expected)
  })

  test('can ask for what is missing, and for what is not', async () => {
    expect([await met({ column: 'n', is: 'empty' }), await met({ column: 'n', is: 'present' })]).toEqual([[6], [1, 2, 3, 4, 5, 7, 8, 9]])
  })
})

test.each(['text', 'integer', 'number'] as const)('as many %s columns as SQLite can have are searched, compared and ordered', async type => {
  const columns = Array.from({ length: 1998 }, (_, i) => column(`column ${i}`, type))
  const row = (i: number) => columns.map((_, k) => (type === 'text' ? `é${i}-${k}` : i * 10_000 + k))
  const dataset = datasetOf(columns, new Map([1, 2, 3].map(i => [i, row(i)])))
  const order = [{ column: 'column 1997', direction: 'down' as const }]
  const conditions: ViewCondition[] = Array.from({ length: 20 }, (_, k) => ({ column: `column ${k}`, is: 'containing', value: type === 'text' ? 'É' : '0' }))
  for (const search of type === 'text' ? ['-1997', 'é'] : ['1997']) {
    expect([...(await chooseRows(db, dataset, { conditions, order, search }, quietRun())).rows]).toEqual([3, 2, 1])
  }
  expect((await chooseRows(db, dataset, { conditions, order, search: 'nowhere' }, quietRun())).rows).toHaveLength(0)
})

describe('an unknown column', () => {
  const dataset = datasetOf([column('Customer', 'text')], new Map([[1, ['x']]]))

  test.each([['customer', 'Customer'], ['c1', null], ['row', null], ['x'.repeat(100_000), null]])('%.20s is refused, and a near name told', async (name, near) => {
    const refusal = { code: 'dataset/unknown-column', details: { dataset: dataset.name, column: name.slice(0, 100), near } }
    await expect(chooseRows(db, dataset, { conditions: [{ column: name, is: 'present' }], order: [] }, quietRun())).rejects.toMatchObject(refusal)
    await expect(chooseRows(db, dataset, { conditions: [], order: [{ column: name, direction: 'up' }] }, quietRun())).rejects.toMatchObject(refusal)
  })
})

describe('while rows are being chosen', () => {
  const many = new Map(Array.from({ length: 50_000 }, (_, i) => [i + 1, [i % 7]]))

  test('others get their turn, progress is told in row numbers, and it can be cancelled', async () => {
    const dataset = datasetOf([column('n', 'integer')], many)
    const told: unknown[] = []
    const stop = new AbortController()
    const run = { signal: stop.signal, progress: (...args: [string, number, number]) => { told.push(args); if (args[1] > 16_384) stop.abort(new Error('stopped')) } }
    await expect(chooseRows(db, dataset, { conditions: [], order: [] }, run)).rejects.toThrow('stopped')
    expect(told).toEqual([['choose', 0, 50_000], ['choose', 16_384, 50_000], ['choose', 32_768, 50_000]])
  })

  test('an erasure is not kept waiting, and its rows are not in what was chosen', async () => {
    const dataset = datasetOf([column('n', 'integer')], many)
    const other = openDatabase(`${lethe.directory}/lethe.db`)
    let erased = 0
    const run = { signal: new AbortController().signal, progress: (_: string, done: number) => {
      if (done > 0 && erased === 0) erased = other.transaction(() => eraseRows(other, dataset, [1, 2, 3, 40_000]))()
    } }
    const { rows, ofRows } = await chooseRows(db, dataset, { conditions: [], order: [{ column: 'n', direction: 'up' }] }, run)
    other.close()
    expect([erased, ofRows, rows.length]).toEqual([4, 49_996, 49_996])
    expect(rows.filter(row => [1, 2, 3, 40_000].includes(row))).toHaveLength(0)
  })
})
