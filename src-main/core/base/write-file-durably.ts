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

/** The same for content that comes in pieces; returns how many bytes there were. */
export async function writeStreamDurably(file: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const partial = `${file}.partial`
  let size = 0
  try {
    const descriptor = openSync(partial, 'w', 0o600)
    try {
      for await (const chunk of chunks) {
        for (let written = 0; written < chunk.length;) written += writeSync(descriptor, chunk, written)
        size += chunk.length
      }
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
  return size
}

/** Makes a rename durable; Windows has no such call and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
