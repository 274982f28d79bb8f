import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

let found: string | undefined

/** The folder with the product's package.json and resources: the same for the sources and for what is built from them. */
export function productFolder(): string {
  if (found !== undefined) return found
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'resources'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error('The folder of the product has no package.json')
    folder = above
  }
  return (found = folder)
}
