/**
 * A law as data: its periods in a small closed vocabulary, its readings as changes to them. Another law is another file and a line
 * in laws.ts; what is counted from these is in deadlines.ts.
 */

/**
 * What makes a day no working day. public: throughout the country (California: in both lists); regional: in the calendar's region;
 * local: in parts of it; equated: a working day that a statute on time limits treats as a holiday; statute-only: in the list of
 * Gov. Code 6700 while offices stay open; offices-only: offices close, but the statute does not list it.
 */
export type HolidayKind = 'public' | 'regional' | 'local' | 'equated' | 'statute-only' | 'offices-only'

export interface Period {
  readonly amount: number
  /** month: the same date so many months on, else that month's last day. business-day: the first is the one after the start. */
  readonly unit: 'month' | 'day' | 'business-day'
}

export interface Terms {
  /** Kinds of holidays that count. */
  readonly counts: readonly HolidayKind[]
  /** ISO weekdays that are no working days: 6 is Saturday, 7 Sunday. */
  readonly weekend: readonly number[]
  /** receipt: the day of receipt. latest: the last of receipt, identity information and fee. */
  readonly start: 'receipt' | 'latest'
  /** Whether a period in months or days begins on the day after the start, or with it. */
  readonly firstDay: 'next-day' | 'same-day'
  /** identity: the days from asking for identity information to its arrival are added. */
  readonly pause: 'none' | 'identity'
  readonly answer: Period
  /** Whether a last day that is no working day becomes the next working day. */
  readonly answerRollsOver: boolean
  readonly acknowledge: Period | null
  /** total: from the start. added: from the first due date. The earlier: of the two. */
  readonly extension: { readonly total: Period; readonly added: Period | null; readonly counted: 'total' | 'added' | 'earlier' } | null
  readonly extensionRollsOver: boolean
  /** The notice of an extension is due by the end of the answer's period; whether that end rolls over for it. */
  readonly noticeRollsOver: boolean
  /** Acknowledging a complaint, which is no request, for those received from this day on. */
  readonly complaint: { readonly acknowledge: Period; readonly since: string } | null
  /** How long the record of a request is to be kept. */
  readonly keepRecord: { readonly period: Period; readonly from: 'response' | 'receipt' } | null
}

export interface Choice {
  readonly choice: string
  readonly about: string
  readonly terms: Partial<Omit<Terms, 'counts'>>
  /** Kinds of holidays that count besides. */
  readonly alsoCounts?: readonly HolidayKind[]
}

/** A question the law leaves open. The first choice is the cautious one, and holds until another is chosen. */
export interface Reading {
  /** Begins with the law's id, so that no two laws share one. */
  readonly reading: string
  readonly about: string
  readonly source: string
  readonly choices: readonly [Choice, ...Choice[]]
}

export interface LawRules<Id extends string = string> {
  readonly id: Id
  readonly name: string
  /** Changes with every change of what is counted. */
  readonly version: string
  /** The day the sources were last read. */
  readonly checkedOn: string
  /** Ids of the calendars whose holidays can count. */
  readonly calendars: readonly string[]
  readonly terms: Terms
  readonly rules: readonly { readonly about: 'answer' | 'acknowledge' | 'extension' | 'complaint' | 'record'; readonly words: string; readonly source: string }[]
  readonly readings: readonly Reading[]
  /** Why an answer may take longer; nothing else may be given as the reason. */
  readonly extensionReasons: readonly { readonly reason: string; readonly words: string }[]
}
