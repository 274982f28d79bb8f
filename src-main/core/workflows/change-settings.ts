import type { Policy, Settings } from '../../contract/settings.ts'
import { CoreError } from '../base/core-error.ts'
import { readSettings, replaceSettings } from '../settings/settings-table.ts'
import { isTimeZone } from '../requests/deadlines.ts'
import type { Workspace } from './workspace.ts'

/** Replaces all settings. A changed policy is an entry of the ledger, so that it can be told which one held when. */
export function changeSettings({ db, ledger }: Workspace, settings: Settings): Settings {
  const { policy, timeZone } = settings
  if (timeZone !== null && !isTimeZone(timeZone)) throw new CoreError('settings/unknown-time-zone', { timeZone })
  db.transaction(() => {
    const before = readSettings(db).policy
    replaceSettings(db, settings)
    if (!samePolicy(before, policy)) ledger.append({ kind: 'settings-changed', ...policy })
  })()
  return readSettings(db)
}

const samePolicy = (a: Policy, b: Policy): boolean => a.guarantee === b.guarantee && a.accuracyFloor === b.accuracyFloor && a.batchDays === b.batchDays
