import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { csvRecords, type CsvRecord } from '../../../src-main/core/datasets/csv-records.ts'

interface Read {
  readonly records: CsvRecord[]
  readonly unclosedQuoteLine: number | undefined
}

/** Reads a text cut at these places. */
function read(text: string, delimiter = ',', cuts: readonly number[] = []): Read {
  const records: CsvRecord[] = []
  const reader = csvRecords(delimiter, record => records.push(record))
  const places = [0, ...cuts.map(cut => cut % (text.length + 1)).sort((a, b) => a - b), text.length]
  for (let i = 1; i < places.length; i += 1) reader.push(text.slice(places[i - 1], places[i]))
  return { records, unclosedQuoteLine: reader.end()?.unclosedQuoteLine }
}

const cellsOf = (text: string, delimiter = ',') => read(text, delimiter).records.map(record => record.cells)
const linesOf = (text: string) => read(text).records.map(record => record.line)

describe('records', () => {
  test('end with a line feed, a carriage return or both, also mixed in one file', () => {
    expect(cellsOf('a,b\nc,d\r\ne,f\rg,h')).toEqual([['a', 'b'], ['c', 'd'], ['e', 'f'], ['g', 'h']])
    expect(linesOf('a,b\nc,d\r\ne,f\rg,h')).toEqual([1, 2, 3, 4])
  })

  test('are cut at the delimiter asked for', () => {
    expect(cellsOf('a;b,c\n1;"2;3"', ';')).toEqual([['a', 'b,c'], ['1', '2;3']])
    expect(cellsOf('a\tb c\n', '\t')).toEqual([['a', 'b c']])
    expect(cellsOf('a|b\n|\n', '|')).toEqual([['a', 'b'], ['', '']])
  })

  test('keep empty cells, also the last', () => {
    expect(cellsOf(',\n,,x\na,')).toEqual([['', ''], ['', '', 'x'], ['a', '']])
  })

  test('are not made of blank lines, but of a quoted nothing they are', () => {
    expect(cellsOf('a\n\n  \t \nb\n\n')).toEqual([['a'], ['b']])
    expect(cellsOf('a\n""\nb')).toEqual([['a'], [''], ['b']])
    expect(linesOf('a\n\n\nb')).toEqual([1, 4])
  })
})

describe('quotes', () => {
  test('keep delimiters, line breaks and doubled quotes inside a cell', () => {
    expect(cellsOf('"a,b","c\nd","e""f",""\n')).toEqual([['a,b', 'c\nd', 'e"f', '']])
  })

  test('may have blanks around them', () => {
    expect(cellsOf('"a,b" , "c", "d"  \n')).toEqual([['a,b', 'c', 'd']])
  })

  test('inside an unquoted cell are ordinary characters', () => {
    expect(read('5\'10",it "is",x\n')).toEqual({ records: [{ cells: ['5\'10"', 'it "is"', 'x'], line: 1, badQuote: false }], unclosedQuoteLine: undefined })
  })

  test('followed by other text mark their record, and no other', () => {
    const { records } = read('1,"b"c,y\n2,x,z\n{"a":1,"b":2}\n3,x,z\n')
    expect(records.map(record => record.badQuote)).toEqual([true, false, true, false])
    expect(records.map(record => record.line)).toEqual([1, 2, 3, 4])
  })

  test('that are never closed are told by the line where they open, if they took in lines after it', () => {
    expect(read('h\n"a\nb",x\n1,"y\n2,z\n').unclosedQuoteLine).toBe(4)
    expect(read('h\n1,"y').records).toEqual([{ cells: ['h'], line: 1, badQuote: false }, { cells: ['1', 'y'], line: 2, badQuote: true }])
    expect(read('h\n1,"y\n').unclosedQuoteLine).toBeUndefined()
  })
})

describe('line numbers', () => {
  test('count line breaks inside quoted cells as an editor does', () => {
    expect(linesOf('a,b\n"x\ny",1\n"x\r\ny\r\nz",2\n"x\ry",3\nlast,4\n')).toEqual([1, 2, 4, 7, 9])
  })
})

// Characters that matter to the format, and one of each other kind.
const nastyText = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', '\r', ' ', '\t', 'é', '😀', '1'), maxLength: 60 })

test('however the text is cut into pieces, the records, lines and marks are the same', () => {
  fc.assert(fc.property(nastyText, fc.array(fc.nat(60), { maxLength: 8 }), (text, cuts) => {
    expect(read(text, ',', cuts)).toEqual(read(text))
  }), { numRuns: 2000 })
})

test('cut after every character, the records are the same too', () => {
  fc.assert(fc.property(nastyText, text => {
    expect(read(text, ',', Array.from({ length: text.length }, (_, i) => i))).toEqual(read(text))
  }), { numRuns: 1000 })
})

test('what another program wrote as CSV is read back cell by cell, with the line where each record starts', () => {
  // No cell begins with a blank: those are dropped, and every reader of ours trims.
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', 'é', '😀', '1', '=', 'b '), maxLength: 8 })
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), fc.constantFrom('\n', '\r\n'), (table, newline) => {
    const text = Papa.unparse(table, { newline, quotes: true })
    let line = 1
    const expected = table.map(cells => {
      const record = { cells, line, badQuote: false }
      line += 1 + cells.join('').split('\n').length - 1
      return record
    })
    expect(read(text).records).toEqual(expected)
  }), { numRuns: 1000 })
})

test('a long record is told while it is being read', () => {
  const reader = csvRecords(',', () => {})
  reader.push('a,b\n1,"')
  for (let i = 0; i < 10; i += 1) reader.push('x'.repeat(1000))
  expect(reader.pending()).toEqual({ line: 2, characters: 10_003 })
})
