import type { Input } from '../../../src-main/contract/api.ts'
import type { ColumnRole, ImportReport, ProposedColumn } from '../../../src-main/contract/dataset.ts'
import type { FileToken } from '../../../src-main/contract/shape.ts'

/** What a person may say about a file before it is imported. Until a column was found and changed, the guesses stand. */
export interface ImportChoices {
  readonly delimiter: string | null
  /** For a file whose first line is data. */
  readonly columnNames: string | null
  readonly roles: Readonly<Record<string, ColumnRole>>
  /** Columns to keep as text whatever their values look like. */
  readonly asText: readonly string[]
  readonly positive: string | null
}

export const noChoices: ImportChoices = { delimiter: null, columnNames: null, roles: {}, asText: [], positive: null }

/** The columns as they will be: as found, with what was chosen. */
export const chosenColumns = (report: Pick<ImportReport, 'columns'>, choices: ImportChoices): ProposedColumn[] =>
  report.columns.map(column => ({
    ...column,
    role: choices.roles[column.name] ?? column.role,
    type: choices.asText.includes(column.name) ? 'text' : column.type,
  }))

/** The value that counts as positive: as chosen, or as found while the label is the one that was found. Empty where none is known. */
export function chosenPositive(report: Pick<ImportReport, 'columns' | 'labelPositive'>, choices: ImportChoices): string {
  if (choices.positive !== null) return choices.positive
  const label = chosenColumns(report, choices).find(column => column.role === 'label')?.name
  return report.columns.find(column => column.role === 'label')?.name === label ? (report.labelPositive ?? '') : ''
}

/** The call, with every role said: nothing is left to be guessed differently the second time. */
export function importInput(file: FileToken, name: string, dryRun: boolean, choices: ImportChoices, found: Pick<ImportReport, 'columns'> | undefined): Input<'dataset.import'> {
  const columns = found === undefined ? [] : chosenColumns(found, choices)
  const named = (role: ColumnRole) => columns.filter(column => column.role === role).map(column => column.name)
  return {
    file, name, dryRun,
    delimiter: choices.delimiter ?? undefined,
    columnNames: choices.columnNames === null ? undefined : choices.columnNames.split(',').map(one => one.trim()),
    subject: named('subject')[0], label: named('label')[0], positive: choices.positive ?? undefined,
    ignore: named('ignored'), features: named('feature'), text: [...choices.asText],
  }
}

/** Roles that more than one column has, though only one may. */
export function doubledRole(columns: readonly ProposedColumn[]): { readonly role: 'subject' | 'label'; readonly columns: readonly string[] } | undefined {
  for (const role of ['subject', 'label'] as const) {
    const having = columns.filter(column => column.role === role).map(column => column.name)
    if (having.length > 1) return { role, columns: having }
  }
  return undefined
}

/** "Loan applications q4.csv" → "Loan applications q4": a name to begin with. */
export const nameFromFile = (file: string): string => file.replace(/\.[a-z0-9]{1,5}$/i, '').replaceAll(/[_\s]+/g, ' ').trim().slice(0, 200)
