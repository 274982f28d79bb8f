import { describe, expect, test } from 'vitest'
import { cellKind, parseCell } from '../../../src-main/core/datasets/cell.ts'
import { chooseColumns, type ColumnOptions } from '../../../src-main/core/datasets/choose-columns.ts'
import { columnNames, recurringNames } from '../../../src-main/core/datasets/column-names.ts'
import { guessRoles, inferType, newProfile, profileCell, type ColumnProfile } from '../../../src-main/core/datasets/infer-columns.ts'

function profile(name: string, values: readonly string[]): ColumnProfile {
  const made = newProfile(name)
  for (const value of values) profileCell(made, value)
  return made
}

const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i))
const nothingAsked = { ignored: new Set<string>(), features: new Set<string>() }

describe('one cell', () => {
  test.each([
    ['', 'empty'], ['0', 'integer'], ['-12', 'integer'], ['+5', 'integer'], ['-0', 'integer'], ['9007199254740991', 'integer'],
    ['9007199254740992', 'digits'], ['007', 'digits'], ['-01', 'digits'], ['00.5', 'digits'], ['0.5', 'number'], ['.5', 'number'], ['5.', 'number'],
    ['1e3', 'number'], ['-2.5E-3', 'number'], ['1e400', 'text'], ['1,5', 'text'], ['0x10', 'text'], ['1_000', 'text'], ['Infinity', 'text'], ['1 000', 'text'], ['٣', 'text'],
    ['NaN', 'missing-word'], ['n/a', 'missing-word'], ['NULL', 'missing-word'], ['?', 'missing-word'], ['-', 'missing-word'], ['none', 'missing-word'],
    ['=1+1', 'text'], ['yes', 'text'],
  ] as const)('%j looks like %s', (text, kind) => expect(cellKind(text)).toBe(kind))

  test('a number is never changed by being stored: what cannot be kept as written does not parse', () => {
    expect(parseCell('007', 'integer')).toBeUndefined()
    expect(parseCell('9007199254740993', 'integer')).toBeUndefined()
    expect(parseCell('1.5', 'integer')).toBeUndefined()
    expect(parseCell('1e400', 'number')).toBeUndefined()
    expect(parseCell('yes', 'number')).toBeUndefined()
  })

  test('minus zero is zero, "no value" words are missing in numbers and words in texts', () => {
    expect(Object.is(parseCell('-0', 'integer'), 0)).toBe(true)
    expect(Object.is(parseCell('-0.0', 'number'), 0)).toBe(true)
    expect(parseCell('NA', 'number')).toBeNull()
    expect(parseCell('NA', 'text')).toBe('NA')
    expect(parseCell('', 'text')).toBeNull()
  })
})

describe('a column\'s type', () => {
  test.each([
    ['whole numbers', ['1', '2', '-3'], 'integer'], ['fractions', ['1', '2.5'], 'number'], ['postal codes', ['01234', '99999'], 'text'],
    ['identifiers beyond 2^53', ['9007199254740993', '2'], 'text'], ['decimal commas', ['1,5', '2,5'], 'text'], ['nothing', ['', ''], 'text'],
    ['numbers with gaps', ['1', 'NA', '', '3'], 'integer'], ['only gaps', ['NA', '?'], 'text'],
    ['one stray word in five', ['1', '2', '3', '4', 'oops'], 'integer'], ['half words', ['1', 'a', '2', 'b'], 'text'],
    ['one code again and again', [...many(200, String), 'unknown', 'unknown', 'unknown', 'unknown'], 'text'],
  ] as const)('of %s is %s', (_, values, type) => expect(inferType(profile('c', values))).toBe(type))

  test('is found in bounded memory: no more than 1,001 values are kept, and of long ones their digests', () => {
    const long = profile('c', many(3000, i => `${i}${'x'.repeat(10_000)}`))
    expect(long.distinct.size).toBe(1001)
    expect([...long.distinct].reduce((sum, value) => sum + value.length, 0)).toBeLessThan(400_000)
  })
})

describe('roles', () => {
  const ids = profile('customer_id', many(100, i => `c-${i}`))
  const age = profile('age', many(100, i => String(20 + (i % 50))))
  const label = profile('churn', many(100, i => (i % 2 === 0 ? 'yes' : 'no')))
  const notes = profile('notes', many(100, i => `text ${i}`))

  test('are guessed from names and values', () => {
    expect(guessRoles([ids, age, label, notes], 100, nothingAsked).map(({ role, why }) => `${role} ${why}`)).toEqual(['subject name', 'feature rest', 'label name', 'ignored many-texts'])
  })

  test('asked for win', () => {
    const roles = guessRoles([ids, age, label, notes], 100, { subject: 'notes', label: 'age', ignored: new Set(['customer_id']), features: new Set(['churn']) })
    expect(roles.map(({ role }) => role)).toEqual(['ignored', 'label', 'feature', 'subject'])
  })

  test('an identifier with two values is no label, and one with few values or gaps is no identifier', () => {
    expect(guessRoles([profile('id', ['1', '2', '']), profile('x', ['a', 'a', 'a'])], 3, nothingAsked).map(({ role }) => role)).toEqual(['feature', 'feature'])
    expect(guessRoles([profile('account', many(500, i => String(i % 3)))], 500, nothingAsked)[0]!.role).toBe('feature')
    expect(guessRoles([profile('id', [...many(99, i => `${i}`), ''])], 100, nothingAsked)[0]!.role).not.toBe('subject')
  })

  test('a column without values is ignored, a constant one is a feature that will weigh nothing', () => {
    expect(guessRoles([profile('gone', ['', '']), profile('same', ['x', 'x'])], 2, nothingAsked).map(({ role }) => role)).toEqual(['ignored', 'feature'])
  })
})

