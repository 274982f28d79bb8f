import { CoreError } from '../../core/base/core-error.ts'

/** A whole number given with an option, or `otherwise` where it was not given. */
export function wholeNumber(given: string | undefined, option: string, { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number }): number {
  if (given === undefined) return otherwise
  const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
  if (!(value >= least && value <= most)) throw new CoreError('usage/bad-option-value', { option, expected: `a whole number from ${least} to ${most}` })
  return value
}
