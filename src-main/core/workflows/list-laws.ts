import type { LawSummary } from '../../contract/law.ts'
import { readingsOf } from '../requests/deadlines.ts'
import { calendarNames, checkedCalendars } from '../requests/holidays/calendars.ts'
import { laws } from '../requests/laws/laws.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'

/** Every law with its rules in words, the calendars and readings that can be chosen, and those that hold. */
export function listLaws({ db }: Workspace): LawSummary[] {
  const { calendars, readings } = readSettings(db)
  return Object.values(laws).map(law => {
    const chosen = readingsOf(law, readings)
    return {
      law: law.id, name: law.name, ruleVersion: law.version, checkedOn: law.checkedOn, rules: law.rules,
      calendars: law.calendars.map(calendar => ({ calendar, name: calendarNames[calendar] ?? calendar, checked: checkedCalendars.has(calendar) })), calendar: calendars[law.id] ?? null,
      readings: law.readings.map(({ reading, about, source, choices }) => ({ reading, about, source, chosen: chosen[reading]!, choices: choices.map(one => ({ choice: one.choice, about: one.about })) })),
      extensionReasons: law.extensionReasons,
    }
  })
}
