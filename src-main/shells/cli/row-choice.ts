import type { Input } from '../../contract/api.ts'
import type { Column, DatasetSummary, ViewCondition } from '../../contract/dataset.ts'
import { CoreError } from '../../core/base/core-error.ts'
import { nearest } from '../../core/base/nearest.ts'
import { readValue } from './read-value.ts'
import type { Terminal } from './terminal.ts'

// Longest first: ">=" is not a column that ends in ">" and "=".
const operators = ['>=', '<=', '!=', '=', '~', '^'] as const
type Operator = (typeof operators)[number]

export const conditionForms = 'COL=VALUE, COL~PART, COL^START, COL>=NUMBER, COL<=NUMBER, COL= (empty) or COL!= (not empty)'

/** "age:down", "age:up" or "age"; a column of exactly this name comes first. */
export function orderOf(typed: string, dataset: DatasetSummary): Input<'dataset.view'>['order'][number] {
  const found = dataset.columns.some(({ name }) => name === typed) ? null : /^(.*):(up|down)$/s.exec(typed)
  const [, name = typed, direction = 'up'] = found ?? []
  return { column: knownColumn(name, dataset).name, direction: direction as 'up' | 'down' }
}

/** One condition as typed, such as "age>=60". A value "-" is asked for or read from standard input. */
export async function conditionOf(typed: string, dataset: DatasetSummary, terminal: Terminal): Promise<ViewCondition> {
  const { column, operator, value: given } = partsOf(typed, dataset)
  const value = given === '-' ? await readValue(given, '--where', terminal) : given
  const { name, type } = column
  if (operator === '!=' || value === '') {
    if (value !== '' || (operator !== '!=' && operator !== '=')) throw badCondition()
    return { column: name, is: operator === '=' ? 'empty' : 'present' }
  }
  switch (operator) {
    case '=': return { column: name, is: 'equal', value: type === 'text' ? value : numberIn(value) }
    case '~': return { column: name, is: 'containing', value }
    case '^': return { column: name, is: 'starting', value }
    case '>=': return { column: name, is: 'between', from: numberIn(value), to: null }
    case '<=': return { column: name, is: 'between', from: null, to: numberIn(value) }
  }
}

/** A column's name may hold anything, so what the text begins with decides, the longest name first. */
function partsOf(typed: string, dataset: DatasetSummary): { column: Column; operator: Operator; value: string } {
  const operatorAt = (at: number) => operators.find(operator => typed.startsWith(operator, at))
  const fitting = dataset.columns.filter(({ name }) => typed.startsWith(name) && operatorAt(name.length) !== undefined)
  const column = fitting.sort((a, b) => b.name.length - a.name.length)[0]
  if (column !== undefined) {
    const operator = operatorAt(column.name.length)!
    return { column, operator, value: typed.slice(column.name.length + operator.length) }
  }
  const first = Array.from(typed, (_, at) => at).find(at => operatorAt(at) !== undefined)
  if (first === undefined || first === 0) throw badCondition()
  throw unknownColumn(typed.slice(0, first), dataset)
}

const badCondition = () => new CoreError('usage/bad-option-value', { option: '--where', expected: `one of ${conditionForms}` })

function numberIn(value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) throw new CoreError('usage/bad-option-value', { option: '--where', expected: 'given a number for a column of numbers, and after >= or <=' })
  return number
}

function knownColumn(name: string, dataset: DatasetSummary): Column {
  const found = dataset.columns.find(column => column.name === name)
  if (found === undefined) throw unknownColumn(name, dataset)
  return found
}

const unknownColumn = (column: string, { name, columns }: DatasetSummary) =>
  new CoreError('dataset/unknown-column', { dataset: name, column, near: nearest(column, columns.map(one => one.name)) })
