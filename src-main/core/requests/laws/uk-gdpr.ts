import { ukCalendars } from '../holidays/calendars.ts'
import type { LawRules } from './law-rules.ts'

export const ukGdpr: LawRules<'uk-gdpr'> = {
  id: 'uk-gdpr', name: 'UK GDPR', version: 'uk-gdpr-2', checkedOn: '2026-11-23', calendars: ukCalendars,
  terms: {
    counts: ['public'], weekend: [6, 7], start: 'latest', firstDay: 'next-day', pause: 'none',
    answer: { amount: 1, unit: 'month' }, answerRollsOver: true, acknowledge: null,
    extension: { total: { amount: 3, unit: 'month' }, added: null, counted: 'total' }, extensionRollsOver: true, noticeRollsOver: false,
    complaint: { acknowledge: { amount: 30, unit: 'day' }, since: '2026-06-19' }, keepRecord: null,
  },
  rules: [
    { about: 'answer', words: 'Without undue delay, at the latest one month from the last of receipt, identity information and fee. Where that is a Saturday, a Sunday or a bank holiday, the next working day.', source: 'UK GDPR Art. 12(3), 12A (in force 5 February 2026, SI 2026/82); ICO right of access guidance, 8 December 2025' },
    { about: 'extension', words: 'Two further months, three in all. The person is told within the first, with the reasons for the delay.', source: 'UK GDPR Art. 12A; ICO guidance: three months from the original start date' },
    { about: 'complaint', words: 'A complaint about data protection, which is no request, is acknowledged within 30 days, from 19 June 2026 on.', source: 'DPA 2018 s. 164A (Data (Use and Access) Act 2025 s. 103)' },
  ],
  readings: [
    {
      reading: 'uk-gdpr.nations', about: 'Whose bank holidays move a due date?', source: 'Neither Art. 12A nor the ICO says which nation’s',
      choices: [
        { choice: 'calendar', about: 'Those of the nation chosen as the calendar.', terms: {}, alsoCounts: ['regional'] },
        { choice: 'every-nation', about: 'Only those that all four nations have. The earliest date.', terms: {} },
      ],
    },
    {
      reading: 'uk-gdpr.month', about: 'Does the month begin with the day itself, so that it ends a day earlier?', source: 'Art. 12A: "one month beginning with the relevant time"; the ICO guidance of 8 December 2025 gives the same date next month',
      choices: [
        { choice: 'same-date', about: 'No: the same date next month, as the ICO counts.', terms: {} },
        { choice: 'day-before', about: 'Yes: the day before. The earliest date.', terms: { firstDay: 'same-day' } },
      ],
    },
    {
      reading: 'uk-gdpr.notice-roll-over', about: 'May the notice of an extension wait for the next working day, as the answer may?', source: 'UK GDPR Art. 12A, which does not say',
      choices: [
        { choice: 'no', about: 'No: within the month itself. The earlier date.', terms: {} },
        { choice: 'yes', about: 'Yes.', terms: { noticeRollsOver: true } },
      ],
    },
  ],
  extensionReasons: [
    { reason: 'complexity', words: 'The request is complex.' },
    { reason: 'number-of-requests', words: 'There are many requests.' },
  ],
}
