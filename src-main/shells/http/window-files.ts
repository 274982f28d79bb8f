import { readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { CoreError } from '../../core/base/core-error.ts'

export interface WindowFile {
  readonly type: string
  readonly bytes: Buffer
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.woff': 'font/woff', '.md': 'text/markdown; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
}

/**
 * The built window, read once, by the addresses of its files: an address is looked up here and never becomes a path, so none can
 * lead out of the folder. Links are left out. Throws 'serve/window-not-built' where there is none.
 */
export function readWindow(folder: string): ReadonlyMap<string, WindowFile> {
  const files = new Map<string, WindowFile>()
  for (const path of regularFiles(folder)) {
    const type = types[extname(path).toLowerCase()]
    if (type === undefined) continue
    const address = `/${relative(folder, path).replaceAll('\\', '/')}`
    files.set(address, { type, bytes: readFileSync(path) })
  }
  const page = files.get('/index.html')
  if (page === undefined) throw new CoreError('serve/window-not-built', {})
  return files.set('/', page)
}

/** Step by step: reading a folder recursively would go through links to other folders. */
function regularFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? regularFiles(path) : entry.isFile() ? [path] : []
    })
  } catch {
    throw new CoreError('serve/window-not-built', {})
  }
}
