import { existsSync } from 'node:fs'
import { CoreError } from '../base/core-error.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import type { PickedFile } from '../ports.ts'

/** Writes a letter, notices or a report to where the person picked, whole or not at all. */
export function writePickedFile(about: 'letter' | 'notice' | 'report', file: PickedFile, content: Uint8Array): void {
  if (!file.mayReplace && existsSync(file.path)) throw new CoreError(`${about}/file-exists`, { file: file.name })
  try {
    writeFileDurably(file.path, content)
  } catch {
    throw new CoreError(`${about}/cannot-write`, { file: file.name })
  }
}
