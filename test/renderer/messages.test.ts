import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sentences } from '../../src-main/contract/sentences/en.ts'
import { errorOf, sentenceOf } from '../../src-renderer/client/failure.ts'
import { en } from '../../src-renderer/messages/en.ts'
import { makeI18n } from '../../src-renderer/messages/make-i18n.ts'
import { hasMessage } from '../../src-renderer/messages/message-key.ts'
import { windowSentence, windowSentences } from '../../src-renderer/messages/window-sentence.ts'

function leaves(tree: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : leaves(value as object, `${prefix}${key}.`)))
}
const messages = leaves(en)

test('every message can be read, and nothing in it is left unfilled', () => {
  const { t } = makeI18n().global
  const problems = messages.flatMap(([key, text]) => {
    const names = [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]!)
    const said = t(key, Object.fromEntries(names.map(name => [name, '42'])), 2)
    return said === key || /[{}]/.test(said) ? [`${key}: ${said}`] : []
  })
  expect(problems).toEqual([])
})

test('messages keep to the words of the house', () => {
  const banned = /\b(delete[sd]?|remove[sd]?|purge|clean up|please|oops|successfully|submit|OK)\b|!(?!\S)/i
  // A filter is taken off, not erased; "clean" is what an unsearched value is not.
  expect(messages.filter(([key, text]) => banned.test(text) && !/ilter|clearFilters/.test(key)).map(([key, text]) => `${key}: ${text}`)).toEqual([])
})

test('keys with a dot in their name do not exist: they could not be found', () => {
  expect(messages.filter(([key]) => !hasMessage(key)).map(([key]) => key)).toEqual([])
})

test('every message is used somewhere', () => {
  const source = globSync('src-renderer/**/*.{ts,vue}').filter(file => !file.startsWith('src-renderer/messages/en')).map(file => readFileSync(file, 'utf8')).join('\n')
  const unused = messages.map(([key]) => key).filter(key => {
    if (source.includes(key)) return false
    // Chosen by a name: `terms.role.${role}`, named('terms.stage', …), `settings.${value}`.
    const prefix = key.slice(0, key.lastIndexOf('.'))
    return !source.includes(`${prefix}.\${`) && !source.includes(`named('${prefix}'`)
  })
  expect(unused).toEqual([])
})

// Sentences for people at a terminal: the window has no command line, and whoever opens its page in a browser started it from one.
const terminalOnly = /^(usage|serve|page)\/|^backup\/passphrases-differ$/

test('no error tells a person in the window what to type at a terminal', () => {
  const codes = Object.entries(sentences).filter(([code, sentence]) => !terminalOnly.test(code) && /--[a-z]|"lethe |command again|erase command/.test(sentence.toString())).map(([code]) => code)
  expect(codes.filter(code => !Object.hasOwn(windowSentences, code))).toEqual([])
  expect(Object.entries(windowSentences).filter(([, sentence]) => /--[a-z]|"lethe |command again/.test(String(sentence)))).toEqual([])
})

test('a thrown refusal keeps its code and details, whatever carries them', () => {
  const error = { code: 'import/name-taken', details: { name: 'clinic' } } as const
  expect(errorOf(Object.assign(new Error('x'), error))).toEqual(error)
  expect(errorOf({ error })).toEqual(error)
  expect(windowSentence(error)).toBe('There is already a dataset called "clinic". Give this one another name.')
})

test('what is no refusal is our own mistake, and an unknown code is said to be one', () => {
  expect(errorOf(new TypeError('a secret value')).code).toBe('internal')
  expect(JSON.stringify(errorOf(new TypeError('a secret value')))).not.toContain('secret')
  expect(errorOf(undefined)).toEqual({ code: 'internal', details: { frames: [] } })
  expect(sentenceOf({ code: 'future/code', details: {} } as never)).toContain('different versions')
})
