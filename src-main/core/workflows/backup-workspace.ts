import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Pack } from 'tar-stream'
import type { Input } from '../../contract/api.ts'
import type { BackupReport } from '../../contract/workspace.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { encryptStream } from '../base/passphrase-stream.ts'
import { writeStreamDurably } from '../base/write-file-durably.ts'
import { freezeDatabase } from '../database/freeze-database.ts'
import { databaseError, type Db } from '../database/open-database.ts'
import { listDatasets } from '../datasets/dataset-table.ts'
import { livingModels } from '../learners/model-table.ts'
import { checkLedger } from '../ledger/check-ledger.ts'
import type { PickedFile, Run } from '../ports.ts'
import { databaseName, manifestName, newManifest, type BackupFile, type BackupManifest } from './backup-manifest.ts'
import { databaseSource, keySource, recordSources, type BackupSource } from './backup-sources.ts'
import type { Workspace } from './workspace.ts'
import { wouldStayInside } from './workspace-folder.ts'

/**
 * Writes the whole workspace with its keys into one file, encrypted with the passphrase: a tar archive in the age format. Others go
 * on reading and writing; what is in the file is the moment at which it began. No plain copy touches the disk, memory is bounded,
 * and a backup that fails or is cancelled leaves nothing. What could not be restored is not backed up: a damaged database throws
 * 'workspace/damaged', a ledger that does not fit 'ledger/inconsistent'.
 */
export async function backupWorkspace(ws: Workspace, { file, passphrase }: Input<'workspace.backup'>, run: Run): Promise<BackupReport> {
  const target = ws.ports.files.toWrite(file)
  refuseWeak(passphrase)
  refuseTarget(ws.directory, target)
  const keys = keySources(ws)
  const frozen = await freezeDatabase(join(ws.directory, databaseName), run)
  try {
    run.progress('check', 0, 1)
    const facts = soundFacts(ws, frozen.db)
    const sources = [...keys, databaseSource(ws.directory), ...recordSources(ws.directory)]
    const manifest = newManifest({ ...facts, files: await sumsOf(sources, run) })
    const sizeBytes = await writeArchive(target, passphrase, manifest, sources, run)
    return { file: target.name, sizeBytes, madeAt: manifest.madeAt, datasets: manifest.datasets, models: manifest.models, entries: manifest.ledger.entries }
  } finally {
    frozen.release()
  }
}

const leastCharacters = 12
const leastDifferent = 5

/** Whoever has the file can try passphrases at leisure, at about a second of one processor each. */
function refuseWeak(passphrase: string): void {
  const characters = [...passphrase.normalize('NFC')]
  if (characters.length < leastCharacters || new Set(characters).size < leastDifferent) throw new CoreError('backup/passphrase-short', { least: leastCharacters, different: leastDifferent })
}

function refuseTarget(directory: string, { path, name, mayReplace }: PickedFile): void {
  if (wouldStayInside(directory, path)) throw new CoreError('backup/inside-workspace', { file: name })
  if (!mayReplace && existsSync(path)) throw new CoreError('backup/file-exists', { file: name })
}

/** Every key of the workspace; one that was not wanted yet is made, so that a backup always has all of them. */
function keySources(ws: Workspace): BackupSource[] {
  ws.ledger.key()
  return [
    keySource('signing-key', ws.ports.secrets.read('signing-key')!),
    keySource('suppression-key', ws.secret('suppression-key')),
    keySource('sealing-key', ws.secret('sealing-key')),
  ]
}

function soundFacts({ id, ledger, ports }: Workspace, db: Db): Omit<BackupManifest, 'format' | 'files'> {
  const sound = db.pragma('quick_check(1)', { simple: true })
  if (sound !== 'ok') throw new CoreError('workspace/damaged', {})
  const { ok, problems, entries, root } = checkLedger({ db, secrets: ports.secrets, workspaceId: id })
  if (!ok) throw new CoreError('ledger/inconsistent', { seq: problems[0]!.seq })
  const { fingerprint, protection } = ledger.key()
  return {
    product: { name: 'lethe', version: ports.version }, workspace: id, madeAt: toInstant(ports.clock.now()), tables: db.pragma('user_version', { simple: true }) as number,
    datasets: listDatasets(db).length, models: livingModels(db).length, ledger: { entries, root, key: fingerprint, keyProtection: protection },
  }
}

