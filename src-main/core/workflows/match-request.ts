import type { Input } from '../../contract/api.ts'
import type { RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { keepPerson, keptPerson } from '../requests/kept-person.ts'
import { findRequest, putMatches, putPerson, requestSummary } from '../requests/request-table.ts'
import { makeMove, mayMove } from './make-move.ts'
import { findPerson, refusePending, stillThere } from './open-request.ts'
import type { Workspace } from './workspace.ts'

/**
 * Looks again for the person of a request in every dataset: for rows that came since, or by other identifiers. What was decided about
 * rows before is to be decided anew. The search is done before the transaction that is returned.
 */
export async function prepareToMatch(ws: Workspace, { requestId, identifiers }: Input<'request.match'>): Promise<(ws: Workspace) => RequestSummary> {
  const request = findRequest(ws.db, requestId)
  mayMove(ws, request, 'match')
  const kept = keptPerson(ws.db, requestId, () => ws.secret('sealing-key'))
  const wanted = identifiers ?? kept?.identifiers ?? []
  if (request.scope === 'rows' || wanted.length === 0) throw new CoreError('matching/nobody-known', { request: requestId })
  const { matches, person } = await findPerson(ws, wanted, undefined)
  return acting => {
    const { db, ledger, ports } = acting
    const there = stillThere(acting, matches)
    refusePending(acting, there, requestId)
    db.transaction(() => {
      makeMove(acting, findRequest(db, requestId), 'match')
      putMatches(db, requestId, there)
      if (identifiers !== undefined) {
        putPerson(db, requestId, person.hashes)
        keepPerson(db, requestId, { identifiers, answerTo: kept?.answerTo ?? null }, acting.secret('sealing-key'), ports.randomBytes)
      }
      ledger.append({ kind: 'request-matched', request: requestId, datasets: there.map(({ dataset }) => dataset.id), matched: there.reduce((sum, { rows }) => sum + rows.length, 0) })
    })()
    return requestSummary(findRequest(db, requestId))
  }
}
