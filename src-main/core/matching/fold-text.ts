const ascii = /^\p{ASCII}*$/u

export const isAscii = (text: string): boolean => ascii.test(text)

/**
 * A text without regard to upper and lower case, in Normalisation Form C. Two that Unicode's full case folding makes equal become equal:
 * lower, upper and lower again turns "ẞ", "ß" and "SS" into "ss", and the last letter of "Οδός" into the one inside a word.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  // "ı" is a letter of its own, though its upper case is "I".
  return text.normalize('NFC').split('ı').map(part => part.toLowerCase().toUpperCase().toLowerCase()).join('ı').replaceAll('ς', 'σ').normalize('NFC')
}
