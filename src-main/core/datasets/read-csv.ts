import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import Papa from 'papaparse'
import { CoreError } from '../base/core-error.ts'
import type { Run } from '../ports.ts'

export interface CsvFormat {
  readonly delimiter: string
  readonly newline: '\n' | '\r'
  /** The cells of the first record, trimmed. */
  readonly firstRecord: readonly string[]
}

export interface CsvRecord {
  readonly cells: readonly string[]
  /** Line of the file on which the record starts, from 1. */
  readonly line: number
  /** True where a quote inside the record is not where CSV (RFC 4180) allows one. */
  readonly badQuote: boolean
}

const headBytes = 256 * 1024
const chunkBytes = 1024 * 1024
/** A record longer than this is refused: an unclosed quote would otherwise swallow the file into memory. */
const mostRecordMebibytes = 64

const delimiters = [',', '\t', ';', '|']

/** Archives and documents people mistake for text, by their first bytes. */
const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['a gzip archive', [0x1f, 0x8b]],
  ['a ZIP archive or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['text in UTF-16', [0xff, 0xfe]],
  ['text in UTF-16', [0xfe, 0xff]],
]

/** Looks at the head of the file: that it is readable UTF-8 text, and which delimiter and line end it uses. */
export async function detectCsvFormat(file: string, delimiter?: string): Promise<CsvFormat> {
  const head = await readHead(file)
  if (head.length === 0) throw new CoreError('import/empty', {})
  for (const [looksLike, bytes] of signatures) {
    if (bytes.every((byte, i) => head[i] === byte)) throw new CoreError('import/binary', { looksLike })
  }
  if (head.includes(0)) throw new CoreError('import/binary', { looksLike: null })
  const decoder = strictDecoder(0)
  const text = decoder(head, true)
  if (text.trim() === '') throw new CoreError('import/empty', {})
  const newline = text.includes('\n') ? '\n' : '\r'
  const guessed = delimiter ?? guessDelimiter(text, newline)
  const { data } = Papa.parse<string[]>(text, { delimiter: guessed, newline, skipEmptyLines: 'greedy', preview: 1 })
  return { delimiter: guessed, newline, firstRecord: (data[0] ?? []).map(cell => cell.trim()) }
}

async function readHead(file: string): Promise<Buffer> {
  const name = basename(file)
  try {
    const info = await stat(file)
    if (!info.isFile()) throw new CoreError('import/not-a-file', { file: name })
    const handle = await open(file, 'r')
    try {
      const buffer = Buffer.alloc(headBytes)
      const { bytesRead } = await handle.read(buffer, 0, headBytes, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw fileError(error, name)
  }
}

function fileError(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return new CoreError('import/file-missing', { file })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EIO') return new CoreError('import/file-unreadable', { file })
  return error
}

/** The delimiter that cuts the first records into the same number of cells most often; a comma where none does. */
function guessDelimiter(text: string, newline: '\n' | '\r'): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const { data } = Papa.parse<string[]>(text, { delimiter, newline, skipEmptyLines: 'greedy', preview: 200 })
    const width = data[0]?.length ?? 0
    if (width < 2) continue
    const agreeing = data.filter(record => record.length === width).length / data.length
    const score = agreeing * (1 + Math.log(width))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** Decodes UTF-8 piece by piece (a leading byte order mark is dropped) and names the first byte that is not part of any character. */
function strictDecoder(start: number): (bytes: Uint8Array, more: boolean) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let offset = start
  return (bytes, more) => {
    try {
      const text = decoder.decode(bytes, { stream: more })
      offset += bytes.length
      return text
    } catch {
      throw new CoreError('import/not-utf8', { byte: offset + firstInvalidByte(bytes) + 1 })
    }
  }
}

function firstInvalidByte(bytes: Uint8Array): number {
  const valid = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
      return true
    } catch {
      return false
    }
  }
  let low = 0
  let high = bytes.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (valid(middle)) low = middle
    else high = middle
  }
  return low
}

/**
 * Streams every record of the file, blank lines left out, to `onRecord`; memory stays bounded by a chunk and the longest record.
 * Lines are counted as in an editor, also inside quoted cells. Returns the SHA-256 of the bytes read.
 */
export async function readCsv(file: string, format: CsvFormat, onRecord: (record: CsvRecord) => void, run: Run, stage: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  let line = 1
  let sinceRecord = 0
  let quotes = false
  const { size } = await stat(file)
  const decode = strictDecoder(0)

  async function* texts() {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
      run.signal.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      const text = decode(chunk, true)
      sinceRecord += text.length
      if (sinceRecord > mostRecordMebibytes * 1024 * 1024) throw new CoreError('import/cell-too-long', { line, mostMebibytes: mostRecordMebibytes })
      quotes ||= text.includes('"')
      run.progress(stage, bytes, size)
      if (text !== '') yield text
    }
    const rest = decode(new Uint8Array(), false)
    if (rest !== '') yield rest
  }

  const take = (cells: readonly string[], badQuote: boolean) => {
    if (cells.length > 1 || (cells[0] ?? '').trim() !== '') onRecord({ cells, line, badQuote })
    line += 1
    if (quotes) for (const cell of cells) line += countNewlines(cell, format.newline)
  }

  try {
    await new Promise<void>((resolve, reject) => {
      const stream = Readable.from(texts(), { objectMode: true, highWaterMark: 1 })
      stream.on('error', reject)
      Papa.parse<string[]>(stream, {
        delimiter: format.delimiter,
        newline: format.newline,
        chunk: ({ data, errors }, parser) => {
          try {
            if (data.length > 0) sinceRecord = 0
            const bad = new Set<number>()
            for (const error of errors) {
              if (error.type !== 'Quotes' || error.row === undefined) continue
              bad.add(error.row)
              if (error.code === 'MissingQuotes') refuseIfSwallowing(data, error.row, line, format.newline, quotes)
            }
            data.forEach((cells, i) => take(cells, bad.has(i)))
          } catch (error) {
            parser.abort()
            stream.destroy()
            reject(error as Error)
          }
        },
        error: reject,
        complete: () => resolve(),
      })
    })
  } catch (error) {
    run.signal.throwIfAborted()
    throw fileError(error, basename(file))
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** An unclosed quote that took in later lines would hide them; one in the file's last line spoils just that record. */
function refuseIfSwallowing(data: readonly (readonly string[])[], row: number, firstLine: number, newline: string, quotes: boolean): void {
  let line = firstLine
  for (let i = 0; i < row; i += 1) {
    line += 1
    if (quotes) for (const cell of data[i]!) line += countNewlines(cell, newline)
  }
  const swallowed = (data[row] ?? []).reduce((sum, cell) => sum + countNewlines(cell.trimEnd(), newline), 0)
  if (swallowed > 0) throw new CoreError('import/unclosed-quote', { line })
}

function countNewlines(cell: string, newline: string): number {
  let count = 0
  for (let at = cell.indexOf(newline); at !== -1; at = cell.indexOf(newline, at + 1)) count += 1
  return count
}
