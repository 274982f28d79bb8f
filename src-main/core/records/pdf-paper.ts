import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type PdfKit from 'pdfkit'
import { productFolder } from '../base/product-folder.ts'
import type { RecordDocument } from './record-document.ts'

/** A4. All lengths are in points, 1/72 of an inch. */
const page = { width: 595.28, height: 841.89 }
const margin = { left: 68, right: 68, top: 92, bottom: 76 }
export const bodyHeight = page.height - margin.top - margin.bottom
export const textWidth = page.width - margin.left - margin.right
export const leftEdge = margin.left

/** Greys that stay apart in print: the ink, what is said beside it, and lines. */
export const ink = { text: '#1a1d1f', aside: '#4b5257', line: '#9aa1a6', bar: '#2b3034' } as const

const faces = { serif: 'record-serif-regular', 'serif-bold': 'record-serif-semibold', sans: 'record-sans-regular', 'sans-bold': 'record-sans-semibold', code: 'record-code-regular' } as const
type Face = keyof typeof faces

export interface Style {
  readonly face: Face
  readonly size: number
  readonly leading: number
  readonly colour: string
}

export const styles = {
  h1: { face: 'serif-bold', size: 21, leading: 26, colour: ink.text },
  h2: { face: 'serif-bold', size: 13, leading: 17, colour: ink.text },
  h3: { face: 'serif-bold', size: 10.5, leading: 14, colour: ink.text },
  body: { face: 'serif', size: 10, leading: 14.5, colour: ink.text },
  small: { face: 'sans', size: 8.5, leading: 12, colour: ink.aside },
  cell: { face: 'sans', size: 9, leading: 12.5, colour: ink.text },
  head: { face: 'sans-bold', size: 8.5, leading: 12, colour: ink.aside },
  code: { face: 'code', size: 7.4, leading: 12.5, colour: ink.text },
} as const satisfies Record<string, Style>

/** What the serif and the code face have; the others have more, and stand in where it is not enough. */
const westernOnly = /^[ -~\u00a1-\u00ff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2122]*$/u
const standIns: { readonly [face in Face]: Face } = { serif: 'sans', 'serif-bold': 'sans-bold', sans: 'sans', 'sans-bold': 'sans-bold', code: 'sans' }

type Doc = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

/** What PDFKit takes, some of which its types do not know yet. */
interface ElementOptions extends PDFKit.Mixins.StructureElementOptions {
  readonly scope?: 'Column' | 'Row'
  /** Left, top, right, bottom, from the top of the page. */
  readonly bbox?: readonly [number, number, number, number]
  readonly placement?: 'Block'
}

/** A document being drawn from top to bottom. Everything drawn is either part of an element of its structure or an artifact. */
export interface Paper {
  readonly doc: Doc
  /** The top of what comes next, from the top of the page. */
  y: number
  /** Begins a new page where this much does not fit any more. */
  room(height: number): void
  /** Adds an element to the structure; without a parent, to the document. */
  element(type: string, parent?: Element, options?: ElementOptions): Element
  /** Something to look at that says nothing, such as a line of a table. */
  ornament(draw: (doc: Doc) => void): void
  /** Lines of at most this width. Each keeps the space at its end, so that together they are the text. */
  wrap(text: string, style: Style, width: number): string[]
  widthOf(text: string, style: Style): number
  /** Draws one line, in ink of its style; within the content of an element, or as an artifact. */
  line(text: string, style: Style, x: number, y: number, align?: { readonly right: number }): void
  finish(): Buffer
}

/** PDFKit and its fonts take a tenth of a second to load, which nobody should wait for who does not export a record. */
function loadPdfKit(): typeof PdfKit {
  const require = createRequire(import.meta.url)
  return require('pdfkit') as typeof PdfKit
}

const fontFile = (face: Face) => join(productFolder(), 'resources', 'fonts', `${faces[face]}.ttf`)

