import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeFileDurably } from '../../../src-main/core/base/write-file-durably.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lethe-durable-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

test('a file is written whole, replaces the old one, and is its owner\'s alone', () => {
  const file = join(folder(), 'a')
  writeFileDurably(file, Buffer.from('old and longer'))
  writeFileDurably(file, Buffer.from('new'))
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('where it cannot be written, nothing is left beside it', () => {
  const made = folder()
  mkdirSync(join(made, 'a'))
  expect(() => writeFileDurably(join(made, 'a'), Buffer.from('x'))).toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
  expect(readdirSync(made)).toEqual(['a'])
})
