import type { RowPage } from '../../contract/dataset.ts'
import type { Cell } from './cell.ts'

/** Characters (UTF-16 code units) of a text that a page shows. */
const mostShown = 1000

/** Rows as a page shows them: long texts cut, and said to be. */
export function pageRows(found: readonly (readonly [row: number, ...cells: Cell[]])[], pending: ReadonlyMap<number, 'named' | 'restricted'>): RowPage['rows'] {
  return found.map(([row, ...cells]) => {
    const cut: number[] = []
    const shown = cells.map((cell, position) => {
      if (typeof cell !== 'string' || cell.length <= mostShown) return cell
      cut.push(position)
      return beginning(cell)
    })
    return { row, cells: shown, pending: pending.get(row) ?? null, ...(cut.length === 0 ? {} : { cut }) }
  })
}

/** The beginning of a text that is longer, never with half of a character outside the first plane at its end. */
const beginning = (text: string): string => text.slice(0, text.codePointAt(mostShown - 1)! > 0xffff ? mostShown - 1 : mostShown)
