import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file so that after a crash either the old or the new content is there whole: a new file beside it, synced, then
 * renamed. Only its owner can read it.
 */
export function writeFileDurably(file: string, content: Uint8Array): void {
  const partial = `${file}.partial`
  try {
    const descriptor = openSync(partial, 'w', 0o600)
    try {
      for (let written = 0; written < content.length;) written += writeSync(descriptor, content, written)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(partial, file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  syncFolder(dirname(file))
}

/** Makes a rename durable; Windows has no such call and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
