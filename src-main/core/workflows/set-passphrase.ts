import type { Input } from '../../contract/api.ts'
import type { Colleague } from '../../contract/people.ts'
import { CoreError } from '../base/core-error.ts'
import { readPassphrase, replacePassphrase } from '../people/actor-table.ts'
import type { Door } from '../people/door.ts'
import { hashPassphrase, isPassphrase, refuseWeak } from '../people/passphrase.ts'
import { colleague } from './change-colleague.ts'
import type { Workspace } from './workspace.ts'

/**
 * Gives oneself another passphrase, for the present one; or another colleague one, as an administrator, and then the ledger says
 * whose. Every session begun with the old one ends, but for the one this comes in by. Hashing is done before the transaction that is
 * returned.
 */
export async function prepareToSetPassphrase(ws: Workspace, { id = ws.actor, current, passphrase }: Input<'people.set-passphrase'>, { sessions }: Door): Promise<(ws: Workspace, door: Door) => Colleague> {
  colleague(ws, id)
  refuseWeak(passphrase)
  const isOwn = id === ws.actor
  const before = readPassphrase(ws.db, id)
  if (isOwn && before !== undefined) {
    const right = await sessions.pace.attempt(id, () => isPassphrase(current ?? '', before), result => result)
    if (!right) throw new CoreError('people/passphrase-wrong', {})
  }
  const made = await hashPassphrase(passphrase, ws.ports.randomBytes)
  return (acting, { session }) => {
    const { roles } = colleague(acting, id)
    // What was just proven to be known is not what is replaced.
    if (isOwn && readPassphrase(acting.db, id)?.salt.equals(before?.salt ?? Buffer.alloc(0)) === false) throw new CoreError('people/passphrase-wrong', {})
    replacePassphrase(acting.db, id, made)
    if (isOwn && session !== undefined) sessions.follow(session, made.salt)
    if (!isOwn) acting.ledger.append({ kind: 'actor-changed', who: id, roles, passphrase: 'given-by-another' })
    return colleague(acting, id)
  }
}
