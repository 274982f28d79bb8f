import type { LedgerFacts } from '../../contract/ledger.ts'
import type { ListReport } from '../../contract/list.ts'
import type { AskedBy, Channel, Identifier, Law } from '../../contract/request.ts'
import type { AnswerTo } from '../../contract/letter.ts'
import { countPeople, missingRows } from '../datasets/row-table.ts'
import type { DatasetMatches } from '../matching/find-everywhere.ts'
import { personFinder } from '../matching/same-person.ts'
import { pendingRowsOf, type RowsOf } from '../requests/request-table.ts'
import { suppressedPeople } from '../requests/suppression.ts'
import type { Db } from '../database/open-database.ts'
import type { Became } from './list-table.ts'

/** Somebody of a list, by the number they were looked for under. */
export interface Candidate {
  readonly lines: readonly { readonly line: number; readonly workItem: string | null }[]
  /** What they are known by, and where they are answered; null where a list names nobody. */
  readonly person: { readonly identifiers: readonly Identifier[]; readonly answerTo: AnswerTo | null } | null
  readonly hashes: readonly Buffer[]
  readonly law: Law
  readonly receivedAt: Date
  readonly channel: Channel
  readonly askedBy: AskedBy
}

/** What becomes of somebody of a list. */
export interface Settled {
  readonly candidate: Candidate
  readonly became: Became
  /** The rows of a new request. */
  readonly matches: readonly RowsOf[]
  /** The open request that is about them already. */
  readonly openRequest: string | null
  readonly erasedBefore: boolean
  /** Rows that another request is erasing already. */
  readonly rowsPending: number
}

/** Decides for everybody of a list, in its order, whether a request is opened and about which rows: none that another open request is about, or an earlier one of the list. */
export function settle(db: Db, candidates: readonly Candidate[], found: readonly DatasetMatches[], { tellsShared }: { readonly tellsShared: boolean }): Settled[] {
  const isSuppressed = suppressedPeople(db)
  const openOf = personFinder(db)
  const datasets = found.map(({ dataset, rows }) => {
    const gone = new Set(missingRows(db, dataset, [...new Set([...rows.values()].flat())]))
    return { dataset, gone, rows, taken: new Map<number, string | null>(pendingRowsOf(db, dataset.id)) }
  })
  return candidates.map((candidate, who): Settled => {
    const erasedBefore = candidate.hashes.some(isSuppressed)
    const common = { candidate, erasedBefore, rowsPending: 0, matches: [], openRequest: null }
    const [openRequest] = openOf(candidate.hashes)
    if (openRequest !== undefined) return { ...common, became: 'duplicate', openRequest }
    const matched = datasets.map(of => ({ of, rows: (of.rows.get(who) ?? []).filter(row => !of.gone.has(row)) })).filter(({ rows }) => rows.length > 0)
    if (matched.length === 0) return { ...common, became: 'not-found' }
    if (tellsShared && matched.some(({ of, rows }) => rows.length > 1 && hasSubject(of.dataset) && countPeople(db, of.dataset, rows) > 1)) return { ...common, became: 'shared' }
    const matches = matched.map(({ of, rows }) => ({ dataset: of.dataset, rows: rows.filter(row => !of.taken.has(row)) })).filter(({ rows }) => rows.length > 0)
    const rowsPending = matched.reduce((sum, { rows }) => sum + rows.length, 0) - matches.reduce((sum, { rows }) => sum + rows.length, 0)
    if (matches.length === 0) {
      const holder = matched.flatMap(({ of, rows }) => rows.map(row => of.taken.get(row) ?? null)).find(id => id !== null) ?? null
      return { ...common, became: 'duplicate', openRequest: holder, rowsPending }
    }
    for (const { of, rows } of matched) for (const row of rows) if (!of.taken.has(row)) of.taken.set(row, null)
    return { ...common, became: 'opened', matches, rowsPending }
  })
}

const hasSubject = ({ columns }: DatasetMatches['dataset']): boolean => columns.some(({ role }) => role === 'subject')

type Counts = Pick<ListReport, 'opened' | 'matchedRows' | 'duplicates' | 'duplicatesOpen' | 'notFound' | 'erasedBefore' | 'rowsPending' | 'shared'>

/** The lines of a list by what becomes of them. `opensNotFound`: whoever is not found is owed an answer as well. */
export function countSettled(settled: readonly Settled[], opensNotFound: boolean): Counts {
  const lines = (some: (one: Settled) => boolean) => settled.reduce((sum, one) => (some(one) ? sum + one.candidate.lines.length : sum), 0)
  const people = (some: (one: Settled) => boolean) => settled.reduce((sum, one) => (some(one) ? sum + 1 : sum), 0)
  return {
    opened: people(one => isOpened(one, opensNotFound)), matchedRows: settled.reduce((sum, { matches }) => sum + matches.reduce((all, { rows }) => all + rows.length, 0), 0),
    duplicates: settled.reduce((sum, { candidate }) => sum + candidate.lines.length - 1, 0), duplicatesOpen: people(({ became }) => became === 'duplicate'),
    notFound: people(({ became }) => became === 'not-found'), erasedBefore: people(({ became, erasedBefore }) => became === 'not-found' && erasedBefore),
    rowsPending: lines(({ rowsPending }) => rowsPending > 0), shared: people(({ became }) => became === 'shared'),
  }
}

export const isOpened = ({ became }: Settled, opensNotFound: boolean): boolean => became === 'opened' || (opensNotFound && became === 'not-found')

export const loadedFacts = (list: string, rows: number, counts: Counts, refused: number): Extract<LedgerFacts, { kind: 'list-loaded' }> =>
  ({ kind: 'list-loaded', list, rows, opened: counts.opened, duplicates: counts.duplicates + counts.duplicatesOpen, notFound: counts.notFound, refused })
