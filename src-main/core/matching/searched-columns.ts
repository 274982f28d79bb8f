import type { Column } from '../../contract/dataset.ts'

/** A column of a dataset where people are looked for, by its position. */
export interface SearchedColumn {
  readonly position: number
  readonly name: string
  readonly isSubject: boolean
  readonly isText: boolean
}

/** Where a person may be found: the subject column, and every column that is kept but never learned from and may hold an identifier. */
export const searchedColumns = (columns: readonly Column[]): SearchedColumn[] =>
  columns.flatMap(({ name, type, role }, position) =>
    (role === 'subject' || (role === 'ignored' && type !== 'number') ? [{ position, name, isSubject: role === 'subject', isText: type === 'text' }] : []))
