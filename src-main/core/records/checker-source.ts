import { readFileSync } from 'node:fs'

/** The checker that goes into every record, as resources/checker/build.mjs made it from check-record.ts. */
export function readCheckerSource(): Buffer {
  return readFileSync(new URL('../../../resources/checker/check.mjs', import.meta.url))
}
