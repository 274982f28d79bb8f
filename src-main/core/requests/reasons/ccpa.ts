import type { LawReason } from './law-reason.ts'

/** What must be told with any denial (11 CCR 7022, Civ. Code 1798.145). */
const denial = [
  'a detailed explanation of the basis, naming the exception or the conflict with law, unless a law forbids saying so (11 CCR 7022(f)(1))',
  'whether the rest was deleted: data outside the exception must be deleted (7022(f)(2)) and kept data may serve only the excepted purpose (7022(f)(3))',
  'that a record of the request is kept under 7101(a) (7022(e))',
  'if the business sells or shares data and the consumer has not opted out: the offer to opt out, with the notice or a link to it (7022(g))',
  'the reasons, and any right to appeal to the business (Civ. Code 1798.145(h)(2))',
] as const

/** What must be told where the identity could not be verified (11 CCR 7022(a), 7062). */
const unverified = [
  'that the identity cannot be verified (11 CCR 7022(a))',
  'where no reasonable method of verification exists: a statement of that and why (7062)',
  'that a record of the request is kept under 7101(a) (7022(e))',
  'the reasons, and any right to appeal to the business (Civ. Code 1798.145(h)(2))',
] as const

/** Reasons of the CCPA; the sources were last read on 23 November 2026. */
export const ccpaReasons: readonly LawReason[] = [
  {
    code: 'ccpa.105-d-1', article: '1798.105(d)(1)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed to complete the transaction, honour a warranty or recall, supply what was asked for or could be expected in the ongoing relationship, or perform the contract.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(1)', verified: 'text read',
    note: 'Read in a copy of the statute text as amended by the CPRA.',
  },
  {
    code: 'ccpa.105-d-2', article: '1798.105(d)(2)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed, and in proportion, to keep systems and people safe and services sound (security and integrity).',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(2)', verified: 'text read',
  },
  {
    code: 'ccpa.105-d-3', article: '1798.105(d)(3)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data is needed to find and repair faults in existing functions.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(3)', verified: 'text read',
  },
  {
    code: 'ccpa.105-d-4', article: '1798.105(d)(4)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Free speech of the business or of another consumer, or another right given by law.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(4)', verified: 'text read',
  },
  {
    code: 'ccpa.105-d-5', article: '1798.105(d)(5)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The California Electronic Communications Privacy Act (Penal Code 1546 and following) requires it.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(5)', verified: 'text read',
  },
  {
    code: 'ccpa.105-d-6', article: '1798.105(d)(6)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Public or peer-reviewed research that follows ethics and privacy law, would be made impossible or seriously harmed by deletion, and to which the consumer gave informed consent.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(6)', verified: 'text read',
  },
  {
    code: 'ccpa.105-d-7', article: '1798.105(d)(7)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Only internal uses that match what the consumer expects from the relationship and fit the context in which the data was given.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(7)', verified: 'text read',
  },
  {
    code: 'ccpa.105-d-8', article: '1798.105(d)(8)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'A legal obligation.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(d)(8)', verified: 'text read',
  },
  {
    code: 'ccpa.145-a-law', article: '1798.145(a)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The title does not stop a business from following federal, state or local law, a court order or a subpoena.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
    note: 'Paragraph numbers inside (a) were rearranged after 2023; check before printing one in a letter.',
  },
  {
    code: 'ccpa.145-a-inquiry', article: '1798.145(a)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'An inquiry, investigation or summons by an authority; a police direction not to delete (90 days, renewable).',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
    note: 'Paragraph numbers inside (a) were rearranged after 2023; check before printing one in a letter.',
  },
  {
    code: 'ccpa.145-a-claims', article: '1798.145(a)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Bringing or defending legal claims.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
    note: 'Paragraph numbers inside (a) were rearranged after 2023; check before printing one in a letter.',
  },
  {
    code: 'ccpa.145-a-deidentified', article: '1798.145(a); 1798.140', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The information is deidentified or aggregate, so it is not personal information.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
    note: 'Paragraph numbers inside (a) were rearranged after 2023; check before printing one in a letter.',
  },
  {
    code: 'ccpa.145-b', article: '1798.145(b)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Following would break an evidentiary privilege under California law.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
  },
  {
    code: 'ccpa.145-c', article: '1798.145(c)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Medical information under CMIA or HIPAA, and certain clinical-trial data.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
  },
  {
    code: 'ccpa.145-d', article: '1798.145(d)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Consumer-report data to the extent the Fair Credit Reporting Act governs it.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
  },
  {
    code: 'ccpa.145-e', article: '1798.145(e)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Data covered by the Gramm-Leach-Bliley Act or the California Financial Information Privacy Act.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
  },
  {
    code: 'ccpa.145-f', article: '1798.145(f)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Data covered by the Driver\'s Privacy Protection Act.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
  },
  {
    code: 'ccpa.145-k', article: '1798.145(k)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Deletion would harm the rights of other natural persons.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145', verified: 'not re-read',
  },
  {
    code: 'ccpa.145-h-3', article: '1798.145(h)(3)', scope: 'request', effect: 'fee or refuse',
    paraphrase: 'The request is plainly unfounded or excessive, above all because it keeps being repeated: a reasonable fee, or refusal.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.145(h)(3)', verified: 'not re-read',
    note: 'The business carries the burden of proof.',
  },
  {
    code: 'ccpa.105-a.not-collected-from', article: '1798.105(a)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'The data was not collected from the consumer, so the right to delete does not reach it.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.105(a)', verified: 'text read',
    note: 'Data brokers: the Delete Act reaches such data; see the DROP codes.',
  },
  {
    code: 'ccpa.140.public', article: '1798.140(v)(2)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Publicly available information or lawfully obtained, truthful information of public concern is not personal information.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.140(v)(2)', verified: 'not re-read',
  },
  {
    code: 'ccpa.140.not-consumer', article: '1798.140(i)', scope: 'request', effect: 'refuse: outside the law',
    paraphrase: 'The person is not a resident of California, or the organisation is not a covered business.',
    mustBeTold: [...denial],
    source: 'Cal. Civ. Code 1798.140(d) and (i)', verified: 'not re-read',
  },
  {
    code: 'ccpa.7022-a.unverified', article: '11 CCR 7022(a), 7060, 7062', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'The identity of the person asking could not be verified.',
    mustBeTold: [...unverified],
    source: '11 CCR 7022(a)', verified: 'text read',
    note: 'Deletion may need a reasonable or a reasonably high degree of certainty, depending on how sensitive the data is and on the harm of a wrong deletion (7062(d), not re-read).',
  },
  {
    code: 'ccpa.7021-b.unverified-45', article: '11 CCR 7021(b)', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'Verification did not succeed within the 45 days.',
    mustBeTold: [...unverified],
    source: '11 CCR 7021(b)', verified: 'text read',
  },
  {
    code: 'ccpa.7061-b.fraud', article: '11 CCR 7061(b)', scope: 'request', effect: 'wait, then act or refuse',
    paraphrase: 'Fraud or malicious activity on the account is suspected: no action until further verification shows that the request is genuine.',
    mustBeTold: [...unverified],
    source: '11 CCR 7061(b)', verified: 'text read',
  },
  {
    code: 'ccpa.7063.agent', article: '11 CCR 7063(a)', scope: 'request', effect: 'keep or refuse',
    paraphrase: 'An agent did not show signed permission, or the consumer did not confirm it or their identity when asked.',
    mustBeTold: [...unverified],
    source: '11 CCR 7063(a)', verified: 'text read',
    note: 'Does not apply with a power of attorney under Probate Code 4121 to 4130 (7063(b)).',
  },
  {
    code: 'ccpa.7060-g.deidentified', article: '11 CCR 7060(g)', scope: 'record', effect: 'keep or refuse',
    paraphrase: 'Deidentified information need not be deleted, nor reidentified to verify a request.',
    mustBeTold: [...denial],
    source: '11 CCR 7060(g)', verified: 'text read',
  },
  {
    code: 'ccpa.7022-d.backup', article: '11 CCR 7022(d)', scope: 'record', effect: 'delay',
    paraphrase: 'The data is only in an archive or backup: deletion may wait until it is restored or next used.',
    mustBeTold: ['that backups follow later (good practice)'],
    source: '11 CCR 7022(b)(1), 7022(d)', verified: 'secondary',
  },
  {
    code: 'ccpa.7022-b-3.third-parties', article: '11 CCR 7022(b)(3)', scope: 'request', effect: 'limits the notice to third parties, not the deletion',
    paraphrase: 'Telling some or all third parties is impossible or takes disproportionate effort.',
    mustBeTold: ['a detailed explanation with enough facts to understand why; a bare statement is not enough'],
    source: '11 CCR 7022(b)(3)', verified: 'text read',
  },
  {
    code: 'ccpa.no-data', article: '11 CCR 7022(e)', scope: 'request', effect: 'answer: not found',
    paraphrase: 'No data about the consumer was found.',
    mustBeTold: ['whether the request was complied with', 'that a record of the request is kept under 7101(a)'],
    source: '11 CCR 7022(e)', verified: 'secondary',
  },
]
