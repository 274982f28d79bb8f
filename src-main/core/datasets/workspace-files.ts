import { closeSync, openSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface WorkspaceFile {
  /** Path within the workspace, with forward slashes. */
  readonly name: string
  readonly path: string
}

/** Files SQLite has open in this process. */
const sqliteFile = /^(lethe\.db(-wal|-shm|-journal)?|lock(-journal)?)$/

/** Every file of the workspace, whatever put it there. */
export function workspaceFiles(directory: string): WorkspaceFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({ name: relative(directory, path).replaceAll('\\', '/'), path }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const kept = new Map<string, number>()

/**
 * Calls `use` with a descriptor of the file. Descriptors of SQLite's own files stay open until the process ends: closing
 * one would drop this process's locks on the file (sqlite.org/howtocorrupt.html, section 2.2).
 */
export function withDescriptor<T>(file: WorkspaceFile, use: (descriptor: number) => T): T {
  if (sqliteFile.test(file.name)) {
    const descriptor = kept.get(file.path) ?? openSync(file.path, 'r')
    kept.set(file.path, descriptor)
    return use(descriptor)
  }
  const descriptor = openSync(file.path, 'r')
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
