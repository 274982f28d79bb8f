import { CoreError } from '../base/core-error.ts'
import { isDrawable } from '../records/drawable-text.ts'
import type { Block, RecordDocument } from '../records/record-document.ts'

/** A letter as a page to print: lines that begin with "- " become a list, an empty line parts paragraphs. */
export function letterDocument(text: string, requestId: string, at: Date): RecordDocument {
  const lines = text.split(/\r\n|\n|\r/).map(line => line.replaceAll(/\s+/g, ' ').trim().normalize('NFC'))
  const blocks: Block[] = []
  let items: string[] = []
  const endList = () => {
    if (items.length > 0) blocks.push({ kind: 'list', items })
    items = []
  }
  for (const [i, line] of lines.entries()) {
    if (!isDrawable(line)) throw new CoreError('letter/not-drawable', { line: i + 1 })
    if (line.startsWith('- ')) {
      items.push(line.slice(2))
      continue
    }
    endList()
    const next = lines[i + 1] ?? ''
    if (line !== '') blocks.push({ kind: 'paragraph', text: line, close: next !== '' && !next.startsWith('- ') })
  }
  endList()
  return {
    title: `Letter about request ${requestId}`, subject: 'A letter about a request to be erased', at: at.toISOString(),
    running: { left: 'Letter', right: requestId, foot: ' ' }, blocks,
  }
}
