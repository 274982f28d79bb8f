import type { Policy, Settings } from '../../contract/settings.ts'
import { CoreError } from '../base/core-error.ts'
import { nearest } from '../base/nearest.ts'
import { readSettings, replaceSettings } from '../settings/settings-table.ts'
import { isTimeZone } from '../requests/deadlines.ts'
import { laws } from '../requests/laws/laws.ts'
import type { Workspace } from './workspace.ts'

/** Replaces all settings. A changed policy is an entry of the ledger, so that it can be told which one held when. */
export function changeSettings({ db, ledger }: Workspace, settings: Settings): Settings {
  const { policy, timeZone } = settings
  if (timeZone !== null && !isTimeZone(timeZone)) throw new CoreError('settings/unknown-time-zone', { timeZone })
  checkCalendars(settings)
  checkReadings(settings)
  db.transaction(() => {
    const before = readSettings(db).policy
    replaceSettings(db, settings)
    if (!samePolicy(before, policy)) ledger.append({ kind: 'settings-changed', ...policy })
  })()
  return readSettings(db)
}

function checkCalendars({ calendars }: Settings): void {
  for (const law of Object.values(laws)) {
    const calendar = calendars[law.id]
    if (calendar !== undefined && !law.calendars.includes(calendar)) throw new CoreError('settings/unknown-calendar', { calendar, law: law.name, near: nearest(calendar, law.calendars) })
  }
}

function checkReadings({ readings }: Settings): void {
  const known = Object.values(laws).flatMap(law => law.readings)
  for (const [name, choice] of Object.entries(readings)) {
    const reading = known.find(one => one.reading === name)
    if (reading === undefined) throw new CoreError('settings/unknown-reading', { reading: name, near: nearest(name, known.map(one => one.reading)) })
    const choices = reading.choices.map(one => one.choice)
    if (!choices.includes(choice)) throw new CoreError('settings/unknown-choice', { reading: name, choice, known: choices.join(', ') })
  }
}

const samePolicy = (a: Policy, b: Policy): boolean => a.guarantee === b.guarantee && a.accuracyFloor === b.accuracyFloor && a.batchDays === b.batchDays && a.smallBatch === b.smallBatch
