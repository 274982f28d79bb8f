import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const built = join(import.meta.dirname, '../../../out/renderer')

/** Kilobytes of 1000 bytes that these files take gzipped; fonts are compressed already and come on top. */
export function bundleWords(addresses: readonly string[]): string {
  const sizes = { code: 0, fonts: 0 }
  for (const address of addresses) {
    const bytes = readFileSync(join(built, address))
    if (address.endsWith('.woff2')) sizes.fonts += bytes.length
    else sizes.code += gzipSync(bytes, { level: 9 }).length
  }
  return `${kB(sizes.code)} gzipped in ${addresses.filter(address => !address.endsWith('.woff2')).length} files, and ${kB(sizes.fonts)} of fonts`
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

export const wholeBundle = (): string[] =>
  readdirSync(built, { recursive: true, withFileTypes: true }).flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(built.length + 1)] : []))
