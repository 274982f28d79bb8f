import { CoreError } from '../../core/base/core-error.ts'
import type { OptionRule } from './command.ts'

/** How a letter is written to a file of this name. */
export const formatOf = (file: string): 'pdf' | 'text' => (/\.pdf$/i.test(file) ? 'pdf' : 'text')

/** How a report is; throws for another ending. */
export function reportFormatOf(file: string): 'csv' | 'pdf' {
  const [, ending] = /\.(csv|pdf)$/i.exec(file) ?? []
  if (ending === undefined) throw new CoreError('usage/bad-option-value', { option: '--out', expected: 'a file name that ends in .csv or .pdf' })
  return ending.toLowerCase() as 'csv' | 'pdf'
}

export const dayOption = (about: string): OptionRule => ({ value: 'DAY', about: `${about}, such as 2026-11-25` })
