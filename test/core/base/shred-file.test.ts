import { closeSync, existsSync, fstatSync, linkSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shredFile } from '../../../src-main/core/base/shred-file.ts'

function fileInFolder(content: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-shred-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'file')
  writeFileSync(file, content)
  return file
}

test.each([0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])('a file of %i bytes is overwritten whole before it is deleted', size => {
  const file = fileInFolder(Buffer.alloc(size, 'x'))
  const still = openSync(file, 'r')
  try {
    shredFile(file)
    expect(existsSync(file)).toBe(false)
    const left = Buffer.alloc(size, 'y')
    expect(readSync(still, left, 0, size, 0)).toBe(size)
    expect(left.equals(Buffer.alloc(size))).toBe(true)
    expect(fstatSync(still).size).toBe(size)
  } finally {
    closeSync(still)
  }
})

test('a file with a second name loses only the first: its bytes are in use', () => {
  const file = fileInFolder(Buffer.from('in use'))
  linkSync(file, `${file} too`)
  shredFile(file)
  expect(existsSync(file)).toBe(false)
  expect(readFileSync(`${file} too`, 'utf8')).toBe('in use')
})

test('a file that is not there is no mistake', () => {
  expect(() => shredFile(join(tmpdir(), 'lethe-there-is-no-such-file'))).not.toThrow()
})
