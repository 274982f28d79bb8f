import { expect, test } from 'vitest'
import { dropForm, dropHash } from '../../../src-main/core/lists/drop-form.ts'
import { dropListOf } from '../../../src-main/core/lists/read-drop.ts'

/** The examples of the platform's technical specifications, version 1.2.0. */
test.each([
  ['Email', ['Anna.Smith@Domain.com'], 'KA18MT/ph6IHYjzT9zwETySDQyvSh87YuoSBpOQtkhE='],
  ['Email', [' danielle.johnson12@example.com '], 'mKDnDvwF2inxrKcK1hJN2TRkxPfL6kzNNTtU12eH8Bw='],
  ['Phone', ['+1(415)555-9317'], 'vGM7y5n+hBXRSEAklhHDPCbysyNgYTmXdMcagGUOY8E='],
  ['Phone', ['+84(90)123 4567'], 'ptzVkgbv9DonwvPCHmXmJ2SEOaolSh37z3ZzY/Gmm+U='],
  ['Phone', ['+354(123)4567'], 'Btrzydf5K6ALAKKXJGFHSx7u5bDzHC9WlVYtpq1n2rY='],
  ['Phone', ['5551273811'], 'jr/RAWYVN+ODBf2vRxwBASPwiO4x27OGI1y3IDhcwLo='],
  ['NDZ', ['Danielle', 'Johnson', '1985-07-04', '91790'], 'PQOfn1RffEKmqMmNAzDKKaoZCwxWbQZkQzPWmQo9REA='],
  ['NDZ', ['DANIELLE ', 'john-son', '7/4/1985', '91790-3771'], 'PQOfn1RffEKmqMmNAzDKKaoZCwxWbQZkQzPWmQo9REA='],
] as const)('%s %j has the published hash', (list, values, hash) => {
  expect(dropHash(list, values)).toBe(hash)
})

test.each([
  ['ZIP code', '91790-3771', '91790'], ['ZIP code', 'M1B 1A1', 'm1b1a'], ['ZIP code', ' 00712345', '71234'], ['ZIP code', ' 00300-9999', '300'],
  ['first name', 'Juan Pablo', 'juanpablo'], ['last name', 'Martínez', 'martinez'], ['last name', 'Groß', 'gross'], ['last name', 'Łukasz Ørsted', 'lukaszorsted'], ['first name', '李 明', '李明'],
  ['date of birth', '1776-07-04', '17760704'], ['date of birth', '17760704', '17760704'], ['advertising id', '38400000-8CF0-11BD-B23E-10B96E40000D', '384000008cf011bdb23e10b96e40000d'],
  ['vehicle id', 'JH4KA7561PC008269', 'jh4ka7561pc008269'], ['television id', 'AB-12 cd34', 'ab12cd34'],
] as const)('the %s "%s" is standardised to %s', (field, text, form) => {
  expect(dropForm(field, text)).toBe(form)
})

test.each([
  ['first name', ' - '], ['first name', 'Иван'], ['last name', 'Παπαδόπουλος'], ['date of birth', '1985-02-30'], ['date of birth', 'July 4, 1985'], ['date of birth', '31/12/1985'], ['ZIP code', '0000'],
  ['advertising id', '38400000-8cf0'], ['vehicle id', 'short'], ['television id', 'abc'], ['phone', 'none'], ['e-mail', '  '],
] as const)('the %s "%s" has no standardised form', (field, text) => {
  expect(dropForm(field, text)).toBeUndefined()
})

test('the list is told by the name of its file, unless it is said', () => {
  expect(dropListOf('20260312_4821_Email.csv', undefined)).toBe('Email')
  expect(dropListOf('20260312_4821_NameVIN_part01.csv', undefined)).toBe('NameVIN')
  expect(dropListOf('people.csv', 'NDZ')).toBe('NDZ')
  expect(() => dropListOf('people.csv', undefined)).toThrow(expect.objectContaining({ code: 'list/drop-list-unknown' }))
  expect(() => dropListOf('20260312_4821_Removed.csv', 'Email')).toThrow(expect.objectContaining({ code: 'list/drop-removed' }))
})
