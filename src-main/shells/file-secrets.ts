import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../core/base/core-error.ts'
import { writeFileDurably } from '../core/base/write-file-durably.ts'
import type { Secrets } from '../core/ports.ts'

/** Keys as files in the workspace that only their owner can read: "not protected" by anything else, and labelled so. */
export function fileSecrets(directory: string): Secrets {
  const fileOf = (name: string) => join(directory, 'keys', name)
  return {
    protection: 'not-protected',
    read(name) {
      try {
        return readFileSync(fileOf(name))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw new CoreError('workspace/key-unusable', { key: name })
      }
    },
    create(name, secret) {
      mkdirSync(join(directory, 'keys'), { recursive: true, mode: 0o700 })
      if (this.read(name) !== undefined) throw new Error('A key is never overwritten')
      writeFileDurably(fileOf(name), secret)
    },
  }
}
