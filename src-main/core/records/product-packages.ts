import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { productFolder } from '../base/product-folder.ts'
import type { SoftwarePackage } from './bom.ts'

interface PackageFile {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

/** What this version of the product is built on; empty where this is another version, whose packages are not known here. */
export function packagesOf(version: string): SoftwarePackage[] {
  const file = JSON.parse(readFileSync(join(productFolder(), 'package.json'), 'utf8')) as PackageFile
  return file.version !== version ? [] : Object.entries(file.dependencies).map(([name, pinned]) => ({ name, version: pinned })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
