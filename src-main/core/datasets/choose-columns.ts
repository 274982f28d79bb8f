import type { Column, ProposedColumn } from '../../contract/dataset.ts'
import { CoreError } from '../base/core-error.ts'
import { compareUtf8 } from '../base/compare-utf8.ts'
import { nearest } from '../base/nearest.ts'
import { cellKind } from './cell.ts'
import { columnOf, guessRoles, type ColumnProfile } from './infer-columns.ts'

/** What a person says about the columns; the rest is guessed. */
export interface ColumnOptions {
  readonly subject?: string | undefined
  readonly label?: string | undefined
  /** The label's positive value. */
  readonly positive?: string | undefined
  readonly ignore: readonly string[]
  readonly features: readonly string[]
  /** Columns to keep as text whatever their values look like. */
  readonly text: readonly string[]
}

/** Types and roles of all columns from what the whole file showed and what was asked for, and the label's positive value. */
export function chooseColumns(profiles: readonly ColumnProfile[], records: number, options: ColumnOptions): { columns: ProposedColumn[]; labelPositive: string | null } {
  const names = profiles.map(profile => profile.name)
  const known = (option: string, column: string) => {
    if (!names.includes(column)) throw new CoreError('import/unknown-column', { option, column, near: nearest(column, names) })
    return column
  }
  const asked = new Map<string, string>()
  const claim = (option: string, column: string | undefined) => {
    if (column === undefined) return
    const before = asked.get(known(option, column))
    if (before !== undefined && before !== option) throw new CoreError('import/column-two-roles', { column, first: before, second: option })
    asked.set(column, option)
  }
  claim('--subject', options.subject)
  claim('--label', options.label)
  for (const column of options.ignore) claim('--ignore', column)
  for (const column of options.features) claim('--feature', column)
  for (const column of options.text) known('--text', column)

  const roles = guessRoles(profiles, records, {
    subject: options.subject, label: options.label,
    ignored: new Set(options.ignore), features: new Set(options.features),
  })
  const asText = new Set(options.text)
  const columns = profiles.map((profile, k) => {
    const { role, why } = roles[k]!
    return { ...columnOf(profile, role, asText), why, distinct: profile.distinct.size, empty: profile.empty }
  })
  const label = profiles[columns.findIndex(column => column.role === 'label')]
  const labelColumn = columns.find(column => column.role === 'label')
  return { columns, labelPositive: label === undefined ? null : positiveValue(label, labelColumn!.type, options.positive) }
}

/**
 * The value that counts as positive: the one asked for, else the last of the label's values by number or by UTF-8 bytes
 * ("yes" after "no", ">50K" after "<=50K", 1 after 0).
 */
function positiveValue(label: ColumnProfile, type: Column['type'], asked: string | undefined): string {
  const written = (text: string) => (type === 'text' ? text : String(Number(text) + 0))
  const values = new Set([...label.distinct].filter(text => type === 'text' || cellKind(text) !== 'missing-word').map(written))
  if (asked !== undefined) {
    const value = type !== 'text' && cellKind(asked.trim()) !== 'text' ? written(asked.trim()) : asked.trim()
    if (!values.has(value)) throw new CoreError('import/positive-not-found', { column: label.name })
    return value
  }
  const order = type === 'text' ? compareUtf8 : (a: string, b: string) => Number(a) - Number(b)
  return [...values].sort(order).at(-1) ?? ''
}
