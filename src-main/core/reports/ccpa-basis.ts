import { datasetsOf } from '../../contract/datasets-of.ts'
import { lawLetters } from '../letters/law-letters.ts'
import { findReason } from '../requests/reasons/reasons.ts'
import type { ReportedRequest } from './reported-request.ts'

/** The grounds of a denial that 11 CCR 7102(a)(2) lets a business tell apart. */
export const grounds = ['not verifiable', 'not made by a consumer', 'information exempt', 'other grounds'] as const
export type Ground = (typeof grounds)[number]

/** The codes of reasons for which a request was denied, or rows of it were kept. */
export const basisOf = ({ request, outcome }: Pick<ReportedRequest, 'request' | 'outcome'>): string[] =>
  [...new Set([...(request.reason === null ? [] : [request.reason]), ...(outcome === null ? [] : datasetsOf(outcome).flatMap(({ kept }) => kept.map(({ reason }) => reason)))])].sort()

/** The grounds of a denial in whole or in part; none where all was complied with. */
export function groundsOf(reported: ReportedRequest): Ground[] {
  if (reported.answer === 'unverified') return ['not verifiable']
  return [...new Set(basisOf(reported).map(groundOf))].sort()
}

function groundOf(code: string): Ground {
  if (lawLetters.ccpa.unverifiedReasons.includes(code)) return 'not verifiable'
  if (code === 'ccpa.140.not-consumer') return 'not made by a consumer'
  return findReason('ccpa', code)?.scope === 'record' ? 'information exempt' : 'other grounds'
}
