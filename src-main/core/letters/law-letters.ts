import type { LetterKind } from '../../contract/letter.ts'
import type { Law } from '../../contract/shape.ts'
import type { FactsOfLaw } from './demanded-fact.ts'
import { ccpaFacts } from './facts/ccpa.ts'
import { gdprFacts } from './facts/gdpr.ts'
import { ukGdprFacts } from './facts/uk-gdpr.ts'
import { ccpaTemplates } from './templates/ccpa.ts'
import { gdprTemplates } from './templates/gdpr.ts'
import { ukGdprTemplates } from './templates/uk-gdpr.ts'

/** What one law asks of letters, and those that come with the product. */
export interface LawLetters {
  readonly facts: FactsOfLaw
  readonly templates: { readonly [kind in LetterKind]: string }
  /** Where to complain; empty where the law knows no such place. */
  readonly authority: string
  /** True where receipt must be confirmed. */
  readonly mustAcknowledge: boolean
  /** Codes of reasons to deny that come to this: who asks could not be verified. */
  readonly unverifiedReasons: readonly string[]
  /** True where finding nothing, without having verified who asks, is told as not verified: else it would say who has an account. */
  readonly hidesWhoIsThere: boolean
}

export const lawLetters: { readonly [law in Law]: LawLetters } = {
  gdpr: {
    facts: gdprFacts, templates: gdprTemplates, mustAcknowledge: false, hidesWhoIsThere: false, unverifiedReasons: ['gdpr.12-6', 'gdpr.11-2'],
    // Art. 77(1); the board lists every authority with its address
    authority: 'the data protection authority where you live, where you work, or where you think the law was broken (list: https://www.edpb.europa.eu/about-edpb/about-edpb/members_en)',
  },
  'uk-gdpr': {
    facts: ukGdprFacts, templates: ukGdprTemplates, mustAcknowledge: false, hidesWhoIsThere: false, unverifiedReasons: ['uk.12-6', 'uk.11-2'],
    authority: 'Information Commissioner\'s Office, Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF (https://ico.org.uk/make-a-complaint)',
  },
  ccpa: {
    facts: ccpaFacts, templates: ccpaTemplates, authority: '', mustAcknowledge: true, hidesWhoIsThere: true,
    unverifiedReasons: ['ccpa.7022-a.unverified', 'ccpa.7021-b.unverified-45', 'ccpa.7061-b.fraud', 'ccpa.7063.agent'],
  },
}
