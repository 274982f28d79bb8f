import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CoreError } from '../../core/base/core-error.ts'
import type { RandomBytes } from '../../core/ports.ts'

/** A folder of one server below the workspace's temporary/, for its person alone. What a killed server leaves there, the next opening of the workspace removes. */
export interface PrivateFolder {
  /** A path nobody can guess, in the folder, which is made where it is not there (restoring a backup takes it away). Throws 'serve/not-private'. */
  newPath(ending?: string): string
  /** Writes a new file that only its owner can read, and returns its path. */
  write(content: string, ending: string): string
  remove(): void
}

export function privateFolder(directory: string, randomBytes: RandomBytes): PrivateFolder {
  const newName = () => randomBytes(16).toString('hex')
  const folder = join(resolve(directory), 'temporary', `page-${newName()}`)
  const newPath = (ending = '') => {
    coded(() => mkdirSync(folder, { recursive: true, mode: 0o700 }))
    refuseShared(folder)
    return join(folder, `${newName()}${ending}`)
  }
  return {
    newPath,
    write(content, ending) {
      const path = newPath(ending)
      coded(() => writeFileSync(path, content, { mode: 0o600, flag: 'wx' }))
      return path
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function coded(write: () => void): void {
  try {
    write()
  } catch (error) {
    throw ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') ? new CoreError('workspace/disk-full', {}) : new CoreError('workspace/read-only', {})
  }
}

/** Some file systems keep no permissions; Windows has its own, inherited from the person's folder. */
function refuseShared(folder: string): void {
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) throw new CoreError('serve/not-private', {})
}
