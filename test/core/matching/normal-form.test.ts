import { expect, test } from 'vitest'
import fc from 'fast-check'
import { foldText } from '../../../src-main/core/matching/fold-text.ts'
import { normalForm } from '../../../src-main/core/matching/normal-form.ts'
import { lacksCountry, phoneForm, phoneTail } from '../../../src-main/core/matching/phone-form.ts'

test.each([
  ['STRASSE', 'straße'], ['Straße', 'STRAẞE'], ['Οδός', 'ΟΔΌΣ'], ['é', 'e\u0301'], ['ﬁn', 'FIN'], ['Å', '\u212b'], ['İstanbul', 'i\u0307stanbul'],
])('"%s" and "%s" differ by case or composition alone', (a, b) => {
  expect(foldText(a)).toBe(foldText(b))
})

test.each([['resume', 'résumé'], ['ı', 'i'], ['a b', 'ab']])('"%s" and "%s" are two', (a, b) => {
  expect(foldText(a)).not.toBe(foldText(b))
})

test('folding what is folded changes nothing, whatever it is', () => {
  const twice = fc.property(fc.string({ unit: 'grapheme' }), text => foldText(foldText(text)) === foldText(text))
  expect(fc.check(twice).failed).toBe(false)
})

const eMail = (text: string) => normalForm('e-mail', text, null)

test.each([
  ['Anna.Smith@Example.COM', 'anna.smith@example.com'], ['  anna.smith@example.com\t', 'anna.smith@example.com'],
  ['kai@MÜNCHEN.example', 'kai@xn--mnchen-3ya.example'], ['kai@XN--MNCHEN-3YA.example', 'kai@xn--mnchen-3ya.example'], ['kai@mu\u0308nchen.example', 'kai@xn--mnchen-3ya.example'],
  ['JÖRG@example.org', 'jörg@example.org'], ['"a@b"@example.org', '"a@b"@example.org'],
])('the address %s is %s', (written, form) => {
  expect(eMail(written)).toBe(form)
})

test('what one provider alone takes for the same address is another one', () => {
  expect(eMail('anna.smith@gmail.com')).not.toBe(eMail('annasmith@gmail.com'))
  expect(eMail('anna+news@gmail.com')).not.toBe(eMail('anna@gmail.com'))
})

test.each(['', 'anna', '@example.org', 'anna@', 'Anna <anna@example.org>', 'a@b@', 'anna @example.org', 'anna@.example.org', 'anna@example..org', 'anna@example.org.', `${'a'.repeat(320)}@b.c`])('"%s" is no address', text => {
  expect(eMail(text)).toBeUndefined()
})

test.each([
  ['+49 30 1234567', null, '+49301234567'], ['+49 (0)30 1234567', null, '+49301234567'], ['0049-30-123 45 67', null, '+49301234567'], ['+49.30/1234567', null, '+49301234567'], ['+49\u00a030\u20111234567', null, '+49301234567'],
  ['030 1234567', '49', '+49301234567'], ['(030) 1234567', '49', '+49301234567'], ['301234567', '49', '+49301234567'],
  ['(415) 555-9317', '1', '+14155559317'], ['1 415 555 9317', '1', '+14155559317'], ['06 1234 5678', '39', '+390612345678'], ['8 495 123-45-67', '7', '+74951234567'],
] as const)('the number %s, without a code in +%s, is %s', (written, country, form) => {
  expect(phoneForm(written, country)).toBe(form)
})

test.each(['', '+', '+49', '030 1234567', '+0123456789', '+1234567890123456', 'call 030 1234567', '+49 30 1234567 ext. 12', '1234', '+49 30 12a4567', '2026-11-25T10:00'])('"%s" is no number, or lacks its country', text => {
  expect(phoneForm(text, null)).toBeUndefined()
})

test('a number that lacks its country alone is told from what is none', () => {
  expect(lacksCountry('030 1234567')).toBe(true)
  for (const text of ['+49 30 1234567', 'no number', '1234']) expect(lacksCountry(text)).toBe(false)
})

test('whatever way a number is written, its last digits are the same: a search by them misses none', () => {
  const digits = fc.stringMatching(/^[1-9]\d{6,12}$/)
  const separator = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0')
  const sameTail = fc.property(digits, fc.array(separator, { minLength: 15, maxLength: 15 }), fc.constantFrom('+', '00'), fc.constantFrom('49', '1', '39', null), (number, between, start, country) => {
    const written = start + [...number].map((digit, i) => digit + between[i]!).join('')
    return [written, number].every(text => {
      const form = phoneForm(text, country)
      return form === undefined || phoneTail(text) === phoneTail(form)
    })
  })
  expect(fc.check(sameTail).failed).toBe(false)
})
