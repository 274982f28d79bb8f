import { describe, expect, test } from 'vitest'
import type { DatasetSummary } from '../../../src-main/contract/dataset.ts'
import { conditionOf, orderOf } from '../../../src-main/shells/cli/row-choice.ts'
import { processTerminal } from '../../../src-main/shells/cli/terminal.ts'

const column = (name: string, type: 'text' | 'integer' | 'number' = 'text') => ({ name, type, role: 'feature' as const })
const dataset: DatasetSummary = {
  datasetId: 'ds-1', name: 'people', importedAt: '2026-11-25T00:00:00.000Z', rows: 0, rejected: 0, lastRow: 0, labelPositive: null,
  columns: [column('age', 'integer'), column('size', 'number'), column('city'), column('city=x'), column('a>'), column('up:up'), column('__proto__')],
}
const parsed = (typed: string) => conditionOf(typed, dataset, processTerminal(true))

describe('a condition as typed', () => {
  test.each([
    ['city=Bonn', { column: 'city', is: 'equal', value: 'Bonn' }],
    ['city=5', { column: 'city', is: 'equal', value: '5' }],
    ['age=5', { column: 'age', is: 'equal', value: 5 }],
    ['size=-1e-3', { column: 'size', is: 'equal', value: -0.001 }],
    ['city= Bonn ', { column: 'city', is: 'equal', value: ' Bonn ' }],
    ['city==', { column: 'city', is: 'equal', value: '=' }],
    ['city=a,b~c', { column: 'city', is: 'equal', value: 'a,b~c' }],
    ['city~on', { column: 'city', is: 'containing', value: 'on' }],
    ['age~4', { column: 'age', is: 'containing', value: '4' }],
    ['city^Bo', { column: 'city', is: 'starting', value: 'Bo' }],
    ['age>=60', { column: 'age', is: 'between', from: 60, to: null }],
    ['city>=5', { column: 'city', is: 'between', from: 5, to: null }],
    ['size<=-0.5', { column: 'size', is: 'between', from: null, to: -0.5 }],
    ['city=', { column: 'city', is: 'empty' }],
    ['age!=', { column: 'age', is: 'present' }],
    ['city=x=1', { column: 'city=x', is: 'equal', value: '1' }],
    ['city=xy', { column: 'city', is: 'equal', value: 'xy' }],
    ['a>=1', { column: 'a>', is: 'equal', value: '1' }],
    ['__proto__=1', { column: '__proto__', is: 'equal', value: '1' }],
  ])('%s', async (typed, condition) => {
    expect(await parsed(typed)).toEqual(condition)
  })

  test.each([
    ['cty=Bonn', 'dataset/unknown-column', { dataset: 'people', column: 'cty', near: 'city' }],
    ['constructor=1', 'dataset/unknown-column', { column: 'constructor', near: null }],
    ['City=Bonn', 'dataset/unknown-column', { column: 'City', near: 'city' }],
    ...['city', '', '=Bonn', '>=5', 'city~', 'city^', 'age>=', 'city!=Bonn'].map(typed => [typed, 'usage/bad-option-value', { option: '--where' }] as const),
    ...['age=old', 'age=0x', 'age>=NaN', 'size<=Infinity', 'age= ', 'city>=five'].map(typed => [typed, 'usage/bad-option-value', { expected: expect.stringContaining('a number') }] as const),
  ] as const)('%s is refused, without its value', async (typed, code, details) => {
    await expect(parsed(typed)).rejects.toMatchObject({ code, details })
    await expect(parsed(typed)).rejects.not.toMatchObject({ message: expect.stringMatching(/Bonn|old/) })
  })
})

describe('an order as typed', () => {
  test.each([['age', 'age', 'up'], ['age:up', 'age', 'up'], ['age:down', 'age', 'down'], ['up:up:down', 'up:up', 'down'], ['up:up', 'up:up', 'up'], ['city=x', 'city=x', 'up']])('%s', (typed, name, direction) => {
    expect(orderOf(typed, dataset)).toEqual({ column: name, direction })
  })

  test.each(['up', 'age:sideways', '', ':down', 'Age'])('"%s" names no column', typed => {
    expect(() => orderOf(typed, dataset)).toThrow(expect.objectContaining({ code: 'dataset/unknown-column' }))
  })
})
