import type { LetterDraft, LetterKind } from '../../contract/letter.ts'
import { lawLetters } from './law-letters.ts'
import type { Law } from '../../contract/shape.ts'

type Found = LetterDraft['mustNotSay'][number]

/** Words a letter must not hold, as far as they can be told; what is still in brackets is one of them. */
export function mustNotSay(law: Law, kind: LetterKind, text: string): Found[] {
  const open = (text.match(/\[[^\]\n]*\]/g) ?? []).map((words): Found => ({ words, why: 'Still to be written.' }))
  const said = sentencesOf(text)
  const hidden = said.filter(sentence => /\b(hash|mask|anonymi|pseudonymi|de-?identif)/i.test(sentence) && /\b(eras|delet)/i.test(sentence) && !/\b(not|never|no)\b/i.test(sentence))
    .map((words): Found => ({ words, why: 'Hashing or masking is not erasure.' }))
  const hints = kind === 'unverified' && lawLetters[law].hidesWhoIsThere ? said.filter(sentence => hintForms.some(form => form.test(sentence))).map((words): Found => ({ words, why: 'This may say whether we know the person, while it is not verified who asks.' })) : []
  return [...open, ...hidden, ...hints]
}

const hintForms = [/\baccount\b/i, /\b(found|have|hold|holds|held|no)\b[^.]*\b(data|information|records?|rows?)\b(?! of (your|this) request)/i, /\b(customer|user|member)\b/i]

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?:])\s+|\n+/).map(sentence => sentence.trim()).filter(sentence => sentence !== '')
