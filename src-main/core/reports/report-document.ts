import { isDrawable } from '../records/drawable-text.ts'
import { countText, dayText } from '../records/number-text.ts'
import type { Block, RecordDocument } from '../records/record-document.ts'
import type { Organisation } from '../../contract/record.ts'
import type { ReportTable } from './reported-request.ts'

/** How a report is laid out on paper: as one table of these columns, or a table a line where there are too many columns for a page. */
export type Layout = { readonly columns: readonly number[] } | 'facts'

const shown = (text: string): string => (isDrawable(text) ? text : '(in letters this page cannot show)')

/** A report as pages. */
export function reportDocument({ title, note, head, rows }: ReportTable, layout: Layout, { organisation, at, today }: { readonly organisation: Organisation; readonly at: Date; readonly today: string }): RecordDocument {
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    ...(organisation.name === '' ? [] : [{ kind: 'paragraph', text: shown(organisation.name) } as const]),
    { kind: 'paragraph', text: note, small: true },
    ...(layout === 'facts' ? factBlocks(head, rows) : tableBlocks(head, rows, layout.columns, title)),
    { kind: 'paragraph', small: true, text: 'Made by Lethe from its requests and ledger. Nothing in it names a person. Not legal advice.' },
  ]
  return { title, subject: note.slice(0, 120), at: at.toISOString(), running: { left: title, right: dayText(today), foot: ' ' }, blocks }
}

/** A table that is drawn is kept together where a page holds it, so a long one is cut. */
const linesOfTable = 40

/** A number of the law is not set as an amount. */
const inSections = (text: string): string => text.replaceAll(/(^|; )(?=\d{4}\.)/g, '$1§')

function tableBlocks(head: readonly string[], rows: readonly (readonly string[])[], columns: readonly number[], summary: string): Block[] {
  const of = (row: readonly string[]) => columns.map(column => inSections(row[column]!) || '–')
  if (rows.length === 0) return [{ kind: 'paragraph', text: 'There was none.' }]
  return Array.from({ length: Math.ceil(rows.length / linesOfTable) }, (_, i): Block => ({
    kind: 'table', head: of(head), rows: rows.slice(i * linesOfTable, (i + 1) * linesOfTable).map(of),
    summary: rows.length <= linesOfTable ? summary : `${summary}, lines ${countText(i * linesOfTable + 1)} to ${countText(Math.min(rows.length, (i + 1) * linesOfTable))}`,
  }))
}

const factBlocks = (head: readonly string[], rows: readonly (readonly string[])[]): Block[] => (rows.length === 0 ? [{ kind: 'paragraph', text: 'There was none.' }] : rows.flatMap((row): Block[] => [
  { kind: 'heading', level: 2, text: row[0]! },
  { kind: 'facts', summary: `The fields of request ${row[0]!}`, rows: head.slice(1).map((name, i) => ({ name, value: row[i + 1]! || '–' })) },
]))
