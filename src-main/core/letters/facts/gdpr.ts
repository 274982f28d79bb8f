import { good, must, whenever, type DemandedFact, type FactsOfLaw } from '../demanded-fact.ts'

/** What letters under the GDPR say. Read on 23 November 2026. */

const complaint = must('complaint', 'that they can complain to a supervisory authority', 'Art. 12(4)', /complain/, /supervisory authority/)
const court = must('court', 'that they can go to court', 'Art. 12(4)', /judicial remedy|go to court/)
const authority = good('authority', 'which authority that is, and where', 'Art. 12(4)', 'authority')
const action: DemandedFact = must('action', 'what was done on the request', 'Art. 12(3)', /erased/, 'erasedOn')
const carriedOut: readonly DemandedFact[] = [
  action,
  good('categories', 'what was erased, by dataset', 'Art. 12(3)', 'datasets'),
  good('backups', 'what happens to backups', 'EDPB report on erasure, February 2026', /backup/),
  good('record-kept', 'which record of the request is kept, why and how long', 'Art. 13', /record of (your|this) request/, /as long as|until/),
  good('not-erased', 'that a fingerprint that is kept is not called erased', 'EDPB report on erasure, February 2026', /fingerprint|hash/, /still personal data/),
  whenever('recipients-told', good('recipients', 'who was told of the erasure; a must where the person asks', 'Art. 19', 'recipients')),
]

export const gdprFacts: FactsOfLaw = {
  acknowledgement: [
    good('received', 'the day of receipt', 'EDPB Guidelines 01/2022', 'receivedOn'),
    good('understood', 'what was understood', 'EDPB Guidelines 01/2022', /erase/, /personal data/),
    good('due', 'the day the answer is due', 'EDPB Guidelines 01/2022', 'dueOn'),
    good('contact', 'how to reach the organisation', 'EDPB Guidelines 01/2022', 'contact'),
  ],
  'identity-needed': [
    must('doubts', 'that there are reasonable doubts about who asks', 'Art. 12(6)', /cannot be sure|doubt/),
    must('only-necessary', 'that only what is necessary is asked for', 'Art. 12(6), 5(1)(c)', /only (for )?what is (needed|necessary)/),
    must('more-information', 'that more information can be given to be identified by', 'Art. 11(2), 12(2)', /other information|more information/),
    good('why', 'why it is needed', 'Art. 12(6)', /must not erase|because/),
    good('only-use', 'that it is used for nothing else, and when it is destroyed', 'Art. 5(1)(b), (e)', /nothing else/, /destroy/),
    good('time', 'what it means for the time to answer', 'Art. 12(3)', 'effectOnTime'),
    good('otherwise', 'what happens without it', 'Art. 12(6)', /if it does not come|without it/),
  ],
  extension: [
    must('extended', 'that the answer takes longer, by at most two further months', 'Art. 12(3)', /longer/, /two further months/),
    must('reasons', 'why', 'Art. 12(3)', 'extensionReason'),
    good('new-date', 'the new date', 'Art. 12(3)', 'dueOn'),
  ],
  completed: carriedOut,
  'completed-in-part': [
    ...carriedOut,
    must('kept-reasons', 'why each kept part is kept', 'Art. 12(4), 17(3)', 'keptReasons'), complaint, court, authority,
    good('kept-until', 'how long it is kept', 'Art. 13(2)(a)', /as long as that|until/),
    good('kept-purpose', 'that what is kept serves that purpose alone', 'Art. 18', /only for that purpose|for nothing else/),
  ],
  denied: [must('reasons', 'why it is not erased, with the exception', 'Art. 12(4)', 'reason'), complaint, court, authority],
  'not-found': [
    must('answer', 'that nothing is held', 'Art. 12(3)', /no personal data/),
    good('searched', 'what was searched for', 'Art. 12(3)', 'searched'),
    good('more-information', 'that other information can be given', 'Art. 11(2)', /other information|more information/),
    { ...complaint, force: 'good' }, { ...court, force: 'good' },
  ],
  unverified: [
    must('reasons', 'that it could not be told who asks, and so nothing is erased', 'Art. 12(4), 12(6), 11(2)', /could not be sure|cannot identify/),
    must('more-information', 'that more information can be given to be identified by', 'Art. 11(2), 12(2)', /other information|more information/), complaint, court, authority,
  ],
}
