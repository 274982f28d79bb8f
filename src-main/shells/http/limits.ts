/** What one server allows; tests set single ones lower. Times in milliseconds. */
export interface Limits {
  /** A call that names rows by number: ten million of them have some 80 MB. */
  readonly rowListBytes: number
  /** Any other call: the longest has 20 conditions of 10,000 characters, each six bytes long where it is escaped. */
  readonly callBytes: number
  readonly connections: number
  /** Until the head of a request is here whole. */
  readonly headMs: number
  /** Until the content of a call is here whole. */
  readonly callMs: number
  /** The longest a file that is being sent may pause. */
  readonly pauseMs: number
  /** How long content is still read and dropped after its request was refused, so that the answer reaches a browser that is sending. */
  readonly lingerMs: number
  readonly ticketMs: number
  /** So many wrong tickets in a row, and none is accepted for `wrongTicketsPauseMs`. */
  readonly wrongTickets: number
  readonly wrongTicketsPauseMs: number
  /** Pages and tickets remembered; the longest unseen are forgotten. */
  readonly pages: number
  /** Browsers open six connections to one server, so that of many pages only some may listen. */
  readonly streams: number
  readonly heartbeatMs: number
  /** What a page may leave unread of its events before its stream is cut: it then reads everything anew. */
  readonly streamBytes: number
  readonly filesPerPage: number
  /** After so long without a sign of a page its files are deleted. */
  readonly pageGoneMs: number
  /** Free disk space that files of pages leave to everything else. */
  readonly reserveBytes: number
}

const mebibyte = 1024 * 1024

export const usualLimits: Limits = {
  rowListBytes: 128 * mebibyte, callBytes: 4 * mebibyte, connections: 64, headMs: 10_000, callMs: 60_000, pauseMs: 60_000, lingerMs: 5000,
  ticketMs: 10 * 60_000, wrongTickets: 10, wrongTicketsPauseMs: 30_000, pages: 64, streams: 4, heartbeatMs: 15_000, streamBytes: mebibyte,
  filesPerPage: 20, pageGoneMs: 30 * 60_000, reserveBytes: 64 * mebibyte,
}
