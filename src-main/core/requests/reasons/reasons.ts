import type { Reason, ReasonEffect } from '../../../contract/reason.ts'
import type { Law } from '../../../contract/shape.ts'
import { CoreError } from '../../base/core-error.ts'
import { laws } from '../laws/laws.ts'
import { ccpaReasons } from './ccpa.ts'
import { gdprReasons } from './gdpr.ts'
import type { LawReason } from './law-reason.ts'
import { ukGdprReasons } from './uk-gdpr.ts'

const ofLaw: { readonly [law in Law]: readonly LawReason[] } = { gdpr: gdprReasons, 'uk-gdpr': ukGdprReasons, ccpa: ccpaReasons }

/** With these a request goes on: a fee is asked for, nothing was found, or only others cannot be told. */
const goesOn: ReadonlySet<ReasonEffect> = new Set(['charge a fee', 'answer: not found', 'limits the notice to third parties, not the deletion'])

/** Every reason of a law, in the order of its list. */
export const reasonsOf = (law: Law): Reason[] =>
  ofLaw[law].map(reason => ({ ...reason, law, givenFor: reason.scope === 'record' ? 'keep' : goesOn.has(reason.effect) ? 'neither' : 'deny' }))

export const findReason = (law: Law, code: string): Reason | undefined => reasonsOf(law).find(reason => reason.code === code)

/** The reason rows may be kept for; throws where the law has none by this code that is decided for each row. */
export function reasonToKeep(law: Law, code: string): Reason {
  const reason = findReason(law, code)
  if (reason?.givenFor !== 'keep') throw new CoreError('request/keep-reason', { law: laws[law].name, reason: code, known: codesFor(law, 'keep') })
  return reason
}

/** The reason a request may be denied for; one for which rows are kept counts only where all of its rows are kept, some for this one. */
export function reasonToDeny(law: Law, code: string, keptAllFor: readonly string[]): Reason {
  const reason = findReason(law, code)
  if (reason !== undefined && (reason.givenFor === 'deny' || (reason.givenFor === 'keep' && keptAllFor.includes(code)))) return reason
  throw new CoreError('request/deny-reason', { law: laws[law].name, reason: code, known: [codesFor(law, 'deny'), ...keptAllFor].join(', ') })
}

const codesFor = (law: Law, use: Reason['givenFor']): string => reasonsOf(law).filter(({ givenFor }) => givenFor === use).map(({ code }) => code).join(', ')
