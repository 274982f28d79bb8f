import type { Bar, BarChart } from './record-document.ts'
import { ink, leftEdge, styles, textWidth, type Paper } from './pdf-paper.ts'

const barHeight = 11
const step = 18
const nameWidth = 118
const valueWidth = 70

/** Bars told apart by their filling, not their colour: full, hatched, empty. */
export function drawChart(paper: Paper, { title, note, alt, most, bars }: BarChart): void {
  const head = styles.h3.leading + styles.small.leading + 4
  const height = head + bars.length * step
  paper.room(height + 8)
  const top = paper.y
  const figure = paper.element('Figure', undefined, { alt, bbox: [leftEdge, top, leftEdge + textWidth, top + height], placement: 'Block' })
  figure.add(() => {
    paper.line(title, styles.h3, leftEdge, top)
    paper.line(note, styles.small, leftEdge, top + styles.h3.leading)
    for (const [i, bar] of bars.entries()) {
      const y = top + head + i * step
      paper.line(bar.name, styles.cell, leftEdge, y)
      const width = most > 0 ? bar.value / most * (textWidth - nameWidth - valueWidth) : 0
      drawBar(paper, bar.series, leftEdge + nameWidth, y, Math.max(width, 0.8))
      paper.line(bar.text, styles.cell, leftEdge + nameWidth + Math.max(width, 0.8) + 6, y)
    }
  })
  figure.end()
  paper.y = top + height + 8
  const axis = leftEdge + nameWidth
  paper.ornament(doc => void doc.lineWidth(0.8).strokeColor(ink.aside).moveTo(axis, top + head - 3).lineTo(axis, top + height - 3).stroke())
}

function drawBar({ doc }: Paper, series: Bar['series'], x: number, y: number, width: number): void {
  if (series === 'unlearned') {
    doc.rect(x, y, width, barHeight).fillColor(ink.bar).fill()
    return
  }
  if (series === 'retrained') {
    doc.save()
    doc.rect(x, y, width, barHeight).clip()
    doc.lineWidth(0.8).strokeColor(ink.bar)
    for (let at = x - barHeight; at < x + width; at += 4) doc.moveTo(at, y + barHeight).lineTo(at + barHeight, y)
    doc.stroke()
    doc.restore()
  }
  doc.lineWidth(0.8).strokeColor(ink.bar).rect(x, y, width, barHeight).stroke()
}
