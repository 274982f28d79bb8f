/** Letters the fonts of the record have: Latin with its extensions, Greek, and the marks of European texts. */
const drawable = /^[ -~\u00a0-\u017f\u0192\u0218-\u021b\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2122]*$/u

/** What stands for a text in a script the record's fonts do not have: it is in the statement, and nothing is shown that is not it. */
export const notDrawable = '(in letters this page cannot show; record.dsse.json has it)'

/** Longer than anything the product lets anybody write; no page has room for more. */
const mostLetters = 1500

/** A text of the statement as the PDF can draw it. */
export function drawn(text: string): string {
  const plain = text.slice(0, mostLetters).normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  return drawable.test(plain) ? plain.replaceAll(/[\u00a0\u00ad]/g, ' ').replaceAll(/ +/g, ' ') : notDrawable
}

/** True of a text the fonts have every letter of. */
export const isDrawable = (text: string): boolean => drawable.test(text.normalize('NFC'))

/** The same of a text that need not be there. */
export const drawnName = (text: string | undefined): string | undefined => (text === undefined || text.trim() === '' ? undefined : drawn(text))
