import { join } from 'node:path'
import { api, type Input, type Output } from '../../src-main/contract/api.ts'
import type { RequestSummary } from '../../src-main/contract/request.ts'
import { openDatabase, type Db } from '../../src-main/core/database/open-database.ts'
import type { CoreCall } from '../../src-main/core/core.ts'
import { everyRole, insertActor, listColleagues } from '../../src-main/core/people/actor-table.ts'
import type { Clock } from '../../src-main/core/ports.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { answer } from './answer.ts'
import type { TestCore } from './core-with.ts'

/** A clock in Berlin that stands still until it is set. */
export function clockAt(text: string, timeZone = 'Europe/Berlin'): Clock & { set(text: string): void } {
  let now = new Date(text)
  return { ...nodePorts('.').clock, timeZone, now: () => now, set: (later: string) => { now = new Date(later) } }
}

/** Looks into the workspace's database beside the core. */
export function inDatabase<T>({ directory }: TestCore, look: (db: Db) => T): T {
  const db = openDatabase(join(directory, 'lethe.db'))
  try {
    return look(db)
  } finally {
    db.close()
  }
}

/** The id of whoever works in the workspace alone, and of a second one who from now on works there too, both with every role. */
export function addColleague(lethe: TestCore): readonly [first: string, second: string] {
  return inDatabase(lethe, db => {
    const first = listColleagues(db)[0]!.id
    insertActor(db, { id: 'p-000000000002', roles: everyRole, addedAt: '2026-11-25T10:00:00.000Z' })
    return [first, 'p-000000000002'] as const
  })
}

/** A call that this colleague makes. */
export async function answerAs<N extends CoreCall>({ core, run }: TestCore, actor: string, name: N, input: Input<N>): Promise<Output<N>> {
  return api[name].output.parse(await core.call(name, input, run, { actor })) as Output<N>
}

export const openRows = (lethe: TestCore, rows: readonly number[], more: Partial<Input<'request.open'>> = {}): Promise<RequestSummary> =>
  answer(lethe, 'request.open', { dataset: 'people', who: { rows: [...rows] }, law: 'gdpr', ...more })

/** Verifies and approves a request. */
export async function approved(lethe: TestCore, requestId: string): Promise<RequestSummary> {
  await answer(lethe, 'request.verify', { requestId })
  return answer(lethe, 'request.approve', { requestId })
}

export const show = (lethe: TestCore, requestId: string): Promise<RequestSummary> => answer(lethe, 'request.show', { requestId })

/** The kinds of entries the ledger has about a request, in order. */
export const kindsAbout = async (lethe: TestCore, requestId: string): Promise<string[]> => (await answer(lethe, 'request.timeline', { requestId })).map(({ kind }) => kind)
