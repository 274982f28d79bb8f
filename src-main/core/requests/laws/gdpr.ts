import { europeanCalendars } from '../holidays/calendars.ts'
import type { LawRules } from './law-rules.ts'

export const gdpr: LawRules<'gdpr'> = {
  id: 'gdpr', name: 'GDPR', version: 'gdpr-2', checkedOn: '2026-11-23', calendars: europeanCalendars,
  terms: {
    counts: ['public'], weekend: [6, 7], start: 'receipt', firstDay: 'next-day', pause: 'none',
    answer: { amount: 1, unit: 'month' }, answerRollsOver: true, acknowledge: null,
    extension: { total: { amount: 3, unit: 'month' }, added: { amount: 2, unit: 'month' }, counted: 'earlier' },
    extensionRollsOver: true, noticeRollsOver: false, complaint: null, keepRecord: null,
  },
  rules: [
    { about: 'answer', words: 'Without undue delay, at the latest one month from receipt: the same date next month, else its last day. Where that is a Saturday, a Sunday or a public holiday, the next working day.', source: 'GDPR Art. 12(3); Regulation (EEC, Euratom) 1182/71 Art. 3(2)(c), 3(4); EDPB Guidelines 01/2022 section 5.3' },
    { about: 'extension', words: 'Two further months where the request is complex or there are many. The person is told within the first month, with the reasons.', source: 'GDPR Art. 12(3) sentences 2 and 3' },
  ],
  readings: [
    {
      reading: 'gdpr.regional-holidays', about: 'Does a holiday of a region, such as 1 November in Bavaria, move a due date?',
      source: 'Regulation 1182/71 Art. 2(1): days designated as such in the member state where action is to be taken',
      choices: [
        { choice: 'not-counted', about: 'No: only holidays of the whole country do. The earlier date.', terms: {} },
        { choice: 'counted', about: 'Yes, those of the region chosen as the calendar. In Germany this is the usual reading.', terms: {}, alsoCounts: ['regional'] },
      ],
    },
    {
      reading: 'gdpr.equated-days', about: 'Do days count that only a national act on time limits, or part of a region, treats as holidays?',
      source: 'Dutch Algemene termijnenwet (Good Friday, 5 May); Swedish lag (1930:173) (Midsummer Eve, 24 and 31 December); 15 August in parts of Bavaria; Regulation 1182/71 Art. 2(1)',
      choices: [
        { choice: 'not-counted', about: 'No. The earlier date.', terms: {} },
        { choice: 'counted', about: 'Yes, they move a due date as a public holiday does.', terms: {}, alsoCounts: ['equated', 'local'] },
      ],
    },
    {
      reading: 'gdpr.identity-pause', about: 'Does the month stand still while the person is asked who they are?',
      source: 'GDPR Art. 12(3) names no pause; EDPB Guidelines 01/2022 section 5.3 allow a suspension',
      choices: [
        { choice: 'none', about: 'No: it runs from receipt. The earlier date.', terms: {} },
        { choice: 'suspended', about: 'Yes: the days from asking until the information arrives are added.', terms: { pause: 'identity' } },
      ],
    },
    {
      reading: 'gdpr.extension-base', about: 'From where are the two further months counted?', source: 'GDPR Art. 12(3) sentence 2, which does not say',
      choices: [
        { choice: 'earlier', about: 'Both ways, and the earlier date holds.', terms: {} },
        { choice: 'receipt', about: 'Three months from receipt in all.', terms: { extension: { total: { amount: 3, unit: 'month' }, added: { amount: 2, unit: 'month' }, counted: 'total' } } },
        { choice: 'first-due', about: 'Two months from the first due date.', terms: { extension: { total: { amount: 3, unit: 'month' }, added: { amount: 2, unit: 'month' }, counted: 'added' } } },
      ],
    },
    {
      reading: 'gdpr.notice-roll-over', about: 'May the notice of an extension wait for the next working day, as the answer may?', source: 'Regulation 1182/71 Art. 3(4) covers any period; GDPR Art. 12(3) sentence 3',
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
