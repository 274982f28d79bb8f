import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { laws as lawIds } from '../../../src-main/contract/request.ts'
import { deadlinesOf, readingsOf, type Readings } from '../../../src-main/core/requests/deadlines.ts'
import { calendarNames, checkedCalendars } from '../../../src-main/core/requests/holidays/calendars.ts'
import { statuteLists } from '../../../src-main/core/requests/holidays/corrections.ts'
import { holidayCalendar, holidaysOf } from '../../../src-main/core/requests/holidays/holiday-calendar.ts'
import { laws } from '../../../src-main/core/requests/laws/laws.ts'
import type { Law } from '../../../src-main/contract/shape.ts'

type Line = Readonly<Record<string, string>>
const golden = new URL('../../golden/law/', import.meta.url)
const lines = (name: string): Line[] => Papa.parse<Line>(readFileSync(new URL(name, golden), 'utf8').trim(), { header: true }).data
const cases = lines('deadlines.csv')

/** The readings under which the cases name `expected`, where these are not the cautious ones. */
const expectedReadings: Readings = {
  'gdpr.regional-holidays': 'counted', 'gdpr.extension-base': 'receipt', 'gdpr.notice-roll-over': 'yes', 'uk-gdpr.notice-roll-over': 'yes',
}
/** The reading under which a disputed case comes to `alt_expected`; equated days are counted in the first case of D070 and not in the others. */
const otherReadings: Readonly<Record<string, Readings>> = {
  ...every(['D025', 'D073'], { 'gdpr.regional-holidays': 'not-counted' }), ...every(['D069', 'D074', 'D075'], { 'gdpr.equated-days': 'counted' }), D070: { 'gdpr.equated-days': 'not-counted' },
  ...every(['D095', 'D099'], { 'gdpr.extension-base': 'first-due' }), ...every(['D103', 'D104', 'D105'], { 'gdpr.identity-pause': 'suspended' }),
  ...every(['D153', 'D154', 'D160', 'D161'], { 'ccpa.business-days': 'offices' }), ...every(['D155', 'D156', 'D157', 'D158', 'D159'], { 'ccpa.business-days': 'statute' }),
  D169: { 'ccpa.first-day': 'day-of-receipt' }, ...every(['D172', 'D173', 'D174', 'D175', 'D176', 'D177', 'D188', 'D189'], { 'ccpa.day-off': 'moved' }),
}
function every(ids: readonly string[], readings: Readings): Record<string, Readings> {
  return Object.fromEntries(ids.map(id => [id, readings]))
}

function answerTo(line: Line, readings: Readings): string | null {
  const law = laws[line['law'] as Law]
  const at = (field: string) => (line[field] === '' ? {} : { [field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()).replace('id', 'identity')]: new Date(line[field]!) })
  const found = deadlinesOf(law, readings, { timeZone: line['time_zone']!, receivedAt: new Date(line['received_at']!), ...at('id_asked_at'), ...at('id_received_at'), ...at('responded_at') }, holidayCalendar(line['calendar']!))
  switch (line['event']) {
    case 'answer_due': return found.dueAt
    case 'acknowledge_due': return found.acknowledgeBy
    case 'extended_due': return found.extension!.dueAt
    case 'extension_latest_notice': return found.extension!.noticeBy
    case 'record_keep_until': return found.keepRecordUntil
    default: throw new Error(line['event'])
  }
}

