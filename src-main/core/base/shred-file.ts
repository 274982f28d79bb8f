import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'

const chunkBytes = 1 << 20

/**
 * Overwrites a file with zeros, then deletes it; where it cannot be overwritten it is deleted all the same. A disk that writes
 * elsewhere than it was told to (solid-state disks, file systems that copy on write) may keep the old blocks: nothing in a file
 * system reaches those.
 */
export function shredFile(file: string): void {
  if (!existsSync(file)) return
  const { size, nlink } = statSync(file)
  // A second name means that the bytes are still in use under it.
  if (nlink === 1) overwrite(file, size)
  rmSync(file, { force: true })
}

function overwrite(file: string, size: number): void {
  try {
    const descriptor = openSync(file, 'r+')
    try {
      const zeros = Buffer.alloc(Math.min(chunkBytes, size))
      for (let at = 0; at < size;) at += writeSync(descriptor, zeros, 0, Math.min(zeros.length, size - at), at)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // A full disk that copies on write, or a file that became read-only: not deleting it either would be worse.
  }
}
