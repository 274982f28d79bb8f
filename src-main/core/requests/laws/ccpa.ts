import type { LawRules } from './law-rules.ts'

export const ccpa: LawRules<'ccpa'> = {
  id: 'ccpa', name: 'CCPA', version: 'ccpa-2', checkedOn: '2026-11-23', calendars: ['US-CA'],
  terms: {
    counts: ['public'], weekend: [6, 7], start: 'receipt', firstDay: 'next-day', pause: 'none',
    answer: { amount: 45, unit: 'day' }, answerRollsOver: false, acknowledge: { amount: 10, unit: 'business-day' },
    extension: { total: { amount: 90, unit: 'day' }, added: null, counted: 'total' }, extensionRollsOver: false, noticeRollsOver: false,
    complaint: null, keepRecord: { period: { amount: 24, unit: 'month' }, from: 'response' },
  },
  rules: [
    { about: 'acknowledge', words: 'Receipt is confirmed within 10 business days, unless the answer was given by then.', source: '11 CCR § 7021(a)' },
    { about: 'answer', words: '45 calendar days from receipt, however long verifying the identity takes.', source: '11 CCR § 7021(b); Civ. Code § 1798.130(a)(2)(A)' },
    { about: 'extension', words: 'Once, to 90 calendar days from receipt in all. The person is told within the first 45, with the reason.', source: '11 CCR § 7021(b); Civ. Code § 1798.130(a)(2)(A)' },
    { about: 'record', words: 'The record of a request is kept for at least 24 months.', source: '11 CCR § 7101(a)' },
  ],
  readings: [
    {
      reading: 'ccpa.business-days', about: 'Which days are business days?', source: '11 CCR § 7021(a) does not say; Civ. Code §§ 7, 9; Gov. Code §§ 6700, 6701',
      choices: [
        { choice: 'both-lists', about: 'Monday to Friday, without holidays that the statute lists and on which offices close. The earliest date with a free weekend.', terms: {} },
        { choice: 'statute', about: 'Monday to Friday, without all holidays of Gov. Code 6700.', terms: {}, alsoCounts: ['statute-only'] },
        { choice: 'offices', about: 'Monday to Friday, without all days off that calendars of California list.', terms: {}, alsoCounts: ['offices-only'] },
        { choice: 'saturdays', about: 'Monday to Saturday, without all holidays of Gov. Code 6700: the letter of Civ. Code 7 and 9. Often earlier still.', terms: { weekend: [7] }, alsoCounts: ['statute-only'] },
      ],
    },
    {
      reading: 'ccpa.first-day', about: 'Is the day of receipt the first of the 45?', source: '11 CCR § 7021(b): "no later than 45 calendar days after receipt", and "will begin on the day" of receipt',
      choices: [
        { choice: 'day-after', about: 'No: 45 days after it.', terms: {} },
        { choice: 'day-of-receipt', about: 'Yes: everything is due a day earlier.', terms: { firstDay: 'same-day' } },
      ],
    },
    {
      reading: 'ccpa.day-off', about: 'Is a last day that is a Saturday, Sunday or holiday moved?', source: '11 CCR § 7021 is silent; Code Civ. Proc. § 12a(b)',
      choices: [
        { choice: 'not-moved', about: 'No. The earlier date.', terms: {} },
        { choice: 'moved', about: 'Yes, to the next business day.', terms: { answerRollsOver: true, extensionRollsOver: true, noticeRollsOver: true } },
      ],
    },
    {
      reading: 'ccpa.record-start', about: 'From when are the 24 months counted for which a record is kept?', source: '11 CCR § 7101(a), which does not say',
      choices: [
        { choice: 'response', about: 'From the answer: kept longer.', terms: {} },
        { choice: 'receipt', about: 'From receipt.', terms: { keepRecord: { period: { amount: 24, unit: 'month' }, from: 'receipt' } } },
      ],
    },
  ],
  extensionReasons: [{ reason: 'reasonably-necessary', words: 'More than 45 days are reasonably necessary.' }],
}
