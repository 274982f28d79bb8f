import type { Retelling } from './changed-members.ts'
import { PdfFault } from './pdf-objects.ts'
import { readPdfText, type PdfWords } from './read-pdf-text.ts'
import { pageText, wordsOf, type Block, type RecordDocument } from './record-document.ts'
import { recordDocument } from './record-words.ts'

export interface PdfProblem {
  readonly code: 'bad-pdf' | 'pdf-differs'
  readonly message: string
  readonly path?: string
}

/** Compares every word of a record's PDF with those the statement gives; undefined where none differs. */
export function checkPdf(bytes: Buffer, document: RecordDocument): PdfProblem | undefined {
  try {
    return differenceIn(readPdfText(bytes), document)
  } catch (error) {
    if (!(error instanceof PdfFault) && !(error instanceof RangeError)) throw error
    return { code: 'bad-pdf', message: `The PDF is not as Lethe writes one: ${error instanceof PdfFault ? error.message : 'a number'} is not.` }
  }
}

function differenceIn({ pages, texts, alternatives }: PdfWords, { blocks, running: { left, right, foot } }: RecordDocument): PdfProblem | undefined {
  const inside = texts.filter(({ artifact }) => !artifact)
  const expected = blocks.flatMap(unitsOf)
  const at = expected.findIndex((text, i) => text !== inside[i]?.text)
  if (at !== -1 || inside.length !== expected.length) {
    const i = at === -1 ? expected.length : at
    const place = inside[i] === undefined ? {} : { path: `page ${inside[i].page}` }
    return { code: 'pdf-differs', message: pdfSays(inside[i]?.text, expected[i]), ...place }
  }
  const spoken = blocks.flatMap(block => (block.kind === 'chart' ? [block.chart.alt] : []))
  const other = spoken.findIndex((text, i) => text !== alternatives[i])
  if (other !== -1 || alternatives.length !== spoken.length) {
    const told = alternatives[other === -1 ? spoken.length : other]
    return { code: 'pdf-differs', message: `The PDF describes a chart as ${whereDiffers(told, spoken[other])} where the statement gives ${whereDiffers(spoken[other], told)}.` }
  }
  for (let page = 1; page <= pages; page += 1) {
    const around = texts.filter(text => text.artifact && text.page === page).map(({ text }) => text).join('|')
    if (around !== `${left}${right}, ${pageText(page, pages)}${foot}`) {
      return { code: 'pdf-differs', message: 'What stands above and below a page of the PDF is not what the statement gives.', path: `page ${page}` }
    }
  }
  return undefined
}

export const pdfSays = (told: string | undefined, given: string | undefined): string => `The PDF says ${whereDiffers(told, given)} where the statement gives ${whereDiffers(given, told)}.`

/** The texts of the pages of a PDF that can be read, and those a statement gives. */
export const textsInPdf = (bytes: Buffer): string[] => readPdfText(bytes).texts.filter(({ artifact }) => !artifact).map(({ text }) => text)
export const wordsOfPdf: Retelling = (statement, digest) => recordDocument(statement, digest).blocks.flatMap(unitsOf)

/** What is one piece of marked content: a chart is one, everything else word by word. */
const unitsOf = (block: Block): readonly string[] => (block.kind === 'chart' ? [wordsOf(block).join('')] : wordsOf(block))

const most = 60

/** A text, or of a long one the part around the place from which on it differs. */
export function whereDiffers(text: string | undefined, other = ''): string {
  if (text === undefined) return 'nothing'
  if (text.length <= most) return `"${text}"`
  let same = 0
  while (text[same] === other[same] && same < text.length) same += 1
  const from = Math.max(0, Math.min(same - most / 2, text.length - most))
  return `"${from > 0 ? '…' : ''}${text.slice(from, from + most)}${from + most < text.length ? '…' : ''}"`
}
