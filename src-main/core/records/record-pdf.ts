import { drawChart } from './pdf-chart.ts'
import { drawRunning, ink, leftEdge, openPaper, styles, textWidth, type Paper, type Style } from './pdf-paper.ts'
import { drawFacts, drawTable } from './pdf-table.ts'
import { bullet, pageText, type Block, type RecordDocument } from './record-document.ts'

/** Draws a record as a tagged PDF (PDF/UA-1): the same document always gives the same bytes. */
export function writeRecordPdf(document: RecordDocument, producer: string): Buffer {
  const paper = openPaper(document, producer)
  for (const [i, block] of document.blocks.entries()) {
    // A heading is not left alone at the foot of a page.
    if (block.kind === 'heading') paper.room(spaceFor(block.level, document.blocks.slice(i + 1, i + 4)))
    drawBlock(paper, block)
  }
  drawRunning(paper, document.running, pageText)
  return paper.finish()
}

function drawBlock(paper: Paper, block: Block): void {
  switch (block.kind) {
    case 'heading': return drawHeading(paper, block.level, block.text)
    case 'paragraph': return drawParagraph(paper, block.text, block.small === true ? styles.small : styles.body, block.close === true ? 0 : 7)
    case 'list': return drawList(paper, block.items)
    case 'facts': return drawFacts(paper, block.summary, block.rows)
    case 'table': return drawTable(paper, block.summary, block.head, block.rows)
    case 'chart': return drawChart(paper, block.chart)
  }
}

const above = { 1: 0, 2: 12, 3: 6 } as const

/** What has to fit where a heading begins: with a model's goes its table of measurements, with others the facts right below. */
function spaceFor(level: 1 | 2 | 3, next: readonly Block[]): number {
  const model = 290
  if (level === 3) return model
  if (next.some(block => block.kind === 'heading' && block.level === 3)) return model + 60
  return next[1]?.kind === 'facts' ? 250 : 110
}

function drawHeading(paper: Paper, level: 1 | 2 | 3, text: string): void {
  const style = styles[`h${level}`]
  const lines = paper.wrap(text, style, textWidth)
  paper.y += above[level]
  if (level === 2) {
    paper.ornament(doc => void doc.lineWidth(0.5).strokeColor(ink.line).moveTo(leftEdge, paper.y - 4).lineTo(leftEdge + textWidth, paper.y - 4).stroke())
  }
  drawLines(paper, `H${level}`, lines, style, 4)
}

function drawParagraph(paper: Paper, text: string, style: Style, below: number): void {
  const lines = paper.wrap(text, style, textWidth)
  paper.room(lines.length * style.leading)
  drawLines(paper, 'P', lines, style, below)
}

function drawLines(paper: Paper, type: string, lines: readonly string[], style: Style, below: number): void {
  const { y } = paper
  const element = paper.element(type)
  element.add(() => lines.forEach((line, i) => paper.line(line, style, leftEdge, y + i * style.leading)))
  element.end()
  paper.y += lines.length * style.leading + below
}

function drawList(paper: Paper, items: readonly string[]): void {
  const list = paper.element('L')
  const indent = 14
  for (const item of items) {
    const lines = paper.wrap(item, styles.body, textWidth - indent)
    paper.room(lines.length * styles.body.leading)
    const { y } = paper
    const element = paper.element('LI', list)
    const label = paper.element('Lbl', element)
    label.add(() => paper.line(bullet, styles.body, leftEdge, y))
    label.end()
    const body = paper.element('LBody', element)
    body.add(() => lines.forEach((line, i) => paper.line(line, styles.body, leftEdge + indent, y + i * styles.body.leading)))
    body.end()
    element.end()
    paper.y += lines.length * styles.body.leading + 2
  }
  list.end()
  paper.y += 5
}
