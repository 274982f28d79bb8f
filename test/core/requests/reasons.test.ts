import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { Reason } from '../../../src-main/contract/reason.ts'
import { laws } from '../../../src-main/contract/request.ts'
import type { Law } from '../../../src-main/contract/shape.ts'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { reasonsOf, reasonToDeny, reasonToKeep } from '../../../src-main/core/requests/reasons/reasons.ts'

type Line = Readonly<Record<'law' | 'code' | 'article' | 'scope' | 'effect' | 'verified' | 'must_be_told', string>>
const golden = Papa.parse<Line>(readFileSync(new URL('../../golden/law/reasons.csv', import.meta.url), 'utf8').trim(), { header: true }).data
const all = laws.flatMap(reasonsOf)

test('the 58 reasons are those of the list, in its order, each with what must be told', () => {
  expect(golden).toHaveLength(58)
  expect(all.map(({ law, code, article, scope, effect, verified, mustBeTold }) => ({ law, code, article, scope, effect, verified, must_be_told: mustBeTold.join(' | ') }))).toEqual(golden)
})

test('each is as the contract says, with its law before its code, and no code is there twice', () => {
  expect(all.flatMap(reason => Reason.safeParse(reason).error ?? [])).toEqual([])
  expect(new Set(all.map(({ code }) => code)).size).toBe(58)
  for (const { law, code, mustBeTold, source } of all) {
    expect(code.startsWith({ gdpr: 'gdpr.', 'uk-gdpr': 'uk.', ccpa: 'ccpa.' }[law])).toBe(true)
    expect(mustBeTold.length * source.length).toBeGreaterThan(0)
  }
})

/** What keeping, or denying with these kept, comes to: undefined where the reason is taken. */
const refused = (take: () => unknown): string | undefined => {
  try {
    take()
    return undefined
  } catch (error) {
    return (error as CoreError).code
  }
}

describe.each(golden.map(line => [line.code, line] as const))('%s', (code, { law, scope, effect }) => {
  const neither = ['charge a fee', 'answer: not found', 'limits the notice to third parties, not the deletion']

  test('keeps rows where it is decided for each of them, and nothing else', () => {
    expect(refused(() => reasonToKeep(law as Law, code))).toBe(scope === 'record' ? undefined : 'request/keep-reason')
  })

  test('denies a request where it is decided for all of it and ends it, or where every row is kept for it', () => {
    expect(refused(() => reasonToDeny(law as Law, code, []))).toBe(scope === 'request' && !neither.includes(effect) ? undefined : 'request/deny-reason')
    expect(refused(() => reasonToDeny(law as Law, code, [code]))).toBe(scope === 'record' || !neither.includes(effect) ? undefined : 'request/deny-reason')
  })

  test('is no reason of another law', () => {
    for (const other of laws.filter(one => one !== law)) {
      expect(refused(() => reasonToKeep(other, code))).toBe('request/keep-reason')
      expect(refused(() => reasonToDeny(other, code, []))).toBe('request/deny-reason')
    }
  })
})

test.each(['', '__proto__', 'constructor', 'GDPR.17-3-A', 'gdpr.17-3-a ', 'because'])('%j is no reason of any law', code => {
  for (const law of laws) {
    expect(refused(() => reasonToKeep(law, code))).toBe('request/keep-reason')
    expect(refused(() => reasonToDeny(law, code, ['gdpr.17-3-a']))).toBe('request/deny-reason')
  }
})
