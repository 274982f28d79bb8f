import type { Input } from '../../contract/api.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import type { AddedColleague, SignedIn } from '../../contract/people.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { actorName, findColleague, insertActor, isAlone, readPassphrase, replaceName, replacePassphrase, type StoredPassphrase } from '../people/actor-table.ts'
import { foldName, refuseTaken, tidyName } from '../people/colleague-names.ts'
import type { Door } from '../people/door.ts'
import { hashPassphrase, refuseWeak } from '../people/passphrase.ts'
import type { Workspace } from './workspace.ts'

/**
 * Adds someone who works here. With the second one the first, who did not sign in so far, gets a name and a passphrase too, and is
 * signed in at once. What takes long, the hashing, is done before the transaction that is returned.
 */
export async function prepareToAdd(ws: Workspace, input: Input<'people.add'>): Promise<(ws: Workspace, door: Door) => AddedColleague> {
  refuse(ws, input)
  const { randomBytes } = ws.ports
  const theirs = await hashPassphrase(input.passphrase, randomBytes)
  const own = input.first === undefined ? undefined : await hashPassphrase(input.first.passphrase, randomBytes)
  return (acting, door) => add(acting, input, { theirs, own }, door)
}

function refuse({ db, actor }: Workspace, { name, passphrase, first }: Input<'people.add'>): void {
  const isFirst = isAlone(db) && (readPassphrase(db, actor) === undefined || actorName(db, actor) === null)
  if (isFirst && first === undefined) throw new CoreError('people/first-unnamed', {})
  if (!isFirst && first !== undefined) throw new CoreError('people/first-known', {})
  if (first !== undefined && foldName(first.name) === foldName(name)) throw new CoreError('people/name-taken', {})
  // Their own name gives way to the one given now.
  refuseTaken(db, name, first === undefined ? undefined : actor)
  refuseWeak(passphrase)
  if (first !== undefined) refuseWeak(first.passphrase)
}

function add(ws: Workspace, input: Input<'people.add'>, { theirs, own }: { readonly theirs: StoredPassphrase; readonly own: StoredPassphrase | undefined }, door: Door): AddedColleague {
  const { db, ports, actor, ledger } = ws
  refuse(ws, input)
  const wasAlone = isAlone(db)
  const facts: LedgerFacts[] = []
  if (input.first !== undefined && own !== undefined) {
    replaceName(db, actor, tidyName(input.first.name))
    replacePassphrase(db, actor, own)
  }
  // From here on the ledger can tell who had which role when.
  if (wasAlone) facts.push({ kind: 'actor-changed', who: actor, roles: findColleague(db, actor)!.roles })
  const id = newId('actor', ports.randomBytes)
  insertActor(db, { id, roles: input.roles, addedAt: toInstant(ports.clock.now()) })
  replaceName(db, id, tidyName(input.name))
  replacePassphrase(db, id, theirs)
  ledger.append(...facts, { kind: 'actor-added', who: id, roles: input.roles })
  return { colleague: findColleague(db, id)!, first: wasAlone ? letIn(ws, door) : null }
}

function letIn({ db, actor }: Workspace, { sessions }: Door): SignedIn {
  return { session: sessions.open(actor, readPassphrase(db, actor)!.salt), colleague: findColleague(db, actor)! }
}
