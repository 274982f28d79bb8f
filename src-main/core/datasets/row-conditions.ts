import type { ViewCondition } from '../../contract/dataset.ts'
import { cellKind } from './cell.ts'
import { columnPosition, type Dataset } from './dataset-table.ts'
import { likeText, mostNumbers, rowTests, type RowTest } from './row-table.ts'

/**
 * Says which rows are wanted: those of which `test` is true, and those whose cell at one of the positions passes its script.
 * What SQLite can decide is a test: a cell takes longer to reach us than to be compared.
 */
export interface RowCondition {
  readonly test: RowTest | null
  readonly scripts: readonly CellScript[]
  /** True of every row that is wanted, and of others too: spares the scripts most rows. */
  readonly needed?: RowTest
}

export interface CellScript {
  readonly position: number
  /** Is never asked about a missing cell. */
  passes(cell: string | number): boolean
}

/** The condition a person set on one column. `name` is for its bound values; no other condition of the same query may have it. */
export function rowCondition(dataset: Dataset, condition: ViewCondition, name: string): RowCondition {
  const position = columnPosition(dataset, condition.column)
  const { type } = dataset.columns[position]!
  switch (condition.is) {
    case 'empty': return inSql(rowTests.empty(position))
    case 'present': return inSql(rowTests.present(position))
    case 'between': return type === 'text' ? numberWithinText(position, condition) : numberWithin(position, condition, name)
    case 'equal': return type === 'text' ? textIs('equal', position, String(condition.value).trim(), name) : numberIs(position, condition.value, name)
    case 'containing':
    case 'starting': return type === 'text' ? textIs(condition.is, position, condition.value, name) : digitsAre(condition.is, dataset, position, condition.value, name)
  }
}

/** Rows in which any cell contains the text, blanks around it left aside; undefined where there is nothing to look for. */
export function searchCondition(dataset: Dataset, search: string, name: string): RowCondition | undefined {
  const wanted = search.trim()
  if (wanted === '') return undefined
  const positions = dataset.columns.map((_, position) => position)
  const numbers = positions.filter(position => dataset.columns[position]!.type === 'number')
  const each = [
    ...positions.filter(position => !numbers.includes(position)).map(position =>
      (dataset.columns[position]!.type === 'text' ? textIs('containing', position, wanted, name) : digitsAre('containing', dataset, position, wanted, `${name}_digits`))),
    // Last, as writing numbers out takes longest: a row that was found before is not asked.
    ...inParts(numbers, mostNumbers).map(part => numbersContain(part, wanted, `${name}_digits`)),
  ]
  const tests = each.flatMap(({ test }) => (test === null || test === never ? [] : [test]))
  const needed = each.flatMap(condition => condition.needed ?? [])
  const scripts = each.flatMap(condition => condition.scripts)
  return {
    test: tests.length > 0 ? anyOf(tests) : scripts.length === 0 ? never : null, scripts,
    ...(needed.length === 0 ? {} : { needed: anyOf(needed) }),
  }
}

const anyOf = (tests: readonly RowTest[]): RowTest => ({
  sql: rowTests.any(tests.map(({ sql }) => sql)), values: Object.assign({}, ...tests.map(({ values }) => values)) as RowTest['values'],
})

const inSql = (sql: string, values: RowTest['values'] = {}): RowCondition => ({ test: { sql, values }, scripts: [] })

const inScript = (position: number, passes: CellScript['passes']): RowCondition => ({ test: null, scripts: [{ position, passes }] })

const never: RowTest = { sql: rowTests.never, values: {} }

type How = 'equal' | 'containing' | 'starting'

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text)

/**
 * SQLite knows the case of A to Z alone, which is all it takes to find a text of ASCII. Any other is looked for here, and then a
 * letter with its accent is the same whether it is stored as one character or as two.
 */
