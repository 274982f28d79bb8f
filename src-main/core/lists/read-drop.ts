import { DropList, type ListProblem } from '../../contract/list.ts'
import { CoreError } from '../base/core-error.ts'
import type { CsvRecord } from '../datasets/csv-records.ts'
import type { Refused } from './read-people.ts'

/** A line of a list of DROP: the work item that the answer names, and the hash of an identifier. */
export interface DropLine {
  readonly line: number
  readonly workItem: string
  readonly hash: string
}

const workItemId = /^[A-Za-z0-9]{12}$/
const base64Sha256 = /^[A-Za-z0-9+/]{43}=$/

/** Which list a file is by its name, "20260312_4821_Email.csv": DROP technical specifications 1.2.0, "File naming pattern". */
export function dropListOf(file: string, said: DropList | undefined): DropList {
  const [, type] = /_([A-Za-z]+)(?:_[A-Za-z0-9]{1,10})?\.csv$/i.exec(file) ?? []
  if (type?.toLowerCase() === 'removed') throw new CoreError('list/drop-removed', { file })
  const found = said ?? DropList.options.find(list => list.toLowerCase() === type?.toLowerCase())
  if (found === undefined) throw new CoreError('list/drop-list-unknown', { file })
  return found
}

/** The header line of a list of DROP is always the same; that of people who took their requests back names the list as well. */
export function refuseDropHeader(header: readonly string[], file: string): void {
  if (header.join(',') === 'ID,Hash,ListType') throw new CoreError('list/drop-removed', { file })
  if (header.join(',') !== 'ID,Hash') throw new CoreError('list/drop-header', { file })
}

const refuse = (column: string | null, problem: ListProblem): Refused => ({ column, problem })

/** A function from a record of such a list to its line, or to why it is refused. */
export function dropReader(): (record: CsvRecord) => DropLine | Refused {
  const seen = new Set<string>()
  return ({ cells, line, badQuote }) => {
    if (badQuote) return refuse(null, 'bad-quote')
    if (cells.length !== 2) return refuse(null, 'cell-count')
    const [workItem, hash] = cells.map(cell => cell.trim()) as [string, string]
    if (!workItemId.test(workItem)) return refuse('ID', 'not-a-work-item')
    if (!base64Sha256.test(hash)) return refuse('Hash', 'not-a-hash')
    if (seen.has(workItem)) return refuse('ID', 'work-item-repeated')
    seen.add(workItem)
    return { line, workItem, hash }
  }
}
