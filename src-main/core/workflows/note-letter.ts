import type { Input } from '../../contract/api.ts'
import { isAnswer, type LetterSummary } from '../../contract/letter.ts'
import { CoreError } from '../base/core-error.ts'
import { noteLetter, saveLetter, setAnswered } from '../letters/letter-table.ts'
import { notFrom, restingStates } from '../requests/moves.ts'
import { findRequest } from '../requests/request-table.ts'
import { noteEvent } from './note-event.ts'
import { settleRequest } from './settle-request.ts'
import { dayFor, todayFor } from './today.ts'
import type { Workspace } from './workspace.ts'
import { draftLetter, letterOf, listLetters } from './write-letters.ts'

/**
 * Notes that the person was sent a letter, and when. Its text as it was then stays, sealed, until nothing is owed any more; an answer
 * may be what was owed last. A confirmation of receipt, or asking who they are, is a day that a deadline may depend on.
 */
export function noteLetterSent(ws: Workspace, { requestId, kind, on: given }: Input<'letter.sent'>): LetterSummary[] {
  const { db, ports } = ws
  const request = findRequest(db, requestId)
  const letter = letterOf(ws, request, kind)
  if (letter.sentOn !== null) throw new CoreError('letter/already-sent', { request: requestId, kind, on: letter.sentOn })
  // While it is carried out its record is being made.
  if (!isAnswer(kind) && !restingStates.includes(request.state)) throw notFrom(request, restingStates)
  const first = dayFor(ws, request, isAnswer(kind) ? request.endedAt! : kind === 'extension' ? request.extension!.at : request.receivedAt)
  const today = todayFor(ws, request)
  const on = given ?? today
  if (on > today) throw new CoreError('letter/sent-later', { request: requestId, kind })
  if (on < first) throw new CoreError('letter/sent-too-early', { request: requestId, kind, day: first })
  const { text, facts } = draftLetter(ws, { requestId, kind })
  saveLetter(db, requestId, kind, text, ws.secret('sealing-key'), ports.randomBytes)
  noteLetter(db, requestId, { kind, sentOn: on, facts: facts.filter(({ met }) => met).map(({ fact }) => fact) }, ws.actor)
  if (isAnswer(kind)) setAnswered(db, requestId, on)
  if (kind === 'acknowledgement' || kind === 'identity-needed') noteEvent(ws, { requestId, what: kind === 'acknowledgement' ? 'acknowledged' : 'identity-asked', on })
  else ws.ledger.append({ kind: 'answer-sent', request: requestId, letter: kind, on }, ...settleRequest(ws, requestId))
  return listLetters(ws, { requestId })
}
