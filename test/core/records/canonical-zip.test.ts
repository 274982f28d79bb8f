import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { crc32, crc32InTable, readCanonicalZip, writeCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'

const files = new Map([['b.txt', Buffer.from('second')], ['A.txt', Buffer.from('first')], ['empty.bin', Buffer.alloc(0)]])
const zip = writeCanonicalZip(files)
const hasUnzip = spawnSync('unzip', ['-v']).error === undefined
const fault = (bytes: Buffer) => readCanonicalZip(bytes).problem?.code

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lethe-zip-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Another ZIP with the same layout, made by changing bytes wherever they stand. */
const replaced = (from: string, to: string, source = zip) => Buffer.from(source.toString('latin1').replaceAll(from, to), 'latin1')

test('the CRC-32 is that of the check value everybody gives', () => {
  // "123456789" gives cbf43926 in every catalogue of CRCs (ITU-T V.42, ISO 3309).
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
  expect(crc32InTable(Buffer.from('123456789'))).toBe(0xcbf43926)
})

test('what is written is read again, in order of names, and is its own re-writing', () => {
  const { files: read, problem } = readCanonicalZip(zip)
  expect(problem).toBeUndefined()
  expect([...read!]).toEqual([['A.txt', Buffer.from('first')], ['b.txt', Buffer.from('second')], ['empty.bin', Buffer.alloc(0)]])
  expect(writeCanonicalZip(read!)).toEqual(zip)
})

test('a file of two bytes gives these bytes, laid out by hand with struct.pack of Python after APPNOTE 4.3', () => {
  expect(writeCanonicalZip(new Map([['a.txt', Buffer.from('hi')]])).toString('hex')).toBe([
    '504b03040a000000000000002100ac2a93d8020000000200000005000000612e7478746869',
    '504b010214000a000000000000002100ac2a93d80200000002000000050000000000000000000000000000000000612e747874',
    '504b0506000000000100010033000000250000000000',
  ].join(''))
})

test.runIf(hasUnzip)('unzip finds nothing wrong with it and takes out the same bytes', () => {
  const here = folder()
  writeFileSync(join(here, 'a.zip'), zip)
  expect(execFileSync('unzip', ['-t', 'a.zip'], { cwd: here, encoding: 'utf8' })).toContain('No errors detected')
  execFileSync('unzip', ['-q', 'a.zip'], { cwd: here })
  for (const [name, content] of files) expect(readFileSync(join(here, name))).toEqual(content)
})

test('names that lead elsewhere, two files of one name, and compressed files are refused', () => {
  expect(() => writeCanonicalZip(new Map([['../x', Buffer.alloc(0)]]))).toThrow('cannot be')
  expect(['../.x', '/etc/x', 'a\\b.c', 'C:b.c', '.a.bc', 'a b.c', 'a\0b.c'].map(name => fault(replaced('A.txt', name.padEnd(5, 'x').slice(0, 5))))).toEqual(Array.from({ length: 7 }, () => 'zip-unsafe-name'))
  expect(fault(replaced('A.txt', 'b.txt'))).toBe('zip-duplicate')
  expect(fault(replaced('A.txt', 'B.txt'))).toBe('zip-duplicate')
  const compressed = Buffer.from(zip)
  compressed.writeUInt16LE(8, zip.indexOf('504b0102', 0, 'hex') + 10)
  expect(fault(compressed)).toBe('zip-compressed')
})

test('bytes before, between and behind the parts are refused', () => {
  const between = zip.indexOf('b.txt') - 30
  const directory = zip.indexOf('504b0102', 0, 'hex')
  const moved = Buffer.concat([zip.subarray(0, directory), Buffer.from('hidden'), zip.subarray(directory)])
  moved.writeUInt32LE(directory + 6, moved.length - 6)
  expect(fault(moved)).toBe('zip-not-canonical')
  expect([
    Buffer.concat([Buffer.from('x'), zip]), Buffer.concat([zip, Buffer.from('x')]), Buffer.concat([zip.subarray(0, between), Buffer.from('x'), zip.subarray(between)]),
    zip.subarray(0, -1), zip.subarray(1), zip.subarray(0, 40), Buffer.concat([zip, zip]),
  ].map(fault)).not.toContain(undefined)
})

test('a list that names the same bytes again and again is refused before they are copied', () => {
  const one = writeCanonicalZip(new Map([['a0', Buffer.alloc(1024 * 1024)]]))
  const list = one.readUInt32LE(one.length - 6)
  const entry = one.subarray(list, one.length - 22)
  const end = Buffer.from(one.subarray(-22))
  end.writeUInt16LE(2, 8)
  end.writeUInt16LE(2, 10)
  end.writeUInt32LE(2 * entry.length, 12)
  const twice = Buffer.concat([one.subarray(0, list), entry, Buffer.from(entry.toString('latin1').replace('a0', 'a1'), 'latin1'), end])
  expect(readCanonicalZip(twice)).toMatchObject({ files: undefined, problem: { code: 'zip-damaged', message: expect.stringContaining('on top of each other') as string } })
})

test('what is no ZIP is told from a damaged one', () => {
  expect([Buffer.alloc(0), Buffer.from('PK'), Buffer.alloc(1000), Buffer.from('{"a":1}'.repeat(20))].map(fault)).toEqual(['not-a-zip', 'not-a-zip', 'not-a-zip', 'not-a-zip'])
  expect(fault(zip.subarray(0, zip.length - 10))).toBe('zip-damaged')
})

test.runIf(spawnSync('python3', ['--version']).status === 0)('a ZIP by another program is refused even where it only stores', () => {
  const here = folder()
  writeFileSync(join(here, 'a.txt'), 'hi')
  execFileSync('python3', ['-c', 'import zipfile; z = zipfile.ZipFile("a.zip", "w"); z.write("a.txt"); z.close()'], { cwd: here })
  expect(fault(readFileSync(join(here, 'a.zip')))).toBe('zip-not-canonical')
})

test('no bytes make the reader fail or read without bounds', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), changes => {
    const bytes = Buffer.from(zip)
    for (const [at, value] of changes) bytes[at] = value
    const { problem } = readCanonicalZip(bytes)
    expect(problem === undefined).toBe(bytes.equals(zip))
  }), { numRuns: 2000 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
    expect(readCanonicalZip(Buffer.concat([Buffer.from('504b0304', 'hex'), bytes])).problem).toBeDefined()
  }))
})
