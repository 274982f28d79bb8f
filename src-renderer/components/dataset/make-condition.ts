import type { Column, ViewCondition } from '../../../src-main/contract/dataset.ts'

export type ConditionKind = ViewCondition['is']

/** Which conditions make sense on a column of this type. */
export const conditionKinds = (column: Column): readonly ConditionKind[] =>
  column.type === 'text' ? ['containing', 'equal', 'starting', 'empty', 'present'] : ['between', 'equal', 'empty', 'present']

/** What was typed for a condition. */
export interface TypedCondition {
  readonly kind: ConditionKind
  readonly value: string
  readonly from: string
  readonly to: string
}

export type MadeCondition = { readonly condition: ViewCondition } | { readonly problem: 'bad-number' | 'no-bound' | 'no-value' }

/** The condition that was typed, or what is wrong with it. */
export function makeCondition(column: Column, typed: TypedCondition): MadeCondition {
  const name = column.name
  switch (typed.kind) {
    case 'empty':
    case 'present': return { condition: { column: name, is: typed.kind } }
    case 'between': {
      const [from, to] = [readNumber(typed.from), readNumber(typed.to)]
      if (Number.isNaN(from) || Number.isNaN(to)) return { problem: 'bad-number' }
      return from === null && to === null ? { problem: 'no-bound' } : { condition: { column: name, is: 'between', from, to } }
    }
    case 'equal': {
      if (typed.value === '') return { problem: 'no-value' }
      if (column.type === 'text') return { condition: { column: name, is: 'equal', value: typed.value } }
      const value = readNumber(typed.value)
      return value === null || Number.isNaN(value) ? { problem: 'bad-number' } : { condition: { column: name, is: 'equal', value } }
    }
    default: return typed.value === '' ? { problem: 'no-value' } : { condition: { column: name, is: typed.kind, value: typed.value } }
  }
}

/** A number as typed, with or without separators of thousands; null for nothing, NaN for anything else. */
function readNumber(text: string): number | null {
  const plain = text.replaceAll(/[,\s]/g, '').replace('−', '-')
  if (plain === '') return null
  const value = Number(plain)
  return Number.isFinite(value) ? value : Number.NaN
}
