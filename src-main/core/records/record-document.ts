/**
 * What record.pdf says, apart from how it looks. The writer draws these blocks, and the checker, which has neither fonts nor a PDF
 * library, builds the same blocks from the statement and compares their words with those it reads in the PDF.
 */

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly small?: boolean; readonly close?: boolean }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly summary: string; readonly rows: readonly Fact[] }
  | { readonly kind: 'table'; readonly summary: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'chart'; readonly chart: BarChart }

/** A row with its head in front. A digest is set in figures of one width. */
export interface Fact {
  readonly name: string
  readonly value: string
  readonly digest?: boolean
}

/** Bars from zero, one under another. */
export interface BarChart {
  readonly title: string
  readonly note: string
  /** The finding in words, for whoever does not see the bars. */
  readonly alt: string
  readonly most: number
  readonly bars: readonly Bar[]
}

export interface Bar {
  readonly series: 'unlearned' | 'retrained' | 'baseline'
  readonly name: string
  readonly value: number
  readonly text: string
}

export interface RecordDocument {
  readonly title: string
  readonly subject: string
  /** When the erasure was completed; the only time a PDF of it may carry. */
  readonly at: string
  readonly blocks: readonly Block[]
  /** What stands above and below every page. */
  readonly running: { readonly left: string; readonly right: string; readonly foot: string }
}

export const pageText = (page: number, pages: number): string => `page ${page} of ${pages}`

/** The words of a block in the order they are read. */
export function wordsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'list': return block.items.flatMap(item => [bullet, item])
    case 'facts': return block.rows.flatMap(({ name, value }) => [name, value])
    case 'table': return [...block.head, ...block.rows.flat()]
    case 'chart': return [block.chart.title, block.chart.note, ...block.chart.bars.flatMap(({ name, text }) => [name, text])]
    default: return [block.text]
  }
}

export const bullet = '•'
