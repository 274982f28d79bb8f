import type { Guarantee } from '../../contract/model.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Law } from '../../contract/shape.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'

const ready = statementKeeper()

interface SettingsRecord {
  organisation_name: string
  organisation_contact: string
  policy_guarantee: Guarantee
  policy_accuracy_floor: number | null
  policy_batch_days: number
  policy_small_batch: number
  grace_hours: number
  duplicate_days: number
  identity_days: number | null
  phone_country: string | null
  suppression_years: number | null
  law: Law
  due_soon_days: number
  time_zone: string | null
  calendars: string
  readings: string
}

/** The settings of the workspace; there are some from the beginning. */
export function readSettings(db: Db): Settings {
  const r = ready<[], SettingsRecord>(db, `SELECT * FROM settings`).get()!
  return {
    organisation: { name: r.organisation_name, contact: r.organisation_contact },
    policy: { guarantee: r.policy_guarantee, accuracyFloor: r.policy_accuracy_floor, batchDays: r.policy_batch_days, smallBatch: r.policy_small_batch },
    requests: { graceHours: r.grace_hours, duplicateDays: r.duplicate_days, identityDays: r.identity_days },
    matching: { phoneCountry: r.phone_country, suppressionYears: r.suppression_years },
    law: r.law, dueSoonDays: r.due_soon_days, timeZone: r.time_zone,
    calendars: JSON.parse(r.calendars) as Settings['calendars'], readings: JSON.parse(r.readings) as Settings['readings'],
  }
}

/** Puts these settings in the place of those there are, inside a transaction. */
export function replaceSettings(db: Db, { organisation, policy, requests, matching, law, dueSoonDays, timeZone, calendars, readings }: Settings): void {
  db.prepare(`DELETE FROM settings`).run()
  db.prepare(`INSERT INTO settings (only, organisation_name, organisation_contact, policy_guarantee, policy_accuracy_floor, policy_batch_days, policy_small_batch, grace_hours, duplicate_days, identity_days, phone_country, suppression_years, law, due_soon_days, time_zone, calendars, readings)
    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(organisation.name, organisation.contact, policy.guarantee, policy.accuracyFloor, policy.batchDays, policy.smallBatch, requests.graceHours, requests.duplicateDays, requests.identityDays, matching.phoneCountry, matching.suppressionYears, law, dueSoonDays, timeZone, JSON.stringify(calendars), JSON.stringify(readings))
}
