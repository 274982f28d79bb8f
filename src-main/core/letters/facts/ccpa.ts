import { good, must, whenever, type DemandedFact, type FactsOfLaw } from '../demanded-fact.ts'

/** What letters under the CCPA say. Read on 23 November 2026, in the text of 2023. */

const recordKept = must('record-kept', 'that a record of the request is kept', '11 CCR 7022(e), 7101(a)', /keep a record of (your|this) request/)
const complied = must('complied', 'whether the request was complied with', '11 CCR 7022(e)', /complied/)
const appeal = must('appeal', 'that the business can be asked to look at it again, and how', 'Civ. Code 1798.145(h)(2)', /look at (it|this|our decision) again|appeal/, 'contact')
const optOut = must('opt-out', 'the offer to opt out of sale or sharing, if that applies', '11 CCR 7022(g)', /opt out/)
const done: readonly DemandedFact[] = [
  complied, recordKept,
  whenever('recipients-not-told', must('not-told', 'who could not be told, and why, with enough facts', '11 CCR 7022(b)(3)', 'recipientsNotTold')),
  good('backups', 'that backups follow when they are next restored or used', '11 CCR 7022(d)', /backup/),
]

export const ccpaFacts: FactsOfLaw = {
  acknowledgement: [
    must('received', 'that it was received', '11 CCR 7021(a)', /received/, 'receivedOn'),
    must('process', 'how it will be processed', '11 CCR 7021(a)', /look for your personal information/, /delete/),
    must('verification', 'in general, how the identity is verified', '11 CCR 7021(a)', /verif/),
    must('due', 'when to expect an answer', '11 CCR 7021(a)', 'dueOn'),
  ],
  'identity-needed': [
    must('needed', 'what is needed', '11 CCR 7060', /please send us/),
    must('no-fee', 'that it costs nothing, and needs no notary unless the business pays', '11 CCR 7060(d)', /costs? you nothing|no fee/, /notar/),
    must('only-use', 'that it is used only to verify, and for security and against fraud', '11 CCR 7060(c)', /only to verify/, /fraud/),
    must('time', 'that the 45 days go on', '11 CCR 7021(b)', /45 days/),
    must('account', 'that holders of an account log in again before deletion', '11 CCR 7061(a)', /log in again/),
  ],
  extension: [
    must('extended', 'that more than 45 days are needed, and at most 90 in all', '11 CCR 7021(b); Civ. Code 1798.130(a)(2)(A)', /more than 45 days|longer than 45 days/, /90 days/),
    must('reasons', 'why', '11 CCR 7021(b)', 'extensionReason'),
    good('new-date', 'the new date', '11 CCR 7021(b)', 'dueOn'),
  ],
  completed: done,
  'completed-in-part': [
    ...done,
    must('kept-reasons', 'the basis for what is kept, in detail', '11 CCR 7022(f)(1)', 'keptReasons'),
    must('rest-deleted', 'that the rest was deleted', '11 CCR 7022(f)(2)', /deleted/, 'datasets'),
    must('kept-purpose', 'that what is kept serves the excepted purpose alone', '11 CCR 7022(f)(3)', /only for that purpose/),
    must('providers', 'that service providers and contractors are told the same', '11 CCR 7022(f)(4)', /service providers and contractors/),
    optOut,
  ],
  denied: [must('reasons', 'the basis, in detail', '11 CCR 7022(f)(1)', 'reason'), appeal, recordKept, optOut],
  'not-found': [complied, must('nothing-found', 'that no personal information was found', '11 CCR 7022(e)', /no personal information/), recordKept],
  unverified: [must('not-verified', 'that the identity cannot be verified', '11 CCR 7022(a)', /cannot verify|could not verify/), appeal, recordKept],
}
