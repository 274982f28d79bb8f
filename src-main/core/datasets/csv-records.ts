export interface CsvRecord {
  /** Blanks before a cell are dropped; all else is as written, quotes resolved. */
  readonly cells: readonly string[]
  /** Line of the file on which the record starts, from 1, as an editor counts. */
  readonly line: number
  /** True where a quoted cell goes on after its closing quote, or is never closed. */
  readonly badQuote: boolean
}

export interface CsvRecords {
  /** Takes the next piece of the text, cut anywhere. */
  push(text: string): void
  /** Ends the text; answers with the line of a quote that took in later lines because it is never closed. */
  end(): { unclosedQuoteLine: number } | undefined
  /** The line on which the record being read starts, and how many characters of it were taken so far. */
  pending(): { line: number; characters: number }
}

/** Where in a record the reader stands. */
type Place =
  | 'before-cell' // only blanks of the cell so far
  | 'plain' // in a cell without quotes
  | 'quoted' // between a cell's quotes
  | 'closed' // just behind a quote inside a quoted cell: its end, or the first of two
  | 'behind' // blanks after the closing quote
  | 'spoilt' // other text after the closing quote

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const tab = 9
const space = 32

/**
 * Cuts delimited text into records (RFC 4180): cells may be quoted, a quote within is doubled, line breaks within count as
 * lines but start no record. Line feed, carriage return and both together end a line, also mixed. A quote inside an unquoted
 * cell is an ordinary character. A record with text behind a closing quote is marked and ends with its line, so that one bad
 * record spoils no other. Lines with nothing but blanks are no records.
 */
export function csvRecords(delimiter: string, onRecord: (record: CsvRecord) => void): CsvRecords {
  const separator = delimiter.charCodeAt(0)
  let place: Place = 'before-cell'
  let cells: string[] = []
  let cell = ''
  let hadQuote = false
  let badQuote = false
  let line = 1
  let recordLine = 1
  let quoteLine = 1
  let characters = 0
  /** The last character was a carriage return, so a line feed that follows belongs to it. */
  let afterReturn = false

  const endCell = (rest: string) => {
    cells.push(cell === '' ? rest : cell + rest)
    cell = ''
    place = 'before-cell'
  }

  const endRecord = (rest: string) => {
    endCell(rest)
    const record = { cells, line: recordLine, badQuote }
    const blank = cells.length === 1 && !hadQuote && cells[0]!.trim() === ''
    line += 1
    recordLine = line
    characters = 0
    cells = []
    hadQuote = false
    badQuote = false
    if (!blank) onRecord(record)
  }

  const countLines = (text: string, from: number, to: number) => {
    for (let i = from; i < to; i += 1) {
      const code = text.charCodeAt(i)
      if (code === carriageReturn || (code === lineFeed && !afterReturn)) line += 1
      afterReturn = code === carriageReturn
    }
  }

  return {
    push(text) {
      const length = text.length
      let i = 0
      if (afterReturn && place !== 'quoted' && length > 0) {
        afterReturn = false
        if (text.charCodeAt(0) === lineFeed) i = 1
      }
      let from = i
      while (i < length) {
        if (place === 'quoted') {
          const at = text.indexOf('"', i)
          const to = at === -1 ? length : at
          countLines(text, i, to)
          cell += text.slice(i, to)
          if (at === -1) break
          afterReturn = false
          place = 'closed'
          i = at + 1
          continue
        }
        const code = text.charCodeAt(i)
        if (place === 'closed' && code === quote) {
          cell += '"'
          place = 'quoted'
          i += 1
          continue
        }
        if (code === separator) {
          endCell('')
          i += 1
          continue
        }
        if (code === lineFeed || code === carriageReturn) {
          characters += i - from
          endRecord('')
          i += 1
          if (code === carriageReturn) {
            if (i === length) afterReturn = true
            else if (text.charCodeAt(i) === lineFeed) i += 1
          }
          from = i
          continue
        }
        const blank = code === space || code === tab
        if (blank && (place === 'before-cell' || place === 'closed' || place === 'behind')) {
          if (place === 'closed') place = 'behind'
          i += 1
          continue
        }
        if (place === 'before-cell' && code === quote) {
          place = 'quoted'
          hadQuote = true
          quoteLine = line
          i += 1
          continue
        }
        if (place === 'closed' || place === 'behind') {
          badQuote = true
          place = 'spoilt'
        } else if (place === 'before-cell') place = 'plain'
        // The rest of the cell as it stands, up to what ends it.
        let to = i + 1
        for (; to < length; to += 1) {
          const next = text.charCodeAt(to)
          if (next === separator || next === lineFeed || next === carriageReturn) break
        }
        if (to < length && text.charCodeAt(to) === separator) {
          endCell(text.slice(i, to))
          to += 1
        } else cell += text.slice(i, to)
        i = to
      }
      characters += length - from
    },
    end() {
      const unclosed = place === 'quoted'
      // A closing quote forgotten at the very end spoils just its own record; lines it took in would be hidden.
      const swallowed = unclosed && line > quoteLine && cell.trim().search(/[\r\n]/) !== -1
      if (swallowed) return { unclosedQuoteLine: quoteLine }
      badQuote ||= unclosed
      if (cells.length > 0 || cell !== '' || hadQuote) endRecord('')
      return undefined
    },
    pending: () => ({ line: recordLine, characters }),
  }
}
