import { CoreError } from '../../core/base/core-error.ts'

/** The option's value where it is one of these; undefined where it was not given. */
export function oneOf<T extends string>(options: readonly T[], given: string | undefined, option: string): T | undefined {
  if (given === undefined) return undefined
  const found = options.find(known => known === given)
  if (found === undefined) throw new CoreError('usage/bad-option-value', { option, expected: `one of ${options.join(', ')}` })
  return found
}
