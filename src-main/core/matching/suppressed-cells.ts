import type { Column } from '../../contract/dataset.ts'
import type { Cell } from '../datasets/cell.ts'
import type { Db } from '../database/open-database.ts'
import { identifierHash, readPeople } from '../requests/suppression.ts'
import { eMailForm } from './e-mail-form.ts'
import { foldText } from './fold-text.ts'
import { phoneForm } from './phone-form.ts'
import { searchedColumns } from './searched-columns.ts'

/**
 * A function from the cells of a row to the position of one that names somebody on the list of erased people, or -1; undefined where the
 * list names nobody. The subject column is compared in every way an identifier may have been given, the columns that are kept and not
 * learned from as e-mail addresses and telephone numbers.
 */
export function suppressedCells(db: Db, key: Uint8Array, columns: readonly Column[], country: string | null): ((cells: readonly Cell[]) => number) | undefined {
  const people = readPeople(db)
  if (people.size === 0) return undefined
  const searched = searchedColumns(columns)
  const isOn = (kind: string, form: string | undefined) => form !== undefined && people.has(identifierHash(key, { kind, form }).toString('latin1'))
  const names = (text: string, isSubject: boolean) =>
    (isSubject && (isOn('exact', text) || isOn('any-case', foldText(text)))) || (text.includes('@') && isOn('e-mail', eMailForm(text))) || isOn('phone', phoneForm(text, country))
  return cells => searched.find(({ position, isSubject }) => {
    const cell = cells[position] ?? null
    return cell !== null && names(String(cell), isSubject)
  })?.position ?? -1
}
