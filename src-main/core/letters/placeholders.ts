import { CoreError } from '../base/core-error.ts'
import { nearest } from '../base/nearest.ts'

/** What a template may leave open, and what then stands there. A line with one that has nothing to say is left out of the letter, with the line before it where that ends with a colon. */
export const placeholders = {
  organisation: 'who answers for the data, from the settings',
  contact: 'how to reach them, from the settings',
  today: 'the day the letter is drafted',
  name: 'the name of the person, where it was given',
  address: 'where the answer goes, where it was given',
  greeting: '"Dear", and the name of the person or "Sir or Madam"',
  requestId: 'the number of the request',
  receivedOn: 'the day it was received',
  dueOn: 'the day the answer is due',
  firstDueOn: 'the day it was due before it was extended',
  extensionReason: 'why the answer takes longer',
  effectOnTime: 'what asking for the identity means for the day the answer is due',
  erasedOn: 'the day the rows were erased',
  datasets: 'the datasets rows were erased from, a line each, with how many',
  erasedRows: 'how many rows were erased, as "3 records"',
  models: 'how many models have forgotten them, as "2 models"; nothing where none had learned from them',
  keptRows: 'how many rows are kept, as "1 record"',
  keptReasons: 'why rows are kept, a line each, with how many and the article',
  reason: 'why the request is denied, with the article',
  searched: 'what the person gave to be found by, a line each',
  recipients: 'who had the data from here and was told of the erasure, a line each',
  recipientsNotTold: 'who could not be told, and why, a line each',
  authority: 'where to complain, as the law names it; put the name and address of yours in its place',
} as const

export type Placeholder = keyof typeof placeholders
export type LetterValues = { readonly [name in Placeholder]: string }

export const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(placeholders, name)

type Piece = string | { readonly placeholder: Placeholder }

/** Puts values in the place of the placeholders; "{{" is a brace. */
export function fillTemplate(template: string, values: LetterValues): string {
  const lines: string[] = []
  for (const pieces of parseTemplate(template)) {
    if (!pieces.some(piece => typeof piece !== 'string' && values[piece.placeholder].trim() === '')) lines.push(pieces.map(piece => (typeof piece === 'string' ? piece : values[piece.placeholder])).join(''))
    else if (lines.at(-1)?.trimEnd().endsWith(':') === true) lines.pop()
  }
  return `${lines.join('\n').replaceAll(/\n{3,}/g, '\n\n').trim()}\n`
}

/** A template line by line; throws where one names a placeholder there is none of, or does not end it. */
export function parseTemplate(template: string): Piece[][] {
  return template.split(/\r\n|\n|\r/).map((line, i) => {
    const pieces: Piece[] = []
    let text = ''
    for (let at = 0; at < line.length; at += 1) {
      if (line[at] !== '{') text += line[at]
      else if (line[at + 1] === '{') {
        text += '{'
        at += 1
      } else {
        const end = line.indexOf('}', at)
        const place = { line: i + 1, column: at + 1 }
        if (end === -1) throw new CoreError('letter/unclosed-placeholder', place)
        const name = line.slice(at + 1, end)
        if (!isPlaceholder(name)) throw new CoreError('letter/unknown-placeholder', { ...place, near: nearest(name, Object.keys(placeholders)) ?? null })
        pieces.push(text, { placeholder: name })
        text = ''
        at = end
      }
    }
    return [...pieces, text]
  })
}
