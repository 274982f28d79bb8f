import type { Column } from '../../contract/dataset.ts'
import type { StoredRow } from './row-table.ts'

/**
 * How SQLite cuts a record up (sqlite.org/fileformat2.html, section 1.6): with 4,096-byte pages up to 4,061 bytes are kept
 * whole; of a longer record the first 489 or more stay, and the rest goes on in pages that take 4,092 bytes each.
 */
const mostWhole = 4061
const leastLocal = 489
const overflowBytes = 4092

/** A piece with this many bytes of values tells its row from others; the header only tells their types and lengths. */
const tellingBytes = 64

/**
 * The record as SQLite writes it for this row of a row table: header of serial types, then the values
 * (sqlite.org/fileformat2.html, section 2.1). The row number itself is the key and stored as NULL in the record. Of a record
 * too long for one page, the first piece that tells it from others.
 */
export function rowImage(row: StoredRow, columns: readonly Column[]): Buffer {
  const { record, headerBytes } = rowRecord(row, columns)
  if (record.length <= mostWhole) return record
  const local = leastLocal + ((record.length - leastLocal) % overflowBytes)
  let best = { start: 0, end: 0, valueBytes: -1 }
  let start = 0
  let end = local <= mostWhole ? local : leastLocal
  while (start < record.length && best.valueBytes < tellingBytes) {
    const piece = { start, end, valueBytes: end - Math.max(start, headerBytes) }
    if (piece.valueBytes > best.valueBytes) best = piece
    start = end
    end = Math.min(record.length, end + overflowBytes)
  }
  return record.subarray(best.start, best.end)
}

/** The whole cell as it lies on a page: length of the record, row number, record (overflow pages are not cut out). */
export function rowCell(row: StoredRow, columns: readonly Column[]): Buffer {
  const { record } = rowRecord(row, columns)
  return Buffer.concat([varint(record.length), varint(row.row), record])
}

function rowRecord(row: StoredRow, columns: readonly Column[]): { record: Buffer; headerBytes: number } {
  const values: Buffer[] = []
  const types: number[] = [0]
  const put = (type: number, bytes: Buffer) => {
    types.push(type)
    values.push(bytes)
  }
  if (row.subject === null) put(0, empty)
  else put(12 + 2 * row.subject.length, row.subject)
  row.cells.forEach((cell, position) => {
    if (cell === null) put(0, empty)
    else if (typeof cell === 'string') {
      const text = Buffer.from(cell)
      put(13 + 2 * text.length, text)
    } else if (columns[position]!.type === 'integer' || (Number.isInteger(cell) && magnitude(cell) < 2 ** 47)) {
      // A whole number in a REAL column is stored as an integer where six bytes are enough (section 2.1, last paragraph).
      put(...integerImage(cell))
    } else {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleBE(cell)
      put(7, bytes)
    }
  })
  const serials = Buffer.concat(types.map(varint))
  // The header's length counts itself; one byte is enough below 127 of them.
  let headerLength = serials.length + 1
  if (varint(headerLength).length > 1) headerLength += varint(headerLength).length - 1
  return { record: Buffer.concat([varint(headerLength), serials, ...values]), headerBytes: headerLength }
}

const empty = Buffer.alloc(0)

/** What decides how many bytes an integer takes: −128 fits where 127 does. */
const magnitude = (value: number) => (value < 0 ? -value - 1 : value)

function integerImage(value: number): [number, Buffer] {
  if (value === 0) return [8, empty]
  if (value === 1) return [9, empty]
  const sizes: readonly (readonly [number, number])[] = [[1, 1], [2, 2], [3, 3], [4, 4], [5, 6]]
  for (const [type, size] of sizes) {
    if (magnitude(value) < 2 ** (8 * size - 1)) {
      const bytes = Buffer.alloc(size)
      bytes.writeIntBE(value, 0, size)
      return [type, bytes]
    }
  }
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return [6, bytes]
}

/** SQLite's variable-length integer: seven bits a byte, most significant first. */
function varint(value: number): Buffer {
  const bytes = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) | 0x80)
  return Buffer.from(bytes)
}
