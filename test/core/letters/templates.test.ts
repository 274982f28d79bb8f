import { describe, expect, test } from 'vitest'
import { LetterKind } from '../../../src-main/contract/letter.ts'
import { laws } from '../../../src-main/contract/request.ts'
import { findFacts } from '../../../src-main/core/letters/demanded-fact.ts'
import { exampleMatter } from '../../../src-main/core/letters/example-matter.ts'
import { lawLetters } from '../../../src-main/core/letters/law-letters.ts'
import { letterValues, type LetterMatter } from '../../../src-main/core/letters/letter-values.ts'
import { mustNotSay } from '../../../src-main/core/letters/must-not-say.ts'
import { fillTemplate, parseTemplate, placeholders } from '../../../src-main/core/letters/placeholders.ts'

const every = laws.flatMap(law => LetterKind.options.map(kind => [law, kind] as const))

/** The letter a template makes of an example, changed where a test needs it. */
function letter(law: (typeof laws)[number], kind: LetterKind, changes: Partial<LetterMatter> = {}) {
  const values = letterValues({ ...exampleMatter(law), ...changes })
  const text = fillTemplate(lawLetters[law].templates[kind], values)
  return { text, values, facts: findFacts(lawLetters[law].facts[kind], text, values), mustNot: mustNotSay(law, kind, text) }
}

describe.each(every)('%s, %s', (law, kind) => {
  test('says every fact its law demands, and every good one', () => {
    const { facts, text } = letter(law, kind)
    expect(facts.length, `${text}`).toBeGreaterThan(1)
    expect(facts.filter(({ met }) => !met), `${text}`).toEqual([])
  })

  test('loses its demanded facts when its body is taken out, and so every one of them can be missed', () => {
    const { text, values } = letter(law, kind)
    const [before, after] = [text.indexOf(`Dear `), text.indexOf('Yours sincerely')]
    const emptied = text.slice(0, before) + text.slice(after)
    // The organisation's contact stands above the letter too, and alone shows no fact but that it can be reached.
    expect(findFacts(lawLetters[law].facts[kind], emptied, values).filter(({ met, fact }) => met && fact !== 'contact')).toEqual([])
  })

  test('has nothing it must not say but what is still to be written', () => {
    expect(letter(law, kind).mustNot.filter(({ why }) => why !== 'Still to be written.')).toEqual([])
  })

  test('leaves out a line with nothing to say, and no brace or empty heading of a list stays', () => {
    const { text } = letter(law, kind, { answerTo: null, erased: { on: '2026-03-19', models: 0, datasets: [{ name: 'a dataset', rows: 1 }] }, told: [], notTold: [] })
    expect(text).not.toMatch(/[{}]/)
    expect(text).not.toMatch(/\n{3}/)
    expect(text).toContain('Dear Sir or Madam,')
    expect(text).not.toMatch(/who had the (data|information) from us|could not tell these|The models that/)
  })
})

test('each placeholder is in some template, and each template names only those there are', () => {
  const used = new Set(every.flatMap(([law, kind]) => parseTemplate(lawLetters[law].templates[kind]).flat().flatMap(piece => (typeof piece === 'string' ? [] : [piece.placeholder]))))
  expect(Object.keys(placeholders).filter(name => !used.has(name as never))).toEqual(['erasedRows', 'keptRows'])
})

test('without a contact in the settings the facts that need one are missed, and said to be', () => {
  const { facts } = letter('uk-gdpr', 'denied', { organisation: { name: '', contact: '' } })
  expect(facts.filter(({ met }) => !met).map(({ fact }) => fact)).toEqual(['complaint-to-us'])
})

test('who could not be told is demanded where there is anyone, and not where there is none', () => {
  const with1 = letter('ccpa', 'completed')
  expect(with1.facts.find(({ fact }) => fact === 'not-told')).toMatchObject({ met: true, force: 'must' })
  expect(findFacts(lawLetters.ccpa.facts.completed, with1.text.replace(with1.values.recipientsNotTold, ''), with1.values).find(({ fact }) => fact === 'not-told')).toMatchObject({ met: false })
  expect(letter('ccpa', 'completed', { notTold: [] }).facts.some(({ fact }) => fact === 'not-told')).toBe(false)
})

test('words in brackets are still to be written, and say no fact', () => {
  const { values } = letter('gdpr', 'denied')
  const said = findFacts(lawLetters.gdpr.facts.denied, '[that you can complain to a supervisory authority, and go to court]', values)
  expect(said.every(({ met }) => !met)).toBe(true)
})

describe('what a letter must not say', () => {
  test.each([
    ['We hashed your data, so it is erased.', 'Hashing'], ['Your records were pseudonymised and thereby deleted', 'Hashing'], ['Please send us: [what]', 'Still'],
  ])('%s', (text, why) => {
    expect(mustNotSay('gdpr', 'completed', text)).toMatchObject([{ why: expect.stringContaining(why) }])
  })

  test.each(['There is no account with this address.', 'We found your data, but you are not who you say.', 'We hold no information about you.', 'You are not a customer of ours.'])('not verified under the CCPA: %s', text => {
    expect(mustNotSay('ccpa', 'unverified', text)).toHaveLength(1)
    expect(mustNotSay('ccpa', 'denied', text)).toEqual([])
  })

  test('a fingerprint that is kept may be spoken of', () => {
    expect(mustNotSay('gdpr', 'completed', 'We keep a hash; it is not called erased.')).toEqual([])
  })
})

describe('a template', () => {
  const values = letterValues(exampleMatter('gdpr'))

  test('with a placeholder there is none of is refused at its place, and the nearest is named', () => {
    expect(() => fillTemplate('Hello\nand {organisaton} too', values)).toThrow(expect.objectContaining({ code: 'letter/unknown-placeholder', details: { line: 2, column: 5, near: 'organisation' } }))
    expect(() => fillTemplate('{}', values)).toThrow(expect.objectContaining({ code: 'letter/unknown-placeholder', details: { line: 1, column: 1, near: null } }))
    expect(() => fillTemplate('{__proto__}', values)).toThrow(expect.objectContaining({ code: 'letter/unknown-placeholder' }))
    expect(() => fillTemplate('{toString}', values)).toThrow(expect.objectContaining({ code: 'letter/unknown-placeholder' }))
  })

  test('whose placeholder is not ended in its line is refused at its place', () => {
    expect(() => fillTemplate('a\r\nb\r\n  {name\n}', values)).toThrow(expect.objectContaining({ code: 'letter/unclosed-placeholder', details: { line: 3, column: 3 } }))
  })

  test('has a brace where one is written twice, and values are never read as templates', () => {
    expect(fillTemplate('a {{b} {name}', { ...values, name: '{today}' })).toBe('a {b} {today}\n')
  })
})
