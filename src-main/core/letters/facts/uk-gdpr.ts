import { good, must, type DemandedFact, type FactsOfLaw } from '../demanded-fact.ts'
import { gdprFacts } from './gdpr.ts'

/** What letters under the UK GDPR say, where it differs from the GDPR. Read on 23 November 2026. */

const commissioner = must('complaint', 'that they can complain to the Information Commissioner', 'Art. 12(4)', /complain/, /information commissioner/)
const court = must('court', 'that they can go to court', 'Art. 12(4)', /judicial remedy|go to court/)
const toUs = must('complaint-to-us', 'that they can complain to the organisation itself, and how', 'DPA 2018 s. 164A, since 19 June 2026', /complain to us/, 'contact')
const authority = good('authority', 'where the Commissioner is reached', 'Art. 12(4)', 'authority')
const refusal: readonly DemandedFact[] = [commissioner, court, toUs, authority]

const routes = new Set(['complaint', 'court', 'authority'])
const withoutRoutes = (facts: readonly DemandedFact[]): DemandedFact[] => facts.filter(({ fact }) => !routes.has(fact))

export const ukGdprFacts: FactsOfLaw = {
  ...gdprFacts,
  'identity-needed': gdprFacts['identity-needed'].map(fact => (fact.fact === 'time' ? { ...fact, says: 'that the time runs from the arrival of the information', article: 'Art. 12A' } : fact)),
  extension: [
    must('extended', 'that the answer takes longer', 'Art. 12A', /longer/),
    must('reasons', 'why', 'Art. 12A', 'extensionReason'),
    good('new-date', 'the new date', 'Art. 12A', 'dueOn'),
  ],
  'completed-in-part': [...withoutRoutes(gdprFacts['completed-in-part']), ...refusal],
  denied: [...withoutRoutes(gdprFacts.denied), ...refusal],
  'not-found': [...withoutRoutes(gdprFacts['not-found']), ...refusal.map((fact): DemandedFact => ({ ...fact, force: 'good' }))],
  unverified: [...withoutRoutes(gdprFacts.unverified), ...refusal],
}