async function sumsOf(sources: readonly BackupSource[], run: Run): Promise<BackupFile[]> {
  const sums: BackupFile[] = []
  const total = sources.reduce((sum, { expectedBytes }) => sum + expectedBytes, 0)
  let done = 0
  for (const source of sources) {
    const hash = createHash('sha256')
    let sizeBytes = 0
    for await (const chunk of source.read()) {
      run.signal.throwIfAborted()
      hash.update(chunk)
      sizeBytes += chunk.length
      run.progress('sum', done += chunk.length, total)
    }
    sums.push({ name: source.name, sizeBytes, sha256: hash.digest('hex') })
  }
  return sums
}

/** Fills the archive and writes it out encrypted, both at once; where one of them fails, the other is cut off. */
async function writeArchive(target: PickedFile, passphrase: string, manifest: BackupManifest, sources: readonly BackupSource[], run: Run): Promise<number> {
  const { pack } = await import('tar-stream')
  const archive = pack()
  const filling = fill(archive, manifest, sources, run)
  const [filled, written] = await Promise.allSettled([filling.done, write(target, archive as unknown as AsyncIterable<Uint8Array>, passphrase)])
  const cause = filling.cause()
  if (cause !== undefined) throw cause
  if (written.status === 'rejected') throw written.reason
  if (filled.status === 'rejected') throw filled.reason
  return written.value
}

/** The manifest first, then each file, which must still be what was summed. `cause` is what went wrong with a file, if anything did. */
function fill(archive: Pack, manifest: BackupManifest, sources: readonly BackupSource[], run: Run): { readonly done: Promise<void>; cause(): unknown } {
  const total = manifest.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let cause: unknown
  let packed = 0
  const add = (name: string, size: number, chunks: AsyncIterable<Buffer> | Iterable<Buffer>) =>
    pipeline(Readable.from(chunks, { objectMode: false }), archive.entry({ name, size, mode: 0o600, mtime: new Date(manifest.madeAt) }))
  async function* unchanged(source: BackupSource, { sizeBytes, sha256 }: BackupFile): AsyncGenerator<Buffer> {
    let isGiven = false
    try {
      const hash = createHash('sha256')
      let read = 0
      for await (const chunk of source.read()) {
        run.signal.throwIfAborted()
        hash.update(chunk)
        read += chunk.length
        if (read > sizeBytes) throw new CoreError('backup/changed', {})
        isGiven = true
        yield chunk
        isGiven = false
        run.progress('pack', packed += chunk.length, total)
      }
      if (hash.digest('hex') !== sha256) throw new CoreError('backup/changed', {})
    } catch (error) {
      // What is thrown in while a part is given away went wrong where it was given to.
      if (!isGiven) cause ??= error
      throw error
    }
  }
  async function all(): Promise<void> {
    try {
      const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
      await add(manifestName, text.length, [text])
      for (const [i, source] of sources.entries()) await add(source.name, manifest.files[i]!.sizeBytes, unchanged(source, manifest.files[i]!))
      archive.finalize()
    } catch (error) {
      archive.destroy(error as Error)
      throw error
    }
  }
  return { done: all(), cause: () => cause }
}

async function write(target: PickedFile, archive: AsyncIterable<Uint8Array>, passphrase: string): Promise<number> {
  try {
    return await writeStreamDurably(target.path, await encryptStream(archive, passphrase))
  } catch (error) {
    const known = databaseError(error)
    // What the system refuses about the target, other than for want of space, is its place or its permissions.
    if (known instanceof CoreError && known.code !== 'workspace/read-only') throw known
    throw typeof (error as NodeJS.ErrnoException).syscall === 'string' ? new CoreError('backup/cannot-write', { file: target.name }) : known
  }
}
