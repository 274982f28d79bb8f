import type { RefusedLine } from '../../contract/list.ts'
import { CoreError } from '../base/core-error.ts'
import type { CsvRecord } from '../datasets/csv-records.ts'
import { readCsv, type CsvFormat } from '../datasets/read-csv.ts'
import type { Run } from '../ports.ts'
import type { Refused } from './read-people.ts'

/** So many refused lines are told one by one; of more only how many. */
const mostTold = 1000

/** A longer list would not fit into memory together with what is found. */
const mostLines = 1_000_000

export interface ReadLines<L> {
  readonly rows: number
  readonly taken: readonly L[]
  readonly refused: number
  readonly refusedLines: readonly RefusedLine[]
}

/** Reads the lines of a list after its header; one that cannot be taken spoils no other. */
export async function readLines<L extends object>(file: string, format: CsvFormat, read: (record: CsvRecord) => L | Refused, run: Run): Promise<ReadLines<L>> {
  const taken: L[] = []
  const refusedLines: RefusedLine[] = []
  let [rows, refused, header] = [0, 0, true]
  await readCsv(file, format, record => {
    if (header) {
      header = false
      return
    }
    rows += 1
    if (rows > mostLines) throw new CoreError('list/too-many-lines', { most: mostLines })
    const line = read(record)
    if (!('problem' in line)) {
      taken.push(line)
      return
    }
    refused += 1
    if (refused <= mostTold) refusedLines.push({ line: record.line, column: line.column, problem: line.problem })
  }, run, 'read')
  return { rows, taken, refused, refusedLines }
}
