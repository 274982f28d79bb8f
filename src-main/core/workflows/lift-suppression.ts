import type { Input } from '../../contract/api.ts'
import type { SuppressedPerson } from '../../contract/matching.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { findRequest } from '../requests/request-table.ts'
import { expirePeople, liftPeople, suppressedByRequest, writeReapplyList } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'
import { reapplyFile } from './workspace-folder.ts'

/** Who is kept from being imported again, counted by request. */
export function listSuppressed({ db }: Workspace): SuppressedPerson[] {
  const { suppressionYears } = readSettings(db).matching
  return suppressedByRequest(db).map(one => ({ ...one, until: suppressionYears === null ? null : yearsLater(one.erasedAt, suppressionYears).slice(0, 10) }))
}

/** Lets the people of a request come back: they are imported from now on. What was erased stays erased, also after a restore. */
export function liftSuppression(ws: Workspace, { requestId }: Input<'suppression.lift'>): SuppressedPerson[] {
  const { db, ledger, ports } = ws
  const { id } = findRequest(db, requestId)
  db.transaction(() => {
    const hashes = liftPeople(db, ws.secret('suppression-key'), id, toInstant(ports.clock.now()))
    if (hashes === 0) throw new CoreError('suppression/none', { request: id })
    ledger.append({ kind: 'suppression-lifted', request: id, hashes })
  })()
  return listSuppressed(ws)
}

/** Destroys the hashes of people that the settings keep no longer. */
export function expireSuppressions(ws: Workspace): void {
  const { db, ledger, ports } = ws
  const { suppressionYears } = readSettings(db).matching
  if (suppressionYears === null) return
  const before = yearsLater(toInstant(ports.clock.now()), -suppressionYears)
  const destroyed = db.transaction(() => {
    const found = expirePeople(db, before)
    if (found.hashes > 0) ledger.append({ kind: 'suppressions-expired', ...found })
    return found.hashes > 0
  }).immediate()
  if (destroyed) keepReapplyList(ws)
}

/** Writes the list for restores anew: once what it is made from has changed without an erasure. */
export const keepReapplyList = (ws: Workspace): void => writeReapplyList(ws.db, reapplyFile(ws.directory), ws.secret('sealing-key'), ws.ports.randomBytes)

function yearsLater(at: string, years: number): string {
  const time = new Date(at)
  time.setUTCFullYear(time.getUTCFullYear() + years)
  return toInstant(time)
}
