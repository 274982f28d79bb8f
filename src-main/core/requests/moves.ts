import type { ApiName } from '../../contract/api.ts'
import { hasEnded, isCarriedOut, type RequestState } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'

/** What must hold for a move besides its state; checked where it is made, in workflows/make-move.ts. */
export type Guard = keyof typeof guardWords

export const guardWords = {
  'how-it-was-verified': 'says how, in a way that is possible here',
  verified: 'the identity is verified',
  'rows-to-erase': 'at least one row is to be erased',
  'someone-else': 'by someone else than opened it, where two or more work here',
  'nothing-matched': 'no row matched',
  'reason-of-the-law': 'for a reason of its law',
  'while-it-can-be-undone': 'until the time to take it back is over',
  'asked-and-time-is-up': 'the person was asked who they are, nothing came, and the time is up',
  approved: 'verified and approved',
  'grace-is-over': 'the time to take the approval back is over',
  'no-hold': 'nothing to be erased is under a legal hold',
  'no-trace': 'no trace of the rows is left in a file',
} as const

export interface Move {
  /** None: the request comes into being. */
  readonly from: readonly RequestState[]
  readonly to: RequestState
  readonly guards: readonly Guard[]
  /** The call that makes it; null: the engine does, in the course of an erasure. */
  readonly call: ApiName | null
}

const open = ['received', 'awaiting-verification', 'verified', 'matching', 'awaiting-approval', 'approved', 'failed'] as const satisfies readonly RequestState[]
const unapproved = ['received', 'awaiting-verification', 'verified', 'matching', 'awaiting-approval'] as const satisfies readonly RequestState[]
const move = <const M extends Move>(one: M): M => one

/** Every way a request changes its state. Whoever looks for a way finds it here and nowhere else; steps that have nothing to do are passed over. */
export const moves = {
  open: move({ from: [], to: 'received', guards: [], call: 'request.open' }),
  'ask-identity': move({ from: ['received', 'awaiting-verification'], to: 'awaiting-verification', guards: [], call: 'request.ask-identity' }),
  verify: move({ from: ['received', 'awaiting-verification'], to: 'verified', guards: ['how-it-was-verified'], call: 'request.verify' }),
  match: move({ from: ['verified', 'matching', 'awaiting-approval'], to: 'matching', guards: ['verified'], call: 'request.match' }),
  decide: move({ from: ['verified', 'matching', 'awaiting-approval'], to: 'matching', guards: ['verified', 'reason-of-the-law'], call: 'request.decide' }),
  submit: move({ from: ['verified', 'matching'], to: 'awaiting-approval', guards: ['verified', 'rows-to-erase'], call: 'request.submit' }),
  approve: move({ from: ['verified', 'matching', 'awaiting-approval'], to: 'approved', guards: ['verified', 'rows-to-erase', 'someone-else'], call: 'request.approve' }),
  'undo-approval': move({ from: ['approved', 'failed'], to: 'awaiting-approval', guards: ['while-it-can-be-undone'], call: 'request.undo-approval' }),
  'keep-held': move({ from: ['approved', 'failed'], to: 'matching', guards: ['reason-of-the-law'], call: 'request.decide' }),
  begin: move({ from: ['approved', 'failed'], to: 'executing', guards: ['approved', 'rows-to-erase', 'grace-is-over', 'no-hold'], call: 'erasure.run' }),
  'step-back': move({ from: ['executing'], to: 'approved', guards: [], call: null }),
  fail: move({ from: ['executing'], to: 'failed', guards: [], call: null }),
  adopt: move({ from: ['executing'], to: 'verifying', guards: ['approved', 'no-hold'], call: null }),
  complete: move({ from: ['verifying'], to: 'completed', guards: ['no-trace'], call: null }),
  'complete-in-part': move({ from: ['verifying'], to: 'completed-in-part', guards: ['no-trace'], call: null }),
  deny: move({ from: open, to: 'denied', guards: ['reason-of-the-law', 'someone-else'], call: 'request.deny' }),
  withdraw: move({ from: open, to: 'withdrawn', guards: [], call: 'request.withdraw' }),
  'close-not-found': move({ from: unapproved, to: 'not-found', guards: ['nothing-matched'], call: 'request.close-not-found' }),
  expire: move({ from: ['awaiting-verification'], to: 'expired-unverified', guards: ['asked-and-time-is-up'], call: 'request.expire' }),
}
export type MoveName = keyof typeof moves

/** What lies between opening and execution, or may begin it again: open in the sense that the rows are there and nothing is under way. */
export const restingStates: readonly RequestState[] = open

interface Moved {
  readonly id: string
  readonly state: RequestState
}

/** The state a move leads to; throws where the request is in none it starts from. */
export function stateAfter(request: Moved, name: MoveName): RequestState {
  const { from, to } = moves[name] as Move
  if (!from.includes(request.state)) throw notFrom(request, from)
  return to
}

/** Why a request in this state cannot do what needs one of those. */
export function notFrom({ id, state }: Moved, wanted: readonly RequestState[]): CoreError {
  if (isCarriedOut({ state })) return new CoreError('request/already-completed', { request: id })
  if (hasEnded({ state })) return new CoreError('request/ended', { request: id, state })
  return new CoreError('request/wrong-state', { request: id, state, wanted: inWords(wanted) })
}

const inWords = (states: readonly RequestState[]): string => (states.length === 1 ? states[0]! : `${states.slice(0, -1).join(', ')} or ${states.at(-1)}`)
