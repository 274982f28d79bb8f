import { CoreError } from '../base/core-error.ts'
import { cellKind } from './cell.ts'

/** SQLite's own limit on columns, less the two every row table has. */
const mostColumns = 1_998
const mostCharacters = 500

/** The names of a file's columns: from its first record, or as given for a file without a header; refuses what cannot be names. */
export function columnNames(firstRecord: readonly string[], given: readonly string[] | undefined): string[] {
  if (firstRecord.length > mostColumns) throw new CoreError('import/too-many-columns', { found: firstRecord.length, most: mostColumns })
  if (given !== undefined && given.length !== firstRecord.length) throw new CoreError('import/column-names-count', { given: given.length, found: firstRecord.length })
  const names = (given ?? firstRecord).map(oneLine)
  if (given === undefined) refuseData(names)
  const places = new Map<string, number>()
  names.forEach((name, k) => {
    if (isInvisible(name)) throw new CoreError('import/column-name-empty', { column: k + 1 })
    if (name.length > mostCharacters) throw new CoreError('import/column-name-too-long', { column: k + 1, most: mostCharacters })
    const earlier = places.get(fold(name))
    if (earlier !== undefined) throw new CoreError('import/column-name-repeated', { first: earlier + 1, second: k + 1 })
    places.set(fold(name), k)
  })
  return names
}

/** A name on one line: line breaks and other control characters become a blank. */
const oneLine = (name: string) => name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

const isInvisible = (name: string) => name.replaceAll(/[\p{C}\p{Z}]/gu, '') === ''

const fold = (name: string) => name.normalize('NFC').toLowerCase()

/** A first record with a number in it is data: nobody calls a column 39. */
function refuseData(names: readonly string[]): void {
  const number = names.findIndex(name => ['integer', 'number', 'digits'].includes(cellKind(name)))
  if (number !== -1) throw new CoreError('import/looks-headerless', { column: number + 1, why: 'number' })
}

/**
 * A header's names are not values of their own columns; where half of them or more are, the first line is data. A record
 * that repeats the whole header, as in files put together from several, does not count.
 */
export function recurringNames(names: readonly string[]): { look(cells: readonly string[]): void; refuse(): void } {
  const recurs = names.map(() => false)
  return {
    look(cells) {
      let same = 0
      for (let k = 0; k < names.length; k += 1) if (cells[k] === names[k]) same += 1
      if (same === 0 || (same === names.length && same > 1)) return
      for (let k = 0; k < names.length; k += 1) if (cells[k] === names[k]) recurs[k] = true
    },
    refuse() {
      if (recurs.filter(Boolean).length * 2 < names.length) return
      throw new CoreError('import/looks-headerless', { column: recurs.indexOf(true) + 1, why: 'recurs' })
    },
  }
}
