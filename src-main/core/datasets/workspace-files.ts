import { closeSync, fstatSync, openSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface WorkspaceFile {
  /** Path within the workspace, with forward slashes. */
  readonly name: string
  readonly path: string
}

/** Files SQLite has open in this process. */
const sqliteFile = /^(lethe\.db(-wal|-shm|-journal)?|(jobs-)?lock(-journal)?)$/

/** Every file of the workspace, whatever put it there. Links are left out: what they lead to is not the workspace's. */
export function workspaceFiles(directory: string): WorkspaceFile[] {
  return regularFiles(directory)
    .map(path => ({ name: relative(directory, path).replaceAll('\\', '/'), path }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Step by step: reading a folder recursively would go through links to other folders. A folder that is gone by now has none. */
function regularFiles(folder: string): string[] {
  return (unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? []).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? regularFiles(path) : entry.isFile() ? [path] : []
  })
}

/** Other parts of the program take away files of their own at any time: one that is gone by now is no trouble. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const kept = new Map<string, number>()

/**
 * Calls `use` with a descriptor of the file, unless it is gone by now. Descriptors of SQLite's own files stay open until the process
 * ends: closing one would drop this process's locks on the file (sqlite.org/howtocorrupt.html, section 2.2).
 */
export function withDescriptor<T>(file: WorkspaceFile, use: (descriptor: number) => T): T | undefined {
  if (sqliteFile.test(file.name)) {
    const descriptor = unlessGone(() => keptDescriptor(file.path))
    return descriptor === undefined ? undefined : use(descriptor)
  }
  const descriptor = unlessGone(() => openSync(file.path, 'r'))
  if (descriptor === undefined) return undefined
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function keptDescriptor(path: string): number {
  const known = kept.get(path)
  const descriptor = known !== undefined && isStill(known, path) ? known : openSync(path, 'r')
  kept.set(path, descriptor)
  return descriptor
}

/** False where another file has come to stand under this name: SQLite makes its log anew, and restoring puts another database there. */
function isStill(descriptor: number, path: string): boolean {
  const opened = fstatSync(descriptor)
  const named = statSync(path)
  return opened.ino === named.ino && opened.dev === named.dev
}
