import { isAnswer, type LetterKind, type LetterSummary } from '../../contract/letter.ts'
import { hasEnded, type RequestState } from '../../contract/request.ts'
import type { ErasureRequest } from '../requests/request-table.ts'
import type { SentLetter } from './letter-table.ts'
import { lawLetters } from './law-letters.ts'

const notVerified: readonly RequestState[] = ['received', 'awaiting-verification']

/** Which letter answers a request as it ended; null while it has not, and of one that was withdrawn. */
export function answerOf({ state, law, reason, steps }: Pick<ErasureRequest, 'state' | 'law' | 'reason' | 'steps'>): LetterKind | null {
  const { unverifiedReasons, hidesWhoIsThere } = lawLetters[law]
  switch (state) {
    case 'completed': case 'completed-in-part': return state
    case 'expired-unverified': return 'unverified'
    case 'denied': return reason !== null && unverifiedReasons.includes(reason) ? 'unverified' : 'denied'
    case 'not-found': return hidesWhoIsThere && !steps.some(({ step }) => step === 'verified') ? 'unverified' : 'not-found'
    default: return null
  }
}

/** The letters of a request: what was sent, what is owed, what may be sent. */
export function lettersOf(request: ErasureRequest, sent: readonly SentLetter[], saved: readonly LetterKind[]): LetterSummary[] {
  const sentOn = new Map(sent.map(letter => [letter.kind, letter.sentOn]))
  const ended = hasEnded(request)
  const answer = answerOf(request)
  const found: LetterSummary[] = []
  const add = (kind: LetterKind, state: 'owed' | 'possible', dueAt: string | null) => {
    const on = sentOn.get(kind) ?? null
    found.push({ kind, answer: isAnswer(kind), state: on === null ? state : 'sent', dueAt, sentOn: on, saved: saved.includes(kind) })
  }
  const acknowledged = request.steps.some(({ step }) => step === 'acknowledged')
  // Not needed where it was granted or denied already (11 CCR 7021(a)).
  if (sentOn.has('acknowledgement') || (!acknowledged && !ended)) add('acknowledgement', lawLetters[request.law].mustAcknowledge ? 'owed' : 'possible', request.acknowledgeBy)
  if (sentOn.has('identity-needed') || (!ended && notVerified.includes(request.state))) add('identity-needed', request.state === 'awaiting-verification' ? 'owed' : 'possible', null)
  if (sentOn.has('extension') || (request.extension !== null && !ended)) add('extension', 'owed', request.extension?.firstDueAt ?? null)
  if (answer !== null) add(answer, 'owed', request.dueAt)
  return found
}