function textIs(how: How, position: number, value: string, name: string): RowCondition {
  // No cell has this character, and LIKE would stop reading the pattern at it.
  if (value.includes('\0')) return { test: never, scripts: [] }
  if (isAscii(value)) {
    if (how === 'equal') return inSql(rowTests.equalText(position, name), { [name]: value })
    return inSql(rowTests.like(position, name), { [name]: `${how === 'containing' ? '%' : ''}${likeText(value)}%` })
  }
  const source = composed(value).replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  // Without the flag u no letter outside ASCII equals one within, as in SQLite: the Kelvin sign is not a k.
  const pattern = new RegExp({ equal: `^${source}$`, containing: source, starting: `^${source}` }[how], 'i')
  const condition = inScript(position, cell => pattern.test(composed(cell as string)))
  const part = longestPlainPart(composed(value))
  return part === '' ? condition : { ...condition, needed: { sql: rowTests.like(position, name), values: { [name]: `%${likeText(part)}%` } } }
}

/**
 * The longest part that a text must contain as it is stored if it is to contain the whole once composed. Composing makes a letter
 * of ASCII of the Kelvin sign, and signs of two others; it takes none away that no mark follows.
 */
const longestPlainPart = (value: string): string => value.split(/[^\p{ASCII}]|[kK;`]/u).reduce((longest, part) => (part.length > longest.length ? part : longest))

/** Combining marks begin at U+0300: a text without characters from there on is composed as it is. */
const isComposed = /^[\0-\u02ff]*$/

/** The text with each letter and its accents as one character where there is one (NFC). */
export const composed = (text: string): string => (isComposed.test(text) ? text : text.normalize())

/** A number's text is what JavaScript writes: 1000, 0.5, 1e+21. */
function digitsAre(how: 'containing' | 'starting', dataset: Dataset, position: number, value: string, name: string): RowCondition {
  if (dataset.columns[position]!.type === 'number') {
    if (how === 'containing') return numbersContain([position], value, name)
    const wanted = partOfNumber(value)
    return wanted === undefined ? { test: never, scripts: [] } : inScript(position, cell => String(cell).startsWith(wanted))
  }
  const wanted = partOfNumber(value)
  // A whole number has neither point nor exponent.
  if (wanted === undefined || !/^-?\d*$/.test(wanted)) return { test: never, scripts: [] }
  if (how === 'starting') return inSql(rowTests.digitsStart(position, name), { [name]: wanted })
  if (wanted.startsWith('-')) return inSql(rowTests.digitsContain(position, name, null), { [name]: wanted })
  // Of so many digits a double is exact, and what contains the text contains its beginning.
  return inSql(rowTests.digitsContain(position, name, `${name}_least`), { [name]: wanted, [`${name}_least`]: Number(wanted.slice(0, 15)) })
}

function numbersContain(positions: readonly number[], value: string, name: string): RowCondition {
  const wanted = partOfNumber(value)
  return wanted === undefined ? { test: never, scripts: [] } : inSql(rowTests.numbersContain(positions, name), { [name]: wanted })
}

/** The text as it can stand within a written number; undefined where it cannot. */
function partOfNumber(value: string): string | undefined {
  const wanted = value.trim().toLowerCase()
  return /^[\d.e+-]+$/.test(wanted) ? wanted : undefined
}

const inParts = <T>(list: readonly T[], most: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / most) }, (_, k) => list.slice(k * most, (k + 1) * most))

/** The number a text stands for; NaN where it is not written as one. */
const numberIn = (text: string): number => (numberKinds.has(cellKind(text)) ? Number(text) : Number.NaN)

const numberKinds: ReadonlySet<string> = new Set(['integer', 'number', 'digits'])

function numberIs(position: number, value: string | number, name: string): RowCondition {
  const number = typeof value === 'number' ? value : numberIn(value.trim())
  return Number.isNaN(number) ? { test: never, scripts: [] } : inSql(rowTests.equalNumber(position, name), { [name]: number })
}

interface Range {
  readonly from: number | null
  readonly to: number | null
}

function numberWithin(position: number, { from, to }: Range, name: string): RowCondition {
  const [least, most] = [from === null ? null : `${name}_from`, to === null ? null : `${name}_to`]
  return inSql(rowTests.within(position, least, most), { ...(least === null ? {} : { [least]: from! }), ...(most === null ? {} : { [most]: to! }) })
}

/** Texts may be numbers all the same, such as those with leading zeros. */
function numberWithinText(position: number, { from, to }: Range): RowCondition {
  return inScript(position, cell => {
    const number = numberIn(cell as string)
    return number >= (from ?? -Infinity) && number <= (to ?? Infinity)
  })
}