/** Opens a document without a page. Nothing in it depends on when, where or by which build of a compressor it is written. */
export function openPaper({ title, subject, at }: RecordDocument, producer: string): Paper {
  const PDFDocument = loadPdfKit()
  const date = new Date(at)
  const doc = new PDFDocument({
    size: [page.width, page.height], margin: 0, autoFirstPage: false, bufferPages: true, font: '',
    // Not compressed: builds of zlib differ in their output, and a checker without packages can read the text.
    compress: false, pdfVersion: '1.7', subset: 'PDF/UA' as never, tagged: true, lang: 'en-GB', displayTitle: true,
    info: { Title: title, Subject: subject, Creator: producer, Producer: `${producer}, PDFKit`, CreationDate: date, ModDate: date },
  })
  // As a text the number is written the same, and no CIDSet is: PDFKit's leaves out the parts of composed letters (ISO 14289-1, 7.21.4.2).
  ;(doc as unknown as { subset: string }).subset = '1'
  for (const face of Object.keys(faces) as Face[]) doc.registerFont(face, readFileSync(fontFile(face)))
  const root = doc.struct('Document')
  doc.addStructure(root)

  const use = (text: string, { face, size }: Style) => doc.font(westernOnly.test(text) ? face : standIns[face]).fontSize(size)
  const widthOf = (text: string, style: Style) => use(text, style).widthOfString(text)
  const paper: Paper = {
    doc, y: page.height, widthOf,
    room(height) {
      if (paper.y + height <= page.height - margin.bottom) return
      doc.addPage()
      paper.y = margin.top
    },
    element(type, parent = root, options = {}) {
      const element = doc.struct(type, options)
      parent.add(element)
      return element
    },
    ornament(draw) {
      doc.markContent('Artifact', { type: 'Layout' })
      draw(doc)
      doc.endMarkedContent()
    },
    wrap(text, style, width) {
      const lines: string[] = []
      let line = ''
      for (const word of text.match(/[^ ]* |[^ ]+$/g) ?? []) {
        for (const piece of pieces(word, width, part => widthOf(part, style))) {
          if (widthOf(`${line}${piece}`.trimEnd(), style) > width && line !== '') {
            lines.push(line)
            line = ''
          }
          line += piece
        }
      }
      return [...lines, line]
    },
    line(text, style, x, y, align) {
      const left = align === undefined ? x : align.right - widthOf(text.trimEnd(), style)
      use(text, style).fillColor(style.colour).text(text, left, y, { lineBreak: false })
    },
    finish() {
      root.end()
      doc.end()
      return doc.read() as Buffer
    },
  }
  return paper
}

/** A word that is wider than a line, in pieces that are not. */
function pieces(word: string, width: number, widthOf: (part: string) => number): string[] {
  if (widthOf(word.trimEnd()) <= width) return [word]
  const found = ['']
  for (const letter of word) {
    if (widthOf(found[found.length - 1]! + letter) <= width) found[found.length - 1] += letter
    else found.push(letter)
  }
  return found
}

/** What stands above and below each page; for the eye, as the structure says which document this is. */
export function drawRunning({ doc, line }: Paper, { left, right, foot }: RecordDocument['running'], ofPage: (page: number, pages: number) => string): void {
  const { start, count } = doc.bufferedPageRange()
  for (let i = 0; i < count; i += 1) {
    doc.switchToPage(start + i)
    doc.markContent('Artifact', { type: 'Pagination' })
    line(left, styles.head, leftEdge, 48)
    line(`${right}, ${ofPage(i + 1, count)}`, styles.head, 0, 48, { right: leftEdge + textWidth })
    doc.lineWidth(0.5).strokeColor(ink.line).moveTo(leftEdge, 66).lineTo(leftEdge + textWidth, 66).stroke()
    doc.moveTo(leftEdge, page.height - 58).lineTo(leftEdge + textWidth, page.height - 58).stroke()
    line(foot, styles.small, leftEdge, page.height - 50)
    doc.endMarkedContent()
  }
}
