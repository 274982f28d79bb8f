import type { LedgerFacts } from '../../contract/ledger.ts'
import { hasEnded, owesNothing } from '../../contract/request.ts'
import { forgetLetters } from '../letters/letter-table.ts'
import { isSettled, noticesOf } from '../notices/notice-table.ts'
import { forgetPerson } from '../requests/kept-person.ts'
import { findRequest, type ErasureRequest } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** True once a request has ended, its answer was sent or none is owed, and everyone who had to be told was, or could not be. */
export const nothingIsOwed = ({ db }: Workspace, request: ErasureRequest): boolean => hasEnded(request) && owesNothing(request) && noticesOf(db, request.id).every(isSettled)

/**
 * Within a transaction: destroys what names the person, with the texts of their letters, as soon as nothing is owed, and returns the
 * entry that says so. To be called after whatever may have been the last thing.
 */
export function settleRequest(ws: Workspace, requestId: string): LedgerFacts[] {
  if (!nothingIsOwed(ws, findRequest(ws.db, requestId))) return []
  const person = forgetPerson(ws.db, requestId)
  const letters = forgetLetters(ws.db, requestId)
  return person || letters ? [{ kind: 'identifiers-destroyed', request: requestId }] : []
}
