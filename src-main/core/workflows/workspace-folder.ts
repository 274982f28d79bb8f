import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { CoreError } from '../base/core-error.ts'
import { databaseError } from '../database/open-database.ts'
import { takeLock } from '../database/take-lock.ts'

/** What a workspace's folder has in it besides the database. */
export const folders = ['keys', 'records', 'logs', 'temporary'] as const

export const databaseFile = (directory: string): string => join(directory, 'lethe.db')
export const reapplyFile = (directory: string): string => join(directory, 'records', 'erased.list')

/** Where a backup is unpacked until it takes the workspace's place. */
export const stagingFolder = (directory: string): string => join(directory, 'lethe-restore')
/** There once everything in the staging folder is in order: from then on the restore is carried through, whatever happens. */
export const readyFile = (directory: string): string => join(stagingFolder(directory), 'ready')

/** True where a workspace is in this folder, or about to be: a restore that was cut short is finished when it is opened. */
export const isWorkspace = (directory: string): boolean => existsSync(databaseFile(directory)) || existsSync(readyFile(directory))

const notAFolder: ReadonlySet<string | undefined> = new Set(['EEXIST', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'])

/** What the system says about a folder that cannot be one, as a coded error. */
export const folderError = (error: unknown): unknown =>
  notAFolder.has((error as NodeJS.ErrnoException).code) ? new CoreError('workspace/not-a-folder', {}) : databaseError(error)

/** True of a file that would lie in the workspace and stay there: from the temporary folder a shell hands it on. */
export function wouldStayInside(directory: string, path: string): boolean {
  const way = relative(realPath(directory), join(realPath(dirname(path)), basename(path)))
  const isInside = !isAbsolute(way) && !`${way}${sep}`.startsWith(`..${sep}`)
  return isInside && !way.startsWith(`temporary${sep}`)
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    // One that is not there is refused when the file is to be written.
    return resolve(folder)
  }
}

/** Makes the folder and those in it, for their owner alone. */
export function makeFolders(directory: string): void {
  for (const folder of ['', ...folders]) mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 })
}

/** Held by the process that keeps the workspace. */
export const lockFile = (directory: string): string => join(directory, 'lock')
/** Held, shared, by every worker. */
export const jobsLockFile = (directory: string): string => join(directory, 'jobs-lock')

/** Workers of an engine that was killed may still be ending. */
export const orphansEndWithinMs = 30_000

/** Takes the folder for this process, with no worker in it; throws 'workspace/in-use' while another has it. */
export function lockWhole(directory: string): () => void {
  const releaseLock = takeLock(lockFile(directory))
  try {
    const releaseJobs = takeLock(jobsLockFile(directory), orphansEndWithinMs)
    return () => {
      releaseJobs()
      releaseLock()
    }
  } catch (error) {
    releaseLock()
    throw error
  }
}
