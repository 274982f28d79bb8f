import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { productFolder } from '../base/product-folder.ts'

/** The checker that goes into every record, as resources/checker/build.mjs made it from check-record.ts. */
export function readCheckerSource(): Buffer {
  return readFileSync(join(productFolder(), 'resources', 'checker', 'check.mjs'))
}
