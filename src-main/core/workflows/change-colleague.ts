import type { Input } from '../../contract/api.ts'
import type { Colleague } from '../../contract/people.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { findColleague, isAlone, listColleagues, replaceName, setLeft, setRoles } from '../people/actor-table.ts'
import { refuseTaken, tidyName } from '../people/colleague-names.ts'
import type { Workspace } from './workspace.ts'

/** Gives someone other roles, from this moment on. */
export function changeRoles(ws: Workspace, { id, roles }: Input<'people.change'>): Colleague {
  const before = colleague(ws, id)
  if (!roles.includes('administrator')) refuseLastAdministrator(ws, id)
  if (before.roles.length === roles.length && roles.every(role => before.roles.includes(role))) return before
  setRoles(ws.db, id, roles)
  ws.ledger.append({ kind: 'actor-changed', who: id, roles })
  return colleague(ws, id)
}

/** A name is for the window alone, so no entry tells of it. */
export function renameColleague(ws: Workspace, { id = ws.actor, name }: Input<'people.rename'>): Colleague {
  colleague(ws, id)
  refuseTaken(ws.db, name, id)
  replaceName(ws.db, id, tidyName(name))
  return colleague(ws, id)
}

/** Someone does not work here any more: name and passphrase are destroyed, and what they had open ends. Returns who is left. */
export function removeColleague(ws: Workspace, { id }: Input<'people.remove'>): Colleague[] {
  colleague(ws, id)
  if (isAlone(ws.db)) throw new CoreError('people/last-one', {})
  refuseLastAdministrator(ws, id)
  setLeft(ws.db, id, toInstant(ws.ports.clock.now()))
  ws.ledger.append({ kind: 'actor-left', who: id })
  return listColleagues(ws.db)
}

/** Throws 'people/not-found' of someone who left, too. */
export function colleague({ db }: Workspace, id: string): Colleague {
  const found = findColleague(db, id)
  if (found === undefined) throw new CoreError('people/not-found', { who: /^p-[0-9a-f]{12}$/.test(id) ? id : 'called so' })
  return found
}

function refuseLastAdministrator({ db }: Workspace, id: string): void {
  if (!listColleagues(db).some(one => one.id !== id && one.roles.includes('administrator'))) throw new CoreError('people/last-administrator', {})
}
