/** What is dialled before a number inside its own country and left out from abroad, where that is not a 0 (ITU-T Operational Bulletin, national trunk prefixes). '': nothing. */
const trunkPrefixes: Readonly<Record<string, string>> = {
  1: '1', 7: '8', 36: '06', 30: '', 34: '', 39: '', 45: '', 47: '', 48: '', 351: '', 352: '', 354: '', 356: '', 357: '', 371: '', 372: '', 376: '', 377: '', 378: '', 379: '', 420: '', 507: '', 65: '', 852: '', 853: '',
}

/** ITU-T E.164, section 6: a number has up to fifteen digits, country code included. Fewer than seven are no subscriber's. */
const [fewest, most] = [7, 15]

const separators = /[\s().\-/\u00a0\u2010-\u2015]/g
const written = /^[+\d(][\d\s().\-/\u00a0\u2010-\u2015]*$/

/**
 * A telephone number in the form of E.164, "+493012345", whatever way it is written. One without a country code gets `country`, and is
 * undefined where that is null, as is every text that is no number. No table of the world's numbering plans is kept: whether somebody
 * has the number cannot be told.
 */
export function phoneForm(text: string, country: string | null): string | undefined {
  if (!written.test(text)) return undefined
  // "+49 (0)30 12345": the 0 in brackets is for those who call from inside.
  const digits = text.replace(/^(\+\d{1,3}[\s\-.]*)\(0\)/, '$1').replaceAll(separators, '')
  const international = digits.startsWith('+') ? digits.slice(1) : digits.startsWith('00') ? digits.slice(2) : undefined
  const whole = international ?? fromInside(digits, country)
  return whole !== undefined && /^[1-9]\d*$/.test(whole) && whole.length >= fewest && whole.length <= most ? `+${whole}` : undefined
}

/** True of a number that lacks nothing but its country. */
export const lacksCountry = (text: string): boolean => phoneForm(text, null) === undefined && phoneForm(text, '49') !== undefined

function fromInside(digits: string, country: string | null): string | undefined {
  if (country === null || !/^\d*$/.test(digits)) return undefined
  const trunk = trunkPrefixes[country] ?? '0'
  const own = trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits
  return own.length < tailDigits ? undefined : country + own
}

/** The last digits, which are the same in every way of writing a number. */
export const tailDigits = 5

/** Those of a text that may be a telephone number; -1 for any other. Much faster than its form. */
export function phoneTail(text: string): number {
  let tail = 0
  let digits = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) {
      tail = (tail % 10 ** (tailDigits - 1)) * 10 + code - 48
      digits += 1
    } else if (code !== 43 && code !== 32 && code !== 40 && code !== 41 && code !== 45 && code !== 46 && code !== 47 && code < 0x80) return -1
  }
  return digits < tailDigits ? -1 : tail
}
