import { hasEnded, owesNothing, type RequestState, type RequestSummary } from '../../../src-main/contract/request.ts'

/** What a request waits for: the columns of the board, in their order. */
export const stages = ['verify', 'match', 'approve', 'erase', 'answer', 'done'] as const
export type Stage = (typeof stages)[number]

/** The states of each stage; of those that ended, what still owes its answer is at 'answer'. */
export const statesAt: { readonly [stage in Exclude<Stage, 'answer' | 'done'>]: readonly RequestState[] } = {
  verify: ['received', 'awaiting-verification'], match: ['verified', 'matching'], approve: ['awaiting-approval'], erase: ['approved', 'executing', 'verifying', 'failed'],
}

export function stageOf(request: Pick<RequestSummary, 'state' | 'answeredOn'>): Stage {
  if (hasEnded(request)) return owesNothing(request) ? 'done' : 'answer'
  return (['verify', 'match', 'approve', 'erase'] as const).find(stage => statesAt[stage].includes(request.state)) ?? 'erase'
}

/** Its rows are there to be looked at and decided until the erasure begins. */
export const isBefore = ({ state }: Pick<RequestSummary, 'state'>): boolean => !hasEnded({ state }) && state !== 'executing' && state !== 'verifying'

/** Each match can be decided once the identity is verified, until it is approved; then rows under a hold can still be kept. */
export const isUndecided = ({ state, holdBlocks }: Pick<RequestSummary, 'state' | 'holdBlocks'>): boolean => ['verified', 'matching', 'awaiting-approval'].includes(state) || (holdBlocks && (state === 'approved' || state === 'failed'))

/** True where it is about rows of this dataset. */
export const isAbout = (request: Pick<RequestSummary, 'datasets'>, datasetId: string | undefined): boolean => request.datasets.some(one => one.datasetId === datasetId)
