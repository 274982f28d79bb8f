import type { LetterKind } from '../../contract/letter.ts'
import type { Channel } from '../../contract/request.ts'
import { findReason } from '../requests/reasons/reasons.ts'
import { basisOf } from './ccpa-basis.ts'
import { daysBetween, type ReportedRequest, type ReportTable } from './reported-request.ts'

/** The record of requests that 11 CCR 7101 asks for, a line a request. */
export const ccpaLog = (requests: readonly ReportedRequest[], today: string): ReportTable => ({
  title: 'Record of requests to delete', note: '11 CCR § 7101(b). To be kept for at least 24 months, counted here from the response. To be used for nothing but reviewing and changing how requests are handled (7101(d)).',
  head: ['Request', 'Date of request', 'Nature of request', 'Manner', 'Made by', 'Date of response', 'Nature of response', 'Basis of a denial', 'Days', 'Due', 'In time', 'Extended', 'Keep until'],
  rows: requests.map(reported => {
    const { request, receivedOn } = reported
    const { answeredOn, dueAt } = request
    const due = dueAt.slice(0, 10)
    return [
      request.id, receivedOn, 'delete', channelWords[request.channel], request.askedBy === 'agent' ? 'authorised agent' : 'consumer', answeredOn ?? '', responseOf(reported), basisText(reported),
      answeredOn === null ? '' : String(daysBetween(receivedOn, answeredOn)), due,
      request.state === 'withdrawn' ? '' : (answeredOn ?? today) <= due ? (answeredOn === null ? 'not due yet' : 'yes') : 'no',
      request.extension === null ? 'no' : 'yes', answeredOn === null ? '' : monthsAfter(answeredOn, 24),
    ]
  }),
})

const responses: { readonly [kind in LetterKind]?: string } = {
  completed: 'deleted', 'completed-in-part': 'deleted in part', denied: 'denied', 'not-found': 'nothing found', unverified: 'denied: identity not verified',
}

/** What came of it; what is not answered yet is said to be so. */
export function responseOf({ request, answer }: Pick<ReportedRequest, 'request' | 'answer'>): string {
  if (request.state === 'withdrawn') return 'withdrawn'
  if (answer === null) return 'open'
  return `${responses[answer]!}${request.answeredOn === null ? ', not answered yet' : ''}`
}

const basisText = (reported: ReportedRequest): string => basisOf(reported).map(code => findReason(reported.request.law, code)?.article ?? code).join('; ')

export const channelWords: { readonly [channel in Channel]: string } = {
  letter: 'letter', 'e-mail': 'e-mail', 'web-form': 'web form', phone: 'telephone', 'in-person': 'in person', list: 'list', drop: 'DROP', other: 'other',
}

/** The same date so many months on, else that month's last day. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const total = year * 12 + month - 1 + months
  const last = new Date(Date.UTC(Math.floor(total / 12), (total % 12) + 1, 0)).getUTCDate()
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`
}
