import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import type { Run } from '../ports.ts'
import { csvRecords, type CsvRecord } from './csv-records.ts'
import { utf8Decoder } from './utf8-decoder.ts'

export interface CsvFormat {
  readonly delimiter: string
  /** The cells of the first record, trimmed. */
  readonly firstRecord: readonly string[]
}

const headBytes = 256 * 1024
const headPiece = 16 * 1024
const usualChunkBytes = 1024 * 1024
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

/** Looks at the head of the file: that it is readable UTF-8 text, and which delimiter it uses. */
export async function detectCsvFormat(file: string, delimiter?: string): Promise<CsvFormat> {
  const head = await readHead(file)
  if (head.length === 0) throw new CoreError('import/empty', {})
  refuseBinary(head)
  const text = utf8Decoder()(head, true)
  if (text.trim() === '') throw new CoreError('import/empty', {})
  const guessed = delimiter ?? guessDelimiter(text)
  return { delimiter: guessed, firstRecord: (headRecords(text, guessed, 1)[0] ?? []).map(cell => cell.trim()) }
}

/** A few NUL characters are bad cells, to be named by their line; many, or a known signature, are another kind of file. */
function refuseBinary(head: Buffer): void {
  for (const [looksLike, bytes] of signatures) {
    if (bytes.every((byte, i) => head[i] === byte)) throw new CoreError('import/binary', { looksLike })
  }
  let nulls = 0
  for (const byte of head) if (byte === 0) nulls += 1
  if (nulls > head.length / 4) throw new CoreError('import/binary', { looksLike: nulls < head.length * 0.6 ? 'text in UTF-16' : null })
  if (nulls > head.length / 1000 + 1) throw new CoreError('import/binary', { looksLike: null })
}

/** The first records of the head, which may be cut off in the middle of one. */
function headRecords(text: string, delimiter: string, most: number): (readonly string[])[] {
  const found: (readonly string[])[] = []
  const records = csvRecords(delimiter, ({ cells }) => {
    if (found.length < most) found.push(cells)
  })
  // Piece by piece, so that a long head is not cut into cells for nothing.
  for (let at = 0; at < text.length && found.length < most; at += headPiece) records.push(text.slice(at, at + headPiece))
  if (found.length === 0) records.end()
  return found
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
function guessDelimiter(text: string): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const records = headRecords(text, delimiter, 200)
    const width = records[0]?.length ?? 0
    if (width < 2) continue
    const agreeing = records.filter(record => record.length === width).length / records.length
    const score = agreeing * (1 + Math.log(width))
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/**
 * Streams every record of the file to `onRecord`; memory stays bounded by a chunk and the longest record. What `onRecord`
 * throws ends the reading and is thrown on. Returns the SHA-256 of the bytes read.
 */
export async function readCsv(
  file: string, format: Pick<CsvFormat, 'delimiter'>, onRecord: (record: CsvRecord) => void, run: Run, stage: string, chunkBytes = usualChunkBytes,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  const decode = utf8Decoder()
  const records = csvRecords(format.delimiter, onRecord)
  let bytes = 0
  try {
    const { size } = await stat(file)
    for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
      run.signal.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      records.push(decode(chunk, true))
      const { line, characters } = records.pending()
      if (characters > mostRecordMebibytes * 1024 * 1024) throw new CoreError('import/cell-too-long', { line, mostMebibytes: mostRecordMebibytes })
      run.progress(stage, bytes, size)
    }
    records.push(decode(new Uint8Array(), false))
    const problem = records.end()
    if (problem !== undefined) throw new CoreError('import/unclosed-quote', { line: problem.unclosedQuoteLine })
  } catch (error) {
    throw fileError(error, basename(file))
  }
  return { sha256: hash.digest('hex'), bytes }
}
