import { isDict, isName, openPdf, PdfFault, type Dict, type PdfFile, type PdfValue } from './pdf-objects.ts'

/** One piece of marked content: a heading, a cell, a chart. */
export interface PdfText {
  readonly page: number
  /** True for what is no part of the document's structure, such as a page number. */
  readonly artifact: boolean
  /** The role of the element, such as H1 or TD. */
  readonly role: string
  readonly text: string
}

export interface PdfWords {
  readonly pages: number
  readonly texts: readonly PdfText[]
  /** What stands for each figure where it cannot be seen, in order. */
  readonly alternatives: readonly string[]
}

/** Nothing that could show other words than the pages' own, or run: annotations, forms, scripts, layers, pictures. */
const catalogMembers = ['Type', 'Pages', 'Names', 'Lang', 'ViewerPreferences', 'MarkInfo', 'StructTreeRoot', 'Metadata']
const pageMembers = ['Type', 'Parent', 'MediaBox', 'CropBox', 'Contents', 'Resources', 'StructParents', 'Tabs', 'UserUnit']
const resourceMembers = ['ProcSet', 'Font', 'ColorSpace']

/** A record has a few pages and some hundred elements. */
const mostPages = 200
const mostElements = 20_000

/** Reads the words of a record's PDF in the order they are drawn; throws a PdfFault where it holds anything else than Lethe writes. */
export function readPdfText(bytes: Buffer): PdfWords {
  const file = openPdf(bytes)
  const catalog = dictOf(file, file.trailer.get('Root'), catalogMembers)
  const pages = dictOf(file, catalog.get('Pages'), ['Type', 'Count', 'Kids'])
  const kids = pages.get('Kids')
  if (!Array.isArray(kids) || kids.length === 0 || kids.length > mostPages) throw new PdfFault('its pages')
  const names = dictOf(file, catalog.get('Names'), ['Dests'])
  if (JSON.stringify([...dictOf(file, names.get('Dests') ?? null)]) !== '[["Names",[]]]') throw new PdfFault('its names')
  return { pages: kids.length, texts: kids.flatMap((page, i) => pageTexts(file, page as PdfValue, i + 1)), alternatives: alternativesIn(file, catalog.get('StructTreeRoot')) }
}

function dictOf(file: PdfFile, value: PdfValue | undefined, members?: readonly string[]): Dict {
  const dict = file.resolve(value)
  if (!isDict(dict)) throw new PdfFault('a dictionary')
  const strange = members === undefined ? undefined : [...dict.keys()].find(name => !members.includes(name))
  if (strange !== undefined) throw new PdfFault(`"${strange}"`)
  return dict
}

/** Operators of ISO 32000-1 Annex A that draw lines and fill shapes, and so cannot show a text. */
const plainOperators = new Set(['q', 'Q', 'cm', 'w', 'm', 'l', 're', 'h', 'S', 'f', 'B', 'W', 'n', 'cs', 'CS', 'sc', 'SC', 'scn', 'SCN', 'rg', 'RG', 'g', 'G', 'd'])

function pageTexts(file: PdfFile, value: PdfValue, page: number): PdfText[] {
  const dict = dictOf(file, value, pageMembers)
  const resources = dictOf(file, dict.get('Resources'), resourceMembers)
  const fonts = new Map([...dictOf(file, resources.get('Font') ?? null)].map(([name, font]) => [name, lettersOf(file, font)]))
  const texts: PdfText[] = []
  let open: { role: string; artifact: boolean; text: string } | undefined
  let letters: ReadonlyMap<number, string> | undefined
  for (const [operands, operator] of operations(file.stream(dict.get('Contents')))) {
    switch (operator) {
      case 'BDC':
      case 'BMC': {
        if (open !== undefined) throw new PdfFault('content within content')
        const role = /^\/([A-Za-z0-9]+) /.exec(operands)?.[1] ?? ''
        open = { role, artifact: role === 'Artifact', text: '' }
        break
      }
      case 'EMC':
        if (open === undefined) throw new PdfFault('the end of a content')
        if (!open.artifact || open.text !== '') texts.push({ page, ...open })
        open = undefined
        break
      case 'Tf':
        letters = fonts.get(/^\/(\S+) /.exec(operands)?.[1] ?? '')
        break
      case 'TJ':
        if (open === undefined || letters === undefined) throw new PdfFault('a text without a place')
        open.text += shown(operands, letters)
        break
      case 'BT':
      case 'ET':
      case 'Tm': break
      default:
        if (!plainOperators.has(operator)) throw new PdfFault(`the operator "${operator}"`)
    }
  }
  if (open !== undefined) throw new PdfFault('the end of a content')
  return texts
}

/** One operation a line, but for the dictionary that a marked content may begin with. */
function* operations(content: string): Iterable<readonly [operands: string, operator: string]> {
  const form = /(?:(\/[A-Za-z0-9]+ )<<\n(?:\/(?:MCID \d+|Type \/(?:Layout|Pagination))\n)+>> |([^\n]*?))([A-Za-z*'"]+)\n/y
  while (form.lastIndex < content.length) {
    const [, marked, operands, operator] = form.exec(content) ?? []
    if (operator === undefined) throw new PdfFault('the content of a page')
    yield [marked ?? operands ?? '', operator]
  }
}

/** The letters of `[<0001> 5 <00020003> 0] TJ`. */
function shown(operands: string, letters: ReadonlyMap<number, string>): string {
  const inside = /^\[((?:<(?:[0-9a-f]{4})*>|[-0-9.e ])*)\] $/.exec(operands)?.[1]
  if (inside === undefined) throw new PdfFault('a text')
  return [...inside.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []).map(glyph => {
    const letter = letters.get(Number.parseInt(glyph, 16))
    if (letter === undefined) throw new PdfFault('a letter without a meaning')
    return letter
  }).join('')
}

/** Which letters the glyphs of a font stand for (ISO 32000-1, 9.10.3). */
function lettersOf(file: PdfFile, font: PdfValue): ReadonlyMap<number, string> {
  const dict = dictOf(file, font)
  if (!isName(dict.get('Encoding'), 'Identity-H')) throw new PdfFault('a font')
  const letters = new Map<number, string>()
  for (const [, first = '', , list = ''] of file.stream(dict.get('ToUnicode')).matchAll(/^<([0-9a-f]{4})> <([0-9a-f]{4})> \[([<>0-9a-f ]*)\]$/gm)) {
    for (const [i, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      letters.set(Number.parseInt(first, 16) + i, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  }
  return letters
}

function alternativesIn(file: PdfFile, root: PdfValue | undefined): string[] {
  const found: string[] = []
  let elements = 0
  const visit = (value: PdfValue): void => {
    const element = file.resolve(value)
    if (!isDict(element)) return
    elements += 1
    if (elements > mostElements || element.has('ActualText') || element.has('E')) throw new PdfFault('an element of its structure')
    const alt = element.get('Alt')
    if (typeof alt === 'string') found.push(readable(alt))
    const kids = element.get('K') ?? []
    for (const kid of Array.isArray(kids) ? kids : [kids]) if (typeof kid === 'object') visit(kid as PdfValue)
  }
  visit(root ?? null)
  return found
}

/** A text of the document's own, in UTF-16 where it begins with its mark. */
const readable = (text: string): string => (text.startsWith('\u00fe\u00ff') ? Buffer.from(text.slice(2), 'latin1').swap16().toString('utf16le') : text)
