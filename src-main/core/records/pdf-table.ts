import type { Fact } from './record-document.ts'
import { bodyHeight, ink, leftEdge, styles, textWidth, type Paper, type Style } from './pdf-paper.ts'

interface Cell {
  readonly text: string
  readonly style: Style
  readonly role: 'TD' | 'TH'
  readonly scope?: 'Column' | 'Row'
  readonly right: boolean
}

const gap = 14
const padding = 3

/** A head in front of each row. */
export function drawFacts(paper: Paper, summary: string, rows: readonly Fact[]): void {
  const first = Math.max(118, ...rows.map(({ name }) => Math.min(180, paper.widthOf(name, styles.head)))) + gap
  drawRows(paper, summary, [first, textWidth - first], rows.map(({ name, value, digest }) => [
    { text: name, style: styles.head, role: 'TH', scope: 'Row', right: false },
    { text: value, style: digest === true ? styles.code : styles.cell, role: 'TD', right: false },
  ]))
}

/** A head above each column, and the first cell of a row as its head; numbers are set to the right. */
export function drawTable(paper: Paper, summary: string, head: readonly string[], body: readonly (readonly string[])[]): void {
  const numeric = head.map((_, column) => column > 0 && body.every(row => /^([\d–-]|not )/.test(row[column]!)))
  const rows: Cell[][] = [
    head.map((text, column) => ({ text, style: styles.head, role: 'TH', scope: 'Column', right: numeric[column]! })),
    ...body.map(row => row.map((text, column): Cell => ({
      text, style: styles.cell, right: numeric[column]!, ...(column === 0 ? { role: 'TH', scope: 'Row' } : { role: 'TD' }),
    }))),
  ]
  const natural = head.map((_, column) => Math.max(...rows.map(row => paper.widthOf(row[column]!.text, row[column]!.style))) + gap)
  drawRows(paper, summary, fitted(natural), rows)
}

/** Widths that fill the line: what is left over goes between the columns, what is missing is taken from the widest. */
function fitted(natural: readonly number[]): number[] {
  const total = natural.reduce((a, b) => a + b, 0)
  if (total <= textWidth) return natural.map(width => width + (textWidth - total) / natural.length)
  const fair = textWidth / natural.length
  const over = natural.reduce((sum, width) => sum + Math.max(0, width - fair), 0)
  return natural.map(width => (width <= fair ? width : width - (width - fair) * (total - textWidth) / over))
}

function drawRows(paper: Paper, summary: string, widths: readonly number[], rows: readonly (readonly Cell[])[]): void {
  const lastColumn = widths.length - 1
  const room = (column: number) => widths[column]! - (column === lastColumn ? 0 : gap)
  const wrapped = rows.map(row => row.map((cell, column) => paper.wrap(cell.text, cell.style, room(column) + 1)))
  const heights = wrapped.map((cells, i) => Math.max(...cells.map((lines, column) => lines.length * rows[i]![column]!.style.leading)) + 2 * padding)
  const whole = heights.reduce((a, b) => a + b, 0)
  // Kept together where one page can hold it; a head stays with its first row in any case.
  if (whole <= bodyHeight) paper.room(whole)
  const table = paper.element('Table', undefined, { title: summary })
  for (const [i, row] of rows.entries()) {
    const height = heights[i]!
    paper.room(i === 0 ? height + (heights[1] ?? 0) : height)
    const top = paper.y + padding
    const line = paper.element('TR', table)
    let x = leftEdge
    for (const [column, cell] of row.entries()) {
      const left = x
      const right = left + room(column)
      const element = paper.element(cell.role, line, cell.scope === undefined ? {} : { scope: cell.scope })
      element.add(() => {
        for (const [n, text] of wrapped[i]![column]!.entries()) paper.line(text, cell.style, left, top + n * cell.style.leading, cell.right ? { right } : undefined)
      })
      element.end()
      x += widths[column]!
    }
    line.end()
    paper.y += height
    const strong = row.every(({ role }) => role === 'TH')
    const { y } = paper
    paper.ornament(doc => void doc.lineWidth(strong ? 0.8 : 0.4).strokeColor(strong ? ink.aside : ink.line).moveTo(leftEdge, y).lineTo(leftEdge + textWidth, y).stroke())
  }
  table.end()
  paper.y += 9
}
