import type { Identifier } from '../../../src-main/contract/request.ts'

/** One identifier as it is typed. */
export interface TypedIdentifier {
  readonly kind: Identifier['kind']
  readonly value: string
}
export const emptyIdentifier: TypedIdentifier = { kind: 'exact', value: '' }
export const mostIdentifiers = 100
export const mostIdentifierLetters = 10_000

/** Those that were typed, each once; empty lines are none. */
export function readIdentifiers(typed: readonly TypedIdentifier[]): Identifier[] {
  const all = typed.map(({ kind, value }) => ({ kind, value: value.trim() })).filter(one => one.value !== '')
  return all.filter((one, k) => all.findIndex(other => other.kind === one.kind && other.value === one.value) === k)
}
