import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detectCsvFormat, readCsv } from '../../../src-main/core/datasets/read-csv.ts'
import type { CsvRecord } from '../../../src-main/core/datasets/csv-records.ts'
import { quietRun } from '../../support/core-with.ts'

let folder: string
let written = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-csv-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(content: string | Uint8Array): string {
  written += 1
  const file = join(folder, `${written}.csv`)
  writeFileSync(file, content)
  return file
}

async function recordsOf(content: string | Uint8Array, options: { delimiter?: string; chunkBytes?: number } = {}): Promise<CsvRecord[]> {
  const records: CsvRecord[] = []
  await readCsv(write(content), { delimiter: options.delimiter ?? ',' }, record => records.push(record), quietRun(), 'read', options.chunkBytes)
  return records
}

describe('the format', () => {
  test.each([[','], ['\t'], [';'], ['|']])('is found where cells are separated by %j', async delimiter => {
    const file = write(`name${delimiter}town${delimiter}age\nAnna, of X${delimiter}Oslo${delimiter}3\nBen${delimiter}Rome${delimiter}4\n`)
    expect(await detectCsvFormat(file)).toEqual({ delimiter, firstRecord: ['name', 'town', 'age'] })
  })

  test('of a single column is a comma nobody meets', async () => {
    expect(await detectCsvFormat(write('label\nyes\nno\n'))).toEqual({ delimiter: ',', firstRecord: ['label'] })
  })

  test('skips a byte order mark and blank lines before the header', async () => {
    expect((await detectCsvFormat(write('\uFEFF\n\n a , b \n1,2\n'))).firstRecord).toEqual(['a', 'b'])
  })

  test('of a first record longer than the head that is looked at is still found', async () => {
    expect((await detectCsvFormat(write(`${'x'.repeat(300_000)},b\n1,2\n`))).firstRecord).toHaveLength(1)
  })
})

describe('files that are no CSV text are named for what they are', () => {
  test.each([
    ['nothing', '', { code: 'import/empty' }],
    ['blanks', ' \n\r\n\t', { code: 'import/empty' }],
    ['a byte order mark alone', '\uFEFF', { code: 'import/empty' }],
    ['gzip', gzipSync('a,b\n1,2\n'), { code: 'import/binary', details: { looksLike: 'a gzip archive' } }],
    ['ZIP or Excel', Buffer.from('PK\u0003\u0004....'), { code: 'import/binary', details: { looksLike: 'a ZIP archive or an Excel workbook' } }],
    ['SQLite', Buffer.from('SQLite format 3\0'), { code: 'import/binary' }],
    ['UTF-16 with a mark', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), { code: 'import/binary', details: { looksLike: 'text in UTF-16' } }],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n'.repeat(9), 'utf16le'), { code: 'import/binary', details: { looksLike: 'text in UTF-16' } }],
    ['machine code', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * i) % 7)), { code: 'import/binary', details: { looksLike: null } }],
    ['Latin-1', Buffer.from('name\nMüller\n', 'latin1'), { code: 'import/not-utf8', details: { line: 2, byte: 7 } }],
  ] as const)('%s', async (_, content, expected) => {
    await expect(detectCsvFormat(write(content))).rejects.toMatchObject(expected)
  })

  test('a single NUL is a bad cell, not a binary file', async () => {
    expect((await detectCsvFormat(write('a,b\nx\0,1\ny,2\n'))).firstRecord).toEqual(['a', 'b'])
  })

  test('a missing file, a folder', async () => {
    await expect(detectCsvFormat(join(folder, 'gone.csv'))).rejects.toMatchObject({ code: 'import/file-missing', details: { file: 'gone.csv' } })
    await expect(detectCsvFormat(folder)).rejects.toMatchObject({ code: 'import/not-a-file' })
  })
})

describe('a byte that is not UTF-8', () => {
  test.each([1, 2, 3, 5, 1 << 20])('is named by line and byte when the file is read %i bytes at a time', async chunkBytes => {
    const before = 'name\né😀ü\n"two\nlines"\n'
    const content = Buffer.concat([Buffer.from(before), Buffer.from([0xf6]), Buffer.from('hm\n')])
    await expect(recordsOf(content, { chunkBytes })).rejects.toMatchObject({ code: 'import/not-utf8', details: { line: 5, byte: Buffer.byteLength(before) + 1 } })
  })

  test.each([1, 2, 3, 4, 1 << 20])('is the first byte of a character that the end of the file cuts off, read %i bytes at a time', async chunkBytes => {
    const content = Buffer.from('name\nx😀').subarray(0, -1)
    await expect(recordsOf(content, { chunkBytes })).rejects.toMatchObject({ code: 'import/not-utf8', details: { line: 2, byte: 7 } })
  })
})

describe('reading', () => {
  test('gives the same records and the file\'s own SHA-256 in whatever pieces the disk delivers it', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é', '😀', '\u{1d11e}'), maxLength: 40 })
    await fc.assert(fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (content, chunkBytes) => {
      const outcome = async (size?: number) => recordsOf(content, size === undefined ? {} : { chunkBytes: size }).catch((error: { code?: string; details?: unknown }) => ({ code: error.code, details: error.details }))
      expect(await outcome(chunkBytes)).toEqual(await outcome())
    }), { numRuns: 200 })
    const file = write('a,b\n1,2\n')
    const { sha256, bytes } = await readCsv(file, { delimiter: ',' }, () => {}, quietRun(), 'read')
    expect({ sha256, bytes }).toEqual({ sha256: createHash('sha256').update('a,b\n1,2\n').digest('hex'), bytes: 8 })
  })

  test('throws on what the receiver of records throws, wherever that is in the file', async () => {
    const file = write('a\n'.repeat(1000))
    for (const at of [1, 500, 1000]) {
      let seen = 0
      await expect(readCsv(file, { delimiter: ',' }, () => {
        seen += 1
        if (seen === at) throw new RangeError(`record ${at}`)
      }, quietRun(), 'read', 64)).rejects.toThrow(`record ${at}`)
      expect(seen).toBe(at)
    }
  })

  test('refuses an unclosed quote rather than hiding the lines it took in', async () => {
    await expect(recordsOf('id,name\n1,a\n2,"b\n3,c\n4,d\n')).rejects.toMatchObject({ code: 'import/unclosed-quote', details: { line: 3 } })
  })

  test('refuses a record of more than 64 MiB by its line', async () => {
    await expect(recordsOf(Buffer.concat([Buffer.from('a,b\n1,2\n3,"'), Buffer.alloc(65 * 1024 * 1024, 0x78)]))).rejects.toMatchObject({ code: 'import/cell-too-long', details: { line: 3, mostMebibytes: 64 } })
  })

  test('stops where it is cancelled', async () => {
    const file = write('a,b\n'.repeat(10_000))
    const controller = new AbortController()
    let seen = 0
    const reading = readCsv(file, { delimiter: ',' }, () => {
      seen += 1
      if (seen === 100) controller.abort(new Error('enough'))
    }, { signal: controller.signal, progress: () => {} }, 'read', 1024)
    await expect(reading).rejects.toThrow('enough')
    expect(seen).toBeLessThan(1000)
  })
})
