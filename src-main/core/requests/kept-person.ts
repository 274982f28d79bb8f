import type { AnswerTo } from '../../contract/letter.ts'
import type { Identifier } from '../../contract/request.ts'
import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'
import type { RandomBytes } from '../ports.ts'

const ready = statementKeeper()

/** What a person is known by, and where the answer goes. It is kept sealed from the opening of their request until the answer was sent and every recipient told. */
export interface KeptPerson {
  readonly identifiers: readonly Identifier[]
  readonly answerTo: AnswerTo | null
}

/** Within a transaction: keeps this, sealed, in the place of what is kept for the request. Only ever inserted and deleted. */
export function keepPerson(db: Db, requestId: string, person: KeptPerson, key: Uint8Array, randomBytes: RandomBytes): void {
  forgetPerson(db, requestId)
  ready(db, `INSERT INTO request_identifier (request_id, sealed) VALUES (?, ?)`).run(requestId, seal(key, JSON.stringify(person), randomBytes))
}

/** The key is asked for only where something is kept. */
export function keptPerson(db: Db, requestId: string, key: () => Uint8Array): KeptPerson | undefined {
  const sealed = ready<[string], Buffer>(db, `SELECT sealed FROM request_identifier WHERE request_id = ?`).pluck().get(requestId)
  return sealed === undefined ? undefined : (JSON.parse(unseal(key(), sealed)) as KeptPerson)
}

/** Within a transaction: destroys it; true where something was kept. */
export const forgetPerson = (db: Db, requestId: string): boolean => ready(db, `DELETE FROM request_identifier WHERE request_id = ?`).run(requestId).changes > 0
