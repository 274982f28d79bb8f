import { basename } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'

/** Writes a file that leaves the workspace, whole or not at all. */
export function writeOutFile(file: string, content: Uint8Array): void {
  try {
    writeFileDurably(file, content)
  } catch {
    throw new CoreError('record/cannot-write', { file: basename(file) })
  }
}
