/** Characters that separate folders or have a meaning to some system, steer a terminal or turn the direction of text. */
const unfit = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

const mostCharacters = 120

/** What a page calls a file, fit to be shown and to be offered as the name of a download. It never becomes part of a path here. */
export function safeFileName(given: string): string {
  const name = given.normalize('NFC').replaceAll(unfit, '_').trim().replace(/^\.+/, '')
  if (name === '') return 'file'
  const characters = [...name]
  if (characters.length <= mostCharacters) return name
  const ending = /\.[\p{L}\p{N}]{1,12}$/u.exec(name)?.[0] ?? ''
  return characters.slice(0, mostCharacters - ending.length).join('') + ending
}
