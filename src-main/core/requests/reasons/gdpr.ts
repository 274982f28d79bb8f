import type { LawReason } from './law-reason.ts'

/** What must be told with any refusal (Art. 12(4)). */
const refusal = [
  'the reasons for not (or not fully) acting',
  'the right to lodge a complaint with a supervisory authority',
  'the right to a judicial remedy',
  'all this without delay and within one month of receipt (Art. 12(4))',
] as const

/** Reasons of the GDPR; the sources were last read on 23 November 2026. */
export const gdprReasons: readonly LawReason[] = [
  {
    code: 'gdpr.17-1.no-ground', article: 'Art. 17(1)(a)-(f)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'None of the six grounds that give a right to erasure fits this data.',
    mustBeTold: [...refusal],
    source: 'Regulation (EU) 2016/679, Art. 17(1)', verified: 'secondary',
    note: 'Check each ground: no longer needed; consent withdrawn; objection; unlawful; legal duty to erase; child and online service.',
  },
  {
    code: 'gdpr.17-3-a', article: 'Art. 17(3)(a)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed for free expression or for informing the public.',
    mustBeTold: [...refusal],
    source: 'Regulation (EU) 2016/679, Art. 17(3)(a)', verified: 'text read',
  },
  {
    code: 'gdpr.17-3-b', article: 'Art. 17(3)(b)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'A law of the EU or a member state obliges the organisation to keep the data, or it is needed for a public task or official authority.',
    mustBeTold: [...refusal, 'which law or retention duty, and until when (good practice; EDPB erasure report 2026)'],
    source: 'Regulation (EU) 2016/679, Art. 17(3)(b)', verified: 'text read',
    note: 'The kind used most often: accounting and tax records. Name the statute and the end date per record.',
  },
  {
    code: 'gdpr.17-3-c', article: 'Art. 17(3)(c)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed in the public interest for public health, under the health conditions of Art. 9.',
    mustBeTold: [...refusal],
    source: 'Regulation (EU) 2016/679, Art. 17(3)(c)', verified: 'text read',
  },
  {
    code: 'gdpr.17-3-d', article: 'Art. 17(3)(d)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Archiving in the public interest, research or statistics under Art. 89 would become impossible or be seriously harmed by erasing the data.',
    mustBeTold: [...refusal],
    source: 'Regulation (EU) 2016/679, Art. 17(3)(d)', verified: 'text read',
  },
  {
    code: 'gdpr.17-3-e', article: 'Art. 17(3)(e)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed to bring, pursue or defend legal claims.',
    mustBeTold: [...refusal],
    source: 'Regulation (EU) 2016/679, Art. 17(3)(e)', verified: 'text read',
    note: 'A legal hold is this reason with an owner and a review date.',
  },
  {
    code: 'gdpr.12-5-a', article: 'Art. 12(5)(a)', scope: 'request', effect: 'charge a fee',
    paraphrase: 'The request is plainly unfounded or excessive; a reasonable fee covering the administrative cost is asked for.',
    mustBeTold: ['that and why a fee will be charged, before it is charged, so that the person can withdraw (EDPB Guidelines 01/2022 para. 192 of version 1.0)', 'the amount and how it was worked out', 'the right to lodge a complaint with a supervisory authority', 'the right to a judicial remedy'],
    source: 'Regulation (EU) 2016/679, Art. 12(5)(a); EDPB Guidelines 01/2022', verified: 'secondary',
    note: 'The controller carries the burden of proof.',
  },
  {
    code: 'gdpr.12-5-b', article: 'Art. 12(5)(b)', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'The request is plainly unfounded or excessive, above all because it keeps being repeated, and is refused.',
    mustBeTold: [...refusal],
    source: 'Regulation (EU) 2016/679, Art. 12(5)(b); EDPB Guidelines 01/2022', verified: 'secondary',
    note: 'The controller carries the burden of proof.',
  },
  {
    code: 'gdpr.11-2', article: 'Art. 11(2), 12(2)', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'The organisation can show that it cannot tell which data belongs to the person.',
    mustBeTold: ['that it cannot identify the person, if possible', 'that the person may supply more information to be identified', ...refusal],
    source: 'Regulation (EU) 2016/679, Art. 11(2) and 12(2)', verified: 'secondary',
  },
  {
    code: 'gdpr.12-6', article: 'Art. 12(6)', scope: 'request', effect: 'ask first, refuse if not settled',
    paraphrase: 'There are reasonable doubts about who is asking, and the extra information asked for did not come or did not settle them.',
    mustBeTold: ['which information is needed and why', 'what happens if it does not come', ...refusal],
    source: 'Regulation (EU) 2016/679, Art. 12(6), with Art. 12(2)', verified: 'secondary',
    note: 'Whether the month stands still meanwhile is disputed; see the deadline cases.',
  },
  {
    code: 'gdpr.23', article: 'Art. 23', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'A law of the EU or a member state limits the right to erasure in this situation.',
    mustBeTold: [...refusal, 'the restriction, unless telling would defeat its purpose (Art. 23(2)(h))'],
    source: 'Regulation (EU) 2016/679, Art. 23; the national law', verified: 'not re-read',
    note: 'Example: section 35 of the German Federal Data Protection Act. Always needs legal advice.',
  },
  {
    code: 'gdpr.not-controller', article: 'Art. 4(7), 28(3)(e)', scope: 'record', effect: 'pass on',
    paraphrase: 'The organisation only processes this data on behalf of someone else, who decides on the request.',
    mustBeTold: ['who is responsible, or that the request was passed on, as the contract allows'],
    source: 'Regulation (EU) 2016/679, Art. 28(3)(e)', verified: 'not re-read',
  },
  {
    code: 'gdpr.no-data', article: 'Art. 12(3)', scope: 'request', effect: 'answer: not found',
    paraphrase: 'No data about the person was found.',
    mustBeTold: ['that no data is held, and what was searched, on the information given', 'the right to complain and to a judicial remedy (good practice)'],
    source: 'Regulation (EU) 2016/679, Art. 12(3)', verified: 'not re-read',
  },
]
