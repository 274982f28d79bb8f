import { CoreError } from '../base/core-error.ts'
import { cellKind } from './cell.ts'

/** SQLite's own limit on columns, less the two every row table has. */
const mostColumns = 1_998

/** The names of a file's columns: from its first record, or as given for a file without a header; refuses what cannot be names. */
export function columnNames(firstRecord: readonly string[], given: readonly string[] | undefined): string[] {
  if (firstRecord.length > mostColumns) throw new CoreError('import/too-many-columns', { found: firstRecord.length, most: mostColumns })
  if (given !== undefined && given.length !== firstRecord.length) throw new CoreError('import/column-names-count', { given: given.length, found: firstRecord.length })
  const names = (given ?? firstRecord).map(name => name.trim())
  if (given === undefined) refuseData(names)
  names.forEach((name, k) => {
    if (name === '') throw new CoreError('import/column-name-empty', { column: k + 1 })
    const earlier = names.findIndex(other => fold(other) === fold(name))
    if (earlier < k) throw new CoreError('import/column-name-repeated', { first: earlier + 1, second: k + 1, name })
  })
  return names
}

const fold = (name: string) => name.normalize('NFC').toLowerCase()

/** A first record with a number in it, or mostly empty, is data: nobody calls a column 39. */
function refuseData(names: readonly string[]): void {
  const number = names.findIndex(name => ['integer', 'number', 'digits'].includes(cellKind(name)))
  if (number !== -1) throw new CoreError('import/looks-headerless', { column: number + 1, why: 'number' })
}
