import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { recordSchema } from '../../../resources/checker/record-schema.ts'
import { readEnvelope } from '../../../src-main/core/records/envelope.ts'
import { statementMisfit } from '../../../src-main/core/records/statement-shape.ts'
import { recordInFolder } from './record-in-folder.ts'
import { statementAbout, states } from './record-states.ts'

const published = readFileSync(join(import.meta.dirname, '../../../resources/docs/erasure-record-v3.schema.json'), 'utf8')
const fits = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(published) as object)
const isMisfit = (statement: unknown) => statementMisfit(statement) !== undefined

test('the published schema is what the contract makes', () => {
  expect(published).toBe(recordSchema())
})

test('the statement of a record, and every kind of it, keeps to the schema', () => {
  const { files } = recordInFolder()
  const written: unknown = JSON.parse(readEnvelope(files.get('record.dsse.json')!.toString())!.payload.toString())
  for (const statement of [written, ...Object.values(states).map(statementAbout)]) {
    fits(statement)
    expect(fits.errors).toBeNull()
    expect(isMisfit(statement)).toBe(false)
  }
})

describe('the schema and the checker refuse the same', () => {
  const statement = statementAbout(states['same bits, compared']!) as unknown as Value
  const places = placesIn(statement)

  test('every member that has to be there', () => {
    const kept = places.filter(path => typeof path[path.length - 1] === 'string' && !path.includes('settings') && path[0] !== '_type' && path[0] !== 'predicateType')
    expect(kept.length).toBeGreaterThan(60)
    for (const path of kept) {
      const without = changed(statement, path, undefined)
      expect([path.join('.'), fits(without), isMisfit(without)]).toEqual([path.join('.'), path[path.length - 1] === 'organisation', path[path.length - 1] !== 'organisation'])
    }
  })

  test('every value of another type', () => {
    for (const path of places.filter(place => place[0] !== '_type' && place[0] !== 'predicateType')) {
      for (const value of [-1.5, '', [], {}, true, null, '0'.repeat(63)]) {
        const other = changed(statement, path, value)
        expect([path.join('.'), value, fits(other)]).toEqual([path.join('.'), value, !isMisfit(other)])
      }
    }
  })

  test('members that are not known are ignored', () => {
    const more = { ...statement, added: 1, predicate: { ...(statement['predicate'] as object), added: { later: true } } }
    expect([fits(more), isMisfit(more)]).toEqual([true, false])
  })
})

type Value = Record<string, unknown>
type Path = readonly (string | number)[]

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inside = Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, Array.isArray(value) ? Number(name) : name]))
  return path.length === 0 ? inside : [path, ...inside]
}

function changed(value: unknown, [first, ...rest]: Path, to: unknown): unknown {
  if (first === undefined) return to
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === first ? changed(item, rest, to) : item))
  const members = { ...(value as Value) }
  if (rest.length === 0 && to === undefined) delete members[first]
  else members[first] = changed(members[first], rest, to)
  return members
}
