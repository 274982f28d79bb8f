import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { handedFiles } from '../../../src-main/core/base/handed-files.ts'

function folderWith(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-handed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, name), content)
  return folder
}

test('a sample has one token all session, good for reading only', () => {
  const folder = folderWith('people.csv', 'a,b\n')
  const files = handedFiles(randomBytes, [join(folder, 'people.csv')])
  const [sample] = files.samples()
  expect(sample).toEqual({ name: 'people.csv', file: expect.stringMatching(/^file-[0-9a-f]{32}$/), sizeBytes: 4 })
  expect(files.samples()).toEqual([sample])
  expect(files.toRead(sample!.file)).toEqual({ path: join(folder, 'people.csv'), name: 'people.csv', mayReplace: false })
  expect(() => files.toWrite(sample!.file)).toThrow(expect.objectContaining({ code: 'file/unknown' }))
})

test('a sample that is not there, or no longer, is passed over', () => {
  const folder = folderWith('people.csv', 'a,b\n')
  const files = handedFiles(randomBytes, [join(folder, 'missing.csv'), join(folder, 'people.csv', 'below-a-file.csv'), join(folder, 'people.csv')])
  expect(files.samples()).toHaveLength(1)
  rmSync(folder, { recursive: true })
  expect(files.samples()).toEqual([])
  expect(handedFiles(randomBytes).samples()).toEqual([])
})
