import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { CoreError } from '../base/core-error.ts'
import { applicationId, latestVersion } from './migrate.ts'

const headerBytes = 100
const magic = Buffer.from('SQLite format 3\0')

/**
 * Refuses a file that is not ours or is too new before anything in its folder is touched, from the bytes of its header
 * (sqlite.org/fileformat2.html, section 1.3). What the header does not tell, `migrate` finds out. `ours` says that other files
 * show this folder to be a workspace: then a file that is no database is a damaged one.
 */
export function examineFile(file: string, ours: boolean): void {
  const header = readHeader(file)
  if (header === undefined || header.length === 0) return
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) throw new CoreError(ours ? 'workspace/damaged' : 'workspace/not-a-workspace', {})
  const version = header.readInt32BE(60)
  if (header.readUInt32BE(68) === applicationId) {
    if (version > latestVersion) throw new CoreError('workspace/newer-version', { found: version, known: latestVersion })
    return
  }
  // One page holds no table: a workspace whose making was cut short looks like that, or still has all of it in its log.
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  if (statSync(file).size > pageBytes && !ours) throw new CoreError('workspace/not-a-workspace', {})
}

function readHeader(file: string): Buffer | undefined {
  try {
    if (!statSync(file).isFile()) throw new CoreError('workspace/not-a-workspace', {})
    const descriptor = openSync(file, 'r')
    try {
      const header = Buffer.alloc(headerBytes)
      return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0))
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // A folder that cannot be made is told of when it is to be made.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined
    throw error
  }
}
