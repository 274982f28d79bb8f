import type { Input } from '../../contract/api.ts'
import type { Current, SignedIn } from '../../contract/people.ts'
import { CoreError } from '../base/core-error.ts'
import { findColleague, isAlone, readPassphrase } from '../people/actor-table.ts'
import { findByName, foldName } from '../people/colleague-names.ts'
import type { Door } from '../people/door.ts'
import { readIdleMinutes, setIdleMinutes } from '../people/idle-minutes.ts'
import { isPassphrase } from '../people/passphrase.ts'
import type { Workspace } from './workspace.ts'

/** Lets someone in. Whether the name or the passphrase was wrong is not told, nor by how long it takes. */
export async function signIn({ db }: Workspace, { name, passphrase }: Input<'people.sign-in'>, { sessions }: Door): Promise<SignedIn> {
  if (isAlone(db)) throw new CoreError('people/alone', {})
  const found = await sessions.pace.attempt(foldName(name), async () => {
    const colleague = findByName(db, name)
    const stored = colleague && readPassphrase(db, colleague.id)
    return await isPassphrase(passphrase, stored) ? { colleague: colleague!, salt: stored!.salt } : undefined
  }, result => result !== undefined)
  if (found === undefined) throw new CoreError('people/sign-in-wrong', {})
  return { session: sessions.open(found.colleague.id, found.salt), colleague: found.colleague }
}

/** Ends the session of this call. */
export function signOut(ws: Workspace, door: Door): Current {
  door.sessions.end(door.session)
  return currentColleague(ws, isAlone(ws.db) ? door.actor : null)
}

/** How long someone may ask nothing before they must sign in again. */
export function setIdle(ws: Workspace, minutes: number, actor: string | null): Current {
  setIdleMinutes(ws.db, minutes)
  return currentColleague(ws, actor)
}

/** Who acts, and whether people sign in here at all. */
export function currentColleague({ db }: Workspace, actor: string | null): Current {
  return { signsIn: !isAlone(db), colleague: (actor === null ? undefined : findColleague(db, actor)) ?? null, idleMinutes: readIdleMinutes(db) }
}
