import type { LawReason } from './law-reason.ts'

/** What must be told with any refusal (Art. 12(4), 12A; DPA 2018 s. 164A). */
const refusal = [
  'the reasons for not (or not fully) acting',
  'the right to complain to the Information Commissioner',
  'the right to a judicial remedy',
  'since 19 June 2026: that a complaint can be made to the controller itself, and how (DPA 2018 s. 164A)',
  'all this without undue delay and before the applicable time period ends (UK GDPR Art. 12(4), 12A)',
] as const

/** Reasons of the UK GDPR; the sources were last read on 23 November 2026. */
export const ukGdprReasons: readonly LawReason[] = [
  {
    code: 'uk.17-3-a', article: 'Art. 17(3)(a)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed for free expression or for informing the public.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 17(3)(a)', verified: 'secondary',
  },
  {
    code: 'uk.17-3-b', article: 'Art. 17(3)(b)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'A legal duty under UK law to keep the data, or a public task or official authority.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 17(3)(b)', verified: 'secondary',
  },
  {
    code: 'uk.17-3-c', article: 'Art. 17(3)(c)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Public health in the public interest.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 17(3)(c)', verified: 'secondary',
  },
  {
    code: 'uk.17-3-d', article: 'Art. 17(3)(d)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Archiving in the public interest, research or statistics would become impossible or be seriously harmed.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 17(3)(d)', verified: 'secondary',
  },
  {
    code: 'uk.17-3-e', article: 'Art. 17(3)(e)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Needed to bring, pursue or defend legal claims.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 17(3)(e)', verified: 'secondary',
  },
  {
    code: 'uk.17-1.no-ground', article: 'Art. 17(1)(a)-(f)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'None of the grounds that give a right to erasure fits this data.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 17(1)', verified: 'secondary',
  },
  {
    code: 'uk.12-5-a', article: 'Art. 12(5)(a)', scope: 'request', effect: 'charge a fee',
    paraphrase: 'Plainly unfounded or excessive; a reasonable fee is asked for.',
    mustBeTold: ['that and why a fee is charged, and the amount', 'the right to complain to the Information Commissioner', 'the right to a judicial remedy', 'since 19 June 2026: that a complaint can be made to the controller itself, and how (DPA 2018 s. 164A)'],
    source: 'UK GDPR, Art. 12(5)', verified: 'secondary',
    note: 'Under Art. 12A the period starts when the fee is paid, if that is the latest event.',
  },
  {
    code: 'uk.12-5-b', article: 'Art. 12(5)(b)', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'Plainly unfounded or excessive, and refused.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 12(5)', verified: 'secondary',
  },
  {
    code: 'uk.11-2', article: 'Art. 11(2), 12(2)', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'The organisation can show that it cannot identify the person in its data.',
    mustBeTold: [...refusal],
    source: 'UK GDPR, Art. 12(2)', verified: 'text read',
  },
  {
    code: 'uk.12-6', article: 'Art. 12(6), 12A', scope: 'request', effect: 'ask first, refuse if not settled',
    paraphrase: 'Reasonable doubts about who is asking were not settled.',
    mustBeTold: ['which information is needed and why', 'that the time runs from its arrival (Art. 12A)', ...refusal],
    source: 'UK GDPR, Art. 12(6), 12A; ICO right of access guidance (8 Dec 2025)', verified: 'secondary',
  },
  {
    code: 'uk.sch2-2', article: 'DPA 2018 Sch. 2 para. 1 and 2', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Crime prevention, prosecution or tax: the right to erasure falls away as far as it would be likely to harm that purpose.',
    mustBeTold: [...refusal, 'the exemption, as far as telling would not itself harm the purpose'],
    source: 'Data Protection Act 2018, Sch. 2 para. 1(a)(v), 2(1)', verified: 'text read',
    note: 'The list of affected rights includes Art. 17(1) and (2); the prejudice limb was not re-read.',
  },
  {
    code: 'uk.sch2-5', article: 'DPA 2018 Sch. 2 para. 5', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Disclosure required by law, legal proceedings or legal advice: the right falls away as far as it would prevent the disclosure.',
    mustBeTold: [...refusal],
    source: 'Data Protection Act 2018, Sch. 2 para. 5', verified: 'not re-read',
  },
  {
    code: 'uk.sch2-26', article: 'DPA 2018 Sch. 2 para. 26', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Journalism, academic, artistic or literary purposes, with a view to publication in the public interest.',
    mustBeTold: [...refusal],
    source: 'Data Protection Act 2018, Sch. 2 para. 26', verified: 'not re-read',
  },
  {
    code: 'uk.sch2-4', article: 'DPA 2018 Sch. 2 para. 4', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Immigration control, where the Secretary of State relies on it.',
    mustBeTold: [...refusal],
    source: 'Data Protection Act 2018, Sch. 2 para. 4', verified: 'not re-read',
    note: 'Only for the Secretary of State; not for ordinary controllers.',
  },
  {
    code: 'uk.no-data', article: 'Art. 12(3)', scope: 'request', effect: 'answer: not found',
    paraphrase: 'No data about the person was found.',
    mustBeTold: ['that no data is held, on the information given', 'the complaint routes (good practice)'],
    source: 'UK GDPR, Art. 12(3)', verified: 'secondary',
    note: 'Searches must be reasonable and proportionate: written into the Act for access requests (DUAA 2025 s. 78); applied to erasure only by analogy.',
  },
]