describe('the dated cases', () => {
  test('are all here', () => {
    expect(cases).toHaveLength(195)
    expect(cases.filter(({ confidence }) => confidence === 'disputed').map(({ id }) => id).filter(id => otherReadings[id!] === undefined)).toEqual([])
  })

  test.each(cases.filter(({ confidence }) => confidence !== 'disputed').map(line => [line['id']!, line['event']!, line]))('%s, %s, is as expected', (_, __, line) => {
    expect(answerTo(line, expectedReadings)).toBe(line['expected'])
  })

  test.each(cases.filter(({ confidence }) => confidence === 'disputed').map(line => [line['id']!, line['event']!, line]))('%s, %s, is one date or the other, by the setting', (id, _, line) => {
    const usual = id === 'D070' ? { ...expectedReadings, 'gdpr.equated-days': 'counted' } : expectedReadings
    expect(answerTo(line, usual)).toBe(line['expected'])
    expect(answerTo(line, { ...usual, ...otherReadings[id] })).toBe(line['alt_expected'])
  })

  test('with the readings that hold at first are never later than any date named, and sure ones are as expected', () => {
    const later = cases.filter(line => {
      const [found, expected, alt] = [answerTo(line, {})!, line['expected']!, line['alt_expected']!]
      if (line['confidence'] === 'sure') return found !== expected
      // The longer one is the cautious one for a record; and no authority has taken the readings that end a period a day earlier, or count Saturdays.
      return line['event'] === 'record_keep_until' ? found < expected : line['confidence'] === 'disputed' ? line['id'] === 'D169' ? found !== expected : found !== [expected, alt].sort()[0] : found > expected
    })
    expect(later.map(({ id }) => id)).toEqual([])
  })

  test.each([
    ['the day of receipt counts', 'ccpa.first-day', 'day-of-receipt', ['D166', 'D167', 'D168', 'D170', 'D171', 'D178', 'D179', 'D180', 'D181', 'D182', 'D183', 'D184', 'D185', 'D186', 'D187', 'D190']],
    ['the record is kept from receipt', 'ccpa.record-start', 'receipt', ['D191', 'D192', 'D193', 'D194', 'D195']],
    ['a regional holiday does not count', 'gdpr.regional-holidays', 'not-counted', ['D030', 'D032', 'D035', 'D037', 'D059']],
    ['a notice does not roll over', 'gdpr.notice-roll-over', 'no', ['D092']], ['a notice does not roll over', 'uk-gdpr.notice-roll-over', 'no', ['D141']],
    ['Saturday is a business day', 'ccpa.business-days', 'saturdays', ['D145']],
  ])('where %s are as the other date of likely lines says', (_, reading, choice, ids) => {
    for (const line of cases.filter(({ id }) => ids.includes(id!))) expect([line['id'], answerTo(line, { ...expectedReadings, [reading]: choice })]).toEqual([line['id'], line['alt_expected']])
  })

  test.each(cases.filter(({ law, event }) => law !== 'ccpa' || event === 'acknowledge_due').map(line => [line['id']!, line] as const))('%s without a calendar is not later', (_, line) => {
    const law = laws[line['law'] as Law]
    const events = { timeZone: line['time_zone']!, receivedAt: new Date(line['received_at']!) }
    const [without, by] = [deadlinesOf(law, {}, events, () => undefined), deadlinesOf(law, {}, events, holidayCalendar(line['calendar']!))]
    expect(without.dueAt <= by.dueAt && (without.acknowledgeBy ?? '') <= (by.acknowledgeBy ?? '')).toBe(true)
  })
})

const isWeekday = (day: string) => new Date(`${day}T00:00Z`).getUTCDay() % 6 !== 0

describe('the calendars', () => {
  const dayLines = lines('holidays.csv')
  const years = [2024, 2025, 2026, 2027, 2028]

  test.each([...checkedCalendars])('%s has the weekdays of the second source, and no others', id => {
    const ours = new Map(years.flatMap(year => [...holidaysOf(id, year)]))
    const theirs = new Set(dayLines.filter(line => line['calendar'] === id && !line['set']!.startsWith('Gov')).map(line => line['date']!))
    expect([...theirs].filter(day => isWeekday(day) && !ours.has(day))).toEqual([])
    expect([...ours].filter(([day, kind]) => isWeekday(day) && (kind === 'public' || kind === 'regional' || kind === 'offices-only') && !theirs.has(day))).toEqual([])
  })

  test('of California has every day of Gov. Code 6700 and no other', () => {
    const ours = years.flatMap(year => [...holidaysOf('US-CA', year)]).filter(([, kind]) => kind === 'public' || kind === 'statute-only').map(([day]) => day).sort()
    expect(ours).toEqual(dayLines.filter(line => line['calendar'] === 'US-CA' && line['set']!.startsWith('Gov')).map(line => line['date']!).sort())
    expect(Object.keys(statuteLists)).toEqual(['US-CA'])
  })

  test('that laws offer all have a name and holidays', () => {
    const offered = Object.values(laws).flatMap(law => law.calendars)
    expect(offered.filter(id => calendarNames[id] === undefined || !holidaysOf(id, 2026).has('2026-01-01'))).toEqual([])
    expect(Object.keys(calendarNames).sort()).toEqual([...offered].sort())
  })
})

describe('the data files', () => {
  test('are the laws of the contract, each with one file', () => {
    const files = readdirSync(fileURLToPath(new URL('../../../src-main/core/requests/laws', import.meta.url))).filter(name => name !== 'law-rules.ts' && name !== 'laws.ts')
    expect(files.map(name => name.replace('.ts', '')).sort()).toEqual([...lawIds].sort())
    for (const [id, law] of Object.entries(laws)) expect(law.id).toBe(id)
  })

  test('have every reading and every choice in the documentation', () => {
    const page = readFileSync(new URL('../../../resources/docs/deadlines.md', import.meta.url), 'utf8')
    for (const { reading, choices } of Object.values(laws).flatMap(law => law.readings)) expect(page).toContain(`| \`${reading}\` | ${choices.map(({ choice }) => `\`${choice}\``).join(', ')} |`)
  })

  test('name each reading after their law, with two choices or more that differ, and a source', () => {
    for (const law of Object.values(laws)) {
      for (const { reading, choices, source } of law.readings) {
        expect([reading, reading.startsWith(`${law.id}.`), source !== '', choices.length > 1, new Set(choices.map(({ choice }) => choice)).size]).toEqual([reading, true, true, true, choices.length])
      }
      expect(readingsOf(law, { [law.readings[0]!.reading]: 'unknown' })).toEqual(Object.fromEntries(law.readings.map(({ reading, choices }) => [reading, choices[0].choice])))
    }
  })
})
