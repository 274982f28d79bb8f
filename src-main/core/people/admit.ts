import type { ApiName } from '../../contract/api.ts'
import type { Role } from '../../contract/people.ts'
import { admits, type Admits } from '../../contract/roles.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import { findColleague, listColleagues, readPassphrase } from './actor-table.ts'
import { readIdleMinutes } from './idle-minutes.ts'
import type { Sessions } from './sessions.ts'

/** Who makes a call: the bearer of a session, or, in a worker, the colleague for whom the engine let the job begin. */
export type Caller = { readonly session?: string | undefined } | { readonly actor: string }

/** Before anyone signed in. */
export const nobody: Caller = {}

/**
 * The id of whoever acts in this call. Throws 'people/sign-in-needed' and 'people/role-missing'. One who works alone may do
 * everything and does not sign in; null: nobody, in a call that is for anyone.
 */
export function admit(db: Db, sessions: Sessions, name: ApiName, input: unknown, caller: Caller): string | null {
  const who = whoCalls(db, sessions, caller)
  const rule = admits[name] ?? ['administrator']
  if (who === undefined) {
    if (rule === 'anyone') return null
    throw new CoreError('people/sign-in-needed', {})
  }
  if (who.alone) return who.id
  const roles = rolesFor(rule, input, who.id)
  if (roles !== undefined && !roles.some(role => who.roles.includes(role))) throw new CoreError('people/role-missing', { call: name, roles: inWords(roles) })
  return who.id
}

/** undefined: any colleague. */
function rolesFor(rule: Admits, input: unknown, actor: string): readonly Role[] | undefined {
  if (typeof rule === 'string') return undefined
  if (!('own' in rule)) return rule
  const { id = actor } = input as { readonly id?: string }
  return id === actor ? undefined : rule.others
}

function whoCalls(db: Db, sessions: Sessions, caller: Caller): { readonly id: string; readonly roles: readonly Role[]; readonly alone: boolean } | undefined {
  const all = listColleagues(db)
  const alone = all.length < 2
  if ('actor' in caller) {
    const found = findColleague(db, caller.actor)
    return found === undefined ? undefined : { ...found, alone }
  }
  if (alone) return all[0] === undefined ? undefined : { ...all[0], alone }
  const session = sessions.find(caller.session, readIdleMinutes(db))
  const found = session && findColleague(db, session.actor)
  // A passphrase that was changed, or came with a backup, ends what was begun with another.
  if (session === undefined || found === undefined || readPassphrase(db, found.id)?.salt.equals(session.salt) !== true) return undefined
  return { ...found, alone }
}

const inWords = (roles: readonly Role[]): string => (roles.length === 1 ? roles[0]! : `${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}`)
