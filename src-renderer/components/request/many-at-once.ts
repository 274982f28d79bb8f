import { hasEnded, type RequestSummary } from '../../../src-main/contract/request.ts'
import { stageOf } from './request-stage.ts'

/** What can be done with many requests at once. */
export type ManyStep = 'approve' | 'together' | 'extend'
export type LeftOut = 'notReady' | 'own' | 'notApproved' | 'held' | 'grace' | 'notExtendable' | 'nothing'

/** Of the ticked requests those a step can be taken with now, and of the others why not. */
export function sortOut(step: ManyStep, ticked: Iterable<RequestSummary>, { several, ownId, now }: { readonly several: boolean; readonly ownId: string | undefined; readonly now: number }) {
  const fit: RequestSummary[] = []
  const leftOut = new Map<LeftOut, RequestSummary[]>()
  for (const request of ticked) {
    const why = { approve: whyNotApprove, together: whyNotTogether, extend: whyNotExtend }[step](request, several, ownId, now)
    if (why === undefined) fit.push(request)
    else leftOut.set(why, [...(leftOut.get(why) ?? []), request])
  }
  return { fit, leftOut }
}

function whyNotApprove(request: RequestSummary, several: boolean, ownId: string | undefined): LeftOut | undefined {
  const stage = stageOf(request)
  if (stage !== 'approve' && (several || stage !== 'match')) return 'notReady'
  if (request.matchedRows === request.keptRows) return 'nothing'
  return several && request.openedBy === ownId ? 'own' : undefined
}

function whyNotTogether(request: RequestSummary, _several: boolean, _ownId: string | undefined, now: number): LeftOut | undefined {
  if (request.state !== 'approved' && request.state !== 'failed') return 'notApproved'
  if (request.holdBlocks) return 'held'
  return request.graceUntil !== null && Date.parse(request.graceUntil) > now ? 'grace' : undefined
}

const whyNotExtend = (request: RequestSummary): LeftOut | undefined => (hasEnded(request) || request.extendable === null ? 'notExtendable' : undefined)
