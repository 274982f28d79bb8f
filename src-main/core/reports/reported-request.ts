import type { LetterKind } from '../../contract/letter.ts'
import type { NoticeCounts } from '../../contract/notice.ts'
import type { ErasureOutcome } from '../../contract/record.ts'
import type { SentLetter } from '../letters/letter-table.ts'
import type { ErasureRequest } from '../requests/request-table.ts'

/** A request as reports tell of it: nothing in it names a person. Days are those there where it is answered. */
export interface ReportedRequest {
  readonly request: ErasureRequest
  readonly receivedOn: string
  readonly timeZone: string
  /** Which answer it got or is owed; null while it goes on, and where it was withdrawn. */
  readonly answer: LetterKind | null
  readonly outcome: Pick<ErasureOutcome, 'data' | 'models' | 'residue'> | null
  readonly letters: readonly SentLetter[]
  readonly notices: NoticeCounts
  /** The last day on which someone who had the data was told; null where none was. */
  readonly lastNoticeOn: string | null
}

/** A table of a report: a title, what its numbers mean, a head, and lines. */
export interface ReportTable {
  readonly title: string
  readonly note: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Days from one to the other, as "2026-11-25". */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000)

/** The middle value, or the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
