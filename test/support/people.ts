import type { Input } from '../../src-main/contract/api.ts'
import type { Colleague, Role } from '../../src-main/contract/people.ts'
import { answer } from './answer.ts'
import type { TestCore } from './core-with.ts'

export const adasPassphrase = 'ada reads the ledger'
export const bosPassphrase = 'bo approves on mondays'

/** A workspace of two: Ada, who was alone in it and is an administrator with every role, and Bo with these. */
export interface TwoPeople {
  readonly ada: Colleague
  readonly bo: Colleague
  /** Their sessions. */
  readonly asAda: string
  readonly asBo: string
}

export async function twoPeople(lethe: TestCore, roles: readonly Role[] = ['approver']): Promise<TwoPeople> {
  const { colleague: bo, first } = await answer(lethe, 'people.add', { name: 'Bo Lind', roles, passphrase: bosPassphrase, first: { name: 'Ada Moor', passphrase: adasPassphrase } })
  return { ada: first!.colleague, bo, asAda: first!.session, asBo: (await signIn(lethe, 'Bo Lind', bosPassphrase)) }
}

export async function signIn(lethe: TestCore, name: string, passphrase: string): Promise<string> {
  return (await answer(lethe, 'people.sign-in', { name, passphrase } satisfies Input<'people.sign-in'>)).session
}
