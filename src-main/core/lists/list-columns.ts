import type { ListColumns } from '../../contract/list.ts'
import type { Identifier } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { nearest } from '../base/nearest.ts'
import { foldText } from '../matching/fold-text.ts'

const longestName = 200

/** Header lines that two columns share, or that are no header, are refused. */
export function refuseHeader(header: readonly string[]): void {
  const known = new Set<string>()
  for (const name of header) {
    if (name.length > longestName) throw new CoreError('list/name-too-long', { most: longestName })
    const folded = foldText(name)
    if (name !== '' && known.has(folded)) throw new CoreError('list/column-repeated', { column: name })
    known.add(folded)
  }
}

/** Throws where columns are named that the list does not have, or one is given two uses. */
export function refuseColumns({ identifiers, ...others }: ListColumns, header: readonly string[]): void {
  const used = new Set<string>()
  for (const column of [...identifiers.map(one => one.column), ...Object.values(others)]) {
    if (!header.includes(column)) throw new CoreError('list/unknown-column', { column: column.slice(0, longestName), near: nearest(column, header) })
    if (used.has(column)) throw new CoreError('list/column-two-uses', { column })
    used.add(column)
  }
}

type Use = keyof Omit<ListColumns, 'identifiers'>

/** Names that columns of such lists go by, without capitals, blanks and marks. */
const identifierNames: readonly (readonly [Identifier['kind'], RegExp])[] = [
  ['e-mail', /^(e?mail|emailaddress|mailaddress)$/], ['phone', /^(phone|phonenumber|telephone|telephonenumber|tel|mobile|mobilenumber|cell)$/],
  ['exact', /^(id|identifier|personid|customerid|customernumber|customerno|userid|memberid|patientid|subject|subjectid|accountid|accountnumber)$/],
]
const useNames: readonly (readonly [Use, RegExp])[] = [
  ['law', /^law$/], ['received', /^(received|receivedat|receivedon|date|dateofrequest|requestdate)$/], ['channel', /^(channel|receivedby|medium)$/],
  ['name', /^(name|fullname|person)$/], ['contact', /^(contact|address|postaladdress|answerto|replyto)$/],
]

const bare = (name: string): string => foldText(name).replaceAll(/[\s_\-.]/g, '')

/** What the columns of a list mean by their names, as far as those tell; `subjects`: names of columns that hold the identifier of a person in a dataset here. */
export function guessColumns(header: readonly string[], subjects: ReadonlySet<string>): ListColumns | undefined {
  const identifiers = header.flatMap(column => {
    const kind = subjects.has(column) ? 'exact' : identifierNames.find(([, pattern]) => pattern.test(bare(column)))?.[0]
    return kind === undefined ? [] : [{ column, kind }]
  })
  if (identifiers.length === 0) return undefined
  const left = header.filter(column => !identifiers.some(one => one.column === column))
  const uses = useNames.flatMap(([use, pattern]) => {
    const column = left.find(name => pattern.test(bare(name)))
    return column === undefined ? [] : [[use, column] as const]
  })
  return { identifiers, ...Object.fromEntries(uses) }
}
