import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Decrypter, Encrypter } from 'age-encryption'
import { extract, pack, type Header } from 'tar-stream'
import { onTestFinished } from 'vitest'
import type { RestoreReport } from '../../src-main/contract/workspace.ts'
import { openCore, restoreWorkspace, type Core } from '../../src-main/core/core.ts'
import type { Run } from '../../src-main/core/ports.ts'
import { nodePorts, type NodePorts } from '../../src-main/shells/node-ports.ts'
import { quietRun, type TestCore } from './core-with.ts'

export const passphrase = 'correct horse battery staple'

/** Backs the workspace up to a file beside it and returns its path. */
export async function backUp(lethe: TestCore, name = 'backup.age'): Promise<string> {
  const file = join(lethe.outside, name)
  await lethe.core.call('workspace.backup', { file: lethe.toWrite(file), passphrase }, lethe.run)
  return file
}

/** The bytes of the archive in a backup, opened with the age library as anybody could. */
export async function archiveOf(file: string): Promise<Buffer> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  return Buffer.from(await decrypter.decrypt(readFileSync(file)))
}

/** A file encrypted like a backup, which takes a thousandth of the time to try a passphrase on: for tests that try often. */
export async function encryptLightly(content: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(6)
  return Buffer.from(await encrypter.encrypt(content))
}

/** Puts a lightly encrypted copy in the place of a backup. */
export async function lighten(file: string): Promise<string> {
  writeFileSync(file, await encryptLightly(await archiveOf(file)))
  return file
}

export interface ArchiveFile {
  readonly name: string
  readonly content: Buffer
  readonly type?: 'file' | 'symlink' | 'directory'
  readonly linkname?: string
}

export async function filesOf(archive: Buffer): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = []
  const reading = extract()
  Readable.from([archive], { objectMode: false }).pipe(reading)
  for await (const entry of reading as unknown as AsyncIterable<AsyncIterable<Buffer> & { header: Header }>) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk)
    files.push({ name: entry.header.name, content: Buffer.concat(chunks) })
  }
  return files
}

export async function archiveWith(files: readonly ArchiveFile[]): Promise<Buffer> {
  const archive = pack()
  for (const { name, content, type = 'file', linkname } of files) archive.entry({ name, type, ...(linkname === undefined ? {} : { linkname }) }, content)
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive as unknown as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export interface RestoreOptions {
  readonly list?: string
  readonly passphrase?: string
  readonly ports?: NodePorts
  readonly run?: Run
}

/** Restores a backup into a folder in which no core is open. */
export function restore(directory: string, file: string, options: RestoreOptions = {}): Promise<RestoreReport> {
  const ports = options.ports ?? nodePorts(directory)
  return restoreWorkspace(directory, ports, {
    file: ports.files.handOut(file, 'read'), passphrase: options.passphrase ?? passphrase,
    ...(options.list === undefined ? {} : { list: ports.files.handOut(options.list, 'read') }),
  }, options.run ?? quietRun())
}

/** An empty folder, removed when the test ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-restore-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Opens a workspace anew as a started program does, for the rest of the test. */
export function reopen(directory: string, ports: NodePorts = nodePorts(directory)): Core {
  const core = openCore(directory, ports)
  onTestFinished(() => core.close())
  core.recover(quietRun())
  return core
}
