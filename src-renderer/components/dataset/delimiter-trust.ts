import type { ImportReport } from '../../../src-main/contract/dataset.ts'

/** How sure it is that a file is cut at the right character, told by how many records have as many cells as the first line. */
export interface DelimiterTrust {
  readonly trust: 'certain' | 'likely' | 'doubtful' | 'one-column'
  /** Records with as many cells as the first line, of all that are not blank. */
  readonly fitting: number
  readonly all: number
}

export function delimiterTrust({ columns, rows, rejects }: Pick<ImportReport, 'columns' | 'rows' | 'rejects'>): DelimiterTrust {
  const blank = rejects.filter(({ reason }) => reason === 'blank').length
  const all = rows + rejects.length - blank
  const fitting = all - rejects.filter(({ reason }) => reason === 'cell-count').length
  if (columns.length === 1) return { trust: 'one-column', fitting, all }
  return { trust: fitting === all ? 'certain' : fitting >= all * 0.9 ? 'likely' : 'doubtful', fitting, all }
}
