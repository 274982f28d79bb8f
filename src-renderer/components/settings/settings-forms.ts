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
export interface PolicyTyped { guarantee: Guarantee; floor: string; batchDays: string; smallBatch: string }
export const policyForm: SettingsForm<PolicyTyped> = {
  // Digits that only the conversion to percent made are left out.
  fillIn: ({ policy }) => ({ guarantee: policy.guarantee, floor: policy.accuracyFloor === null ? '' : String(Number((policy.accuracyFloor * 100).toPrecision(12))), batchDays: String(policy.batchDays), smallBatch: String(policy.smallBatch) }),
  read(typed) {
    const [floor, batchDays, smallBatch] = [readPercent(typed.floor), readWhole(typed.batchDays, 0, 30), readWhole(typed.smallBatch, 1, 1000)]
    return answer<PolicyTyped>({
      ...(floor === undefined ? { floor: 'settings.floorBad' } : {}), ...(batchDays === undefined ? { batchDays: 'settings.batchBad' } : {}),
      ...(smallBatch === undefined ? { smallBatch: 'settings.smallBatchBad' } : {}),
    }, () => ({ policy: { guarantee: typed.guarantee, accuracyFloor: floor!, batchDays: batchDays!, smallBatch: smallBatch! } }))
  },
}

/** A share from 0 to 1; null for an empty field, undefined where it is no percentage. */
function readPercent(text: string): number | null | undefined {
  const typed = text.replace('%', '').replace(',', '.').trim()
  if (typed === '') return null
  return /^\d{1,3}(\.\d{1,6})?$/.test(typed) && Number(typed) <= 100 ? Number((Number(typed) / 100).toPrecision(12)) : undefined
}

export interface RequestsTyped { graceHours: string; duplicateDays: string; identityDays: string; phoneCountry: string; suppressionYears: string }
export const requestsForm: SettingsForm<RequestsTyped> = {
  fillIn: ({ requests, matching }) => ({
    graceHours: String(requests.graceHours), duplicateDays: String(requests.duplicateDays), identityDays: requests.identityDays === null ? '' : String(requests.identityDays),
    phoneCountry: matching.phoneCountry ?? '', suppressionYears: matching.suppressionYears === null ? '' : String(matching.suppressionYears),
  }),
  read(typed) {
    const [graceHours, duplicateDays, identityDays, suppressionYears] = [readWhole(typed.graceHours, 0, 720), readWhole(typed.duplicateDays, 0, 400), readWholeOrNone(typed.identityDays, 1, 365), readWholeOrNone(typed.suppressionYears, 1, 100)]
    const phoneCountry = typed.phoneCountry.trim().replace(/^(\+|00)/, '')
    return answer<RequestsTyped>({
      ...(graceHours === undefined ? { graceHours: 'casework.graceBad' } : {}), ...(duplicateDays === undefined ? { duplicateDays: 'casework.duplicateBad' } : {}), ...(identityDays === undefined ? { identityDays: 'casework.identityBad' } : {}),
      ...(phoneCountry === '' || /^[1-9]\d{0,2}$/.test(phoneCountry) ? {} : { phoneCountry: 'casework.phoneBad' }), ...(suppressionYears === undefined ? { suppressionYears: 'casework.yearsBad' } : {}),
    }, () => ({ requests: { graceHours: graceHours!, duplicateDays: duplicateDays!, identityDays: identityDays! }, matching: { phoneCountry: phoneCountry === '' ? null : phoneCountry, suppressionYears: suppressionYears! } }))
  },
}

/** The same, or null for an empty field. */
const readWholeOrNone = (text: string, least: number, most: number): number | null | undefined => (text.trim() === '' ? null : readWhole(text, least, most))

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
