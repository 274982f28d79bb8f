import type { HolidayKind } from '../laws/law-rules.ts'

/** Days that date-holidays lacks or sees otherwise: single dates, or a rule in its own grammar. Of two about one day the later holds. */
export interface Correction {
  readonly calendars: readonly string[]
  readonly days: readonly string[] | { readonly rule: string }
  readonly name: string
  readonly kind: HolidayKind
  readonly source: string
}

const terms = 'Algemene termijnenwet art. 3'
const swedish = 'Lag (1930:173) om beräkning av lagstadgad tid s. 2'

export const corrections: readonly Correction[] = [
  { calendars: ['NL'], days: { rule: 'easter -2' }, name: 'Good Friday', kind: 'equated', source: terms },
  { calendars: ['NL'], days: { rule: '05-05' }, name: 'Liberation Day', kind: 'equated', source: terms },
  { calendars: ['NL'], days: ['2025-05-05', '2030-05-05'], name: 'Liberation Day, a day off every fifth year', kind: 'public', source: 'python-holidays 0.109' },
  { calendars: ['SE'], days: { rule: 'friday after 06-19' }, name: 'Midsummer Eve', kind: 'equated', source: swedish },
  { calendars: ['SE'], days: { rule: '12-24' }, name: 'Christmas Eve', kind: 'equated', source: swedish },
  { calendars: ['SE'], days: { rule: '12-31' }, name: 'New Year’s Eve', kind: 'equated', source: swedish },
  { calendars: ['DE-BY'], days: { rule: '08-15' }, name: 'Assumption', kind: 'local', source: 'Bavarian Feiertagsgesetz Art. 1(1) no. 2: municipalities with a Catholic majority' },
  { calendars: ['ES-MD'], days: ['2024-07-25', '2025-07-25', '2027-03-19'], name: 'holiday of the Community of Madrid', kind: 'regional', source: 'python-holidays 0.109' },
  { calendars: ['GB-SCT'], days: ['2026-06-15'], name: 'bank holiday of 15 June 2026', kind: 'regional', source: 'one-off bank holiday in Scotland; python-holidays 0.109' },
  // Scotland has none, so not every nation has it.
  { calendars: ['GB-ENG', 'GB-WLS', 'GB-NIR'], days: { rule: 'easter 1' }, name: 'Easter Monday', kind: 'regional', source: 'gov.uk/bank-holidays' },
  { calendars: ['US-CA'], days: { rule: '02-15' }, name: 'Susan B. Anthony Day', kind: 'offices-only', source: 'python-holidays 0.109' },
]

const sunday = 'and if sunday then next monday'

/** Holidays of a statute beside those of the calendar: a day in both is public, in one of them a kind of its own. */
export const statuteLists: Readonly<Record<string, { readonly source: string; readonly rules: readonly string[]; readonly days: readonly string[] }>> = {
  'US-CA': {
    source: 'Gov. Code §§ 6700, 6701',
    rules: [
      `01-01 ${sunday}`, '3rd monday in January', 'chinese 01-0-01', `02-12 ${sunday}`, '3rd monday in February', `03-31 ${sunday}`, '04-24', 'monday before 06-01', '06-19', `07-04 ${sunday}`,
      '1st monday in September', `09-09 ${sunday}`, '4th friday in September', '2nd monday in October', `11-11 ${sunday} if saturday then previous friday`, '4th thursday in November', `12-25 ${sunday}`,
    ],
    // Diwali since 2026 (AB 268); later years are not known here.
    days: ['2026-11-08', '2027-10-29', '2028-10-17'],
  },
}
