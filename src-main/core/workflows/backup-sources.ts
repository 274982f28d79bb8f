import { createReadStream, fstatSync, read as readDescriptor, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CoreError } from '../base/core-error.ts'
import { databaseError } from '../database/open-database.ts'
import { withDescriptor, workspaceFiles } from '../datasets/workspace-files.ts'
import type { SecretName } from '../ports.ts'
import { databaseName, keyFile, recordsFolder } from './backup-manifest.ts'

/** One file of a backup before it is in it; it can be read as often as needed. */
export interface BackupSource {
  readonly name: string
  /** How long it is about to be, for telling how far one is. */
  readonly expectedBytes: number
  read(): AsyncIterable<Buffer>
}

const readAt = promisify(readDescriptor)
const chunkBytes = 1 << 20

/** The database as it lies in its file; nothing may write there meanwhile. */
export function databaseSource(directory: string): BackupSource {
  // This descriptor stays open: see withDescriptor.
  const descriptor = withDescriptor({ name: databaseName, path: join(directory, databaseName) }, opened => opened)!
  return {
    name: databaseName, expectedBytes: fstatSync(descriptor).size,
    async *read() {
      const { size } = fstatSync(descriptor)
      for (let at = 0; at < size;) {
        const { bytesRead, buffer } = await readAt(descriptor, Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, at)
        if (bytesRead === 0) throw new CoreError('backup/changed', {})
        yield buffer.subarray(0, bytesRead)
        at += bytesRead
      }
    },
  }
}

export const keySource = (name: SecretName, secret: Buffer): BackupSource => ({
  name: keyFile(name), expectedBytes: secret.length,
  async *read() {
    yield secret
  },
})

/** What lies in the folder of records, the list of everything erased among it. */
export function recordSources(directory: string): BackupSource[] {
  return workspaceFiles(join(directory, recordsFolder)).filter(({ name }) => !name.endsWith('.partial')).map(({ name, path }) => ({
    name: `${recordsFolder}/${name}`, expectedBytes: statSync(path).size,
    async *read() {
      try {
        yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new CoreError('backup/changed', {}) : databaseError(error)
      }
    },
  }))
}