describe('choosing columns', () => {
  const options: ColumnOptions = { ignore: [], features: [], text: [] }
  const profiles = [profile('id', many(40, i => `p${i}`)), profile('zip', many(40, i => String(1000 + i))), profile('ok', many(40, i => ['no', 'yes'][i % 2]!))]

  test('the last of the label\'s values counts as positive, or the one asked for', () => {
    expect(chooseColumns(profiles, 40, options).labelPositive).toBe('yes')
    expect(chooseColumns(profiles, 40, { ...options, positive: ' no ' }).labelPositive).toBe('no')
    expect(() => chooseColumns(profiles, 40, { ...options, positive: 'YES' })).toThrow(/does not occur in the label column "ok"/)
    expect(chooseColumns([profile('y', ['0', '1', '10', '9'].flatMap(v => [v, v]))], 8, { ...options, label: 'y' }).labelPositive).toBe('10')
  })

  test('a column may be kept as text', () => {
    expect(chooseColumns(profiles, 40, { ...options, text: ['zip'] }).columns[1]).toMatchObject({ type: 'text' })
  })

  test('one column has one role, and a wrong name gets a suggestion', () => {
    expect(() => chooseColumns(profiles, 40, { ...options, subject: 'id', ignore: ['id'] })).toThrow('"id" is named by both --subject and --ignore')
    expect(() => chooseColumns(profiles, 40, { ...options, label: 'okk' })).toThrow('Did you mean "ok"?')
    expect(() => chooseColumns(profiles, 40, { ...options, text: ['__proto__'] })).toThrow('--text names a column "__proto__" that the file does not have')
  })
})

describe('column names', () => {
  test('may be anything a person can read', () => {
    const names = ['rowid', 'select', '__proto__', '😀', 'a "b" c', "it's", '<img onerror>', 'constructor', 'é', 'long name']
    expect(columnNames(names, undefined)).toEqual(names)
  })

  test('are put on one line', () => expect(columnNames(['a\r\nb', ' c\u0007d ', 'e'], undefined)).toEqual(['a b', 'c d', 'e']))

  test.each([
    ['repeated, upper and lower case counting as the same', ['a', 'b', 'A'], { code: 'import/column-name-repeated', details: { first: 1, second: 3 } }],
    ['repeated in another Unicode form', ['\u00e9', 'e\u0301'], { code: 'import/column-name-repeated' }],
    ['empty', ['a', ' '], { code: 'import/column-name-empty', details: { column: 2 } }],
    ['invisible', ['a', '\u200b\u202e'], { code: 'import/column-name-empty', details: { column: 2 } }],
    ['too long', ['n'.repeat(501)], { code: 'import/column-name-too-long', details: { column: 1, most: 500 } }],
    ['a number', ['a', '39'], { code: 'import/looks-headerless', details: { column: 2, why: 'number' } }],
    ['too many', many(1999, i => `c${i}`), { code: 'import/too-many-columns', details: { found: 1999, most: 1998 } }],
  ] as const)('that are %s are refused without being quoted', (_, names, expected) => {
    let thrown: unknown
    try {
      columnNames(names, undefined)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject(expected)
    expect((thrown as Error).message).not.toContain('nnn')
  })

  test('given for a file without a header must be as many as its cells, and then the first line may hold numbers', () => {
    expect(columnNames(['39', '39'], ['age', 'years'])).toEqual(['age', 'years'])
    expect(() => columnNames(['1', '2'], ['age'])).toThrow('--columns gives 1 names, but the first record has 2 cells')
  })

  test('that are values of their own columns show a file without a header; a header repeated further down does not', () => {
    const headerless = recurringNames(['Anna', 'Oslo', 'yes'])
    for (const cells of [['Ben', 'Rome', 'yes'], ['Cleo', 'Oslo', 'no']]) headerless.look(cells)
    expect(() => headerless.refuse()).toThrow('Line 1 does not look like column names: its column 2 is also a value further down')
    const joined = recurringNames(['name', 'town', 'answered'])
    for (const cells of [['Ben', 'town', 'yes'], ['name', 'town', 'answered'], ['Cleo', 'Oslo', 'no']]) joined.look(cells)
    expect(() => joined.refuse()).not.toThrow()
  })
})
