import type { DropList } from '../../contract/list.ts'
import { sha256 } from '../base/hash.ts'

/**
 * How California's Delete Request and Opt-out Platform standardises and hashes identifiers: DROP technical specifications 1.2.0 of
 * 2 July 2026, "Standardization and hashing" (privacy.ca.gov/drop-for-data-brokers/technical-specifications/working-with-data/). Its
 * tables for Greek and Cyrillic letters are not part of what could be read: a name with such letters has no form here.
 */
type Field = 'e-mail' | 'phone' | 'first name' | 'last name' | 'date of birth' | 'ZIP code' | 'advertising id' | 'vehicle id' | 'television id'

/** What each list is hashed from, in this order; several are hashed one by one, and then together. */
export const dropFields: { readonly [list in DropList]: readonly Field[] } = {
  Email: ['e-mail'], Phone: ['phone'], NDZ: ['first name', 'last name', 'date of birth', 'ZIP code'], MAID: ['advertising id'], NameVIN: ['first name', 'last name', 'vehicle id'], CTVID: ['television id'],
}

const lowerAlphanumeric = (text: string) => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
const ofLength = (text: string, least: number, most = least) => (text.length >= least && text.length <= most ? text : undefined)

const standard: { readonly [field in Field]: (text: string) => string | undefined } = {
  'e-mail': text => text.replaceAll(/\s/g, '').toLowerCase() || undefined,
  phone: text => text.replaceAll(/\D/g, '').slice(-10) || undefined,
  'first name': nameForm, 'last name': nameForm,
  'date of birth': dateForm,
  'ZIP code': text => lowerAlphanumeric(text.trim().replace(/-\d{4}$/, '')).replace(/^0+/, '').slice(0, 5) || undefined,
  'advertising id': text => ofLength(text.toLowerCase().replaceAll(/[^0-9a-f]/g, ''), 32),
  'vehicle id': text => ofLength(lowerAlphanumeric(text), 17),
  'television id': text => ofLength(lowerAlphanumeric(text), 8, 32),
}

export const dropForm = (field: Field, text: string): string | undefined => standard[field](text)

/** The hash that stands in a list of DROP for these values, in Base64; undefined where one of them has no standardised form. */
export function dropHash(list: DropList, values: readonly string[]): string | undefined {
  const forms = dropFields[list].map((field, i) => dropForm(field, values[i] ?? ''))
  if (forms.includes(undefined)) return undefined
  const hashes = forms.map(form => hashOf(form!))
  return hashes.length === 1 ? hashes[0] : hashOf(hashes.join(''))
}

const hashOf = (text: string): string => sha256(text).toString('base64')

/** Letters that Unicode takes for one and not for a letter with a mark. */
const folded: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' }

function nameForm(text: string): string | undefined {
  const plain = text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '').replaceAll(/[ßæœøđðþłħıŋŧ]/g, letter => folded[letter]!).replaceAll(/[^\p{L}\p{N}]/gu, '')
  return plain === '' || /[\p{Script=Greek}\p{Script=Cyrillic}]/u.test(plain) ? undefined : plain
}

/** As "1985-07-04", "19850704" or, as dates are written in California, "7/4/1985". */
function dateForm(text: string): string | undefined {
  const trimmed = text.trim()
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(trimmed)
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed)
  const [year, month, day] = iso !== null ? iso.slice(1) as [string, string, string] : american !== null ? [american[3]!, american[1]!.padStart(2, '0'), american[2]!.padStart(2, '0')] : ['', '', '']
  const date = `${year}-${month}-${day}`
  return new Date(`${date}T00:00Z`).toJSON()?.slice(0, 10) === date ? year + month + day : undefined
}
