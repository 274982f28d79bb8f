import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The bytes of every file below a folder, by path. */
export function workspaceBytes(directory: string): Map<string, Buffer> {
  return new Map(readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(file => [file, readFileSync(file)]))
}
