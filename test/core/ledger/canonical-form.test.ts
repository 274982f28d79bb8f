import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../../src-main/core/base/canonical-json.ts'
import { canonicalForm, parseCanonical } from '../../../src-main/core/ledger/canonical-form.ts'

test('the checker writes canonical JSON as the writer does, and reads only that', () => {
  fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), value => {
    const text = canonicalJson(value as Json)
    expect(canonicalForm(JSON.parse(text))).toBe(text)
    expect(parseCanonical(text)).toEqual(JSON.parse(text))
    expect(parseCanonical(` ${text}`)).toBeUndefined()
  }))
})

test.each<string>([
  '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a":"\\u0041"}', '{"a":"\\ud800"}', '{"a": 1}', '{"a":1}\n', '', 'x',
  '{"9":1,"10":2}', '{"\u{fb33}":1,"\u{1f600}":2}',
])('%s is not canonical', text => {
  expect(parseCanonical(text)).toBeUndefined()
})

test.each(['{"10":2,"9":1}', '{"\u{1f600}":2,"\u{fb33}":1}', '{"__proto__":1,"a":1e-7}', '{"a":"\\\\ud800"}', '[1e+21,0.1,5e-324]', '{"a":[{"b":{}}]}'])('%s is canonical', text => {
  expect(parseCanonical(text)).toEqual(JSON.parse(text))
})

test('input nested deeper than the stack is refused, not fatal', () => {
  expect(parseCanonical('['.repeat(200_000) + ']'.repeat(200_000))).toBeUndefined()
})
