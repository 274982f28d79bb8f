import { createRequire } from 'node:module'
import type Holidays from 'date-holidays'
import type { HolidayKind } from '../laws/law-rules.ts'
import { corrections, statuteLists } from './corrections.ts'

/** What kind of holiday a day, "2026-12-25", is; undefined where it is none. */
export type HolidayCalendar = (day: string) => HolidayKind | undefined

/** No holidays: weekends alone. What holds until a calendar is chosen, and never later than with one. */
export const noHolidays: HolidayCalendar = () => undefined

type Maker = typeof Holidays
let maker: Maker | undefined
const loadPackage = createRequire(import.meta.url)
/** Loaded when the first date is counted by a calendar: with it come 35 MB of memory and a tenth of a second that most calls do not need. */
function library(): Maker {
  maker ??= loadPackage('date-holidays') as Maker
  return maker
}

const made = new Map<string, Map<string, HolidayKind>>()

/** The calendar of a country or region, "DE-BY"; years are made when they are asked for. */
export const holidayCalendar = (id: string): HolidayCalendar => day => {
  const key = `${id} ${day.slice(0, 4)}`
  let year = made.get(key)
  if (year === undefined) {
    year = holidaysOf(id, Number(day.slice(0, 4)))
    made.set(key, year)
  }
  return year.get(day)
}

/** All holidays of one year. */
export function holidaysOf(id: string, year: number): Map<string, HolidayKind> {
  const Library = library()
  const [country, region] = id.split('-') as [string, string | undefined]
  const national = publicDays(new Library(country), year)
  const found = new Map<string, HolidayKind>()
  for (const day of region === undefined ? national : publicDays(new Library(country, region), year)) found.set(day, national.has(day) || statuteLists[id] !== undefined ? 'public' : 'regional')
  const statute = statuteLists[id]
  if (statute !== undefined) {
    const listed = new Set([...statute.rules.flatMap(rule => daysByRule(country, rule, year)), ...statute.days.filter(day => day.startsWith(String(year)))])
    for (const day of found.keys()) if (!listed.has(day)) found.set(day, 'offices-only')
    for (const day of listed) if (!found.has(day)) found.set(day, 'statute-only')
  }
  for (const { calendars, days, kind } of corrections) {
    if (!calendars.includes(id)) continue
    for (const day of 'rule' in days ? daysByRule(country, days.rule, year) : days.filter(one => one.startsWith(String(year)))) {
      // Falls on a day off that the statute lists too: that stays.
      if (kind !== 'offices-only' || !found.has(day)) found.set(day, kind)
    }
  }
  return found
}

const publicDays = (calendar: Holidays, year: number): Set<string> => new Set(calendar.getHolidays(year).filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10)))

/** Days by a rule of the library's grammar alone. */
function daysByRule(country: string, rule: string, year: number): string[] {
  const Library = library()
  const calendar = new Library(country, { types: ['optional'] })
  calendar.setHoliday(rule, { name: { en: rule }, type: 'optional' })
  return calendar.getHolidays(year).filter(one => one.rule === rule).map(({ date }) => date.slice(0, 10))
}
