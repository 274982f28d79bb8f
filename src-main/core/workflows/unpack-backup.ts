import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Extract, Header } from 'tar-stream'
import { CoreError } from '../base/core-error.ts'
import { decryptStream, PassphraseError } from '../base/passphrase-stream.ts'
import { syncFolder } from '../base/write-file-durably.ts'
import { databaseError } from '../database/open-database.ts'
import type { PickedFile, Run, SecretName } from '../ports.ts'
import { keyFile, manifestName, readManifest, secretNames, type BackupFile, type BackupManifest } from './backup-manifest.ts'

export interface UnpackedBackup {
  readonly manifest: BackupManifest
  /** Keys stay in memory. */
  readonly keys: Readonly<Record<SecretName, Buffer>>
}

/** A manifest lists files of a hundred bytes each; a key has a hundred or so. */
const mostManifestBytes = 256 << 20
const mostKeyBytes = 4096

/**
 * Unpacks a backup's database and records into a folder, and its keys into memory, and compares every file with the manifest. Throws
 * where anything is missing, too much or not as it was written; what was unpacked until then is the caller's to destroy. `admit` is
 * called with the manifest before anything is written, and may throw.
 */
export async function unpackBackup(file: PickedFile, passphrase: string, folder: string, admit: (manifest: BackupManifest) => void, run: Run): Promise<UnpackedBackup> {
  const total = sizeOf(file)
  try {
    const plain = await decryptStream(readCounting(file, total, run), passphrase)
    const { extract } = await import('tar-stream')
    const archive = extract()
    const feeding = pipeline(Readable.from(plain, { objectMode: false }), archive)
    feeding.catch(() => {})
    const unpacked = await unpackEntries(archive, file, folder, admit, run)
    // The archive's end came; only now is the last piece of the stream known to be the last.
    await feeding
    return unpacked
  } catch (error) {
    run.signal.throwIfAborted()
    throw refusal(error, file)
  }
}

function sizeOf({ path, name }: PickedFile): number {
  try {
    const found = statSync(path)
    if (found.isFile()) return found.size
  } catch {
    // Not there, or not to be looked at: the same answer.
  }
  throw new CoreError('backup/file-missing', { file: name })
}

async function* readCounting({ path, name }: PickedFile, total: number, run: Run): AsyncGenerator<Buffer> {
  let done = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      run.signal.throwIfAborted()
      yield chunk
      run.progress('unpack', done += chunk.length, total)
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : new CoreError('backup/file-missing', { file: name })
  }
}

function refusal(error: unknown, { name: file }: PickedFile): unknown {
  if (error instanceof PassphraseError) {
    return {
      'not-encrypted': new CoreError('backup/not-a-backup', { file }), 'wrong-passphrase': new CoreError('backup/passphrase-wrong', { file }), damaged: new CoreError('backup/damaged', { file }),
    }[error.fault]
  }
  const known = databaseError(error)
  if (known instanceof CoreError) return known
  const { code, syscall } = known as NodeJS.ErrnoException
  // Names that the file system does not take, or takes for one; and what the reader of the archive says, plain errors all.
  const isArchive = syscall === undefined ? (known as Error).constructor === Error || code !== undefined : unfitNames.has(code)
  return isArchive ? new CoreError('backup/damaged', { file }) : known
}

const unfitNames: ReadonlySet<string | undefined> = new Set(['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'])

type Entry = AsyncIterable<Buffer> & { readonly header: Header }

async function unpackEntries(archive: Extract, { name: file }: PickedFile, folder: string, admit: (manifest: BackupManifest) => void, run: Run): Promise<UnpackedBackup> {
  const refuse = (code: 'backup/damaged' | 'backup/not-a-backup'): never => {
    throw new CoreError(code, { file })
  }
  let manifest: BackupManifest | undefined
  const left = new Map<string, BackupFile>()
  const keys = new Map<string, Buffer>()
  for await (const entry of archive as unknown as AsyncIterable<Entry>) {
    const { name, type, size = 0 } = entry.header
    if (type !== 'file') refuse('backup/damaged')
    if (manifest === undefined) {
      if (name !== manifestName || size > mostManifestBytes) refuse('backup/not-a-backup')
      manifest = readManifest((await readWhole(entry)).toString(), file) ?? refuse('backup/not-a-backup')
      admit(manifest)
      for (const listed of manifest.files) left.set(listed.name, listed)
      continue
    }
    const listed = left.get(name) ?? refuse('backup/damaged')
    if (listed.sizeBytes !== size) refuse('backup/damaged')
    left.delete(name)
    const hash = createHash('sha256')
    if (secretNames.some(secret => keyFile(secret) === name)) {
      if (size > mostKeyBytes) refuse('backup/damaged')
      const key = await readWhole(entry)
      hash.update(key)
      keys.set(name, key)
    } else {
      await writeOut(entry, join(folder, fitting(name)), run, chunk => hash.update(chunk))
    }
    if (hash.digest('hex') !== listed.sha256) refuse('backup/damaged')
  }
  if (left.size > 0) refuse('backup/damaged')
  return { manifest: manifest ?? refuse('backup/not-a-backup'), keys: Object.fromEntries(secretNames.map(name => [name, keys.get(keyFile(name))!])) as Record<SecretName, Buffer> }
}

/** On Windows these characters name other folders, streams or nothing at all. */
const fitting = (name: string): string => (process.platform === 'win32' ? name.replaceAll(/[\\:*?"<>|\p{Cc}]/gu, '_') : name)

async function readWhole(entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of entry) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function writeOut(entry: Entry, path: string, run: Run, onChunk: (chunk: Buffer) => void): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // A name that two files share, by the file system's own rules, is refused here.
  const descriptor = openSync(path, 'wx', 0o600)
  try {
    for await (const chunk of entry) {
      run.signal.throwIfAborted()
      onChunk(chunk)
      for (let written = 0; written < chunk.length;) written += writeSync(descriptor, chunk, written)
    }
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  syncFolder(dirname(path))
}
