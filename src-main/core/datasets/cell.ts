import type { ColumnType } from '../../contract/dataset.ts'

export type Cell = number | string | null

const integer = /^[+-]?\d+$/
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const leadingZero = /^[+-]?0\d/

/** Words that stand for "no value" in a column of numbers; in a column of text they are ordinary words. */
const missingWords = new Set(['na', 'n/a', 'nan', 'null', 'none', '?', '-'])

export type CellKind = 'empty' | 'missing-word' | 'integer' | 'number' | 'text' | 'digits'

/**
 * What one trimmed cell looks like. 'digits' are digits that a number would not keep as they are written: leading zeros
 * ("007") and integers beyond 2^53; they make their column text.
 */
export function cellKind(text: string): CellKind {
  if (text === '') return 'empty'
  if (integer.test(text)) return leadingZero.test(text) || !Number.isSafeInteger(Number(text)) ? 'digits' : 'integer'
  if (decimal.test(text)) return leadingZero.test(text) ? 'digits' : Number.isFinite(Number(text)) ? 'number' : 'text'
  return missingWords.has(text.toLowerCase()) ? 'missing-word' : 'text'
}

/** The value of a trimmed cell in a column of this type; undefined where it does not parse. */
export function parseCell(text: string, type: ColumnType): Cell | undefined {
  if (text === '') return null
  if (type === 'text') return text
  const kind = cellKind(text)
  if (kind === 'missing-word') return null
  if (kind === 'integer' || (kind === 'number' && type === 'number')) return Number(text) + 0
  return undefined
}
