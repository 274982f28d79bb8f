import { CoreError } from '../base/core-error.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import type { PickedFile } from '../ports.ts'

/** Writes a file that leaves the workspace, whole or not at all. */
export function writeOutFile(file: PickedFile, content: Uint8Array): void {
  try {
    writeFileDurably(file.path, content)
  } catch {
    throw new CoreError('record/cannot-write', { file: file.name })
  }
}
