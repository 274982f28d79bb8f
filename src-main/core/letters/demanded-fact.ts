import type { FoundFact, LetterFact, LetterKind } from '../../contract/letter.ts'
import type { LetterValues, Placeholder } from './placeholders.ts'

/** What a text shows a fact by: words, or the value of a placeholder as it was filled in. */
export type Sign = RegExp | Placeholder

/** When a fact is demanded at all: always where there is none. */
export type Circumstance = 'recipients-told' | 'recipients-not-told'

/** A fact with the signs that show it, all of which must be found. */
export interface DemandedFact extends LetterFact {
  readonly signs: readonly [Sign, ...Sign[]]
  readonly when?: Circumstance
}

export type FactsOfLaw = { readonly [kind in LetterKind]: readonly DemandedFact[] }

export const must = (fact: string, says: string, article: string, ...signs: [Sign, ...Sign[]]): DemandedFact => ({ fact, says, article, force: 'must', signs })
export const good = (fact: string, says: string, article: string, ...signs: [Sign, ...Sign[]]): DemandedFact => ({ fact, says, article, force: 'good', signs })
export const whenever = (when: Circumstance, fact: DemandedFact): DemandedFact => ({ ...fact, when })

/** Which of the facts this text says, as far as it can be told by their signs. What is in brackets is still to be written. */
export function findFacts(demanded: readonly DemandedFact[], text: string, values: LetterValues): FoundFact[] {
  const said = plain(text.replaceAll(/\[[^\]]*\]/g, ' '))
  const shows = (sign: Sign) => (typeof sign === 'string' ? plain(values[sign]) !== '' && said.includes(plain(values[sign])) : sign.test(said))
  return demanded.filter(({ when }) => when === undefined || applies[when](values)).map(({ signs, when: _, ...fact }) => ({ ...fact, met: signs.every(shows) }))
}

const applies: { readonly [when in Circumstance]: (values: LetterValues) => boolean } = {
  'recipients-told': ({ recipients }) => recipients !== '', 'recipients-not-told': ({ recipientsNotTold }) => recipientsNotTold !== '',
}

/** Upper and lower case, and where lines end, do not count. */
const plain = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
