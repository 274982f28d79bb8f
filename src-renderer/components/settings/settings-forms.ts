import type { Guarantee } from '../../../src-main/contract/model.ts'
import type { Settings } from '../../../src-main/contract/settings.ts'
import type { Law } from '../../../src-main/contract/shape.ts'
import type { MessageKey } from '../../messages/message-key.ts'

/** One part of the settings as it is typed: how its fields are filled, and what they come to or what is wrong with them. */
export interface SettingsForm<Typed> {
  fillIn(settings: Settings): Typed
  read(typed: Typed): { readonly part: Partial<Settings> } | { readonly problems: Problems<Typed> }
}
export type Problems<Typed> = { readonly [F in keyof Typed]?: MessageKey }

const answer = <Typed>(problems: Problems<Typed>, part: () => Partial<Settings>) => (Object.keys(problems).length > 0 ? { problems } : { part: part() })

/** A whole number as typed, or undefined where it is none from `least` to `most`. */
function readWhole(text: string, least: number, most: number): number | undefined {
  const typed = text.trim()
  return /^\d{1,4}$/.test(typed) && Number(typed) >= least && Number(typed) <= most ? Number(typed) : undefined
}

export interface OrganisationTyped { name: string; contact: string }
export const organisationForm: SettingsForm<OrganisationTyped> = {
  fillIn: ({ organisation }) => ({ ...organisation }),
  read: typed => answer<OrganisationTyped>({
    ...(typed.name.trim().length > 200 ? { name: 'settings.nameTooLong' } : {}), ...(typed.contact.trim().length > 500 ? { contact: 'settings.contactTooLong' } : {}),
  }, () => ({ organisation: { name: typed.name.trim(), contact: typed.contact.trim() } })),
}

/** The floor in percent, since that is how accuracy is shown. */
export interface PolicyTyped { guarantee: Guarantee; floor: string; batchDays: string }
export const policyForm: SettingsForm<PolicyTyped> = {
  // Digits that only the conversion to percent made are left out.
  fillIn: ({ policy }) => ({ guarantee: policy.guarantee, floor: policy.accuracyFloor === null ? '' : String(Number((policy.accuracyFloor * 100).toPrecision(12))), batchDays: String(policy.batchDays) }),
  read(typed) {
    const [floor, batchDays] = [readPercent(typed.floor), readWhole(typed.batchDays, 0, 30)]
    return answer<PolicyTyped>({
      ...(floor === undefined ? { floor: 'settings.floorBad' } : {}), ...(batchDays === undefined ? { batchDays: 'settings.batchBad' } : {}),
    }, () => ({ policy: { guarantee: typed.guarantee, accuracyFloor: floor!, batchDays: batchDays! } }))
  },
}

/** A share from 0 to 1; null for an empty field, undefined where it is no percentage. */
function readPercent(text: string): number | null | undefined {
  const typed = text.replace('%', '').replace(',', '.').trim()
  if (typed === '') return null
  return /^\d{1,3}(\.\d{1,6})?$/.test(typed) && Number(typed) <= 100 ? Number((Number(typed) / 100).toPrecision(12)) : undefined
}

export interface CalendarTyped { law: Law; dueSoonDays: string; place: 'here' | 'other'; timeZone: string; calendars: Settings['calendars']; readings: Settings['readings'] }
export const calendarForm: SettingsForm<CalendarTyped> = {
  fillIn: ({ law, dueSoonDays, timeZone, calendars, readings }) => ({ law, dueSoonDays: String(dueSoonDays), place: timeZone === null ? 'here' : 'other', timeZone: timeZone ?? '', calendars: inOrder(calendars), readings: inOrder(readings) }),
  read(typed) {
    const dueSoonDays = readWhole(typed.dueSoonDays, 1, 30)
    const timeZone = typed.place === 'here' ? null : typed.timeZone.trim()
    return answer<CalendarTyped>({
      ...(dueSoonDays === undefined ? { dueSoonDays: 'settings.dueSoonBad' } : {}), ...(timeZone === null || isTimeZone(timeZone) ? {} : { timeZone: timeZone === '' ? 'settings.timeZoneMissing' : 'settings.timeZoneUnknown' }),
    }, () => ({ law: typed.law, dueSoonDays: dueSoonDays!, timeZone, calendars: typed.calendars, readings: typed.readings }))
  },
}

/** In the order of its names, so that a choice taken back is no change. */
export const inOrder = <T extends object>(choices: T): T => Object.fromEntries(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1))) as T

export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).format() !== ''
  } catch {
    return false
  }
}
