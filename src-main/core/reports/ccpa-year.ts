import { grounds, groundsOf } from './ccpa-basis.ts'
import { daysBetween, median, type ReportedRequest, type ReportTable } from './reported-request.ts'

const line = (metric: string, count: number | string) => [metric, String(count)]

/** The counts of one calendar year that 11 CCR 7102 asks for, of requests received in it, whenever they were answered. */
export function ccpaYear(requests: readonly ReportedRequest[], year: number): ReportTable {
  const that = (is: (one: ReportedRequest) => boolean) => requests.filter(is)
  const answered = that(({ request, answer }) => request.answeredOn !== null && answer !== null)
  const days = answered.map(({ request, receivedOn }) => daysBetween(receivedOn, request.answeredOn!))
  const complied = answered.filter(({ answer }) => answer === 'completed' || answer === 'completed-in-part' || answer === 'not-found')
  const denied = answered.filter(({ answer }) => answer === 'denied' || answer === 'unverified')
  const of = (answer: ReportedRequest['answer']) => answered.filter(one => one.answer === answer)
  const withGrounds = [...denied, ...of('completed-in-part')].map(groundsOf)
  return {
    title: `Requests to delete in ${year}`,
    note: `11 CCR § 7102(a). Requests received in the calendar year ${year}, whenever they were answered. Complied with: deleted in whole or in part, or nothing to delete was found. Days: calendar days from the day of receipt to that of the substantive response; a confirmation of receipt is none. The median of an even number is the mean of the two in the middle. Open requests are not in it. Requests to know, correct, limit or opt out are not handled here.`,
    head: ['Requests to delete', String(year)],
    rows: [
      line('Received', requests.length),
      line('Complied with in whole or in part', complied.length),
      line('  of these, in part', of('completed-in-part').length), line('  of these, nothing was found', of('not-found').length),
      line('Denied', denied.length),
      ...grounds.map(ground => line(`Denied in whole or in part: ${ground}`, withGrounds.filter(found => found.includes(ground)).length)),
      line('Withdrawn', that(({ request }) => request.state === 'withdrawn').length),
      line('Not answered yet', that(({ request }) => request.answeredOn === null && request.state !== 'withdrawn').length),
      line('Median number of days to the substantive response', median(days) ?? 'none was answered'),
    ],
  }
}
