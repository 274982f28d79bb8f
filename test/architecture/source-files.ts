import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const notOurs = new Set(['node_modules', 'out', 'dist', 'coverage', '.git', '.vscode', '.idea'])

/** Paths from the root with forward slashes, below `folder`, of the files with one of these endings. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesBelow(path, endings)
    return endings.some(ending => entry.name.endsWith(ending)) ? [path] : []
  }).sort()
}
